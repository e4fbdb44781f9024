package charges

import (
	"strings"

	"shouqi/assets"
	"shouqi/cashier/pricing"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// measureWords names what is counted.
func (s *Screen) measureWords(m tariff.Measure) string {
	for _, prefix := range []tariff.Measure{tariff.UsageOf, tariff.AmountOf, tariff.FieldOf} {
		if name, found := strings.CutPrefix(string(m), string(prefix)); found {
			return s.text("charges.measure."+strings.TrimSuffix(string(prefix), ":"), name)
		}
	}
	if m == "" {
		m = tariff.Fixed
	}
	return s.text("charges.measure." + string(m))
}

// rulePhrase says a rule in one phrase: 2.85 元/m²·月, 阶梯 5.00/7.00/9.00.
func (s *Screen) rulePhrase(rule tariff.Rule) string {
	var parts []string
	for i := range rule.Lines {
		if len(parts) == 2 {
			parts = append(parts, s.text("charges.phrase.more", len(rule.Lines)-2))
			break
		}
		parts = append(parts, s.linePhrase(&rule.Lines[i]))
	}
	phrase := strings.Join(parts, " + ")
	if rule.Least != "" {
		phrase += s.text("charges.phrase.least", rule.Least)
	}
	if rule.Most != "" {
		phrase += s.text("charges.phrase.most", rule.Most)
	}
	if len(rule.When) > 0 {
		phrase += s.text("charges.phrase.when")
	}
	return phrase
}

func (s *Screen) linePhrase(l *tariff.Line) string {
	phrase := ""
	switch {
	case l.Formula != "":
		phrase = s.text("charges.phrase.formula", strings.Join(strings.Fields(l.Formula), " "))
	case len(l.Tiers) > 0:
		phrase = s.text("charges.phrase.tiers", tierPrices(l.Tiers))
	case l.Price == "" && l.Measure != "": // of a shared cost, whose total is the price
		phrase = s.text("charges.phrase.shared", s.measureWords(l.Measure))
	default:
		phrase = string(l.Price) + s.priceUnit(l) // 2.85 元/m²·月, as everybody quotes it
		if l.Measure != "" && l.Measure != tariff.Fixed && l.Measure != tariff.Household && s.quantityUnit(l.Measure) == "" {
			phrase = s.measureWords(l.Measure) + " × " + phrase
		}
	}
	if l.Factor != "" {
		phrase += " × " + string(l.Factor)
	}
	if len(l.When) > 0 {
		phrase += s.text("charges.phrase.when")
	}
	return phrase
}

func tierPrices(tiers []tariff.Tier) string {
	var prices []string
	for _, tier := range tiers {
		price := string(tier.Price)
		for i, band := range tier.Bands {
			if i > 0 {
				price += "·"
			}
			price += string(band.Price)
		}
		prices = append(prices, price)
	}
	return strings.Join(prices, "/")
}

// overPeriod says whether a measure is counted over the whole period and takes no other time.
func overPeriod(m tariff.Measure) bool {
	return ofMoney(m) || strings.HasPrefix(string(m), string(tariff.UsageOf))
}

// isUsage says whether a measure is what a meter counted.
func isUsage(m tariff.Measure) bool { return strings.HasPrefix(string(m), string(tariff.UsageOf)) }

// ofMoney says whether a measure is a sum of money already, of which the price is a share.
func ofMoney(m tariff.Measure) bool {
	return m == tariff.Turnover || strings.HasPrefix(string(m), string(tariff.AmountOf))
}

// quantityUnit is the unit of what is measured, "" where it has none or the estate's own.
func (s *Screen) quantityUnit(m tariff.Measure) string {
	switch m {
	case tariff.Area, tariff.InnerArea:
		return "m²"
	case tariff.UsageOf + "水", tariff.UsageOf + "热水", tariff.UsageOf + "燃气":
		return "m³"
	case tariff.UsageOf + "电":
		return "kWh"
	case tariff.Heads:
		return s.text("charges.unit.heads")
	}
	return ""
}

// priceUnit is the unit of a line's price: 元/m²·月. A share of a sum has none.
func (s *Screen) priceUnit(l *tariff.Line) string {
	if ofMoney(l.Measure) {
		return ""
	}
	per, unit := s.perWords(l), s.quantityUnit(l.Measure)
	if unit == "" {
		return s.text("charges.unit.yuan") + per
	}
	if per != "" {
		per = "·" + strings.TrimPrefix(per, "/")
	}
	return s.text("charges.unit.yuan") + "/" + unit + per
}

// perWords says what time a line's price is for: "/月", or nothing where it is what was used.
func (s *Screen) perWords(l *tariff.Line) string {
	if overPeriod(l.Measure) {
		return ""
	}
	per := l.Per
	if per == "" {
		per = tariff.Month
	}
	return s.text("charges.per." + string(per))
}

// tariffWords is what a tariff is called on this screen. The names that the program gives are in the book in Chinese, as all that goes
// there, and are read in the language of the screen.
func (s *Screen) tariffWords(name string) string {
	if s.frame.Lang() == assets.Chinese {
		return name
	}
	if name == assets.Text(assets.Chinese, "charges.basic") {
		return s.text("charges.basic")
	}
	for n := 1; n <= nthMost; n++ {
		if name == assets.Text(assets.Chinese, "charges.nth", n) {
			return s.text("charges.nth", n)
		}
	}
	return name
}

// nthMost is how many tariffs of an item the program numbers in the language of the screen; hardly any item has ten.
const nthMost = 30

// scopePhrase says where a tariff applies.
func (s *Screen) scopePhrase(scope billing.Scope) string {
	var parts []string
	for _, list := range []struct {
		key   string
		names []string
	}{{"buildings", scope.Buildings}, {"uses", scope.Uses}, {"layouts", scope.Layouts}, {"states", scope.States}, {"rooms", scope.Rooms}} {
		if len(list.names) > 3 {
			parts = append(parts, s.text("charges.where."+list.key, joined(list.names[:3])+s.text("charges.where.more", len(list.names))))
		} else if len(list.names) > 0 {
			parts = append(parts, s.text("charges.where."+list.key, joined(list.names)))
		}
	}
	if scope.Party != "" {
		parts = append(parts, s.text("charges.party."+scope.Party))
	}
	if len(parts) == 0 {
		return s.text("charges.where.all")
	}
	return strings.Join(parts, " · ")
}

// versionsOn returns the version of a tariff that holds on a day, nil for none, and every one that is set for later and will hold.
func versionsOn(t billing.Tariff, on calendar.Date) (now *tariff.Version, later []tariff.Version) {
	for i, version := range t.Versions {
		switch {
		case t.ToOn != "" && version.FromOn > t.ToOn: // the tariff ends before it begins
		case version.FromOn > on:
			later = append(later, version)
		default:
			now = &t.Versions[i]
		}
	}
	if t.ToOn != "" && t.ToOn < on {
		return nil, nil
	}
	return now, later
}

// priceToday says what an item costs today, its winning tariff's price and how many tariffs there are, and what comes next: the next
// price, with how many are set, or the day that nothing is charged after.
func (s *Screen) priceToday(charge pricing.Charge) (today, next string) {
	if !charge.Active {
		return s.text("charges.ended"), ""
	}
	holding, coming, first, ends, open := 0, 0, calendar.Date(""), calendar.Date(""), false
	for _, t := range byRank(charge.Tariffs) {
		now, later := versionsOn(t, s.today)
		if now != nil {
			holding++
			today = s.rulePhrase(now.Rule) // the last one: what most rooms pay stands at the bottom of the ranks
		}
		if len(later) > 0 && (first == "" || later[0].FromOn < first) {
			first = later[0].FromOn
		}
		coming += len(later)
		ends, open = max(ends, t.ToOn), open || t.ToOn == ""
	}
	switch {
	case coming > 1:
		next = s.text("charges.next.several", first, coming)
	case coming == 1:
		next = string(first)
	case len(charge.Tariffs) > 0 && !open && ends >= s.today:
		next = s.text("charges.next.end", ends)
	}
	switch {
	case holding == 0 && coming == 0 && len(charge.Tariffs) > 0 && !open:
		return s.text("charges.ended"), ""
	case holding == 0:
		return s.text("charges.price.none"), next
	case holding > 1:
		today += s.text("charges.price.others", holding-1)
	}
	return today, next
}

package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// utilities are words in the names of items and kinds of meter for what a household owes a water, gas or heating company.
// The estate collects the money for the company (代收) and may add nothing to the published price.
var utilities = []string{"水", "燃气", "天然气", "煤气", "供暖", "采暖", "暖气", "供热", "热费", "热力"}

// utilityMeters are kinds of meter that mean a utility as a whole name alone: within an item's name 热 or 气 may be
// anything.
var utilityMeters = []string{"热", "气"}

// CheckSource refuses a base or minimum charge on water, gas or heat that is collected for the company that supplies it
// (billing.base_source), unless the item names the published document that has it. A shared cost is split and not sold,
// so that it has no price to add to, and is let pass.
func CheckSource(item Item, rule tariff.Rule) error {
	if item.Kind != Agency || item.Source != "" || item.ShareBy != "" || !isUtility(item.Name, rule) || !hasBase(item.Name, rule) {
		return nil
	}
	return store.Refuse(codeBaseSource, item.Name)
}

// isUtility reports whether an item is for water, gas or heat, by its name or by a meter that its rule reads.
func isUtility(name string, rule tariff.Rule) bool {
	if namesUtility(name) {
		return true
	}
	return slices.ContainsFunc(rule.Needs(), func(m tariff.Measure) bool {
		meter, ok := strings.CutPrefix(string(m), string(tariff.UsageOf))
		meter, _, _ = strings.Cut(meter, "/")
		return ok && (namesUtility(meter) || slices.Contains(utilityMeters, meter))
	})
}

// namesUtility reports whether a name contains a word for a utility.
func namesUtility(name string) bool {
	plain := law.PlainName(name)
	return slices.ContainsFunc(utilities, func(word string) bool { return strings.Contains(plain, word) })
}

// hasBase reports whether a rule asks for money whatever was used: a least sum, a fixed sum or one by household, or
// something beside the usage that does not follow it. Heat by area alone is a whole price and no base.
func hasBase(name string, rule tariff.Rule) bool {
	if isAbove(rule.Least) {
		return true
	}
	metered := slices.ContainsFunc(rule.Lines, func(l tariff.Line) bool { return followsUse(l) })
	for _, line := range rule.Lines {
		switch {
		case isAbove(line.Least), strings.Contains(line.Name, "基本"), strings.Contains(line.Name, "最低"):
			return true
		case followsUse(line) && asksWhateverIsUsed(line):
			return true
		case followsUse(line):
		// Beside a metered line everything else is a base; without one, only a sum that is the same for everybody.
		case metered, line.Formula == "" && (line.Measure == "" || line.Measure == tariff.Fixed || line.Measure == tariff.Household):
			return true
		}
	}
	return false
}

// followsUse reports whether a line counts what was used, or a share of another item's sum.
func followsUse(line tariff.Line) bool {
	return slices.ContainsFunc((tariff.Rule{Lines: []tariff.Line{line}}).Needs(), func(m tariff.Measure) bool {
		return strings.HasPrefix(string(m), string(tariff.UsageOf)) || strings.HasPrefix(string(m), string(tariff.AmountOf))
	})
}

// tried are the usages at which a line is tried, in the unit of its meter and rising.
var tried = []string{"0.001", "0.01", "0.1", "1", "2", "5", "10", "20", "50", "100", "1000"}

// asksWhateverIsUsed reports whether a line that counts what was used asks for money that does not follow it, whatever its form: something
// where nothing was used, or so much for the first of it that a unit costs less than half as soon as more is used. It is worked out in
// every month, as if all conditions held. A line that cannot be worked out for a home like any other is not judged.
func asksWhateverIsUsed(line tariff.Line) bool {
	line.When = nil
	for month := calendar.Date("2026-01-01"); month <= "2026-12-01"; month = nextMonth(month) {
		if none, known := asksAt(line, month, "0"); known && none.Sign() > 0 || cheapens(line, month) {
			return true
		}
	}
	return false
}

// cheapens reports whether a unit of what was used costs less than half as soon as more is used, so that the first of it has a base in it.
func cheapens(line tariff.Line, month calendar.Date) bool {
	var dearest tariff.Number
	for _, use := range tried {
		sum, known := asksAt(line, month, use)
		if !known {
			continue
		}
		quantity, err := tariff.ParseNumber(use)
		if err != nil {
			continue
		}
		unit, err := sum.Quo(quantity)
		if err != nil {
			continue
		}
		if dearest.Cmp(unit.Mul(tariff.Whole(2))) > 0 {
			return true
		}
		dearest = dearest.Max(unit)
	}
	return false
}

// nextMonth returns the first day of the month after one that is given by its first.
func nextMonth(first calendar.Date) calendar.Date {
	return calendar.Date(first.AddDays(31).Month() + "-01")
}

// asksAt is what a line alone asks of a home for a month in which so much was used of all that it counts, in yuan; known is false where that
// cannot be worked out.
func asksAt(line tariff.Line, month calendar.Date, use string) (yuan tariff.Number, known bool) {
	quantity, err := tariff.ParseNumber(use)
	if err != nil {
		return yuan, false
	}
	rule := tariff.Rule{Lines: []tariff.Line{line}}
	home := tariff.Facts{Kind: estate.Room, Use: "住宅", State: "自住", Party: "owner", Floor: 5, Nth: 1, AreaCentiM2: 100_00,
		Fields: map[string]string{tariff.HeadsField: "3", tariff.InnerField: "80"}, Usage: make(map[string]tariff.Number), Items: make(map[string]tariff.Number)}
	for _, need := range rule.Needs() {
		if meter, ok := strings.CutPrefix(string(need), string(tariff.UsageOf)); ok {
			home.Usage[meter] = quantity
		}
		if item, ok := strings.CutPrefix(string(need), string(tariff.AmountOf)); ok {
			home.Items[item] = quantity
		}
		if field, ok := strings.CutPrefix(string(need), string(tariff.FieldOf)); ok {
			home.Fields[field] = "1"
		}
	}
	result, err := tariff.Price([]tariff.Version{{FromOn: month, Rule: rule}}, home, month, nextMonth(month).AddDays(-1), nil)
	return result.Exact, err == nil
}

// isAbove reports whether a bound may be above zero. One that an own field holds differs by room, so it counts as above.
func isAbove(value tariff.Value) bool {
	if value == "" {
		return false
	}
	number, err := tariff.ParseNumber(string(value))
	return err != nil || number.Sign() > 0
}

// checkSources checks every rule of an item that is there against what the item says now (billing.base_source).
func checkSources(tx *store.Tx, item Item) error {
	all, err := Tariffs(tx, item.Name)
	if err != nil {
		return err
	}
	for _, t := range all {
		for _, version := range t.Versions {
			if err := CheckSource(item, version.Rule); err != nil {
				return err
			}
		}
	}
	return nil
}

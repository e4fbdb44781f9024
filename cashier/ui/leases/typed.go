package leases

import (
	"strconv"
	"strings"

	"shouqi/cashier/leasing"
	"shouqi/cashier/ui/month"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// typed is what stands in the entries of the form, by their names.
type typed map[string]string

// The choices that are typed as digits, numbered from 1.
var cycles = []tariff.Cycle{tariff.EveryMonth, tariff.EveryQuarter, tariff.EveryHalfYear, tariff.EveryYear}

// pers are how a rent counts: by the month or the day, as a sum or for each square metre.
var pers = []lease.Rent{{Per: tariff.Month}, {Per: tariff.Month, AreaCentiM2: lease.AreaOfObjects}, {Per: tariff.Day}, {Per: tariff.Day, AreaCentiM2: lease.AreaOfObjects}}

// prorations are how many months a part of one counts.
var prorations = []tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole}

// choices are the entries that take a digit, with how many there are to choose from; empty is the first.
var choices = map[string]int{"cycle": 4, "per": 4, "advance": 2, "plus": 2, "part": 4}

func tenantUnknown(who string) error { return store.Refuse(estate.CodeUnknownRoom, who) }

// get returns an entry's text without the spaces around it.
func (t typed) get(field string) string { return strings.TrimSpace(t[field]) }

// choice returns the digit of a choice less one, 0 for an empty entry; false for one that is not among most.
func (t typed) choice(field string, most int) (int, bool) {
	if t.get(field) == "" {
		return 0, true
	}
	number, err := strconv.Atoi(t.get(field))
	return number - 1, err == nil && number >= 1 && number <= most
}

// number returns a whole number, 0 for an empty entry.
func (t typed) number(field string) (int, bool) {
	if t.get(field) == "" {
		return 0, true
	}
	number, err := strconv.Atoi(t.get(field))
	return number, err == nil
}

// needed are the entries that every contract has, in the order of the page.
var needed = []string{"number", "rooms", "from", "to", "price"}

// lacking returns the first needed entry that is empty, "" for none.
func (t typed) lacking() string {
	for _, field := range needed {
		if t.get(field) == "" {
			return field
		}
	}
	return ""
}

// wish makes a contract of what is typed, with the places as they were typed; missing is a sentence that says what is
// missing or cannot be read, "" where nothing is. Whether the book takes it is another question.
func (t typed) wish(text words) (wish leasing.Wish, places []string, missing string) {
	places = strings.FieldsFunc(t["rooms"], func(r rune) bool { return strings.ContainsRune(",，、; ；", r) })
	from, fromFine := month.ParseDay(t["from"])
	to, toFine := month.ParseDay(t["to"])
	switch {
	case len(places) == 0 || t.get("from") == "" || t.get("to") == "" || t.get("price") == "":
		return wish, places, text("leases.form.advice")
	case !fromFine || !toFine:
		return wish, places, text("month.day.wrong")
	}
	wish.Number, wish.FromOn, wish.ToOn = t.get("number"), from, to
	if name := t.get("name"); name != "" {
		wish.NewTenant = estate.RowParty{Kind: estate.Natural, Name: name}
		if phone := t.get("phone"); phone != "" {
			wish.NewTenant.Phones = []string{phone}
		}
	}
	if field := t.contract(&wish.Contract); field != "" {
		return wish, places, text("leases.form.wrong", text("leases.field."+field))
	}
	return wish, places, ""
}

// contract reads how the rent comes about; it gives the name of the first entry that cannot be read.
func (t typed) contract(c *lease.Contract) (wrong string) {
	cycle, cycleFine := t.choice("cycle", len(cycles))
	per, perFine := t.choice("per", len(pers))
	advance, advanceFine := t.choice("advance", 2)
	part, partFine := t.choice("part", len(prorations))
	due, dueFine := t.number("due")
	every, everyFine := t.number("every")
	for _, check := range []struct {
		field string
		fine  bool
	}{{"cycle", cycleFine}, {"per", perFine}, {"advance", advanceFine}, {"part", partFine}, {"due", dueFine}, {"every", everyFine}} {
		if !check.fine {
			return check.field
		}
	}
	c.Cycle, c.Advance, c.DueDays, c.Proration = cycles[cycle], advance == 0, due, prorations[part]
	c.Terms.Rent = pers[per]
	c.Terms.Rent.Price = tariff.Value(t.get("price"))
	c.Terms.EveryMonths, c.Terms.EveryPercent = every, tariff.Value(t.get("percent"))
	return t.extras(c)
}

// extras reads what not every contract has: days without rent, a deposit, a share of turnover.
func (t typed) extras(c *lease.Contract) (wrong string) {
	if t.get("free_from") != "" || t.get("free_to") != "" {
		from, fine := month.ParseDayOr(t["free_from"], c.FromOn)
		if !fine {
			return "free_from"
		}
		to, fine := month.ParseDayOr(t["free_to"], calendar.Date(""))
		if !fine || to == "" {
			return "free_to"
		}
		c.Terms.Free = []tariff.Span{{From: from, To: to}}
	}
	months, fine := t.number("deposit")
	if !fine {
		return "deposit"
	}
	c.Deposit.Months = months
	if t.get("share") == "" {
		return ""
	}
	how, fine := t.choice("plus", 2)
	if !fine {
		return "plus"
	}
	c.Terms.Share = &lease.Share{Tiers: []lease.ShareTier{{Percent: tariff.Value(t.get("share"))}}, Plus: how == 1, FloorFirst: how == 0}
	return ""
}

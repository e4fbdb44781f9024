package tariff_test

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// civilDay is a day of the calendar as the oracle needs it.
type civilDay struct {
	date       calendar.Date
	month, day int
	monthDays  int64
}

// The oracle's calendar runs from 2005 to 2039 and is made once, by package time.
var (
	civilDays   []civilDay
	civilNumber = map[calendar.Date]int{}
)

func init() {
	for day := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2040; day = day.AddDate(0, 0, 1) {
		date := calendar.Date(day.Format("2006-01-02"))
		nextMonth := time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		civilNumber[date] = len(civilDays)
		civilDays = append(civilDays, civilDay{date: date, month: int(day.Month()), day: day.Day(),
			monthDays: int64(nextMonth.AddDate(0, 0, -1).Day())})
	}
}

func dayNumber(date calendar.Date) int {
	number, known := civilNumber[date]
	if !known {
		panic("the oracle's calendar does not have " + string(date))
	}
	return number
}

// exactOf reads a Number by its text.
func exactOf(n tariff.Number) *big.Rat {
	exact, ok := new(big.Rat).SetString(n.String())
	if !ok {
		panic("not a number: " + n.String())
	}
	return exact
}

var decimalForm = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,12})?$`)

func isDecimal(text string) bool { return decimalForm.MatchString(text) }

func decimalOf(text string) *big.Rat {
	if !isDecimal(text) {
		panic(cannot("not a decimal"))
	}
	exact, _ := new(big.Rat).SetString(text)
	return exact
}

// ownNumber is an own field that must be there and hold a decimal.
func ownNumber(facts *tariff.Facts, name string) *big.Rat {
	return decimalOf(facts.Fields[name])
}

// measured is what a measure counts in a room.
func measured(measure tariff.Measure, facts *tariff.Facts) *big.Rat {
	kind, name, _ := strings.Cut(string(measure), ":")
	switch kind {
	case "", "fixed", "household":
		return big.NewRat(1, 1)
	case "area":
		if facts.AreaCentiM2 <= 0 {
			panic(cannot("no area"))
		}
		return big.NewRat(facts.AreaCentiM2, 100)
	case "inner_area":
		inner := ownNumber(facts, "套内面积")
		if inner.Sign() <= 0 {
			panic(cannot("no area"))
		}
		return inner
	case "heads":
		return ownNumber(facts, "人口")
	case "floor":
		if facts.Floor == 0 {
			panic(cannot("no floor"))
		}
		return big.NewRat(int64(facts.Floor), 1)
	case "turnover":
		if !facts.HasTurnover {
			panic(cannot("no turnover"))
		}
		return exactOf(facts.Turnover)
	case "usage":
		return usageIn(facts, name)
	case "item":
		amount, there := facts.Items[name]
		if !there {
			panic(cannot("no item"))
		}
		return exactOf(amount)
	case "field":
		return ownNumber(facts, name)
	}
	panic("the oracle does not know the measure " + kind)
}

// usageIn is a kind's own count, or else that of its bands.
func usageIn(facts *tariff.Facts, kind string) *big.Rat {
	if own, there := facts.Usage[kind]; there {
		return notNegative(exactOf(own))
	}
	total, bands := new(big.Rat), 0
	for name, usage := range facts.Usage {
		if strings.HasPrefix(name, kind+"/") {
			total.Add(total, notNegative(exactOf(usage)))
			bands++
		}
	}
	if bands == 0 {
		panic(cannot("not read"))
	}
	return total
}

func notNegative(quantity *big.Rat) *big.Rat {
	if quantity.Sign() < 0 {
		panic(cannot("negative"))
	}
	return quantity
}

// tiered prices a quantity by the line's tiers.
func (q *asked) tiered(line *tariff.Line, quantity *big.Rat) *big.Rat {
	limits := q.limits(line)
	if quantity.Sign() == 0 {
		return new(big.Rat)
	}
	before := new(big.Rat)
	if line.TierBy == tariff.TierYear {
		kind := strings.TrimPrefix(string(line.Measure), "usage:")
		if known, there := q.facts.UsedBefore[kind]; there {
			before = exactOf(known)
		}
	}
	after := new(big.Rat).Add(before, quantity)
	total, low := new(big.Rat), new(big.Rat)
	for i, tier := range line.Tiers {
		last := i == len(limits)
		if line.TierWhole {
			if last || after.Cmp(limits[i]) <= 0 {
				return q.atTier(line, tier, quantity)
			}
			continue
		}
		// The part of before..after that lies in low..high.
		start, end := larger(low, before), after
		if !last {
			end = smaller(after, limits[i])
			low = limits[i]
		}
		if part := new(big.Rat).Sub(end, start); part.Sign() > 0 {
			total.Add(total, q.atTier(line, tier, part))
		}
	}
	return total
}

// limits are those of all tiers but the last, raised for people and multiplied by the months of the span.
func (q *asked) limits(line *tariff.Line) []*big.Rat {
	scale := big.NewRat(1, 1)
	if q.trees.once(line) && (line.TierBy == "" || line.TierBy == tariff.TierMonth) {
		scale = big.NewRat(q.spanParts, monthParts)
	}
	var limits []*big.Rat
	below := new(big.Rat)
	for _, tier := range line.Tiers[:len(line.Tiers)-1] {
		limit := new(big.Rat).Set(q.number(tier.UpTo))
		if tier.EachHead != "" || tier.OverHeads != "" {
			more := new(big.Rat).Sub(ownNumber(q.facts, "人口"), big.NewRat(int64(line.HeadsOver), 1))
			if more.Sign() > 0 && tier.EachHead != "" {
				limit.Add(limit, mul(more, q.number(tier.EachHead)))
			}
			if more.Sign() > 0 && tier.OverHeads != "" {
				limit.Add(limit, q.number(tier.OverHeads))
			}
		}
		if limit.Cmp(below) <= 0 {
			panic(cannot("tiers"))
		}
		below = limit
		limits = append(limits, mul(limit, scale))
	}
	return limits
}

// atTier prices a quantity that lies in one tier, by bands where it has them.
func (q *asked) atTier(line *tariff.Line, tier tariff.Tier, quantity *big.Rat) *big.Rat {
	if len(tier.Bands) == 0 {
		return mul(quantity, q.number(tier.Price))
	}
	all, weighed := new(big.Rat), new(big.Rat)
	for _, band := range tier.Bands {
		usage := measured(line.Measure+tariff.Measure("/"+band.Name), q.facts)
		all.Add(all, usage)
		weighed.Add(weighed, mul(usage, q.number(band.Price)))
	}
	if all.Sign() == 0 {
		panic(cannot("the bands were not used"))
	}
	return weighed.Mul(weighed, new(big.Rat).Quo(quantity, all))
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// all reports whether every condition holds; the first that does not ends the asking.
func (q *asked) all(conditions []tariff.Condition, month int) bool {
	for _, condition := range conditions {
		if !holds(condition, q.facts, month) {
			return false
		}
	}
	return true
}

func holds(c tariff.Condition, facts *tariff.Facts, month int) bool {
	texts := map[string]string{"kind": facts.Kind, "building": facts.Building, "unit": facts.Unit, "number": facts.Number,
		"use": facts.Use, "layout": facts.Layout, "state": facts.State, "party": facts.Party}
	if text, isText := texts[c.Field]; isText {
		return slices.Contains(c.Values, text) != (c.Op == "≠")
	}
	if c.Field == "month" {
		return compares(c, big.NewRat(int64(month), 1))
	}
	name, own := strings.CutPrefix(c.Field, "field:")
	if !own {
		return compares(c, measured(tariff.Measure(c.Field), facts))
	}
	if c.Op != "=" && c.Op != "≠" && c.Op != "in" {
		return compares(c, ownNumber(facts, name))
	}
	text := facts.Fields[name]
	equal := slices.ContainsFunc(c.Values, func(value string) bool {
		if isDecimal(text) && isDecimal(value) {
			return decimalOf(text).Cmp(decimalOf(value)) == 0
		}
		return text == value
	})
	return equal != (c.Op == "≠")
}

// compares asks a condition of a number.
func compares(c tariff.Condition, have *big.Rat) bool {
	order := have.Cmp(decimalOf(c.Values[0]))
	switch c.Op {
	case "=":
		return order == 0
	case "≠":
		return order != 0
	case "<":
		return order < 0
	case "≤":
		return order <= 0
	case ">":
		return order > 0
	case "≥":
		return order >= 0
	case "between":
		return order >= 0 && have.Cmp(decimalOf(c.Values[1])) <= 0
	}
	return slices.ContainsFunc(c.Values, func(value string) bool { return have.Cmp(decimalOf(value)) == 0 })
}

package tariff_test

import (
	"math/big"
	"strconv"
	"strings"

	"shouqi/ledger/tariff"
)

// exactOf reads a Number by its text.
func exactOf(n tariff.Number) *big.Rat {
	text := n.String()
	if isDecimal(text) {
		return decimalOf(text)
	}
	above, below, _ := strings.Cut(text, "/")
	if isDecimal(above) && isDecimal(below) {
		return new(big.Rat).Quo(decimalOf(above), decimalOf(below))
	}
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("not a number: " + n.String())
	}
	return exact
}

// isDecimal reports whether a text is up to 18 digits, and up to 12 after the point where it has one.
func isDecimal(text string) bool {
	whole, rest, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return digits(whole, 18) && (!pointed || digits(rest, 12))
}

func digits(text string, most int) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != "" && len(text) <= most
}

func decimalOf(text string) *big.Rat {
	if !isDecimal(text) {
		panic(cannot("not a decimal"))
	}
	whole, rest, _ := strings.Cut(text, ".")
	if digits, err := strconv.ParseInt(whole+rest, 10, 64); err == nil { // much faster
		unit := int64(1)
		for range rest {
			unit *= 10
		}
		return big.NewRat(digits, unit)
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
	case "nth":
		if facts.Nth == 0 {
			panic(cannot("not the how manieth"))
		}
		return big.NewRat(int64(facts.Nth), 1)
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

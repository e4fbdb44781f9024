package tariff_test

import (
	"math/big"
	"slices"
	"strings"

	"shouqi/ledger/tariff"
)

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
	text, isText := texts[c.Field]
	if name, own := strings.CutPrefix(c.Field, "field:"); own && (c.Op == "empty" || c.Op == "filled") {
		text = facts.Fields[name]
	}
	switch {
	case c.Op == "empty":
		return text == ""
	case c.Op == "filled":
		return text != ""
	case isText:
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
	text = facts.Fields[name]
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

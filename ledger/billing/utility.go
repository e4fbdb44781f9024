package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// utilities are the kinds of meter, and words in the names of items, of what a household owes a water, gas or heating
// company: the estate passes the money on and may add nothing to the published price.
var utilities = []string{"水", "燃气", "天然气", "煤气", "供暖", "采暖", "暖气", "供热", "热费", "热力"}

// utilityMeters are kinds of meter that name no utility by themselves elsewhere.
var utilityMeters = []string{"热", "气"}

// CheckSource refuses a base or minimum charge on water, gas or heat that is collected for the company that supplies it
// (billing.base_source), unless the item names the published document that has it. A shared cost is split, not sold, and is
// let pass.
func CheckSource(item Item, rule tariff.Rule) error {
	if item.Kind != Agency || item.Source != "" || item.ShareBy != "" || !isUtility(item.Name, rule) || !hasBase(item.Name, rule) {
		return nil
	}
	return store.Refuse(codeBaseSource, item.Name)
}

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

func namesUtility(name string) bool {
	return slices.ContainsFunc(utilities, func(word string) bool { return strings.Contains(name, word) })
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
		case followsUse(line):
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

// isAbove reports whether a bound is one: an own field may be anything, so it is.
func isAbove(value tariff.Value) bool {
	if value == "" {
		return false
	}
	number, err := tariff.ParseNumber(string(value))
	return err != nil || number.Sign() > 0
}

// checkSources checks every rule of an item that is there against what the item says now.
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

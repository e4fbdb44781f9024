package billing

import (
	"slices"
	"strings"

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

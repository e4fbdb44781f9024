package billing

import (
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A tariff of a shared cost (公摊) has no price: the pool is the price. Its rule says who takes part, by its conditions, and
// with what factor (系数) a room weighs, line by line; without lines everybody weighs once.

// Splitting returns a rule as that of a shared cost is kept: without the price and what only a price has. It leaves
// everything else as it is, so that what would change a share is refused and never dropped. Dropped says that there was a
// price.
func Splitting(rule tariff.Rule, by tariff.Measure) (split tariff.Rule, dropped bool) {
	split = rule
	split.Rounding, split.Proration, split.LimitPer = tariff.Rounding{}, "", ""
	split.Lines = make([]tariff.Line, 0, max(1, len(rule.Lines)))
	for _, l := range rule.Lines {
		dropped = dropped || l.Price != ""
		if l.Price, l.Per = "", ""; l.Measure == "" {
			l.Measure = by
		}
		split.Lines = append(split.Lines, l)
	}
	if len(split.Lines) == 0 {
		split.Lines = append(split.Lines, tariff.Line{Measure: by})
	}
	return split, dropped
}

// CheckSplitting refuses a rule of a shared cost that says anything but who takes part and with what factor: a price,
// tiers, a formula, what is included, a least or most, another measure than the item's (billing.shared_rule), and what
// tariff.Rule.Check refuses of its conditions and factors.
func CheckSplitting(item Item, rule tariff.Rule) error {
	bounded := rule.Least != "" || rule.Most != "" || rule.LimitPer != "" || rule.Proration != "" || rule.Rounding != (tariff.Rounding{})
	for _, l := range rule.Lines {
		bounded = bounded || l.Price != "" || len(l.Tiers) > 0 || l.Formula != "" || l.Less != "" || l.Least != "" || l.Most != "" || l.Per != "" || l.TierBy != "" ||
			l.Measure != "" && l.Measure != item.ShareBy
	}
	if bounded {
		return store.Refuse(codeSharedRule, item.Name)
	}
	return asRefusal(Weighing(rule, item.ShareBy).Check())
}

// CheckRule refuses a rule of an item by itself: tariff.Rule.Check, or CheckSplitting for a shared cost.
func CheckRule(item Item, rule tariff.Rule) error {
	if item.ShareBy != "" {
		return CheckSplitting(item, rule)
	}
	return asRefusal(rule.Check())
}

// Weighing returns the rule by which an object weighs in a shared cost: each line of the tariff counts the measure by its
// factor once a day, or once where the measure is of the days already.
func Weighing(rule tariff.Rule, by tariff.Measure) tariff.Rule {
	per := tariff.Day
	if overPeriod(by) {
		per = tariff.Period
	}
	weigh := tariff.Rule{When: rule.When}
	for _, l := range rule.Lines {
		weigh.Lines = append(weigh.Lines, tariff.Line{When: l.When, Measure: by, Factor: l.Factor, Price: "1", Per: per})
	}
	if len(weigh.Lines) == 0 {
		weigh.Lines = []tariff.Line{{Measure: by, Price: "1", Per: per}}
	}
	return weigh
}

package charges

import (
	"math/bits"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/tariff"
)

// typicalMost is how many households a trial shows with their steps.
const typicalMost = 6

// branch is one way through a rule with conditions, and how many rooms or spaces go it.
type branch struct {
	label string
	count int
}

// branchesOf counts, among at most the first 100,000 bills, for each line of a rule with conditions whom it charges, and whom none does; a rule without any has no branches.
func branchesOf(s *Screen, rule tariff.Rule, bills []billing.Proposed) []branch {
	if len(rule.When) == 0 && !slices.ContainsFunc(rule.Lines, func(l tariff.Line) bool { return len(l.When) > 0 }) {
		return nil
	}
	takes := map[string]uint32{} // an object may have several periods
	for _, bill := range bills {
		takes[bill.Code] |= bill.Taken
	}
	branches := make([]branch, len(rule.Lines), len(rule.Lines)+1)
	for i := range rule.Lines {
		branches[i].label = s.lineName(rule, i)
	}
	none := branch{label: s.text("charges.preview.branch.none")}
	for _, lines := range takes {
		if lines == 0 {
			none.count++
		}
		for ; lines != 0; lines &= lines - 1 {
			if i := bits.TrailingZeros32(lines); i < len(branches) {
				branches[i].count++
			}
		}
	}
	return append(branches, none)
}

// spacesOf counts the parking spaces that pay something in any of their periods, and those that pay nothing: a preview counts a
// household's spaces as one.
func spacesOf(bills []billing.Proposed) (paying, free int) {
	pays := map[string]bool{}
	for _, bill := range bills {
		pays[bill.Code] = pays[bill.Code] || bill.AmountFen != 0
	}
	for _, one := range pays {
		if one {
			paying++
		}
	}
	return paying, len(pays) - paying
}

// lineName is what a line of a rule is called, by its number where it has no name.
func (s *Screen) lineName(rule tariff.Rule, index int) string {
	number := s.text("charges.preview.branch.line", index+1)
	if name := rule.Lines[index].Name; name != "" {
		return number + " " + name
	}
	return number
}

// takenBy names the lines that charged a bill, where the rule has several.
func takenBy(s *Screen, rule tariff.Rule, bill billing.Proposed) (names []string) {
	if len(rule.Lines) < 2 {
		return nil
	}
	for i := range rule.Lines {
		if bill.Taken&(1<<i) != 0 {
			names = append(names, s.lineName(rule, i))
		}
	}
	return names
}

// typical returns the first bill of each branch, then the first of each use, then of each state, as far as there is room, in the
// order of the estate.
func typical(bills []billing.Proposed, stand map[string]standing) []billing.Proposed {
	chosen, seen := map[int]bool{}, map[any]bool{}
	type use string
	for _, trait := range []func(billing.Proposed) any{func(b billing.Proposed) any { return b.Taken },
		func(b billing.Proposed) any { return use(stand[b.Code].use) }, func(b billing.Proposed) any { return stand[b.Code].state }} {
		for at := range chosen {
			seen[trait(bills[at])] = true
		}
		for at, bill := range bills {
			if len(chosen) < typicalMost && !seen[trait(bill)] {
				chosen[at], seen[trait(bill)] = true, true
			}
		}
	}
	var picked []billing.Proposed
	for at, bill := range bills {
		if chosen[at] {
			picked = append(picked, bill)
		}
	}
	return picked
}

// joinedBy joins the texts that are not empty.
func joinedBy(between string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), between)
}

package tariff_test

import (
	"math/big"

	"shouqi/ledger/tariff"
)

// lineMonth is a month of the span of the line at a place, which is the same one from a version on.
type lineMonth struct{ place, since, nth int }

// lineTime is some time of one version in such a month, and what the line is for a unit of it, without and within its bounds.
type lineTime struct {
	version                int
	line                   *tariff.Line
	time, free, held, kept *big.Rat
}

// sinceVersion is the first version from which on all have the same line at a place.
func (q *asked) sinceVersion(version, place int) int {
	for ; version > 0; version-- {
		before, rule := q.versions[version-1].Rule, q.versions[version].Rule
		if len(before.Lines) != len(rule.Lines) {
			break
		}
		a, b := &before.Lines[place], &rule.Lines[place]
		shape := func(l *tariff.Line) [3]any { return [3]any{l.Name, l.Least != "", l.Most != ""} }
		if shape(a) != shape(b) || q.trees.once(a) != q.trees.once(b) || monthIfNone(a.Per) != monthIfNone(b.Per) {
			break
		}
	}
	return version
}

func monthIfNone(per tariff.Per) tariff.Per {
	if per == "" {
		return tariff.Month
	}
	return per
}

// addToLine keeps the time of each segment that a line with bounds for more than a day is charged on.
func (q *asked) addToLine(version, place int, within []segment, s scene, held, kept *big.Rat) {
	line := &q.versions[version].Rule.Lines[place]
	if len(q.versions) == 1 || line.Per == tariff.Day || line.Least == "" && line.Most == "" {
		return
	}
	free := *line
	free.Least, free.Most = "", ""
	unit := q.unit(&free, s)
	if q.lines == nil {
		q.lines = map[lineMonth][]lineTime{}
	}
	for _, in := range within {
		time := big.NewRat(parts(q.versions[version].Rule.Proration, in), monthParts)
		if line.Per == tariff.Year {
			time.Quo(time, big.NewRat(12, 1))
		}
		key := lineMonth{place, q.sinceVersion(version, place), in.nth}
		q.lines[key] = append(q.lines[key], lineTime{version, line, time, unit, held, kept})
	}
}

// holdLines asks the bounds of a line of the mean of a month, where versions share it, in place of each version's part.
func (q *asked) holdLines(total *sums) {
	for key, all := range q.lines {
		shared := false
		time, free, low, high := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
		var before, after sums
		for _, each := range all {
			shared = shared || each.version != all[0].version
			time.Add(time, each.time)
			free.Add(free, mul(each.time, each.free))
			if each.line.Least != "" {
				low.Add(low, mul(each.time, q.number(each.line.Least)))
			}
			if each.line.Most != "" {
				high.Add(high, mul(each.time, q.number(each.line.Most)))
			}
			before.add(mul(each.time, each.held), each.kept)
		}
		if !shared {
			continue
		}
		held := free
		if all[0].line.Least != "" {
			held = larger(held, low)
		}
		if all[0].line.Most != "" {
			held = smaller(held, high)
		}
		if held.Cmp(&before.asked) == 0 {
			continue
		}
		for _, each := range all {
			if held.Cmp(free) == 0 {
				after.add(mul(each.time, each.free), each.kept)
			} else {
				after.add(mul(held, new(big.Rat).Quo(each.time, time)), each.kept)
			}
		}
		q.meets(lineShared, true)
		for _, into := range []*sums{total, &q.calendar[key.nth].sums} {
			into.asked.Add(&into.asked, new(big.Rat).Sub(&after.asked, &before.asked))
			into.left.Add(&into.left, new(big.Rat).Sub(&after.left, &before.left))
		}
	}
}

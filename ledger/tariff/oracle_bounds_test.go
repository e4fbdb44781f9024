package tariff_test

import (
	"math/big"

	"shouqi/ledger/tariff"
)

// monthAsked is what lines by time ask in one calendar month of the span, and the months on which the rule applies.
type monthAsked struct {
	sums
	parts   int64
	bounded *big.Rat
}

func (q *asked) inMonth(s segment) *monthAsked { return q.calendar[s.nth] }

// addToMonths adds what a line asks, unit by unit of its time, to each segment and its month, where the rule has bounds.
func (q *asked) addToMonths(line *tariff.Line, within []segment, unit, kept *big.Rat) {
	if last := &q.versions[q.last.version].Rule; last.Least == "" && last.Most == "" {
		return
	}
	for _, s := range within {
		time := big.NewRat(s.days, 1)
		if line.Per != tariff.Day {
			time = big.NewRat(parts(q.versions[s.version].Rule.Proration, s), monthParts)
		}
		if line.Per == tariff.Year {
			time = mul(time, big.NewRat(1, 12))
		}
		amount := mul(time, unit)
		q.inMonth(s).add(amount, kept)
		q.daily[s.at].lines = append(q.daily[s.at].lines, weighed{amount, kept})
	}
}

// limitedByMonth gives what has no month to the months, one after the other: where it is lost in none first, then where a bound
// lets it in. The months before the span, more than those in it, take of it what Most lets in.
func (q *asked) limitedByMonth(rule *tariff.Rule, total *sums, more int64) *big.Rat {
	other, sum := new(big.Rat).Set(&total.asked), new(big.Rat)
	held := func(amount *big.Rat, m *monthAsked) *big.Rat {
		return q.bound(amount, rule.Least, rule.Most, big.NewRat(m.parts, monthParts))
	}
	for _, month := range q.calendar {
		other.Sub(other, &month.asked)
		month.bounded = held(&month.asked, month)
		q.meets(monthBound, len(q.calendar) > 1 && month.bounded.Cmp(&month.asked) != 0)
	}
	filled := make([]*big.Rat, len(q.calendar))
	for i, month := range q.calendar {
		filled[i] = &month.asked
		gap := new(big.Rat).Sub(month.bounded, &month.asked)
		if gap.Sign() == 0 || gap.Sign() != other.Sign() {
			continue
		}
		if rest := new(big.Rat).Sub(other, gap); rest.Sign() == -other.Sign() {
			gap.Set(other)
		}
		q.meets(besideFills, true)
		filled[i], other = new(big.Rat).Add(&month.asked, gap), new(big.Rat).Sub(other, gap)
	}
	for i, month := range q.calendar {
		before, after := held(filled[i], month), held(new(big.Rat).Add(filled[i], other), month)
		other.Sub(other, new(big.Rat).Sub(after, before))
		sum.Add(sum, after)
	}
	if other.Sign() > 0 {
		sum.Add(sum, q.bound(other, "", rule.Most, big.NewRat(more, monthParts)))
	}
	return sum
}

// leftByMonth is what the concessions leave where lines by time alone are charged and a bound changes some month; nil where none
// does.
func (q *asked) leftByMonth() *big.Rat {
	left, changed := new(big.Rat), false
	for nth, month := range q.calendar {
		switch {
		case month.bounded == nil || month.bounded.Cmp(&month.asked) == 0:
			left.Add(left, &month.left)
			continue
		case len(q.concessions) == 0:
			left.Add(left, month.bounded)
		default:
			left.Add(left, mul(month.bounded, q.leftOfDays(nth)))
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return left
}

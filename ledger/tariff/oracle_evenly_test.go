package tariff_test

import (
	"math/big"
	"strings"

	"shouqi/ledger/tariff"
)

// weighed is an amount and what concessions leave of it; nil is all of it.
type weighed struct{ amount, kept *big.Rat }

// dayAsked is what the lines by time ask on each day of a segment, and whether the rule applies there.
type dayAsked struct {
	applies bool
	lines   []weighed
}

// besideAsked is what lines without a month ask that have the same days and take the same concessions.
type besideAsked struct {
	asked big.Rat
	days  []weighed // so many days and what is left of them
}

// standsBeside adds what a line without a month asks on some days to what others ask over the same meters.
func (q *asked) standsBeside(line *tariff.Line, amount *big.Rat, days dayCount) {
	key := strings.Join(q.trees.kinds(line), " ")
	if q.trees.asksItem(line) {
		key += " item"
	}
	if q.besides == nil {
		q.besides = map[string]*besideAsked{}
	}
	if q.besides[key] == nil {
		q.besides[key] = &besideAsked{}
	}
	beside := q.besides[key]
	beside.asked.Add(&beside.asked, amount)
	for _, each := range days.each {
		beside.days = append(beside.days, weighed{big.NewRat(each.days, 1), q.kept(line, each.waived)})
	}
}

// mean is what is left of amounts together, never more or less than of one of them; nil where they are nothing together.
func (q *asked) mean(all []weighed) *big.Rat {
	sum := new(big.Rat)
	for _, each := range all {
		sum.Add(sum, each.amount)
	}
	if sum.Sign() == 0 {
		return nil
	}
	mean := new(big.Rat)
	var least, most *big.Rat
	for _, each := range all {
		if each.amount.Sign() == 0 {
			continue
		}
		kept := times(big.NewRat(1, 1), each.kept)
		if least == nil {
			least, most = kept, kept
		}
		least, most = smaller(least, kept), larger(most, kept)
		mean.Add(mean, mul(new(big.Rat).Quo(each.amount, sum), kept))
	}
	held := smaller(larger(mean, least), most)
	q.meets(loweredWithin, held.Cmp(mean) != 0)
	return held
}

// leftOfDays is what is left of the days of a month of the span, or, below 0, of all, on which the rule applies; nil where there
// are none. Of one day is left what is of the lines that ask something there.
func (q *asked) leftOfDays(nth int) *big.Rat {
	var days []weighed
	for _, s := range q.segments {
		if !q.daily[s.at].applies || nth >= 0 && s.nth != nth {
			continue
		}
		kept := q.mean(q.daily[s.at].lines)
		if kept == nil {
			kept = q.kept(nil, s.waived)
		}
		days = append(days, weighed{big.NewRat(s.days, 1), kept})
	}
	return q.mean(days)
}

// leftTogether is what is left of a bounded sum of which not every month is held by itself.
func (q *asked) leftTogether() *big.Rat {
	timed, months := new(big.Rat), []weighed{}
	for nth, month := range q.calendar {
		timed.Add(timed, &month.asked)
		if kept := q.leftOfDays(nth); kept != nil && month.bounded != nil {
			months = append(months, weighed{month.bounded, kept})
		}
	}
	kept := q.mean(months)
	if kept == nil {
		kept = q.leftOfDays(-1)
	}
	if kept == nil {
		kept = times(big.NewRat(1, 1), q.leftOf(nil, q.applied.dayCount))
	}
	all := []weighed{{timed, kept}}
	for _, beside := range q.besides {
		all = append(all, weighed{&beside.asked, q.mean(beside.days)})
	}
	if together := q.mean(all); together != nil {
		return together
	}
	return kept
}

// dayCount is the days of a part.
func (p *part) dayCount() (days dayCount) {
	for _, r := range p.runs {
		days.add(r.days, r.waived)
	}
	return days
}

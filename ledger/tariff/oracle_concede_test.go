package tariff_test

import (
	"math/big"
	"strings"

	"shouqi/ledger/tariff"
)

// dayCount is a number of days and of them how many have which concessions.
type dayCount struct {
	count int64
	each  []waivedDays
}

type waivedDays struct {
	waived uint64
	days   int64
}

func (d *dayCount) add(days int64, waived uint64) {
	d.count += days
	if n := len(d.each) - 1; n >= 0 && d.each[n].waived == waived {
		d.each[n].days += days
		return
	}
	d.each = append(d.each, waivedDays{waived, days})
}

// readDays are the days of the parts of metered lines on which the rule applies, and those whose limits the first line has
// that is charged on such days.
type readDays struct {
	dayCount
	stretch
	charged bool
}

// taken are the concessions of a day that a line takes: one that asks for another item takes none of all items again. A nil
// line takes each.
func (q *asked) taken(line *tariff.Line, waived uint64) uint64 {
	if waived == 0 || line == nil || !q.trees.asksItem(line) {
		return waived
	}
	for i, c := range q.concessions {
		if c.All {
			waived &^= 1 << i
		}
	}
	return waived
}

// kept is the product of the factors of the concessions that a line takes. nil is 1.
func (q *asked) kept(line *tariff.Line, waived uint64) *big.Rat {
	return q.product(q.taken(line, waived))
}

func (q *asked) product(taken uint64) *big.Rat {
	if taken == 0 {
		return nil
	}
	product := q.keeps[taken]
	if product == nil {
		product = big.NewRat(1, 1)
		for i, c := range q.concessions {
			if taken>>i&1 == 1 {
				product.Mul(product, exactOf(c.Factor))
			}
		}
		if q.keeps == nil {
			q.keeps = map[uint64]*big.Rat{}
		}
		q.keeps[taken] = product
	}
	return product
}

// asksItem reports whether a line asks for what another item comes to.
func (known trees) asksItem(line *tariff.Line) bool {
	such := func(m tariff.Measure) bool { return strings.HasPrefix(string(m), "item:") }
	return such(line.Measure) || line.Formula != "" && known[line.Formula].asks(such)
}

// leftOfSpan is what is left of a line charged once: each day of the span has the same of it.
func (q *asked) leftOfSpan(line *tariff.Line) *big.Rat {
	if len(q.concessions) == 0 {
		return nil
	}
	return q.leftOf(line, q.spanDays())
}

func (q *asked) spanDays() (days dayCount) {
	for _, s := range q.segments {
		days.add(s.days, s.waived)
	}
	return days
}

// leftOf is what is left of a line of which each of these days has the same.
func (q *asked) leftOf(line *tariff.Line, days dayCount) *big.Rat {
	if len(days.each) == 1 {
		return q.kept(line, days.each[0].waived)
	}
	left := new(big.Rat)
	for _, each := range days.each {
		left.Add(left, times(big.NewRat(each.days, 1), q.kept(line, each.waived)))
	}
	return left.Quo(left, big.NewRat(days.count, 1))
}

// leftOfPart is what is left of a part of a metered line, by what was used each day or by days.
func (q *asked) leftOfPart(line *tariff.Line, p *part, used bool) *big.Rat {
	days, left := p.dayCount(), new(big.Rat)
	if !used || len(days.each) == 1 {
		return q.leftOf(line, days)
	}
	for _, r := range p.runs {
		left.Add(left, times(r.used, q.kept(line, r.waived)))
	}
	return left.Quo(left, p.used)
}

package tariff_test

import (
	"math/big"
	"slices"
	"strings"

	"shouqi/ledger/tariff"
)

// kept is the product of the factors of some concessions, for a line that asks for another item without those of all items;
// a nil line takes each. nil is 1.
func (q *asked) kept(line *tariff.Line, waived uint64) *big.Rat {
	if waived == 0 {
		return nil
	}
	product := big.NewRat(1, 1)
	again := line != nil && q.trees.asksItem(line)
	for i, c := range q.concessions {
		if waived>>i&1 == 1 && (!c.All || !again) {
			product.Mul(product, exactOf(c.Factor))
		}
	}
	return product
}

// asksItem reports whether a line asks for what another item comes to.
func (known trees) asksItem(line *tariff.Line) bool {
	such := func(m tariff.Measure) bool { return strings.HasPrefix(string(m), "item:") }
	return such(line.Measure) || line.Formula != "" && known[line.Formula].asks(such)
}

// leftOfDays is what is left of a line charged once: each day of the span has the same of it.
func (q *asked) leftOfDays(line *tariff.Line, segments []segment) *big.Rat {
	if len(q.concessions) == 0 {
		return nil
	}
	left, days := new(big.Rat), int64(0)
	for _, s := range segments {
		left.Add(left, times(big.NewRat(s.days, 1), q.kept(line, s.waived)))
		days += s.days
	}
	return left.Quo(left, big.NewRat(days, 1))
}

// leftOfPart is what is left of a part of a metered line, by what was used each day or by days.
func (q *asked) leftOfPart(line *tariff.Line, p *part, used bool) *big.Rat {
	if !slices.ContainsFunc(p.runs, func(r run) bool { return r.waived != 0 }) {
		return nil
	}
	left, whole := new(big.Rat), big.NewRat(p.days, 1)
	if used {
		whole = p.used
	}
	for _, r := range p.runs {
		weight := r.used
		if !used {
			weight = big.NewRat(r.days, 1)
		}
		left.Add(left, times(weight, q.kept(line, r.waived)))
	}
	return left.Quo(left, whole)
}

package tariff

import (
	"slices"
	"strings"
)

// mix is a sum of amounts of each of which concessions leave a part.
type mix struct {
	gross, left Number
	// low and high are the least and the most that they leave of one; some says that there is one.
	low, high Number
	some      bool
}

// add takes in an amount and which part of it is left; an amount of 0 counts for nothing.
func (m *mix) add(gross, share Number) {
	if gross.Sign() == 0 {
		return
	}
	if !m.some {
		m.low, m.high, m.some = share, share, true
	}
	m.gross, m.left = m.gross.Add(gross), m.left.Add(gross.Mul(share))
	m.low, m.high = m.low.Min(share), m.high.Max(share)
}

// share returns which part of the sum is left, none where it is 0. It is no less and no more than what is left of one of the
// amounts, which a rebate among them could make it.
func (m *mix) share(none Number) Number {
	share, err := m.left.Quo(m.gross)
	if err != nil {
		return none
	}
	return share.Max(m.low).Min(m.high)
}

// besides is what lines that have no month and take the same concessions come to on the same days: those that are charged once,
// or those that count the same kinds of meter.
type besides struct {
	kinds   string
	isSpare bool // they ask for another item
	gross   Number
	// days are those on which they are charged, left these times what concessions leave of them.
	days, left Number
}

// takeBeside takes in what a line that has no month comes to on stretches of days.
func (w *work) takeBeside(line *Line, amount Number, stretches []piece) {
	if len(w.sums) == 0 {
		return
	}
	meters := line.metered()
	slices.Sort(meters)
	kinds, isSpare := strings.Join(slices.Compact(meters), "\n"), line.asksItem()
	at := 0
	for at < len(w.beside) && (w.beside[at].kinds != kinds || w.beside[at].isSpare != isSpare) {
		at++
	}
	if at == len(w.beside) {
		w.beside = append(w.beside, besides{kinds: kinds, isSpare: isSpare})
	}
	b := &w.beside[at]
	b.gross = b.gross.Add(amount)
	for i := range stretches {
		count := days{stretches[i].from, stretches[i].to}.count()
		b.days, b.left = b.days.Add(count), b.left.Add(count.Mul(leaves(stretches[i].granted, line)))
	}
}

// share returns what concessions leave of a sum that is held together: it is parted among the lines by time and those beside
// them by what they come to, and each part has the same on each of its days. Where all come to 0, the days count on which the rule
// applies.
func (w *work) share() Number {
	none := Whole(1)
	if share, err := w.partLeft.Quo(w.partDays); err == nil {
		none = share
	}
	var all mix
	var timed Number
	for i := range w.sums {
		timed = timed.Add(w.sums[i].gross)
	}
	months := w.sums.share(none)
	all.add(timed, months)
	for i := range w.beside {
		b := &w.beside[i]
		if share, err := b.left.Quo(b.days); err == nil {
			all.add(b.gross, share)
		}
	}
	return all.share(months)
}

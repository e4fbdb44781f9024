package tariff

import (
	"slices"
	"strings"
)

// takes reports whether a line takes a concession: all but one of all items on a line that asks for what another item comes to,
// whose amount has it already. A nil line is the rule as a whole.
func (g grant) takes(line *Line) bool {
	return line == nil || !g.concession.All || !line.asksItem()
}

// asksItem reports whether a line asks for the amount of another item, as its measure or in its formula.
func (l *Line) asksItem() bool {
	return slices.ContainsFunc(l.asks(), func(m Measure) bool {
		prefix, _ := m.split()
		return prefix == AmountOf
	})
}

// leaves returns the product of the factors of the concessions that a line takes.
func leaves(granted []grant, line *Line) Number {
	left := Whole(1)
	for _, g := range granted {
		if g.takes(line) {
			left = left.Mul(g.concession.Factor)
		}
	}
	return left
}

// concedeAll takes the concessions off an amount, one after the other, and adds their steps.
func (s *steps) concedeAll(line *Line, granted []grant, amount Number) Number {
	for _, g := range granted {
		if g.takes(line) {
			left := amount.Mul(g.concession.Factor)
			s.conceded = append(s.conceded, s.prefix+g.concession.step(amount, left))
			amount = left
		}
	}
	return amount
}

// concedeStretch takes the concessions of a stretch of days off the part of an amount that falls on it.
func (s *steps) concedeStretch(line *Line, stretch piece, amount Number) Number {
	left := amount.Mul(leaves(stretch.granted, line))
	if left.Cmp(amount) == 0 {
		return left
	}
	text := s.name + dates(stretch.from, stretch.to) + " 分得 " + amount.Text()
	for _, g := range stretch.granted {
		if g.takes(line) {
			text += "，" + g.concession.title() + " × " + percent(g.concession.Factor)
		}
	}
	s.conceded = append(s.conceded, text+" = "+left.Text())
	return left
}

// title returns the name of a concession, 减免 where it has none.
func (c *Concession) title() string {
	if c.Name == "" {
		return "减免"
	}
	return c.Name
}

// percent writes a factor as a percentage: 70%.
func percent(factor Number) string { return factor.Mul(Whole(100)).Text() + "%" }

// step writes what a concession leaves: 空置减免 100 × 70% = 70.
func (c *Concession) step(before, left Number) string {
	return c.title() + " " + before.Text() + " × " + percent(c.Factor) + " = " + left.Text()
}

// concededStep writes what the concessions leave of a bounded sum: by name where one alone holds on all days, or else in the
// proportion in which they lowered it, with the days of each.
func concededStep(pieces []piece, granted []grant, bounded, amount Number) string {
	share, err := amount.Quo(bounded)
	if granted := pieces[0].granted; err == nil && len(pieces) == 1 && len(granted) == 1 && share.Cmp(granted[0].concession.Factor) == 0 {
		return granted[0].concession.step(bounded, amount)
	}
	each := make([]string, len(granted))
	for i, g := range granted {
		each[i] = g.concession.title() + " " + dates(g.from, g.to) + " 收 " + percent(g.concession.Factor)
	}
	text := "减免 " + bounded.Text()
	if err == nil {
		text += " × " + percent(share)
	}
	return text + " = " + amount.Text() + "（" + strings.Join(each, "，") + "）"
}

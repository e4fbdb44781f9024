package tariff

import "slices"

// bounds are the least and the most in yuan for one unit of time, of a line or of a whole rule; nil is no bound. They count times
// leastTimes and mostTimes.
type bounds struct {
	least, most           *Number
	leastTimes, mostTimes Number
}

// bounds reads a least and a most, each of them a decimal or an own field of the room. An empty value is no bound.
func (s *scene) bounds(least, most Value) (bounds, error) {
	var b bounds
	for _, bound := range []struct {
		value Value
		into  **Number
	}{{least, &b.least}, {most, &b.most}} {
		if bound.value == "" {
			continue
		}
		number, err := s.number(bound.value)
		if err != nil {
			return bounds{}, err
		}
		*bound.into = &number
	}
	return b, nil
}

// hold returns the amount held within the bounds times their time, and the bound that took effect, nil where neither did. The
// most is applied last, so that it wins where an own field puts the least above it.
func (b bounds) hold(amount Number) (held Number, by *Number) {
	if b.least != nil {
		if least := b.least.Mul(b.leastTimes); amount.Cmp(least) < 0 {
			amount, by = least, b.least
		}
	}
	if b.most != nil {
		if most := b.most.Mul(b.mostTimes); amount.Cmp(most) > 0 {
			amount, by = most, b.most
		}
	}
	return amount, by
}

// keep is hold with the step of the bound that took effect, "" where neither did.
func (b bounds) keep(amount Number, per Per, s *scene) (Number, string) {
	held, by := b.hold(amount)
	switch {
	case by == nil:
		return held, ""
	case by == b.least:
		return held, s.boundStep(b.word(by), *by, b.leastTimes, per, held)
	}
	return held, s.boundStep(b.word(by), *by, b.mostTimes, per, held)
}

// word says which of the two bounds one is.
func (b bounds) word(by *Number) string {
	if by == b.least {
		return "不低于"
	}
	return "不超过"
}

// bound is what a rule's bounds make of the sum of its lines.
type bound struct {
	amount Number
	// binds says that they changed it, or, where monthly, that they changed some month of it. Monthly says that each month is
	// held by itself and nothing stands beside them.
	binds, monthly bool
	steps          []string
}

// bound holds the sum of the lines within the bounds of the version of the span's last day, as Rule.Least says.
func (w *work) bound(sum Number) (bound, error) {
	rule := w.last().rule
	if rule.Least == "" && rule.Most == "" {
		return bound{amount: sum}, nil
	}
	here := sceneOf(w.facts, w.span(), w.span(), rule.Proration)
	b, err := here.bounds(rule.Least, rule.Most)
	if err != nil {
		return bound{}, err
	}
	b.leastTimes, b.mostTimes = w.months, w.months
	per := Month
	switch {
	case rule.LimitPer == Period:
		per, b.leastTimes, b.mostTimes = Period, Whole(1), Whole(1)
	case w.days.Sign() == 0 && w.covered != nil:
		b.leastTimes = w.monthsOf(w.covered)
		b.mostTimes = b.leastTimes
	case w.since < w.from:
		// A month that nobody read was billed without its usage; its least sum was asked for then.
		all := days{w.since, w.to}.months(rule.Proration, w.facts.MonthDay)
		b.mostTimes = w.months.Add(all).Sub(here.months)
	}
	amount, step := b.keep(sum, per, &here)
	whole := bound{amount: amount, binds: amount.Cmp(sum) != 0}
	if step != "" {
		whole.steps = []string{step}
	}
	if rule.LimitPer == Period {
		return whole, nil
	}
	return w.boundByMonth(b, sum, whole, &here), nil
}

// boundByMonth holds each month by itself and what has no month beside them. Whole is what the bounds make of the sum of all
// months; its step is enough where both come to the same.
func (w *work) boundByMonth(b bounds, sum Number, whole bound, here *scene) bound {
	time, held, binds := w.sums.hold(b)
	if !binds {
		return whole
	}
	monthly := bound{amount: held, binds: true, monthly: true, steps: whole.steps}
	other := sum.Sub(time)
	var beside Number
	if w.hasOther() {
		beside = w.sums.beside(other)
		monthly.monthly = false
	}
	before := held.Add(beside)
	amount, step := b.keep(before, Month, here)
	monthly.amount = amount
	monthly.binds = monthly.monthly || amount.Cmp(sum) != 0
	if amount.Cmp(whole.amount) != 0 {
		monthly.steps = w.sums.steps(b, other, beside, before)
		if step != "" {
			monthly.steps = append(monthly.steps, step)
		}
	}
	return monthly
}

// hasOther reports whether a line was charged that does not count by time.
func (w *work) hasOther() bool {
	return slices.ContainsFunc(w.addends, func(a addend) bool { return !a.timed })
}

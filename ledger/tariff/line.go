package tariff

import "strings"

// time returns what time the line's price is for, never "". A measure that is counted over the whole span, in the line or in
// its formula, makes it Period where Per does not say otherwise.
func (l *Line) time() Per {
	if l.Per != "" {
		return l.Per
	}
	if l.Measure.overPeriod() || l.Formula != "" && l.formulaOverPeriod() {
		return Period
	}
	return Month
}

// monthly reports whether the line must be worked out month by month: where a condition or the formula asks for the calendar
// month, its answer may differ within one piece.
func (l *Line) monthly() bool {
	if byMonth(l.When) {
		return true
	}
	if l.Formula == "" {
		return false
	}
	program, err := compiled(l.Formula)
	return err == nil && program.month
}

// asks returns what the line measures, or what its formula asks for; of one that does not compile nothing.
func (l *Line) asks() []Measure {
	if l.Formula == "" {
		return []Measure{l.Measure}
	}
	program, err := compiled(l.Formula)
	if err != nil {
		return nil
	}
	return program.asks
}

// formulaOverPeriod reports whether the line's formula asks for what is counted over the whole span. One that does not
// compile does not.
func (l *Line) formulaOverPeriod() bool {
	program, err := compiled(l.Formula)
	return err == nil && program.overPeriod()
}

// charged is what a line comes to on a scene, without its bounds and within them, before concessions.
type charged struct {
	asked, amount Number
	bounds        bounds
}

// amount works out the line on one scene, its bounds included and concessions not, and adds its steps. The bounds of a
// line are for one unit of time; here the product with the time is held within the bounds times the time, which comes to the
// same and makes a step that a household can follow.
func (s *scene) amount(l *Line, steps *steps) (charged, error) {
	times := s.times(l.time())
	if s.part != nil {
		var err error
		if times, err = s.part.portion(l); err != nil {
			return charged{}, err
		}
	}
	amount, err := s.unit(l, times, steps)
	if err != nil {
		return charged{}, err
	}
	c := charged{asked: amount, amount: amount}
	if l.Least != "" || l.Most != "" {
		if c.bounds, err = s.bounds(l.Least, l.Most); err != nil {
			return charged{}, err
		}
		c.bounds.leastTimes, c.bounds.mostTimes = times, times
		bounded, step := c.bounds.keep(amount, l.time(), s)
		if step != "" {
			steps.add(step)
		}
		c.amount = bounded
	}
	if c.amount.tooLarge() {
		return charged{}, refuse(CodeTooLarge)
	}
	return c, nil
}

// times returns the scene's time in units of per. A year is twelve months of the rule's proration, whatever days it has.
func (s *scene) times(per Per) Number {
	switch per {
	case Day:
		return s.days()
	case Year:
		return s.months.Mul(Ratio(1, 12))
	case Period:
		return Whole(1)
	default:
		return s.months
	}
}

// unit works out the line times the time, before its bounds, and adds its steps. times is the scene's time in units of the
// line's Per.
func (s *scene) unit(l *Line, times Number, steps *steps) (Number, error) {
	if l.Formula != "" {
		program, err := compiled(l.Formula)
		if err != nil {
			return Number{}, err
		}
		yuan, err := program.run(s)
		if err != nil {
			return Number{}, err
		}
		amount := yuan.Mul(times)
		if s.part != nil && !s.part.isWhole {
			if err := steps.formulaPart(s.part); err != nil {
				return Number{}, err
			}
		}
		steps.formula(l, s.inputsText(), yuan, amount)
		return amount, nil
	}
	quantity, err := s.quantity(l, steps)
	if err != nil {
		return Number{}, err
	}
	factor, err := s.numberOr(l.Factor, Whole(1))
	if err != nil {
		return Number{}, err
	}
	if len(l.Tiers) > 0 {
		yuan, err := s.tiered(l, quantity, steps)
		if err != nil {
			return Number{}, err
		}
		amount := yuan.Mul(factor)
		if l.time() != Period {
			amount = amount.Mul(times)
		}
		steps.tiers(l, yuan, factor, amount)
		return amount, nil
	}
	price, err := s.number(l.Price)
	if err != nil {
		return Number{}, err
	}
	amount := quantity.Mul(price)
	if l.Factor != "" {
		amount = amount.Mul(factor)
	}
	if l.time() != Period {
		amount = amount.Mul(times)
	}
	steps.product(l, quantity, price, factor, amount)
	return amount, nil
}

// quantity returns how much of the line's measure is charged on the scene: what is measured there, less what is included. A room with
// less than what is included pays nothing and gets nothing back.
func (s *scene) quantity(l *Line, steps *steps) (Number, error) {
	var measured Number
	var err error
	if prefix, kind := l.Measure.split(); prefix == UsageOf {
		measured, err = s.usageHere(kind)
		if err == nil && s.part != nil && !s.part.isWhole {
			err = steps.parted(s.part, kind)
		}
	} else {
		measured, err = s.measured(l.Measure)
	}
	if err != nil || l.Less == "" {
		return measured, err
	}
	less, err := s.number(l.Less)
	if err != nil {
		return Number{}, err
	}
	times, text := Whole(1), ""
	if l.time() == Period {
		times, text = s.limitTimes(l.LessPer == Period), strings.TrimSuffix(s.limitText(l.LessPer == Period), " 月")
	}
	left := measured.Sub(less.Mul(times)).Max(Number{})
	steps.less(measured, less, text, left)
	return left, nil
}

// limitTimes returns by what a limit or an included quantity of a line charged once is multiplied: the months whose limits the
// scene has, or, where the figure is for the whole bill, only the part of it that the scene is.
func (s *scene) limitTimes(isForBill bool) Number {
	switch {
	case s.part == nil && isForBill:
		return Whole(1)
	case s.part == nil:
		return s.months
	case isForBill:
		return s.part.share
	}
	return s.part.months.Mul(s.part.share)
}

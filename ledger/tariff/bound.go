package tariff

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

// keep returns the amount held within the bounds times their time, and the step of the bound that took effect, "" where
// neither did. The most is applied last, so that it wins where an own field puts the least above it.
func (b bounds) keep(amount Number, per Per, s *scene) (Number, string) {
	step := ""
	if b.least != nil {
		if least := b.least.Mul(b.leastTimes); amount.Cmp(least) < 0 {
			amount, step = least, s.boundStep("不低于", *b.least, b.leastTimes, per, least)
		}
	}
	if b.most != nil {
		if most := b.most.Mul(b.mostTimes); amount.Cmp(most) > 0 {
			amount, step = most, s.boundStep("不超过", *b.most, b.mostTimes, per, most)
		}
	}
	return amount, step
}

package tariff

// bounds are a least and a most for one unit of time; nil is none.
type bounds struct{ least, most *Number }

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

// keep holds an amount within the bounds times the time, the most last, and says which of them moved it.
func (b bounds) keep(amount, times Number, per Per) (Number, string) {
	step := ""
	if b.least != nil {
		if least := b.least.Mul(times); amount.Cmp(least) < 0 {
			amount, step = least, boundStep("不低于", *b.least, times, per, least)
		}
	}
	if b.most != nil {
		if most := b.most.Mul(times); amount.Cmp(most) > 0 {
			amount, step = most, boundStep("不超过", *b.most, times, per, most)
		}
	}
	return amount, step
}

package tariff

import "shouqi/ledger/money"

// fen returns the smallest step of the rounding in fen; 0 is a unit it does not know.
func (r Rounding) fen() int64 {
	switch r.To {
	case "", "fen":
		return 1
	case "jiao":
		return 10
	case "yuan":
		return 100
	}
	return 0
}

func (r Rounding) known() bool {
	switch r.Mode {
	case "", "half_up", "half_even", "up", "down":
		return r.fen() > 0
	}
	return false
}

// round brings yuan to the rounding's step. More than the book holds is tariff.too_large.
func (r Rounding) round(yuan Number) (money.Fen, error) {
	step := r.fen()
	steps := yuan.Mul(Whole(100 / step))
	below := steps.floor()
	rest := steps.Sub(below)
	if up := r.up(rest.Cmp(Ratio(1, 2)), below); rest.Sign() != 0 && up {
		below = below.Add(Whole(1))
	}
	if below = below.Mul(Whole(step)); below.rat != nil || below.over > int64(money.MaxFen) || below.over < -int64(money.MaxFen) {
		return 0, refuse(CodeTooLarge)
	}
	return money.Fen(below.over), nil
}

// up reports whether what lies above the whole number below goes to the next. half compares what lies above with a half.
// Away from zero is up for what is not negative and down for what is.
func (r Rounding) up(half int, below Number) bool {
	positive := below.Sign() >= 0
	switch r.Mode {
	case "up":
		return positive
	case "down":
		return !positive
	case "half_even":
		return half > 0 || half == 0 && below.value().Num().Bit(0) == 1
	default:
		return half > 0 || half == 0 && positive
	}
}

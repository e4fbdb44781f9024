package tariff

import "shouqi/ledger/money"

// fen returns the unit that is rounded to, in fen: 1, 10 or 100. It returns 0 for an unknown unit.
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

// known reports whether the unit and the mode are ones that round knows.
func (r Rounding) known() bool {
	switch r.Mode {
	case "", "half_up", "half_even", "up", "down":
		return r.fen() > 0
	}
	return false
}

// round returns an exact amount of yuan rounded to the rounding's unit, in fen. A result beyond money.MaxFen on either side of
// 0 is tariff.too_large. The rounding must be known.
func (r Rounding) round(yuan Number) (money.Fen, error) {
	step := r.fen()
	steps := yuan.Mul(Whole(100 / step))
	below := steps.floor()
	rest := steps.Sub(below)
	if up := r.up(rest.Cmp(Ratio(1, 2)), below); rest.Sign() != 0 && up {
		below = below.Add(Whole(1))
	}
	// A number that is still a big.Rat does not fit 64 bits and is beyond the book without being compared.
	if below = below.Mul(Whole(step)); below.rat != nil || below.over > int64(money.MaxFen) || below.over < -int64(money.MaxFen) {
		return 0, refuse(CodeTooLarge)
	}
	return money.Fen(below.over), nil
}

// up reports whether a number between the whole number below and the next is rounded to the next. half compares the part
// above below with a half: -1, 0 or 1. For a rebate, which is negative, away from zero means down: −1.5 fen are −2 by
// half_up, as 1.5 are 2, so that a rebate is rounded as the charge of the same size.
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

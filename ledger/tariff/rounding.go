package tariff

import (
	"math/big"

	"shouqi/ledger/money"
)

// fen gives the smallest step of the rounding in fen; 0 is a unit it does not know.
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
	over := new(big.Int).Mul(yuan.value().Num(), big.NewInt(100/step))
	under := yuan.value().Denom()
	quotient, rest := new(big.Int).QuoRem(over, under, new(big.Int))
	if rest.Sign() != 0 && r.away(quotient, rest, under) {
		quotient.Add(quotient, big.NewInt(int64(over.Sign())))
	}
	amount := quotient.Mul(quotient, big.NewInt(step))
	if amount.CmpAbs(big.NewInt(int64(money.MaxFen))) > 0 {
		return 0, refuse("tariff.too_large")
	}
	return money.Fen(amount.Int64()), nil
}

// away reports whether a quotient that was cut towards zero and left a rest moves one away from it.
func (r Rounding) away(quotient, rest, under *big.Int) bool {
	half := new(big.Int).Lsh(new(big.Int).Abs(rest), 1).Cmp(under)
	switch r.Mode {
	case "up":
		return true
	case "down":
		return false
	case "half_even":
		return half > 0 || half == 0 && quotient.Bit(0) == 1
	default:
		return half >= 0
	}
}

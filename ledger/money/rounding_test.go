package money_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/money"
)

func TestDownToJiao(t *testing.T) {
	for _, c := range []struct{ amount, want money.Fen }{
		{0, 0}, {9, 0}, {10, 10}, {1238, 1230}, {1240, 1240},
		{-9, 0}, {-1238, -1230}, {math.MinInt64, math.MinInt64 + 8},
	} {
		t.Run(c.amount.String(), func(t *testing.T) {
			require.Equal(t, c.want, c.amount.DownToJiao())
		})
	}
}

func TestDivHalfUp(t *testing.T) {
	for name, c := range map[string]struct {
		numerator, denominator, want int64
		err                          error
	}{
		"exact":                        {numerator: 10, denominator: 5, want: 2},
		"below the half":               {numerator: 7, denominator: 5, want: 1},
		"the half goes up":             {numerator: 5, denominator: 2, want: 3},
		"a negative half goes down":    {numerator: -5, denominator: 2, want: -3},
		"both negative":                {numerator: -5, denominator: -2, want: 3},
		"nothing to divide":            {numerator: 0, denominator: -7, want: 0},
		"nothing to divide by":         {numerator: 1, denominator: 0, err: money.ErrRange},
		"the largest halves upwards":   {numerator: math.MaxInt64, denominator: 2, want: 1 << 62},
		"the smallest stands":          {numerator: math.MinInt64, denominator: 1, want: math.MinInt64},
		"the smallest turned about":    {numerator: math.MinInt64, denominator: -1, err: money.ErrRange},
		"one over the smallest":        {numerator: 1, denominator: math.MinInt64, want: 0},
		"the smallest over itself":     {numerator: math.MinInt64, denominator: math.MinInt64, want: 1},
		"half of the smallest divisor": {numerator: 1 << 62, denominator: math.MinInt64, want: -1},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := money.DivHalfUp(c.numerator, c.denominator)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
		})
	}
}

// The oracle rounds with floor(|x| + 1/2) over exact fractions.
func TestDivHalfUpAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numerator := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-50, 50)).Draw(t, "numerator")
		denominator := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-50, 50)).Draw(t, "denominator")
		got, err := money.DivHalfUp(numerator, denominator)
		if denominator == 0 {
			require.ErrorIs(t, err, money.ErrRange)
			return
		}
		exact := big.NewRat(numerator, 1)
		exact.Quo(exact, big.NewRat(denominator, 1))
		half := new(big.Rat).Add(new(big.Rat).Abs(exact), big.NewRat(1, 2))
		want := new(big.Int).Div(half.Num(), half.Denom())
		if exact.Sign() < 0 {
			want.Neg(want)
		}
		if !want.IsInt64() {
			require.ErrorIs(t, err, money.ErrRange)
			return
		}
		require.NoError(t, err)
		require.Equal(t, want.Int64(), got)
	})
}

func TestDownToJiaoTakesLessThanAJiaoInTheOwnersFavour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(-int64(money.MaxFen), int64(money.MaxFen)).Draw(t, "amount")
		got := int64(money.Fen(amount).DownToJiao())
		jiao := new(big.Int).Quo(big.NewInt(amount), big.NewInt(10))
		require.Equal(t, jiao.Mul(jiao, big.NewInt(10)).Int64(), got)
	})
}

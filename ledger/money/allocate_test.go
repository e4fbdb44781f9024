package money_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/money"
)

func TestAllocate(t *testing.T) {
	for name, c := range map[string]struct {
		total   money.Fen
		weights []int64
		want    []money.Fen
		err     error
	}{
		"three owners with equal shares":     {total: 100, weights: []int64{1, 1, 1}, want: []money.Fen{34, 33, 33}},
		"the largest remainder is first":     {total: 10, weights: []int64{1, 2, 4}, want: []money.Fen{1, 3, 6}},
		"a lift shared by area":              {total: 100_00, weights: []int64{9830, 9830, 12045}, want: []money.Fen{3101, 3100, 3799}},
		"an empty room pays nothing":         {total: 1, weights: []int64{0, 1}, want: []money.Fen{0, 1}},
		"nothing to share":                   {total: 0, weights: []int64{3, 4}, want: []money.Fen{0, 0}},
		"a reversal mirrors what it undoes":  {total: -100, weights: []int64{1, 1, 1}, want: []money.Fen{-34, -33, -33}},
		"fewer fen than rooms":               {total: 2, weights: []int64{5, 5, 5}, want: []money.Fen{1, 1, 0}},
		"weights as large as they come":      {total: money.MaxFen, weights: []int64{math.MaxInt64, math.MaxInt64}, want: []money.Fen{money.MaxFen / 2, money.MaxFen / 2}},
		"no weights":                         {total: 1, err: money.ErrWeights},
		"weights of nothing":                 {total: 1, weights: []int64{0, 0}, err: money.ErrWeights},
		"a negative weight":                  {total: 1, weights: []int64{2, -1}, err: money.ErrWeights},
		"weights beyond 64 bits":             {total: 1, weights: []int64{math.MaxInt64, math.MaxInt64, 2}, err: money.ErrWeights},
		"a total beyond the largest":         {total: money.MaxFen + 1, weights: []int64{1}, err: money.ErrRange},
		"a total beyond the largest, below":  {total: math.MinInt64, weights: []int64{1}, err: money.ErrRange},
		"one weight takes all of the amount": {total: 7, weights: []int64{9}, want: []money.Fen{7}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := money.Allocate(c.total, c.weights)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
		})
	}
}

// The oracle hands out fen one at a time, each to the share whose exact part is
// still the furthest ahead of what it has, over exact fractions.
func TestAllocateAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-int64(money.MaxFen), int64(money.MaxFen)).Draw(t, "total")
		weight := rapid.OneOf(rapid.Int64Range(0, 12), rapid.Int64Range(0, math.MaxInt64/16))
		weights := rapid.SliceOfN(weight, 1, 12).Draw(t, "weights")
		sum := new(big.Int)
		for _, w := range weights {
			sum.Add(sum, big.NewInt(w))
		}
		got, err := money.Allocate(money.Fen(total), weights)
		if sum.Sign() == 0 {
			require.ErrorIs(t, err, money.ErrWeights)
			return
		}
		require.NoError(t, err)
		require.Equal(t, fairShares(total, weights, sum), got)
	})
}

func fairShares(total int64, weights []int64, sum *big.Int) []money.Fen {
	size := new(big.Int).Abs(big.NewInt(total))
	shares, owed := make([]money.Fen, len(weights)), make([]*big.Rat, len(weights))
	left := size.Int64()
	for i, w := range weights {
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(size, big.NewInt(w)), sum)
		whole := new(big.Int).Quo(exact.Num(), exact.Denom())
		shares[i] = money.Fen(whole.Int64())
		owed[i] = exact.Sub(exact, new(big.Rat).SetInt(whole))
		left -= whole.Int64()
	}
	for ; left > 0; left-- {
		next := 0
		for i := range owed {
			if owed[i].Cmp(owed[next]) > 0 {
				next = i
			}
		}
		shares[next]++
		owed[next] = owed[next].Sub(owed[next], big.NewRat(1, 1))
	}
	if total < 0 {
		for i := range shares {
			shares[i] = -shares[i]
		}
	}
	return shares
}

package tariff_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// shareByHand returns every room its share cut to the fen, and then, fen by fen, to the room that lacks most, of equals the
// first. A negative total is shared as its positive. It gives nothing where the weights cannot share.
func shareByHand(total int64, weights []tariff.Number) []money.Fen {
	sum := new(big.Rat)
	for _, weight := range weights {
		if weight.Sign() < 0 {
			return nil
		}
		sum.Add(sum, exactOf(weight))
	}
	if sum.Sign() == 0 {
		return nil
	}
	sign, left := int64(1), total
	if total < 0 {
		sign, left = -1, -total
	}
	amount := big.NewRat(left, 1)
	shares, lacks := make([]money.Fen, len(weights)), make([]*big.Rat, len(weights))
	for i, weight := range weights {
		exact := mul(amount, new(big.Rat).Quo(exactOf(weight), sum))
		fen := new(big.Int).Quo(exact.Num(), exact.Denom())
		shares[i] = money.Fen(sign * fen.Int64())
		lacks[i] = exact.Sub(exact, new(big.Rat).SetInt(fen))
		left -= fen.Int64()
	}
	for ; left > 0; left-- {
		most := 0
		for i := range lacks {
			if lacks[i].Cmp(lacks[most]) > 0 {
				most = i
			}
		}
		shares[most] += money.Fen(sign)
		lacks[most] = new(big.Rat)
	}
	return shares
}

func TestSharesAddUpToTheTotal(t *testing.T) {
	refused := 0
	for seed := range uint64(3000) {
		g := newGrower(3_000_000 + seed)
		total := int64(pick(g, g.IntN(100), g.IntN(1_000_000), mostFen, mostFen-g.IntN(10))) * pick(g, int64(1), 1, -1)
		weights := make([]tariff.Number, 1+g.IntN(pick(g, 3, 10, 60)))
		for i := range weights {
			weights[i] = pick(g, tariff.Whole(0), tariff.Whole(1), tariff.Ratio(1, 3), mustNumber(string(g.decimal(300, 2))),
				tariff.Ratio(int64(g.IntN(1000)), int64(1+g.IntN(97))))
			if g.one(300) {
				weights[i] = tariff.Whole(-1)
			}
		}
		want := shareByHand(total, weights)
		got, err := tariff.Share(money.Fen(total), weights)
		if want == nil {
			require.Error(t, err, "seed %d: %v", seed, weights)
			refused++
			continue
		}
		require.NoError(t, err, "seed %d", seed)
		require.Equal(t, want, got, "seed %d: %d over %v", seed, total, weights)
		sum, err := money.Sum(got...)
		require.NoError(t, err)
		require.EqualValues(t, total, sum, "seed %d", seed)
	}
	require.Greater(t, refused, 50, "weights that cannot share are met too")
}

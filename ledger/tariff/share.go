package tariff

import (
	"cmp"
	"math/big"
	"slices"

	"shouqi/ledger/money"
)

// weightsMost is how many rooms one cost is shared among at most.
const weightsMost = 1_000_000

// Share splits total, a shared cost (公摊), among rooms in proportion to their weights by largest remainder: each share is
// first cut towards zero, then the fen left over go one each to the largest remainders, ties to the lower index. The shares
// add up to total exactly, a weight of 0 gets 0, and a negative total is split as its positive, so that a reversal takes
// back what each room paid. It is money.Allocate for exact fractions.
//
// It refuses a negative weight, weights that add up to 0, more than a million of them or fractions that outgrow their
// bounds (tariff.weights), and a total beyond money.MaxFen (tariff.too_large).
func Share(total money.Fen, weights []Number) ([]money.Fen, error) {
	if total > money.MaxFen || total < -money.MaxFen {
		return nil, refuse(CodeTooLarge)
	}
	parts, sum, err := wholeWeights(weights)
	if err != nil {
		return nil, err
	}
	sign, size := money.Fen(1), big.NewInt(int64(total))
	if total < 0 {
		sign = -1
		size.Neg(size)
	}
	shares := make([]money.Fen, len(parts))
	order := make([]int, len(parts))
	left := size.Int64()
	for i, part := range parts {
		share, rest := part.Mul(part, size).QuoRem(part, sum, new(big.Int))
		left -= share.Int64()
		shares[i] = sign * money.Fen(share.Int64())
		parts[i], order[i] = rest, i
	}
	// Every remainder is below the divisor, so fewer fen are left than there are rooms with a remainder: a room of weight 0,
	// whose remainder is 0, sorts behind them and gets none.
	slices.SortFunc(order, func(a, b int) int {
		if remainder := parts[b].Cmp(parts[a]); remainder != 0 {
			return remainder
		}
		return cmp.Compare(a, b)
	})
	for _, i := range order[:left] {
		shares[i] += sign
	}
	return shares, nil
}

// wholeWeights brings the weights to one denominator and returns their numerators and the sum of those. The numerators are
// the caller's to change. The errors are those of Share about weights.
func wholeWeights(weights []Number) ([]*big.Int, *big.Int, error) {
	if len(weights) > weightsMost {
		return nil, nil, refuse(codeWeights)
	}
	common, divisor := big.NewInt(1), new(big.Int)
	for _, weight := range weights {
		if weight.Sign() < 0 {
			return nil, nil, refuse(codeWeights)
		}
		under := weight.value().Denom()
		// The least common multiple of the denominators so far; its size is checked each time, before it can grow without
		// end.
		divisor.GCD(nil, nil, common, under)
		common.Mul(common, divisor.Quo(under, divisor))
		if common.BitLen() > bitsMax || weight.tooLarge() {
			return nil, nil, refuse(codeWeights)
		}
	}
	parts, sum := make([]*big.Int, len(weights)), new(big.Int)
	for i, weight := range weights {
		part := new(big.Int).Quo(common, weight.value().Denom())
		parts[i] = part.Mul(part, weight.value().Num())
		sum.Add(sum, part)
	}
	if sum.Sign() == 0 {
		return nil, nil, refuse(codeWeights)
	}
	return parts, sum, nil
}

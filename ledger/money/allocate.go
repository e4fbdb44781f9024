package money

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// ErrWeights says that the weights of an allocation are negative, add up to
// nothing, or add up to more than 64 bits hold.
var ErrWeights = errors.New("money: weights cannot share an amount")

// Allocate splits total in proportion to the weights by largest remainder: each
// share is first rounded towards zero, then the fen left over go one each to
// the largest remainders, ties to the lower index. The shares add up to total
// exactly, and a weight of 0 gets 0. A negative total is split as its positive,
// so that a reversal is the exact negation of what it reverses.
//
// It returns ErrRange when total is beyond MaxFen, and ErrWeights for a
// negative weight or for weights without a positive sum of at most 2^64-1.
func Allocate(total Fen, weights []int64) ([]Fen, error) {
	if !inRange(total) {
		return nil, fmt.Errorf("allocating among %d weights: %w", len(weights), ErrRange)
	}
	weightSum, err := sumWeights(weights)
	if err != nil {
		return nil, err
	}
	sign := Fen(1)
	if total < 0 {
		sign = -1
	}
	left := magnitude(int64(total))
	shares := make([]Fen, len(weights))
	remainders := make([]uint64, len(weights))
	order := make([]int, len(weights))
	for i, weight := range weights {
		// The product needs 128 bits. A quotient never exceeds the total,
		// because no weight exceeds the sum, so Div64 cannot overflow.
		high, low := bits.Mul64(magnitude(int64(total)), uint64(weight))
		share, remainder := bits.Div64(high, low, weightSum)
		shares[i] = sign * Fen(share)
		remainders[i] = remainder
		order[i] = i
		left -= share
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(remainders[b], remainders[a])
	})
	for _, i := range order[:left] {
		shares[i] += sign
	}
	return shares, nil
}

func sumWeights(weights []int64) (uint64, error) {
	var sum, carry uint64
	for i, weight := range weights {
		if weight < 0 {
			return 0, fmt.Errorf("weight %d is negative: %w", i, ErrWeights)
		}
		sum, carry = bits.Add64(sum, uint64(weight), 0)
		if carry != 0 {
			return 0, fmt.Errorf("the sum of %d weights is too large: %w", len(weights), ErrWeights)
		}
	}
	if sum == 0 {
		return 0, fmt.Errorf("%d weights add up to nothing: %w", len(weights), ErrWeights)
	}
	return sum, nil
}

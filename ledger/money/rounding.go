package money

import (
	"fmt"
	"math"
)

// DownToJiao drops the fen below a whole jiao: the amount, rounded towards
// zero to a multiple of 10 fen. It is the rounding of cash in the owner's
// favour (抹零): who pays 12.38 in cash pays 12.30.
func (amount Fen) DownToJiao() Fen {
	return amount - amount%10
}

// DivHalfUp returns numerator / denominator rounded to the nearest whole number,
// an exact half going away from zero (四舍五入). Both may be negative. It
// returns ErrRange for a zero denominator and for a quotient beyond int64.
func DivHalfUp(numerator, denominator int64) (int64, error) {
	if denominator == 0 {
		return 0, fmt.Errorf("dividing by zero: %w", ErrRange)
	}
	above, below := magnitude(numerator), magnitude(denominator)
	quotient, remainder := above/below, above%below
	if remainder >= below-remainder {
		quotient++
	}
	if (numerator < 0) == (denominator < 0) {
		if quotient > math.MaxInt64 {
			return 0, fmt.Errorf("dividing: %w", ErrRange)
		}
		return int64(quotient), nil
	}
	// The quotient is at most 2^63 here, whose negation is the smallest int64.
	return int64(-quotient), nil
}

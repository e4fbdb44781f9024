package money

import (
	"errors"
	"fmt"
)

// Fen is an amount of money in hundredths of a yuan (分). It encodes in JSON
// and in SQL as the plain integer it is.
type Fen int64

// MaxFen is the largest magnitude an amount may have: 1e11 fen, one billion
// yuan. It keeps every sum of ordinary length far inside an int64.
const MaxFen Fen = 100_000_000_000

// ErrSyntax says that a text is not an amount written as Parse takes it.
var ErrSyntax = errors.New("money: not an amount")

// ErrPrecision says that an amount has more than two decimals of a yuan.
var ErrPrecision = errors.New("money: more than two decimals")

// ErrRange says that an amount is beyond MaxFen, or that a result does not fit.
var ErrRange = errors.New("money: amount out of range")

// Add returns a + b. It returns ErrRange when a, b or their sum is beyond MaxFen.
func Add(a, b Fen) (Fen, error) {
	return Sum(a, b)
}

// Sum adds amounts up; the sum of none is 0. It returns ErrRange when an amount
// or the total is beyond MaxFen. Only the total counts, not the running sum,
// so the answer does not depend on the order of the amounts.
func Sum(amounts ...Fen) (Fen, error) {
	// 2^62 leaves room for one more amount whatever was added before.
	const runningLimit = Fen(1) << 62
	var total Fen
	for _, amount := range amounts {
		if !inRange(amount) || total > runningLimit || total < -runningLimit {
			return 0, fmt.Errorf("summing %d amounts: %w", len(amounts), ErrRange)
		}
		total += amount
	}
	if !inRange(total) {
		return 0, fmt.Errorf("summing %d amounts: %w", len(amounts), ErrRange)
	}
	return total, nil
}

func inRange(amount Fen) bool {
	return -MaxFen <= amount && amount <= MaxFen
}

// magnitude returns |value| without the overflow of negating the smallest int64.
func magnitude(value int64) uint64 {
	if value < 0 {
		return -uint64(value)
	}
	return uint64(value)
}

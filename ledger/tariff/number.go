package tariff

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
)

// bitsMax bounds the numerator and the denominator of a result, so that no formula can make a run multiply numbers that
// grow without end. A result beyond it is tariff.too_large.
const bitsMax = 1024

// Number is an exact fraction: a price, an area, a quantity, a share. Its zero value is 0 and it never changes. Fractions
// and not decimals, because a third of a month has no last digit and two parts of a month must add up to the whole.
//
// What fits is kept in two machine words, because a run reckons with millions of small fractions; only what does not is a
// big.Rat. The form is unique: lowest terms, under above 0, 0 all zeros, and rat is set only where the words cannot hold it.
type Number struct {
	over, under int64
	rat         *big.Rat
}

// value returns the number as a big.Rat, which must not be changed. The zero Number has an under of 0, which stands for 1.
func (n Number) value() *big.Rat {
	if n.rat != nil {
		return n.rat
	}
	return big.NewRat(n.over, max(n.under, 1))
}

// ofRat returns the number in its unique form; rat must not be changed afterwards.
func ofRat(rat *big.Rat) Number {
	if over, under := rat.Num(), rat.Denom(); over.IsInt64() && under.IsInt64() && over.Int64() != math.MinInt64 {
		return lowest(over.Int64(), under.Int64())
	}
	return Number{rat: rat}
}

// ofWords returns over / under in lowest terms. under must be above 0, and over not math.MinInt64, whose negation overflows.
func ofWords(over, under int64) Number {
	divisor := gcd(max(over, -over), under)
	return lowest(over/divisor, under/divisor)
}

// lowest returns over / under, which are in lowest terms already; 0 becomes the zero Number, the one form of 0.
func lowest(over, under int64) Number {
	if over == 0 {
		return Number{}
	}
	return Number{over: over, under: under}
}

// gcd returns the greatest common divisor of two numbers that are not negative, by Euclid; gcd(a, 0) is a.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// times returns a × b and whether the product fits an int64. It never returns math.MinInt64, so that every result can be
// negated.
func times(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

// Whole returns n as a Number.
func Whole(n int64) Number {
	if n == math.MinInt64 {
		return ofRat(new(big.Rat).SetInt64(n))
	}
	return lowest(n, 1)
}

// Ratio returns over / under; under must not be 0.
func Ratio(over, under int64) Number {
	if over == math.MinInt64 || under == math.MinInt64 {
		return ofRat(big.NewRat(over, under))
	}
	if under < 0 {
		over, under = -over, -under
	}
	return ofWords(over, under)
}

// Add returns n + m.
func (n Number) Add(m Number) Number {
	if n.rat == nil && m.rat == nil {
		if sum, held := n.addWords(m); held {
			return sum
		}
	}
	return ofRat(new(big.Rat).Add(n.value(), m.value()))
}

// addWords adds in machine words and reports whether everything on the way fitted them. Both fractions are brought to the
// least common denominator, not to the product of the two, so that days over 28, 30 and 31 stay small.
func (n Number) addWords(m Number) (Number, bool) {
	a, b := max(n.under, 1), max(m.under, 1)
	divisor := gcd(a, b)
	left, leftHeld := times(n.over, b/divisor)
	right, rightHeld := times(m.over, a/divisor)
	under, underHeld := times(a, b/divisor)
	sum := left + right
	// Two addends of one sign whose sum has the other sign went beyond 64 bits.
	overflowed := (left < 0) == (right < 0) && (sum < 0) != (left < 0)
	if !leftHeld || !rightHeld || !underHeld || overflowed || sum == math.MinInt64 {
		return Number{}, false
	}
	return ofWords(sum, under), true
}

// minus returns −n.
func (n Number) minus() Number {
	if n.rat == nil {
		return Number{over: -n.over, under: n.under}
	}
	return ofRat(new(big.Rat).Neg(n.rat))
}

// Sub returns n − m.
func (n Number) Sub(m Number) Number { return n.Add(m.minus()) }

// Mul returns n × m.
func (n Number) Mul(m Number) Number {
	if n.rat == nil && m.rat == nil {
		// 0 is kept with an under of 0, which must not become part of a denominator.
		if n.over == 0 || m.over == 0 {
			return Number{}
		}
		// Each side is in lowest terms, so what is cancelled across leaves the product in lowest terms.
		one, other := gcd(max(n.over, -n.over), m.under), gcd(max(m.over, -m.over), n.under)
		over, overHeld := times(n.over/one, m.over/other)
		under, underHeld := times(n.under/other, m.under/one)
		if overHeld && underHeld {
			return lowest(over, under)
		}
	}
	return ofRat(new(big.Rat).Mul(n.value(), m.value()))
}

// Quo returns n ÷ m; dividing by 0 is tariff.divide_by_zero.
func (n Number) Quo(m Number) (Number, error) {
	if m.Sign() == 0 {
		return Number{}, refuse(codeDivideByZero)
	}
	if m.rat == nil {
		return n.Mul(Ratio(m.under, m.over)), nil
	}
	return ofRat(new(big.Rat).Quo(n.value(), m.value())), nil
}

// Cmp returns -1, 0 or 1 as n is below, equal to or above m.
func (n Number) Cmp(m Number) int {
	if n.rat == nil && m.rat == nil {
		// Cross-multiplied: over / under compares as over × the other under, because both are above 0.
		left, leftHeld := times(n.over, max(m.under, 1))
		right, rightHeld := times(m.over, max(n.under, 1))
		if leftHeld && rightHeld {
			return cmp.Compare(left, right)
		}
	}
	return n.value().Cmp(m.value())
}

// Sign returns -1, 0 or 1.
func (n Number) Sign() int {
	if n.rat != nil {
		return n.rat.Sign()
	}
	return cmp.Compare(n.over, 0)
}

// isWhole reports whether the number has no fraction.
func (n Number) isWhole() bool {
	if n.rat != nil {
		return n.rat.IsInt()
	}
	return n.under <= 1
}

// Min returns the smaller of the two.
func (n Number) Min(m Number) Number {
	if n.Cmp(m) <= 0 {
		return n
	}
	return m
}

// Max returns the larger of the two.
func (n Number) Max(m Number) Number {
	if n.Cmp(m) >= 0 {
		return n
	}
	return m
}

// floor returns the largest whole number that is not above n.
func (n Number) floor() Number {
	if n.isWhole() {
		return n
	}
	if n.rat == nil {
		// Go divides towards zero, so a negative fraction is one below its quotient.
		below := n.over / n.under
		if n.over < 0 {
			below--
		}
		return Whole(below)
	}
	// Div rounds so that the rest is not negative, and a denominator is positive.
	return ofRat(new(big.Rat).SetInt(new(big.Int).Div(n.rat.Num(), n.rat.Denom())))
}

// tooLarge reports whether the fraction is beyond bitsMax. One that fits two machine words never is.
func (n Number) tooLarge() bool {
	return n.rat != nil && (n.rat.Num().BitLen() > bitsMax || n.rat.Denom().BitLen() > bitsMax)
}

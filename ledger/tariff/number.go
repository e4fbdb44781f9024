package tariff

import (
	"encoding/json"
	"math/big"
	"strings"
)

// The bounds of a Number: what is typed has at most 18 digits before the point and 12 after it, and no result of a
// calculation may need more than 1024 bits above or below the line. A formula that would go beyond is tariff.too_large.
const (
	wholeDigitsMax   = 18
	decimalDigitsMax = 12
	bitsMax          = 1024
)

// Number is an exact fraction: a price, an area, a quantity, a share. Its zero value is 0 and it never changes. Fractions
// and not decimals, because a third of a month has no last digit and two parts of a month must add up to the whole.
type Number struct{ rat *big.Rat }

var zeroRat = new(big.Rat)

func (n Number) value() *big.Rat {
	if n.rat == nil {
		return zeroRat
	}
	return n.rat
}

// Whole gives n as a Number.
func Whole(n int64) Number { return Number{big.NewRat(n, 1)} }

// Ratio gives over / under; under must not be 0.
func Ratio(over, under int64) Number { return Number{big.NewRat(over, under)} }

// ParseNumber reads a decimal: an optional minus, digits, an optional point with digits: "2.85", "-3", "0.4883". It takes
// no exponent, sign of grouping or currency and at most 18 digits before and 12 after the point (tariff.number). The error
// does not repeat the text.
func ParseNumber(text string) (Number, error) {
	whole, decimals, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !digits(whole) || point && !digits(decimals) || len(whole) > wholeDigitsMax || len(decimals) > decimalDigitsMax {
		return Number{}, refuse("tariff.number")
	}
	rat, ok := new(big.Rat).SetString(text)
	if !ok {
		return Number{}, refuse("tariff.number")
	}
	return Number{rat}, nil
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// Add gives n + m.
func (n Number) Add(m Number) Number { return Number{new(big.Rat).Add(n.value(), m.value())} }

// Sub gives n − m.
func (n Number) Sub(m Number) Number { return Number{new(big.Rat).Sub(n.value(), m.value())} }

// Mul gives n × m.
func (n Number) Mul(m Number) Number { return Number{new(big.Rat).Mul(n.value(), m.value())} }

// Quo gives n ÷ m; dividing by 0 is tariff.divide_by_zero.
func (n Number) Quo(m Number) (Number, error) {
	if m.Sign() == 0 {
		return Number{}, refuse("tariff.divide_by_zero")
	}
	return Number{new(big.Rat).Quo(n.value(), m.value())}, nil
}

// Cmp gives -1, 0 or 1 as n is below, equal to or above m.
func (n Number) Cmp(m Number) int { return n.value().Cmp(m.value()) }

// Sign gives -1, 0 or 1.
func (n Number) Sign() int { return n.value().Sign() }

// Min gives the smaller of the two.
func (n Number) Min(m Number) Number {
	if n.Cmp(m) <= 0 {
		return n
	}
	return m
}

// Max gives the larger of the two.
func (n Number) Max(m Number) Number {
	if n.Cmp(m) >= 0 {
		return n
	}
	return m
}

// floor gives the largest whole number that is not above n.
func (n Number) floor() Number {
	rat := n.value()
	if rat.IsInt() {
		return n
	}
	// Div rounds so that the rest is not negative, and a denominator is positive.
	return Number{new(big.Rat).SetInt(new(big.Int).Div(rat.Num(), rat.Denom()))}
}

// tooLarge reports whether the fraction outgrew its bounds.
func (n Number) tooLarge() bool {
	return n.value().Num().BitLen() > bitsMax || n.value().Denom().BitLen() > bitsMax
}

// String writes the number exactly: "840.465" where the decimal ends within 12 digits, otherwise the fraction "1/3".
// ParseExact reads both back.
func (n Number) String() string {
	if text, ends := n.decimal(decimalDigitsMax); ends {
		return text
	}
	return n.value().RatString()
}

// Text writes the number for people: exact where it ends within six decimals, otherwise cut to six with … behind.
func (n Number) Text() string {
	text, ends := n.decimal(6)
	if !ends {
		text += "…"
	}
	return text
}

// decimal writes at most so many decimals, cut towards zero, and says whether that is all of them.
func (n Number) decimal(most int) (string, bool) {
	rat := n.value()
	if rat.IsInt() {
		return rat.Num().String(), true
	}
	scaled := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(most)), nil)
	scaled.Mul(scaled, rat.Num())
	quotient, remainder := new(big.Int).QuoRem(scaled, rat.Denom(), new(big.Int))
	text := new(big.Int).Abs(quotient).String()
	if len(text) <= most {
		text = strings.Repeat("0", most+1-len(text)) + text
	}
	whole, decimals := text[:len(text)-most], text[len(text)-most:]
	ends := remainder.Sign() == 0
	if ends {
		decimals = strings.TrimRight(decimals, "0")
	}
	if decimals != "" {
		whole += "." + decimals
	}
	if rat.Sign() < 0 {
		whole = "-" + whole
	}
	return whole, ends
}

// ParseExact reads what String wrote: a decimal or a fraction of at most 700 characters.
func ParseExact(text string) (Number, error) {
	over, under, fraction := strings.Cut(text, "/")
	if !fraction {
		return ParseNumber(text)
	}
	rat, ok := new(big.Rat).SetString(text)
	if len(text) > 700 || !digits(strings.TrimPrefix(over, "-")) || !digits(under) || !ok {
		return Number{}, refuse("tariff.number")
	}
	return Number{rat}, nil
}

// MarshalJSON writes the number as the text of String: JSON numbers are read as floats elsewhere.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (n *Number) UnmarshalJSON(text []byte) error {
	var written string
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	parsed, err := ParseExact(written)
	*n = parsed
	return err
}

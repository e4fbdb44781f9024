package tariff

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
)

// What is typed has at most 18 digits before the point and 12 after it.
const (
	wholeDigitsMax   = 18
	decimalDigitsMax = 12
)

// ParseNumber reads a decimal: an optional minus, digits, an optional point with digits: "2.85", "-3", "0.4883". It takes
// no exponent, sign of grouping or currency and at most 18 digits before and 12 after the point (tariff.number). The error
// does not repeat the text.
func ParseNumber(text string) (Number, error) {
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, decimals, point := strings.Cut(unsigned, ".")
	if !digits(whole) || point && !digits(decimals) || len(whole) > wholeDigitsMax || len(decimals) > decimalDigitsMax {
		return Number{}, refuse(codeNumber)
	}
	// Nearly every price and quantity has at most 18 digits in all, which fit a machine word.
	if len(whole)+len(decimals) > wholeDigitsMax {
		rat, _ := new(big.Rat).SetString(text)
		return ofRat(rat), nil
	}
	over, under := int64(0), int64(1)
	for _, digit := range []byte(whole) {
		over = over*10 + int64(digit-'0')
	}
	for _, digit := range []byte(decimals) {
		over, under = over*10+int64(digit-'0'), under*10
	}
	if negative {
		over = -over
	}
	return ofWords(over, under), nil
}

// digits reports whether the text is one or more ASCII digits and nothing else. Full-width digits are not taken.
func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// String writes the number exactly: "840.465" where the decimal ends within 12 digits, otherwise the fraction "1/3".
// ParseExact reads both back.
func (n Number) String() string {
	if text, ends := n.decimal(decimalDigitsMax); ends {
		return text
	}
	return n.value().RatString()
}

// Text writes the number for people: exact where it ends within six decimals, otherwise rounded to six with 约 before it. It is for
// steps only: what is reckoned with or stored is String.
func (n Number) Text() string {
	text, ends := n.decimal(textDecimals)
	if ends {
		return text
	}
	half := Ratio(1, 2*1_000_000)
	if n.Sign() < 0 {
		half = half.minus()
	}
	text, _ = n.Add(half).decimal(textDecimals)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return "约" + text
}

// textDecimals is how many decimals people are shown of a number that does not end.
const textDecimals = 6

// decimal writes at most so many decimals, cut towards zero, and reports whether that is the exact number.
func (n Number) decimal(most int) (string, bool) {
	if n.rat == nil {
		if text, ends, held := n.decimalWords(most); held {
			return text, ends
		}
	}
	rat := n.value()
	if rat.IsInt() {
		return rat.Num().String(), true
	}
	scaled := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(most)), nil)
	scaled.Mul(scaled, rat.Num())
	quotient, remainder := new(big.Int).QuoRem(scaled, rat.Denom(), new(big.Int))
	ends := remainder.Sign() == 0
	return pointed(new(big.Int).Abs(quotient).String(), most, ends, rat.Sign() < 0), ends
}

// decimalWords is decimal for a number kept in machine words; held is false where the scaled number does not fit one.
func (n Number) decimalWords(most int) (text string, ends, held bool) {
	if n.under <= 1 {
		return strconv.FormatInt(n.over, 10), true, true
	}
	scale := int64(1)
	for range most {
		scale *= 10
	}
	scaled, held := times(max(n.over, -n.over), scale)
	if !held {
		return "", false, false
	}
	ends = scaled%n.under == 0
	return pointed(strconv.FormatInt(scaled/n.under, 10), most, ends, n.over < 0), ends, true
}

// pointed sets the point before the last most digits of text. Where the decimal ends within them its trailing zeros are
// dropped; where it was cut they are kept, because they are digits of the number.
func pointed(text string, most int, ends, negative bool) string {
	if len(text) <= most {
		text = strings.Repeat("0", most+1-len(text)) + text
	}
	whole, decimals := text[:len(text)-most], text[len(text)-most:]
	if ends {
		decimals = strings.TrimRight(decimals, "0")
	}
	if decimals != "" {
		whole += "." + decimals
	}
	if negative {
		whole = "-" + whole
	}
	return whole
}

// exactCharsMost is enough for two numbers of bitsMax with a stroke between them.
const exactCharsMost = 700

// ParseExact reads what String wrote: a decimal of any number of digits before the point and at most 12 after it, or a
// fraction, of at most 700 characters in all. Anything else is tariff.number.
func ParseExact(text string) (Number, error) {
	if len(text) > exactCharsMost {
		return Number{}, refuse(codeNumber)
	}
	over, under, fraction := strings.Cut(strings.TrimPrefix(text, "-"), "/")
	if !fraction {
		whole, decimals, point := strings.Cut(over, ".")
		if point && (!digits(decimals) || len(decimals) > decimalDigitsMax) {
			return Number{}, refuse(codeNumber)
		}
		over, under = whole, "1"
	}
	// SetString alone would also take exponents, other bases and underscores, so the digits are checked beside it.
	rat, ok := new(big.Rat).SetString(text)
	if !digits(over) || !digits(under) || !ok {
		return Number{}, refuse(codeNumber)
	}
	return ofRat(rat), nil
}

// MarshalJSON writes the number as the text of String and not as a JSON number, which most readers turn into a binary
// fraction that is no longer exact.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// UnmarshalJSON reads what MarshalJSON wrote; the errors are those of ParseExact.
func (n *Number) UnmarshalJSON(text []byte) error {
	var written string
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	parsed, err := ParseExact(written)
	*n = parsed
	return err
}

package parking

import (
	"strconv"
	"strings"

	"shouqi/ledger/money"
)

// exact is an amount in hundred-millionths of a yuan: what a Yuan times the factor of a vehicle comes to, without a fraction.
type exact int64

// A Yuan has at most so many digits after and before the point, a factor two after it and at most 10 in all: the dearest block
// for every minute of the longest stay at the highest factor then still fits an int64.
const (
	yuanDecimals   = 6
	wholeDigits    = 9
	factorDecimals = 2
	factorMost     = 10
	decimalsMost   = yuanDecimals + factorDecimals
	perYuan        = 100_000_000
	perFen         = perYuan / 100
)

// parse reads the amount; "" is 0. It reports false for anything but digits with an optional point and digits: a price is
// never negative, and a seventh decimal could not be counted exactly.
func (y Yuan) parse() (exact, bool) {
	if y == "" {
		return 0, true
	}
	return parse(string(y), yuanDecimals)
}

// parse reads digits with at most so many decimals, in hundred-millionths.
func parse(text string, most int) (exact, bool) {
	whole, decimals, point := strings.Cut(text, ".")
	if !isDigits(whole) || point && !isDigits(decimals) || len(whole) > wholeDigits || len(decimals) > most {
		return 0, false
	}
	amount, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", decimalsMost-len(decimals)), 10, 64)
	return exact(amount), err == nil
}

// hundredths is a factor in hundredths.
type hundredths int64

// parse reads the factor; false for anything but 0 to 10 with at most two decimals.
func (f Factor) parse() (hundredths, bool) {
	number, fine := parse(string(f), factorDecimals)
	return hundredths(number / (perYuan / 100)), fine && number <= factorMost*perYuan
}

// times returns the amount under a factor. It is exact for what a Yuan holds, which has two of exact's decimals to spare.
func (m exact) times(f hundredths) exact { return m / 100 * exact(f) }

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// text writes the amount, which is not negative, in yuan with two decimals, or with as many more as it has.
func (m exact) text() string {
	decimals := strconv.FormatInt(int64(m%perYuan)+perYuan, 10)[1:]
	for len(decimals) > 2 && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	return strconv.FormatInt(int64(m/perYuan), 10) + "." + decimals
}

// unit returns the unit that is rounded to, its word for the steps, and whether the unit is known.
func (r Rounding) unit() (exact, string, bool) {
	switch r.To {
	case "", "fen":
		return perFen, "分", true
	case "jiao":
		return 10 * perFen, "角", true
	case "yuan":
		return perYuan, "元", true
	}
	return 0, "", false
}

// word returns the name of the mode for the steps, and whether the mode is known.
func (r Rounding) word() (string, bool) {
	switch r.Mode {
	case "", "half_up":
		return "四舍五入", true
	case "half_even":
		return "四舍六入五成双", true
	case "up":
		return "向上取整", true
	case "down":
		return "抹去尾数", true
	}
	return "", false
}

// round returns the amount, which is not negative, rounded to the rounding's unit, in fen. The rounding must be known.
func (r Rounding) round(amount exact) money.Fen {
	unit, _, _ := r.unit()
	count, left := amount/unit, amount%unit
	up := false
	switch r.Mode {
	case "up":
		up = left > 0
	case "down":
	case "half_even":
		up = 2*left > unit || 2*left == unit && count%2 == 1
	default:
		up = 2*left >= unit
	}
	if up {
		count++
	}
	return money.Fen(count * (unit / perFen))
}

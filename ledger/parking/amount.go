package parking

import (
	"strconv"
	"strings"

	"shouqi/ledger/money"
)

// micro is an amount in millionths of a yuan: what a Yuan holds, without a fraction.
type micro int64

// A Yuan has at most so many digits after and before the point: together they fit an int64 with room for the sums of a stay.
const (
	microDecimals = 6
	wholeDigits   = 9
	microPerYuan  = 1_000_000
	microPerFen   = microPerYuan / 100
)

// parse reads the amount; "" is 0. It reports false for anything but digits with an optional point and digits: a price is
// never negative, and a seventh decimal could not be counted exactly.
func (y Yuan) parse() (micro, bool) {
	if y == "" {
		return 0, true
	}
	whole, decimals, point := strings.Cut(string(y), ".")
	if !isDigits(whole) || point && !isDigits(decimals) || len(whole) > wholeDigits || len(decimals) > microDecimals {
		return 0, false
	}
	amount, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", microDecimals-len(decimals)), 10, 64)
	return micro(amount), err == nil
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// text writes the amount, which is not negative, in yuan with two decimals, or with as many more as it has.
func (m micro) text() string {
	decimals := strconv.FormatInt(int64(m%microPerYuan)+microPerYuan, 10)[1:]
	for len(decimals) > 2 && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	return strconv.FormatInt(int64(m/microPerYuan), 10) + "." + decimals
}

// unit returns the unit that is rounded to, its word for the steps, and whether the unit is known.
func (r Rounding) unit() (micro, string, bool) {
	switch r.To {
	case "", "fen":
		return microPerFen, "分", true
	case "jiao":
		return 10 * microPerFen, "角", true
	case "yuan":
		return microPerYuan, "元", true
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
func (r Rounding) round(amount micro) money.Fen {
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
	return money.Fen(count * (unit / microPerFen))
}

package intake

import (
	"strconv"
	"strings"
)

// significantDigits is how many digits of a number a spreadsheet shows and
// vouches for. The binary fraction in the file has more, and they are noise:
// 99999999.98999999 in the file is 99999999.99 on the screen.
const significantDigits = 15

// plainNumber turns a number as a spreadsheet file writes it, such as
// 99999999.98999999 or 1.38E+10, into plain decimal text at 15 significant
// digits, rounded half away from zero, without trailing zeros. It works on the
// digits alone. ok is false for text that is not a number of at most 300 digits.
func plainNumber(text string) (plain string, ok bool) {
	unsigned := strings.TrimPrefix(text, "+")
	unsigned, negative := strings.CutPrefix(unsigned, "-")
	mantissa, exponentText, hasExponent := strings.Cut(strings.ToUpper(unsigned), "E")
	exponent := 0
	if hasExponent {
		var err error
		if exponent, err = strconv.Atoi(exponentText); err != nil || exponent > 300 || exponent < -300 {
			return "", false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if len(whole)+len(fraction) == 0 || len(whole)+len(fraction) > 300 || !isDigits(whole+fraction) {
		return "", false
	}
	digits, point := whole+fraction, len(whole)+exponent
	trimmed := strings.TrimLeft(digits, "0")
	point -= len(digits) - len(trimmed)
	digits, point = roundDigits(trimmed, point, significantDigits)
	if digits == "" {
		return "0", true
	}
	plain = placePoint(digits, point)
	if negative {
		plain = "-" + plain
	}
	return plain, true
}

// roundDigits keeps so many digits of 0.digits × 10^point.
func roundDigits(digits string, point, keep int) (string, int) {
	if len(digits) > keep {
		up := digits[keep] >= '5'
		kept := []byte(digits[:keep])
		for i := len(kept) - 1; up && i >= 0; i-- {
			if up = kept[i] == '9'; up {
				kept[i] = '0'
			} else {
				kept[i]++
			}
		}
		if up {
			kept, point = append([]byte{'1'}, kept...), point+1
		}
		digits = string(kept)
	}
	return strings.TrimRight(digits, "0"), point
}

func placePoint(digits string, point int) string {
	switch {
	case point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		return digits + strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}

func isDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

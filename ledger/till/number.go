package till

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// receiptNumber returns the number that stands on a receipt: its series, and its place in it in six digits or, from the
// millionth on, as many as it has (01-2026-000123).
func receiptNumber(series string, no int64) string { return fmt.Sprintf("%s-%06d", series, no) }

// TypedNumber writes the number of a receipt as it is printed: a Chinese input method types full-width digits, letters and dashes, and a person
// small letters. What is no number stays none.
func TypedNumber(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Pd, r) || r == '\u2212' { // the minus sign is no dash to Unicode
			return '-'
		}
		return unicode.ToUpper(r)
	}, strings.TrimSpace(norm.NFKC.String(typed)))
}

// parseNumber returns what receiptNumber made a number of. ok is false for a text that it makes of nothing.
func parseNumber(number string) (series string, no int64, ok bool) {
	cut := strings.LastIndexByte(number, '-')
	if cut < 0 {
		return "", 0, false
	}
	no, err := strconv.ParseInt(number[cut+1:], 10, 64)
	series = number[:cut]
	return series, no, err == nil && receiptNumber(series, no) == number
}

package till

import (
	"fmt"
	"strconv"
	"strings"
)

// receiptNumber returns the number that stands on a receipt: its series, and its place in it in six digits or, from the
// millionth on, as many as it has (01-2026-000123).
func receiptNumber(series string, no int64) string { return fmt.Sprintf("%s-%06d", series, no) }

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

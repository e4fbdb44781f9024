package till

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A receipt is found by what stands on its paper and by nothing that only looks like it: otherwise one paper would have two
// numbers to be typed, searched and counted by.
func TestANumberIsTheOneOnThePaper(t *testing.T) {
	for number, want := range map[string]int64{"01-2026-000123": 123, "01-2026-999999": 999999, "01-2026-1000000": 1000000, "A-B-000001": 1} {
		series, no, ok := parseNumber(number)
		assert.True(t, ok, number)
		assert.Equal(t, want, no, number)
		assert.Equal(t, number, receiptNumber(series, no))
	}
	for _, number := range []string{"", "-", "123", "01-2026-123", "01-2026-0000123", "01-2026-+00123", "01-2026-00012x", "01-2026--00123", "01-2026-000123 ",
		"01-2026-99999999999999999999"} {
		_, _, ok := parseNumber(number)
		assert.False(t, ok, number)
	}
}

package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/till"
)

// However somebody types the number of a receipt, it is the one that is printed; a part of one becomes none.
func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"01-2026-000123": "01-2026-000123", " ０１－２０２６－０００１２３　": "01-2026-000123", "ａ1—2026–000123": "A1-2026-000123", "０": "0", "3": "3", "": "", "没有": "没有",
	} {
		require.Equal(t, want, till.TypedNumber(typed))
	}
}

package words_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
)

func TestPeriodsAsPeopleSayThem(t *testing.T) {
	for _, c := range []struct {
		from, to calendar.Date
		want     string
	}{
		{"2026-07-01", "2026-09-30", "2026-07 至 09"}, {"2026-11-01", "2026-11-30", "2026-11"}, {"2026-12-01", "2027-02-28", "2026-12 至 2027-02"},
		{"2026-03-15", "2027-03-14", "2026-03-15 至 2027-03-14"}, {"2026-11-21", "2026-11-21", "2026-11-21"}, {"", "", ""},
	} {
		require.Equal(t, c.want, words.Period(c.from, c.to))
	}
}

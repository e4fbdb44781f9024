package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
)

func TestADayIsReadHoweverAPersonWritesIt(t *testing.T) {
	for _, text := range []string{"2026-03-01", "2026-3-1", "2026/3/1", "2026.3.1", "2026年3月1日", "2026年03月01号", "20260301", " 2026-03-01 "} {
		date, err := calendar.ReadDate(text)
		require.NoError(t, err, text)
		require.Equal(t, calendar.Date("2026-03-01"), date, text)
	}
	for _, text := range []string{"", "2026-03", "2026-02-30", "2026-13-01", "3/1/2026", "260301", "2026年3月", "45321", "1.3.2026", "2026-03-01 09:00"} {
		_, err := calendar.ReadDate(text)
		require.ErrorIs(t, err, calendar.ErrDate, text)
	}
}

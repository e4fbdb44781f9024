package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"shouqi/ledger/calendar"
)

func TestFromExcelSerial(t *testing.T) {
	for _, c := range []struct {
		serial int64
		want   calendar.Date
	}{
		{1, "1900-01-01"}, {59, "1900-02-28"}, {61, "1900-03-01"},
		{25569, "1970-01-01"}, {46347, "2026-11-21"}, {401768, "2999-12-31"},
		{60, ""}, {0, ""}, {-1, ""}, {401769, ""}, {1 << 62, ""},
	} {
		got, err := calendar.FromExcelSerial(c.serial)
		require.Equal(t, c.want, got, "serial %d", c.serial)
		if c.want == "" {
			require.ErrorIs(t, err, calendar.ErrDate)
		} else {
			require.NoError(t, err)
		}
	}
}

// The workbook library is another reader of the same serial numbers.
func TestSerialsAgreeWithTheWorkbookLibrary(t *testing.T) {
	for serial := int64(61); serial <= 401768; serial += 17 {
		moment, err := excelize.ExcelDateToTime(float64(serial), false)
		require.NoError(t, err)
		got, err := calendar.FromExcelSerial(serial)
		require.NoError(t, err)
		require.Equal(t, moment.Format("2006-01-02"), string(got))
	}
}

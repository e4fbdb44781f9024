package calendar

import "fmt"

// feverDay is the serial number of 1900-02-29, a day that never was: the
// workbook format keeps a leap-year error of the spreadsheet it copied.
const feverDay = 60

// FromExcelSerial returns the day of a whole spreadsheet serial number in the
// 1900 date system, where 1 is 1900-01-01 (ECMA-376 part 1, 18.17.4). It
// returns ErrDate for 60, the leap day 1900 did not have, for numbers below 1
// and for days after 2999-12-31.
func FromExcelSerial(n int64) (Date, error) {
	const lastSerial = 401768 // 2999-12-31
	if n < 1 || n > lastSerial || n == feverDay {
		return "", fmt.Errorf("spreadsheet serial %d: %w", n, ErrDate)
	}
	if n > feverDay {
		n--
	}
	return Date("1900-01-01").AddDays(int(n - 1)), nil
}

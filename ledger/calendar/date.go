package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Date is a day written "2026-11-21"; "" is no date. Dates sort and compare as
// text and encode as themselves in JSON and SQL.
type Date string

// Zone is the time of the People's Republic of China: UTC+8 all year, with no
// daylight saving. It is fixed so that a machine without time zone data, or set
// to another zone, still has the same dates.
var Zone = time.FixedZone("UTC+8", 8*60*60)

// ErrDate says that a text or number is not a day this book can hold.
var ErrDate = errors.New("calendar: not a date")

const (
	layout      = "2006-01-02"
	firstYear   = 1900
	lastYear    = 2999
	secondsADay = 24 * 60 * 60
)

// ParseDate reads a day written strictly YYYY-MM-DD, as GB/T 7408 extended
// form. It returns ErrDate for any other form, for a day that does not exist
// and for a year outside 1900..2999. The error does not repeat the text.
func ParseDate(text string) (Date, error) {
	moment, err := time.ParseInLocation(layout, text, Zone)
	if err != nil || len(text) != len(layout) {
		return "", ErrDate
	}
	date := Of(moment)
	if date == "" {
		return "", fmt.Errorf("the year is not within %d..%d: %w", firstYear, lastYear, ErrDate)
	}
	return date, nil
}

// Of returns the day in Zone on which t falls, or "" outside 1900..2999.
func Of(t time.Time) Date {
	local := t.In(Zone)
	if local.Year() < firstYear || local.Year() > lastYear {
		return ""
	}
	return Date(local.Format(layout))
}

// OfMS returns the day in Zone of a time in milliseconds since 1970 UTC, or ""
// outside 1900..2999.
func OfMS(ms int64) Date {
	return Of(time.UnixMilli(ms))
}

// BusinessDate returns the business day of t in Zone where the day turns at
// cutoffHour (0..23) and not at midnight: with a cut-off of 4, half past three
// in the morning still belongs to the day before.
func BusinessDate(t time.Time, cutoffHour int) Date {
	return Of(t.Add(-time.Duration(cutoffHour) * time.Hour))
}

// Valid reports whether the date is a real day in the form this package makes.
// No date ("") is not valid.
func (date Date) Valid() bool {
	_, err := ParseDate(string(date))
	return err == nil
}

// Time returns midnight in Zone at the start of the day, or the zero time for a
// date that is not valid.
func (date Date) Time() time.Time {
	if !date.Valid() {
		return time.Time{}
	}
	// Valid has just parsed the same text, so this cannot fail.
	moment, _ := time.ParseInLocation(layout, string(date), Zone)
	return moment
}

// AddDays returns the day n days later, or earlier for a negative n. It returns
// "" for a date that is not valid and for a result outside 1900..2999.
func (date Date) AddDays(n int) Date {
	const daysHeld = (lastYear - firstYear + 1) * 366
	if !date.Valid() || n > daysHeld || n < -daysHeld {
		return ""
	}
	return Of(date.Time().AddDate(0, 0, n))
}

// DaysSince returns the days from other to date: 1 when date is the day after
// other, negative when it is earlier, and 0 when either is not valid. Callers
// that must tell those apart ask Valid first.
func (date Date) DaysSince(other Date) int {
	if !date.Valid() || !other.Valid() {
		return 0
	}
	// Seconds and not a Duration, which overflows after 292 years.
	return int((date.Time().Unix() - other.Time().Unix()) / secondsADay)
}

// Year returns the year, or 0 for a date that is not valid.
func (date Date) Year() int {
	if !date.Valid() {
		return 0
	}
	return date.Time().Year()
}

// Month returns the month written "2026-11", or "" for a date that is not valid.
func (date Date) Month() string {
	if !date.Valid() {
		return ""
	}
	return string(date[:len("2006-01")])
}

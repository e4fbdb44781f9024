package month

import (
	"strings"
	"time"

	"shouqi/ledger/calendar"
)

// ParseDay reads a day typed on the keypad (20261101) or in full (2026-11-01); false for anything else.
func ParseDay(text string) (calendar.Date, bool) {
	on, err := calendar.ReadDate(text)
	return on, err == nil
}

// ParseDayOr is ParseDay for an entry that may be left empty: then it gives the day that stood there.
func ParseDayOr(text string, standing calendar.Date) (calendar.Date, bool) {
	if strings.TrimSpace(text) == "" {
		return standing, true
	}
	return ParseDay(text)
}

// FirstOf returns the first day of the month so many months after that of on; a negative number is before.
func FirstOf(on calendar.Date, after int) calendar.Date {
	day := on.Time()
	return calendar.Of(time.Date(day.Year(), day.Month()+time.Month(after), 1, 0, 0, 0, 0, calendar.Zone))
}

// LastOf returns the last day of the month that FirstOf gives the first of.
func LastOf(on calendar.Date, after int) calendar.Date { return FirstOf(on, after+1).AddDays(-1) }

// Words tells a span as people say it: a whole month as 2026-11, some months as 2026-10 至 2026-12, else its days.
func Words(text func(key string, args ...any) string, from, to calendar.Date) string {
	switch {
	case from == "" && to == "":
		return "—"
	case from == FirstOf(from, 0) && to == LastOf(from, 0):
		return from.Month()
	case from == FirstOf(from, 0) && to == LastOf(to, 0):
		return text("month.span", from.Month(), to.Month())
	case from == to:
		return string(from)
	}
	return text("month.span", string(from), string(to))
}

package words

import (
	"strings"

	"shouqi/ledger/calendar"
)

// Period writes a span as people say it: 2026-07 至 09 for whole months of one year, 2026-11 for one month, otherwise the
// two days; an opening balance has none.
func Period(from, to calendar.Date) string {
	if from == "" || to == "" {
		return ""
	}
	if from == to {
		return string(from)
	}
	wholeMonths := strings.HasSuffix(string(from), "-01") && strings.HasSuffix(string(to.AddDays(1)), "-01")
	switch {
	case !wholeMonths:
		return string(from) + " 至 " + string(to)
	case from.Month() == to.Month():
		return from.Month()
	case from.Year() == to.Year():
		return from.Month() + " 至 " + to.Month()[5:]
	}
	return from.Month() + " 至 " + to.Month()
}

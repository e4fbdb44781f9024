package report

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
)

// Age is how the money of a bill stands to the day on which it came in; finance splits its collections by it. The
// words are those of the workbook.
type Age string

// The ages.
const (
	Arrears Age = "往期欠费"
	Current Age = "本期"
	Ahead   Age = "预收"
)

// AgeOf returns the age of money that came in for a bill on a business day. This is the one place that decides it:
//
//   - 往期欠费: the bill's period ended before the month of the business day began, or it was owed before this book began.
//   - 预收: its period had not begun on the business day. Who pays on 20 November for December pays ahead; who pays on
//     1 December does not.
//   - 本期: everything between, so a quarter or a year that is under way is 本期 to its last month.
//
// The day on which a bill was due does not matter: a period is what revenue belongs to. What undoes a payment has the age
// that the payment had, so that both together are nothing of each age.
func AgeOf(kind string, from, to, on calendar.Date) Age {
	switch {
	case kind == billing.Opening || to < calendar.Date(on.Month()+"-01"):
		return Arrears
	case from > on:
		return Ahead
	}
	return Current
}

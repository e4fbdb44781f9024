package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// cutAt parts a span before each of the days that lie within it, in order. A span without a last day ("") has its last part without one, and ""
// among the days is none. The slice of the days is used up: a run calls this for every room.
func cutAt(span tariff.Span, days ...calendar.Date) (parts []tariff.Span) {
	cuts := slices.DeleteFunc(days, func(on calendar.Date) bool { return on <= span.From || span.To != "" && on > span.To })
	slices.Sort(cuts)
	from := span.From
	for _, on := range slices.Compact(cuts) {
		parts = append(parts, tariff.Span{From: from, To: on.AddDays(-1)})
		from = on
	}
	return append(parts, tariff.Span{From: from, To: span.To})
}

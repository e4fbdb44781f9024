package tariff_test

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// civilDay is a day of the calendar as the oracle needs it.
type civilDay struct {
	date       calendar.Date
	month, day int
	monthDays  int64
}

// The oracle's calendar runs from 2005 to 2039 and is made once, by package time.
var (
	civilDays   []civilDay
	civilNumber = map[calendar.Date]int{}
)

func init() {
	for day := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2040; day = day.AddDate(0, 0, 1) {
		date := calendar.Date(day.Format("2006-01-02"))
		nextMonth := time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		civilNumber[date] = len(civilDays)
		civilDays = append(civilDays, civilDay{date: date, month: int(day.Month()), day: day.Day(),
			monthDays: int64(nextMonth.AddDate(0, 0, -1).Day())})
	}
}

func dayNumber(date calendar.Date) int {
	number, known := civilNumber[date]
	if !known {
		panic("the oracle's calendar does not have " + string(date))
	}
	return number
}

// cut walks the days of the span.
func (q *asked) cut(from, to int) {
	version := -1
	for version+1 < len(q.versions) && dayNumber(q.versions[version+1].FromOn) <= from {
		version++
	}
	if version < 0 || to < from {
		panic(cannot("no version"))
	}
	starts, ends := make([]int, len(q.concessions)), make([]int, len(q.concessions))
	for i, c := range q.concessions {
		starts[i], ends[i] = from, to
		if c.FromOn != "" {
			starts[i] = dayNumber(c.FromOn)
		}
		if c.ToOn != "" {
			ends[i] = dayNumber(c.ToOn)
		}
	}
	nextVersion := 1 << 30
	if version+1 < len(q.versions) {
		nextVersion = dayNumber(q.versions[version+1].FromOn)
	}
	for day := from; day <= to; day++ {
		for day == nextVersion {
			version++
			nextVersion = 1 << 30
			if version+1 < len(q.versions) {
				nextVersion = dayNumber(q.versions[version+1].FromOn)
			}
		}
		waived := uint64(0)
		for i := range starts {
			if starts[i] <= day && day <= ends[i] {
				waived |= 1 << i
			}
		}
		civil := civilDays[day]
		opens := day == from || civil.day == 1
		if n := len(q.segments); n > 0 && !opens && q.segments[n-1].version == version && q.segments[n-1].waived == waived {
			q.segments[n-1].days++
			continue
		}
		q.segments = append(q.segments, segment{version: version, waived: waived, month: civil.month, days: 1,
			monthDays: civil.monthDays, opens: opens})
	}
	q.last = q.segments[len(q.segments)-1]
	q.spanParts = wholeSpan(from, to, q.versions[version].Rule.Proration)
}

// wholeSpan counts the months of a span as if nothing cut it.
func wholeSpan(from, to int, proration tariff.Proration) int64 {
	total := int64(0)
	for day := from; day <= to; {
		civil := civilDays[day]
		covered := min(civil.monthDays-int64(civil.day)+1, int64(to-day+1))
		total += parts(proration, segment{days: covered, monthDays: civil.monthDays, opens: true})
		day += int(covered)
	}
	return total
}

// parts is how many months, in parts, a segment has.
func parts(proration tariff.Proration, s segment) int64 {
	switch {
	case proration == tariff.ByWhole && s.opens:
		return monthParts
	case proration == tariff.ByWhole:
		return 0
	case proration == tariff.ByThirty && s.days == s.monthDays:
		return monthParts
	case proration == tariff.ByThirty:
		return min(s.days, 30) * (monthParts / 30)
	}
	return s.days * (monthParts / s.monthDays)
}

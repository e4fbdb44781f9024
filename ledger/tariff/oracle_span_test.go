package tariff_test

import (
	"fmt"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// civilDay is a day of the calendar as the oracle needs it.
type civilDay struct {
	date             calendar.Date
	year, month, day int
	monthDays        int64
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
		civilDays = append(civilDays, civilDay{date: date, year: day.Year(), month: int(day.Month()), day: day.Day(),
			monthDays: int64(nextMonth.AddDate(0, 0, -1).Day())})
	}
}

// firstOf is the first day of a month.
func firstOf(year, month int) int {
	return dayNumber(calendar.Date(fmt.Sprintf("%04d-%02d-01", year, month)))
}

func dayNumber(date calendar.Date) int {
	number, known := civilNumber[date]
	if !known {
		panic("the oracle's calendar does not have " + string(date))
	}
	return number
}

// versionOn is the version that holds on a day, -1 where none does yet.
func (q *asked) versionOn(day int) int {
	version := -1
	for version+1 < len(q.versions) && q.begins[version+1] <= day {
		version++
	}
	return version
}

// waivedOn is the set of concessions of a day, as bits.
func (q *asked) waivedOn(day int) uint64 {
	waived := uint64(0)
	for i, waives := range q.waives {
		if waives[0] <= day && day <= waives[1] {
			waived |= 1 << i
		}
	}
	return waived
}

// cut walks the days of the span.
func (q *asked) cut(from, to int) {
	q.from, q.to = from, to
	for _, version := range q.versions {
		q.begins = append(q.begins, dayNumber(version.FromOn))
	}
	for _, c := range q.concessions {
		waives := [2]int{0, len(civilDays)}
		if c.FromOn != "" {
			waives[0] = dayNumber(c.FromOn)
		}
		if c.ToOn != "" {
			waives[1] = dayNumber(c.ToOn)
		}
		q.waives = append(q.waives, waives)
	}
	if q.versionOn(from) < 0 || to < from {
		panic(cannot("no version"))
	}
	for day := from; day <= to; day++ {
		version, waived := q.versionOn(day), q.waivedOn(day)
		civil := civilDays[day]
		opens := day == from || civil.day == 1
		if n := len(q.segments); n > 0 && !opens && q.segments[n-1].version == version && q.segments[n-1].waived == waived {
			q.segments[n-1].days++
			continue
		}
		if opens {
			q.calendar = append(q.calendar, &monthAsked{})
		}
		q.segments = append(q.segments, segment{nth: len(q.calendar) - 1, at: len(q.segments), version: version, waived: waived, month: civil.month, begins: int64(civil.day),
			days: 1, monthDays: civil.monthDays, opens: opens, cutMonth: q.cutMonth(day)})
	}
	q.last = q.segments[len(q.segments)-1]
	q.daily = make([]dayAsked, len(q.segments))
	q.spanParts = wholeSpan(from, to, q.versions[q.last.version].Rule.Proration)
}

// cutMonth reports whether the month of a day has days outside the span.
func (q *asked) cutMonth(day int) bool {
	begins := day - civilDays[day].day + 1
	return begins < q.from || begins+int(civilDays[day].monthDays) > q.to+1
}

// wholeSpan counts the months of a span as if nothing cut it.
func wholeSpan(from, to int, proration tariff.Proration) int64 {
	total := int64(0)
	for day := from; day <= to; {
		civil := civilDays[day]
		covered := min(civil.monthDays-int64(civil.day)+1, int64(to-day+1))
		total += parts(proration, segment{begins: int64(civil.day), days: covered, monthDays: civil.monthDays, opens: true,
			cutMonth: covered < civil.monthDays})
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
	case proration == tariff.ByThirty && s.cutMonth:
		return s.days * (monthParts / 30) // of 31 days at most 30
	}
	if proration == tariff.By360 {
		return (s.thirtieth(s.begins+s.days-1) - s.thirtieth(s.begins-1)) * (monthParts / 30)
	}
	return s.days * (monthParts / s.monthDays)
}

// thirtieth is how many of a month's thirty days have gone by at the end of one of its days.
func (s segment) thirtieth(day int64) int64 {
	if day == s.monthDays {
		return 30
	}
	return min(day, 30)
}

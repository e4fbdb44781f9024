package lease

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// A day counts days since 1970-01-01. Dates of the book are text, and periods are taken apart day by day too often to
// parse it each time.
type day int

const (
	daySeconds = 24 * 60 * 60
	zoneAhead  = 8 * 60 * 60 // calendar.Zone is ahead of UTC by so many seconds, all year
)

// dayOf returns the number of a date, which must be a valid one: Check has seen to that.
func dayOf(date calendar.Date) day { return day((date.Time().Unix() + zoneAhead) / daySeconds) }

// date writes a day as the book does: YYYY-MM-DD.
func (d day) date() calendar.Date {
	return calendar.Of(time.Unix(int64(d)*daySeconds-zoneAhead, 0))
}

// civil takes a day apart; the month counts from 1.
func (d day) civil() (year, month, dayOfMonth int) {
	y, m, dom := time.Unix(int64(d)*daySeconds, 0).UTC().Date()
	return y, int(m), dom
}

// dayIn returns the day of a month. A month or a day beyond its range is carried over, so that day 0 is the last of the
// month before.
func dayIn(year, month, dayOfMonth int) day {
	return day(time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC).Unix() / daySeconds)
}

// monthsOn returns the same day of the month so many months later, or the month's last day where it has no such day: a
// month after 31 January is 28 or 29 February. It counts from d itself each time, so that 31 returns in March.
func (d day) monthsOn(months int) day {
	year, month, dayOfMonth := d.civil()
	last := dayIn(year, month+months+1, 0)
	return min(dayIn(year, month+months, dayOfMonth), last)
}

// span is days first..last, both included.
type span struct{ first, last day }

// spanOf returns a span of dates as one of days.
func spanOf(s tariff.Span) span { return span{dayOf(s.From), dayOf(s.To)} }

func (s span) dates() tariff.Span { return tariff.Span{From: s.first.date(), To: s.last.date()} }

func (s span) days() int { return int(s.last-s.first) + 1 }

func (s span) holds(d day) bool { return s.first <= d && d <= s.last }

// cut returns the part of s within other; ok is false where there is none.
func (s span) cut(other span) (part span, ok bool) {
	part = span{max(s.first, other.first), min(s.last, other.last)}
	return part, part.first <= part.last
}

// grid is how a lease counts months: from the first of each, or from the day of the month on which it began. Month 0
// begins on the anchor.
type grid struct{ anchor day }

// grid returns the months of a lease: with FromFirst from its first day, else those of the calendar.
func (l *Lease) grid() grid {
	first := dayOf(l.FromOn)
	if !l.FromFirst {
		year, month, _ := first.civil()
		first = dayIn(year, month, 1)
	}
	return grid{first}
}

// number returns which month since the anchor holds a day; before the anchor it is below 0.
func (g grid) number(d day) int {
	fromYear, fromMonth, _ := g.anchor.civil()
	year, month, _ := d.civil()
	n := (year-fromYear)*12 + month - fromMonth
	if g.anchor.monthsOn(n) > d {
		n--
	}
	return n
}

// months returns many months from the n-th on, as one span.
func (g grid) months(n, many int) span {
	return span{g.anchor.monthsOn(n), g.anchor.monthsOn(n+many) - 1}
}

// count returns how many months a piece of a period has, as a fraction: by the days of each month that it holds or by whole
// months. Under tariff.ByThirty the days of a month that the period itself cuts are thirtieths, those of one that it has
// whole share that month; under tariff.ByWhole a month that is cut into pieces counts once, for the piece that holds the
// first day which the period has of it. The pieces of a period have as many months together as the period.
func (g grid) count(piece, period span, by tariff.Proration) tariff.Number {
	whole, rest := 0, tariff.Number{}
	for n := g.number(piece.first); ; n++ {
		month := g.months(n, 1)
		part, ok := month.cut(piece)
		if !ok {
			return tariff.Whole(int64(whole)).Add(rest)
		}
		// within is what the whole period has of the month, part what this piece has of it.
		within, _ := month.cut(period)
		switch {
		case by == tariff.ByWhole:
			if part.holds(within.first) {
				whole++
			}
		case part == month:
			whole++
		case by == tariff.ByThirty && within != month:
			rest = rest.Add(tariff.Ratio(int64(part.days()), 30))
		default:
			rest = rest.Add(tariff.Ratio(int64(part.days()), int64(month.days())))
		}
	}
}

// cycleMonths returns the length of a lease's cycle, 0 for one that leases do not have.
func cycleMonths(cycle tariff.Cycle) int {
	switch cycle {
	case tariff.EveryMonth:
		return 1
	case tariff.EveryQuarter:
		return 3
	case tariff.EveryHalfYear:
		return 6
	case tariff.EveryYear:
		return 12
	}
	return 0
}

// periods returns the lease's periods that touch asked, cut to the lease and not to asked: a bill is for a whole period.
func (l *Lease) periods(asked span) []span {
	held, ok := span{dayOf(l.FromOn), dayOf(l.LastOn())}.cut(asked)
	if !ok {
		return nil
	}
	whole := span{dayOf(l.FromOn), dayOf(l.LastOn())}
	length, g := cycleMonths(l.Cycle), l.grid()
	// From the month that holds the first day asked for, back to the one with which its period begins.
	n := g.number(held.first)
	if l.FromFirst {
		n -= n % length
	} else {
		_, month, _ := g.anchor.civil()
		n -= (month - 1 + n) % length
	}
	var all []span
	for ; ; n += length {
		period, ok := g.months(n, length).cut(whole)
		if period.first > held.last || !ok {
			return all
		}
		all = append(all, period)
	}
}

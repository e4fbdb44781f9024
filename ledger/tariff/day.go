package tariff

import (
	"fmt"

	"shouqi/ledger/calendar"
)

// day counts days since 1970-01-01. A calendar.Date is text and would have to be read again for every comparison, of which a
// billing run makes millions.
type day int32

// civil is a day of the calendar. month counts the months since January of year 0, so that the months between two days are
// a subtraction; day is the day of the month from 1 and length the number of days of that month.
type civil struct{ month, day, length int }

func (c civil) year() int        { return c.month / 12 }
func (c civil) monthOfYear() int { return c.month%12 + 1 }

// spanDaysMost is a hundred years: the longest span that is worked out.
const spanDaysMost = 100 * 366

// dayOf reads a date and reports whether it is valid.
func dayOf(date calendar.Date) (day, bool) {
	if !date.Valid() {
		return 0, false
	}
	year := int(date[0]-'0')*1000 + int(date[1]-'0')*100 + int(date[2]-'0')*10 + int(date[3]-'0')
	month := int(date[5]-'0')*10 + int(date[6]-'0')
	return dayNumber(year*12+month-1, int(date[8]-'0')*10+int(date[9]-'0')), true
}

// dayNumber returns the day of a month, counted since January of year 0, in the proleptic Gregorian calendar. It reckons in
// years that begin in March, so that the leap day comes last and the months before it follow one formula: the five from
// March have 153 days, and so have the five from August. 719468 is the number of days from 0000-03-01 to 1970-01-01.
func dayNumber(month, dayOfMonth int) day {
	year, fromMarch := (month-2)/12, (month-2)%12
	return day(year*365 + year/4 - year/100 + year/400 + (fromMarch*153+2)/5 + dayOfMonth - 1 - 719468)
}

// civil returns the day's month and day of the month; it is the inverse of dayNumber. 400 years have 146097 days, after which
// the calendar repeats.
func (d day) civil() civil {
	days := int(d) + 719468
	era, rest := days/146097, days%146097
	yearOfEra := (rest - rest/1460 + rest/36524 - rest/146096) / 365
	dayOfYear := rest - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*dayOfYear + 2) / 153
	month := (era*400+yearOfEra)*12 + fromMarch + 2
	return civil{month: month, day: dayOfYear - (153*fromMarch+2)/5 + 1, length: monthLength(month)}
}

// civilFrom is civil in months that begin on the day monthDay of each calendar month, or on its last where it is shorter: a
// day before that belongs to the month that began in the calendar month before. Up to 1 it is the calendar.
func (d day) civilFrom(monthDay int) civil {
	c := d.civil()
	if monthDay <= 1 {
		return c
	}
	month := c.month
	if c.day < min(monthDay, c.length) {
		month--
	}
	begins := monthBegin(month, monthDay)
	return civil{month: month, day: int(d-begins) + 1, length: int(monthBegin(month+1, monthDay) - begins)}
}

// monthBegin returns the day monthDay of a calendar month, or its last day where it is shorter.
func monthBegin(month, monthDay int) day { return dayNumber(month, min(monthDay, monthLength(month))) }

// monthLength returns how many days a month has, the month counted since January of year 0.
func monthLength(month int) int { return int(dayNumber(month+1, 1) - dayNumber(month, 1)) }

// monthEnd returns the last day of the day's calendar month.
func (d day) monthEnd() day {
	c := d.civil()
	return d + day(c.length-c.day)
}

// date returns the day as the book writes it, YYYY-MM-DD, or "" for a day outside the years 1900 to 2999.
func (d day) date() calendar.Date {
	c := d.civil()
	date := calendar.Date(fmt.Sprintf("%04d-%02d-%02d", c.year(), c.monthOfYear(), c.day))
	if !date.Valid() {
		return ""
	}
	return date
}

// spanOf reads the two ends of a span, both included: tariff.span where one is not a day, where it ends before it begins
// or where it is longer than a hundred years.
func spanOf(from, to calendar.Date) (day, day, error) {
	first, firstHeld := dayOf(from)
	last, lastHeld := dayOf(to)
	if !firstHeld || !lastHeld || last < first || last-first > spanDaysMost {
		return 0, 0, refuse(codeSpan, string(from), string(to))
	}
	return first, last, nil
}

// Months returns how many months the days from..to (both included) have by the convention p, "" being ByDays. It refuses an
// invalid span (tariff.span) and a convention it does not know (tariff.proration).
func Months(from, to calendar.Date, p Proration) (Number, error) {
	first, last, err := spanOf(from, to)
	if err != nil {
		return Number{}, err
	}
	if !p.known() {
		return Number{}, refuse(CodeProration, string(p))
	}
	return days{first, last}.months(p, 1), nil
}

// known reports whether the convention is one of ours or "", which is ByDays.
func (p Proration) known() bool {
	return p == "" || p == ByDays || p == ByThirty || p == By360 || p == ByWhole
}

// days are the days from..to, both included.
type days struct{ from, to day }

// months counts the months of a span. Months begin on the day monthDay of each calendar month, as Facts.MonthDay describes.
func (d days) months(p Proration, monthDay int) Number { return monthsIn(d, d, p, monthDay) }

// count counts the days.
func (d days) count() Number { return Whole(int64(d.to-d.from) + 1) }

// monthsIn counts the months of a piece of a span, so that the pieces of any cutting add up to the span's: under ByWhole the
// month in which a later piece begins was counted by the piece that holds its first covered day, under ByThirty a month that
// the span has whole is not counted in thirtieths.
func monthsIn(piece, span days, p Proration, monthDay int) Number {
	first, last := piece.from.civilFrom(monthDay), piece.to.civilFrom(monthDay)
	touched := last.month - first.month + 1
	if p == ByWhole {
		if first.day > 1 && span.from < piece.from {
			touched--
		}
		return Whole(int64(touched))
	}
	if p == By360 {
		return Ratio(int64(touched*30-dayOf30(first.day-1, first.length)-(30-dayOf30(last.day, last.length))), 30)
	}
	if touched == 1 {
		return span.partOfMonth(piece.from, first, last.day-first.day+1, p)
	}
	// Several months are the part of the first, the whole months between, and the part of the last.
	head, tail := first.length-first.day+1, last.day
	if head == first.length && tail == last.length {
		return Whole(int64(touched))
	}
	whole := Whole(int64(touched - 2))
	return whole.Add(span.partOfMonth(piece.from, first, head, p)).Add(span.partOfMonth(piece.to, last, tail, p))
}

// dayOf30 returns which of a month's 30 days a day of it is under By360, 0 for the day before the first: the last day is the
// 30th in every month.
func dayOf30(day, length int) int {
	if day == length {
		return 30
	}
	return min(day, 30)
}

// partOfMonth returns how much of a month so many of its days are; on is the day of it that here describes. Under ByThirty those
// of a month that the span cuts are thirtieths, of which it has at most 30.
func (d days) partOfMonth(on day, here civil, count int, p Proration) Number {
	if count == here.length {
		return Whole(1)
	}
	if p == ByThirty {
		if begins := on - day(here.day-1); begins < d.from || begins+day(here.length)-1 > d.to {
			return Ratio(int64(count), 30)
		}
	}
	return Ratio(int64(count), int64(here.length))
}

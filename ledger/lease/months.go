package lease

import (
	"fmt"
	"strings"

	"shouqi/ledger/tariff"
)

// monthCount is how many months a piece of a period has: whole ones, and parts of others as days of days.
type monthCount struct {
	whole int
	parts []dayPart
}

// dayPart is so many days of a month that counts as of days.
type dayPart struct{ days, of int }

// count returns how many months a piece of a period has: by the days of each month that it holds, by months of 30 days as
// tariff.By360 has them, or by whole months. Under tariff.ByThirty the days of a month that the period itself cuts are thirtieths,
// those of one that it has whole share that month; under tariff.ByWhole a month that is cut into pieces counts once, for the piece
// that holds the first day which the period has of it. The pieces of a period have as many months together as the period.
func (g grid) count(piece, period span, by tariff.Proration) (c monthCount) {
	for n := g.number(piece.first); ; n++ {
		month := g.months(n, 1)
		part, ok := month.cut(piece)
		if !ok {
			return c
		}
		// within is what the whole period has of the month, part what this piece has of it.
		within, _ := month.cut(period)
		switch {
		case by == tariff.ByWhole:
			if part.holds(within.first) {
				c.whole++
			}
		case part == month:
			c.whole++
		case by == tariff.ByThirty && within == month:
			c.add(part, month, tariff.ByDays)
		default:
			c.add(part, month, by)
		}
	}
}

// add takes in a part of a month.
func (c *monthCount) add(part, month span, by tariff.Proration) {
	days := dayPart{part.days(), month.days()}
	switch by {
	case tariff.ByThirty:
		days = dayPart{min(part.days(), 30), 30}
	case tariff.By360:
		days = dayPart{day360(part.last, month) - day360(part.first-1, month), 30}
		if days.days == days.of {
			c.whole++ // the 1st to the 30th of a month of 31
			return
		}
	}
	c.parts = append(c.parts, days)
}

// day360 returns which of a month's 30 days a day of it is under tariff.By360, 0 for the day before it: the last day is the 30th
// in every month.
func day360(d day, month span) int {
	if d == month.last {
		return 30
	}
	return min(int(d-month.first)+1, 30)
}

// number returns the months as an exact fraction.
func (c monthCount) number() tariff.Number {
	sum := tariff.Whole(int64(c.whole))
	for _, part := range c.parts {
		sum = sum.Add(tariff.Ratio(int64(part.days), int64(part.of)))
	}
	return sum
}

// words writes the months as the steps of charge items do, in days that a tenant can count: 3 月, 17天/31天, (15天/30天 + 2月).
func (c monthCount) words() string {
	if len(c.parts) == 0 {
		return fmt.Sprintf("%d 月", c.whole)
	}
	texts := make([]string, 0, len(c.parts)+1)
	for _, part := range c.parts {
		texts = append(texts, fmt.Sprintf("%d天/%d天", part.days, part.of))
	}
	if c.whole > 0 {
		texts = append(texts, fmt.Sprintf("%d月", c.whole))
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "(" + strings.Join(texts, " + ") + ")"
}

package tariff_test

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// read puts in how the meters of a room were read over a span: most once or a few times, some not at all, some with days or
// months before the span, some by several dials.
func (g grower) read(facts *tariff.Facts, from, to calendar.Date) {
	if !g.meter && !g.one(4) {
		return
	}
	facts.Metered = map[string]tariff.Metered{}
	whole := []string{"水", "电"}
	for _, kind := range whole {
		if g.one(3) {
			continue
		}
		if g.one(8) {
			g.readLater(facts, kind, to)
			continue
		}
		first, last := dayNumber(from), dayNumber(to)
		if g.one(3) {
			first -= g.IntN(pick(g, 20, 100))
		}
		if g.one(4) {
			last -= g.IntN(last - max(first, dayNumber(from)) + 1)
		}
		since, until := calendar.Date(""), calendar.Date("")
		if !g.one(3) {
			since = civilDays[max(first, dayNumber(from)-pick(g, 0, 0, 31, 61, g.IntN(100)))].date
			if !g.one(5) {
				since = since[:8] + "01"
			}
		}
		if !g.one(3) {
			until = monthEnd(last)
		}
		put := func(kind string, used tariff.Number, known bool) []tariff.Reading {
			if !known {
				return nil
			}
			readings := g.dials(first, last, used)
			facts.Metered[kind] = tariff.Metered{Readings: readings, SinceOn: since, UntilOn: until}
			return readings
		}
		var bands []tariff.Reading
		for _, band := range []string{"/峰", "/谷", "/平"} {
			used, known := facts.Usage[kind+band]
			bands = append(bands, put(kind+band, used, known)...)
		}
		used, known := facts.Usage[kind]
		if put(kind, used, known) == nil && len(bands) > 0 {
			facts.Metered[kind] = tariff.Metered{Readings: bands, SinceOn: since, UntilOn: until}
		}
	}
}

// readLater leaves a kind's dials without a reading in the span: that of a later day holds what they counted.
func (g grower) readLater(facts *tariff.Facts, kind string, to calendar.Date) {
	for _, dial := range []string{"", "/峰", "/谷", "/平"} {
		if _, known := facts.Usage[kind+dial]; known {
			facts.Usage[kind+dial] = tariff.Whole(0)
			facts.Metered[kind+dial] = tariff.Metered{LaterOn: to.AddDays(1 + g.IntN(60))}
		}
	}
}

// monthEnd is the last day of a day's month.
func monthEnd(day int) calendar.Date {
	civil := civilDays[day]
	return civilDays[day+int(civil.monthDays)-civil.day].date
}

// dials parts a usage among one to three dials and the readings of each, of which the first dial covers all days.
func (g grower) dials(first, last int, used tariff.Number) []tariff.Reading {
	var readings []tariff.Reading
	dials := pick(g, 1, 1, 1, 1, 2, 3)
	for dial := range dials {
		begins := first
		if dial > 0 {
			begins += g.IntN(last - first + 1)
		}
		for count := pick(g, 1, 1, 2, 3); count > 0 && begins <= last; count-- {
			ends := last
			if count > 1 {
				ends = begins + g.IntN(last-begins+1)
			}
			readings = append(readings, tariff.Reading{FromOn: civilDays[begins].date, ToOn: civilDays[ends].date})
			begins = ends + pick(g, 1, 1, 1, 1, 1, 1, 1, 4)
		}
	}
	// The weights are small whole numbers, so that fractions stay small.
	weights, sum := make([]int64, len(readings)), int64(0)
	for i := range weights {
		weights[i] = int64(g.IntN(4))
		sum += weights[i]
	}
	if sum == 0 {
		weights[0], sum = 1, 1
	}
	for i := range readings {
		readings[i].Used = used.Mul(tariff.Ratio(weights[i], sum))
	}
	return readings
}

// joins says since when a room and its owner are there: long ago or within the year before or after the span begins.
func (g grower) joins(facts *tariff.Facts, from calendar.Date) {
	about := func() calendar.Date { return civilDays[dayNumber(from)+g.IntN(450)-300].date }
	if !g.one(4) {
		facts.HandoverOn = pick(g, about(), about(), "2015-05-01")
	}
	if !g.one(3) {
		facts.OwnerOn = about()
	}
}

// tierYears makes a line's tiers those of a year.
func (g grower) tierYears(line *tariff.Line) {
	line.TierBy = tariff.TierYear
	line.TierYearFrom, line.TierKeep = g.year.from, g.year.keep
	line.TierJoin = pick(g, "", tariff.JoinMonths, tariff.JoinDays, tariff.JoinWhole)
}

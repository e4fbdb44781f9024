package tariff_test

import (
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// met is what an answer met on its way, as bits, so that the million questions can be shown to ask for each.
type met uint64

const (
	versionInside  met = 1 << iota // the price changes on a day between two readings
	monthInside                    // a season begins or ends there
	readingInside                  // a reading within the days that are charged parts them
	readBefore                     // a reading begins before the span
	severalDials                   // several dials of one kind
	bandsParted                    // a tier with bands in a part of the days
	monthsSkipped                  // limits begin before the span
	yearInside                     // a tier year begins within the days
	joinedMonths                   // a household joined in the tier year, by months,
	joinedDays                     // by days,
	joinedWhole                    // with the limits of the whole year
	laterOwner                     // a later owner joined,
	keptOwner                      // or goes on
	splitLast                      // all by the last day's version, month and tier year
	lessByMonth                    // what is included, for each month
	lessByPeriod                   // or for the whole bill
	formulaShared                  // a formula over a usage in parts
	formulaByDays                  // a formula over several kinds
	partlyConceded                 // a concession on a part of the days of a metered line
	waivedOnBound                  // a factor of 0 on some day where the rule's Least binds
	concededCapped                 // a concession where the rule's Most binds
	itemSpared                     // a concession of all items on a line that asks for another
	prorationDays
	prorationThirty
	proration360
	prorationWhole
	sameVersions // versions that do not cut a metered line
	laterRead    // nothing was read in the span, but later
	// Few answers meet these.
	boundBefore     // the rule's bounds where it applies on readings' days before the span alone
	mostSkipped     // the rule's Most counts months before the span
	loweredWithin   // a bounded sum lowered by no more than some line
	monthBound      // a bound changes one of several months
	besideFills     // what has no month fills a lack or an excess of one
	limitsBeside    // a part has the limits of days beside those covered
	limitsOfSeveral // limits from one kind's first day to another's last
	lineShared      // a line's bounds hold a month that versions share otherwise than its parts
	mets            = iota
)

var metNames = [mets]string{"versionInside", "monthInside", "readingInside", "readBefore", "severalDials", "bandsParted",
	"monthsSkipped", "yearInside", "joinedMonths", "joinedDays", "joinedWhole", "laterOwner", "keptOwner", "splitLast",
	"lessByMonth", "lessByPeriod", "formulaShared", "formulaByDays", "partlyConceded", "waivedOnBound", "concededCapped",
	"itemSpared", "prorationDays", "prorationThirty", "proration360", "prorationWhole", "sameVersions", "laterRead", "boundBefore",
	"mostSkipped", "loweredWithin", "monthBound", "besideFills", "limitsBeside", "limitsOfSeveral", "lineShared"}

func (q *asked) meets(such met, is bool) {
	if is {
		q.met |= such
	}
}

func (q *asked) meetsOnce(line *tariff.Line) {
	q.meetsLess(line)
	q.meets(itemSpared, q.trees.asksItem(line) && q.someOfAll(q.segments))
}

func (q *asked) someOfAll(segments []segment) bool {
	for _, s := range segments {
		for i, c := range q.concessions {
			if c.All && s.waived>>i&1 == 1 {
				return true
			}
		}
	}
	return false
}

func (q *asked) meetsLess(line *tariff.Line) {
	q.meets(lessByMonth, line.Less != "" && line.LessPer != tariff.Period)
	q.meets(lessByPeriod, line.LessPer == tariff.Period)
}

// meetsPart notes what a part of a metered line is like.
func (q *asked) meetsPart(line *tariff.Line, days *cover, p *part) {
	q.meetsLess(line)
	first, last := days.runs[0], days.runs[len(days.runs)-1]
	isLast := q.versions[q.last.version].Rule.Split == tariff.SplitLast
	q.meets(splitLast, isLast && first.version != last.version)
	parted := p.days < days.days()
	q.meets(versionInside, parted && first.version != last.version)
	q.meets(monthInside, parted && first.version == last.version && line.TierBy != tariff.TierYear)
	q.meets(readingInside, parted && days.readings > 1 && p.runs[0].reading != first.reading)
	q.meets(readBefore, first.first < q.from)
	for _, r := range p.runs {
		q.meets(severalDials, r.reading&(r.reading-1) != 0)
		q.meets(partlyConceded, r.waived != p.runs[0].waived)
		q.meets(sameVersions, !isLast && r.version != p.runs[0].version)
	}
	q.meets(formulaShared, line.Formula != "" && parted)
	q.meets(formulaByDays, line.Formula != "" && len(q.trees.kinds(line)) > 1)
	q.meets(bandsParted, parted && len(line.Tiers) > 0 && len(line.Tiers[0].Bands) > 0)
	kind := strings.TrimPrefix(string(line.Measure), "usage:")
	q.meets(monthsSkipped, days.limits.first < q.from)
	q.meets(laterRead, q.facts.Metered[kind].LaterOn != "")
	if line.TierBy != tariff.TierYear {
		return
	}
	q.meets(yearInside, parted && p.year != tierYear(line, first.first))
	inYear := func(day calendar.Date) bool { return day != "" && tierYear(line, dayNumber(day)) == p.year }
	later := q.facts.OwnerOn > q.facts.HandoverOn && inYear(q.facts.OwnerOn)
	q.meets(keptOwner, later && line.TierKeep)
	q.meets(laterOwner, later && !line.TierKeep)
	if inYear(q.facts.HandoverOn) || later && !line.TierKeep {
		q.meets(map[tariff.TierJoin]met{tariff.JoinDays: joinedDays, tariff.JoinWhole: joinedWhole}[line.TierJoin], true)
		q.meets(joinedMonths, line.TierJoin == "" || line.TierJoin == tariff.JoinMonths)
	}
}

// meetsBound notes what the rule's bounds met: above 0 where Least binds, below where Most does.
func (q *asked) meetsBound(bound int, before bool) {
	q.meets(boundBefore, before && bound != 0)
	conceded, nothing := false, false
	for _, s := range q.segments {
		for i, c := range q.concessions {
			if s.waived>>i&1 == 1 {
				conceded = true
				nothing = nothing || c.Factor.Sign() == 0
			}
		}
		q.meets(map[tariff.Proration]met{tariff.ByThirty: prorationThirty, tariff.By360: proration360,
			tariff.ByWhole: prorationWhole}[q.versions[s.version].Rule.Proration], true)
		q.meets(prorationDays, q.versions[s.version].Rule.Proration == "" || q.versions[s.version].Rule.Proration == tariff.ByDays)
	}
	q.meets(waivedOnBound, nothing && bound > 0)
	q.meets(concededCapped, conceded && bound < 0)
}

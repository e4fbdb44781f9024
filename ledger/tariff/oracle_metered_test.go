package tariff_test

import (
	"math/big"
	"slices"
	"strings"

	"shouqi/ledger/tariff"
)

// cover is the days from the first to the last that the readings of a kind of meter cover, of the whole span where it was not
// read.
type cover struct {
	runs     []run
	total    *big.Rat
	days     int64
	parts    int64 // months by days
	readings int

	first, last int
}

// run is a stretch of those days within one calendar month, one version, one set of concessions and the same readings.
type run struct {
	version int
	waived  uint64
	reading uint64 // bit i is reading i
	first   int
	days    int64
	used    *big.Rat
}

// part is what one version charges of a metered line at one price.
type part struct {
	runs  []run
	month int
	// year is the tier year's number, before what was used in it before the part.
	year   int
	before *big.Rat
	used   *big.Rat
	days   int64
	parts  int64
}

// kinds are the kinds of meter that a line counts, by name.
func (known trees) kinds(line *tariff.Line) []string {
	if line.Formula != "" {
		var kinds []string
		known[line.Formula].asks(func(m tariff.Measure) bool {
			if kind, usage := strings.CutPrefix(string(m), "usage:"); usage && !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
			return false
		})
		slices.Sort(kinds)
		return kinds
	}
	if kind, usage := strings.CutPrefix(string(line.Measure), "usage:"); usage {
		return []string{kind}
	}
	return nil
}

// monthly reports whether a line's formula names the month.
func (known trees) monthly(line *tariff.Line) bool {
	return line.Formula != "" && known[line.Formula].asks(func(m tariff.Measure) bool { return m == "month" })
}

// covered walks the days on which a kind was used.
func (q *asked) covered(kind string) *cover {
	if known, there := q.covers[kind]; there {
		return known
	}
	type dial struct {
		first, last int
		each        *big.Rat // what it counted a day
	}
	first, last := q.from, q.to
	var dials []dial
	for i, r := range q.facts.Metered[kind].Readings {
		d := dial{first: dayNumber(r.FromOn), last: dayNumber(r.ToOn)}
		d.each = new(big.Rat).Quo(exactOf(r.Used), big.NewRat(int64(d.last-d.first+1), 1))
		if i == 0 {
			first, last = d.first, d.last
		}
		first, last = min(first, d.first), max(last, d.last)
		dials = append(dials, d)
	}
	made := &cover{first: first, last: last, total: usedOrNothing(q.facts, kind), readings: len(dials)}
	if len(dials) == 0 {
		dials = []dial{{first, last, new(big.Rat).Quo(made.total, big.NewRat(int64(last-first+1), 1))}}
	}
	for day := first; day <= last; day++ {
		reading := uint64(0)
		for i := range dials {
			if dials[i].first <= day && day <= dials[i].last {
				reading |= 1 << i
			}
		}
		civil, version, waived := &civilDays[day], max(q.versionOn(day), 0), q.waivedOn(day)
		made.days++
		made.parts += monthParts / civil.monthDays
		n := len(made.runs) - 1
		if n >= 0 && civil.day > 1 && made.runs[n].version == version && made.runs[n].waived == waived && made.runs[n].reading == reading {
			made.runs[n].days++
			continue
		}
		made.runs = append(made.runs, run{version: version, waived: waived, reading: reading, first: day, days: 1})
	}
	eachDay := map[uint64]*big.Rat{} // what all dials of a set counted a day
	for n := range made.runs {
		each := eachDay[made.runs[n].reading]
		if each == nil {
			each = new(big.Rat)
			for i := range dials {
				if made.runs[n].reading>>i&1 == 1 {
					each.Add(each, dials[i].each)
				}
			}
			eachDay[made.runs[n].reading] = each
		}
		made.runs[n].used = mul(each, big.NewRat(made.runs[n].days, 1))
	}
	if q.covers == nil {
		q.covers = map[string]*cover{}
	}
	q.covers[kind] = made
	return made
}

// usedOrNothing is a kind's count, 0 where nobody read it: a formula need not ask for what it names.
func usedOrNothing(facts *tariff.Facts, kind string) *big.Rat {
	if own, there := facts.Usage[kind]; there {
		return exactOf(own)
	}
	total := new(big.Rat)
	for name, usage := range facts.Usage {
		if strings.HasPrefix(name, kind+"/") {
			total.Add(total, exactOf(usage))
		}
	}
	return total
}

// spanOnly is the name of a kind that nobody reads: it covers the span.
const spanOnly = "/"

// metered adds a line that counts a usage, part by part. More than one kind shares by days.
func (q *asked) metered(total *sums, version int, line *tariff.Line, kinds []string, ruleHolds func(version, month int) bool) {
	one, days := len(kinds) == 1, q.covered(kinds[0])
	months := q.coveredMonths(kinds[0])
	for _, other := range kinds[1:] {
		if q.covered(other).first != days.first || q.covered(other).last != days.last {
			days, months = q.covered(spanOnly), q.coveredMonths(spanOnly)
			break
		}
	}
	for _, p := range q.parted(days, version, line, ruleHolds) {
		used := one && p.used.Sign() > 0
		s := scene{month: p.month, months: months, days: big.NewRat(days.days, 1)}
		if line.Formula != "" {
			s.result = big.NewRat(p.days, days.days)
			if one && days.total.Sign() > 0 {
				s.result = new(big.Rat).Quo(p.used, days.total)
			}
		} else {
			measured(line.Measure, q.facts) // it must be there
			s.quantity = p.used
			if p.days < days.days {
				s.part = &p
			}
			s.bounds = big.NewRat(p.parts, days.parts)
			whole := mul(s.bounds, months)
			s.less, s.limits = whole, whole
			if line.LessPer == tariff.Period {
				s.less = s.bounds
			}
			switch line.TierBy {
			case tariff.TierPeriod:
				s.limits = s.bounds
			case tariff.TierYear:
				s.limits, s.before = q.joinShare(line, p.year), p.before
			}
		}
		q.meetsPart(line, days, &p)
		total.add(q.unit(line, s), q.leftOfPart(line, &p, used))
	}
}

// parted returns the parts of a version's line where it is charged.
func (q *asked) parted(days *cover, version int, line *tariff.Line, ruleHolds func(version, month int) bool) []part {
	byYear := line.TierBy == tariff.TierYear
	last := q.versions[q.last.version].Rule.Split == tariff.SplitLast
	monthly := q.trees.monthly(line)
	var parts []part
	open, year, inYear := false, tierYear(line, days.runs[0].first), new(big.Rat)
	if byYear {
		if known, there := q.facts.UsedBefore[strings.TrimPrefix(string(line.Measure), "usage:")]; there {
			inYear.Set(exactOf(known))
		}
	}
	var lineHolds [13]int8
	holds := func(month int) bool {
		if lineHolds[month] == 0 {
			lineHolds[month] = -1
			if ruleHolds(version, month) {
				q.applied = true
				if q.all(line.When, month) {
					lineHolds[month] = 1
				}
			}
		}
		return lineHolds[month] > 0
	}
	if last && (version != q.last.version || !holds(q.last.month)) {
		return nil
	}
	for _, r := range days.runs {
		civil := &civilDays[r.first]
		month := civil.month
		switch {
		case last:
			month = q.last.month
		case r.version == version && !holds(month):
			open = false
		}
		if this := tierYear(line, r.first); byYear && !last && this != year {
			year, open = this, false
			inYear = new(big.Rat)
		}
		if last || r.version == version && holds(month) {
			if open && monthly && parts[len(parts)-1].month != month {
				open = false
			}
			if !open {
				parts = append(parts, part{month: month, year: year, before: new(big.Rat).Set(inYear), used: new(big.Rat)})
				if last {
					parts[0].year = tierYear(line, q.to)
				}
				open = true
			}
			p := &parts[len(parts)-1]
			p.runs = append(p.runs, r)
			p.used.Add(p.used, r.used)
			p.days += r.days
			p.parts += r.days * (monthParts / civil.monthDays)
		}
		if byYear {
			inYear.Add(inYear, r.used)
		}
	}
	return parts
}

// usedOn is what a band used on the days of a part.
func (q *asked) usedOn(kind string, p *part) *big.Rat {
	end := p.runs[len(p.runs)-1]
	first, last := p.runs[0].first, end.first+int(end.days)-1
	used := new(big.Rat)
	for _, r := range q.covered(kind).runs {
		days := min(last, r.first+int(r.days)-1) - max(first, r.first) + 1
		if days > 0 {
			used.Add(used, mul(r.used, big.NewRat(int64(days), r.days)))
		}
	}
	return used
}

// tierYear is the calendar year in which the tier year of a day begins.
func tierYear(line *tariff.Line, day int) int {
	if civilDays[day].month < line.TierYearFrom {
		return civilDays[day].year - 1
	}
	return civilDays[day].year
}

// coveredMonths are the months whose limits the readings of a kind have.
func (q *asked) coveredMonths(kind string) *big.Rat {
	metered := q.facts.Metered[kind]
	from, to := q.from, q.to
	if metered.SinceOn != "" {
		from = dayNumber(metered.SinceOn)
	}
	if metered.UntilOn != "" {
		to = min(to, dayNumber(metered.UntilOn))
	}
	return big.NewRat(wholeSpan(from, to, q.versions[q.last.version].Rule.Proration), monthParts)
}

// joinShare is how much of a year's limits the household has in a tier year.
func (q *asked) joinShare(line *tariff.Line, year int) *big.Rat {
	joined := q.facts.HandoverOn
	if !line.TierKeep && q.facts.OwnerOn > joined {
		joined = q.facts.OwnerOn
	}
	if joined == "" || line.TierJoin == tariff.JoinWhole || tierYear(line, dayNumber(joined)) != year {
		return big.NewRat(1, 1)
	}
	from, left, days, months := max(line.TierYearFrom, 1), int64(0), int64(0), int64(0)
	for day := dayNumber(joined); tierYear(line, day) == year; day++ {
		left++
		if civilDays[day].day == 1 || left == 1 {
			months++
		}
	}
	if line.TierJoin != tariff.JoinDays {
		return big.NewRat(months, 12)
	}
	for year, month := year, from; days == 0 || month != from; year, month = year+month/12, month%12+1 {
		days += civilDays[firstOf(year, month)].monthDays
	}
	return big.NewRat(left, days)
}

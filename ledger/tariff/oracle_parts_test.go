package tariff_test

import (
	"math/big"
	"reflect"
	"strings"

	"shouqi/ledger/tariff"
)

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

// metered adds a line that counts a usage, part by part. More than one kind shares by days. Versions in which the line stands
// unchanged are one: the first of them adds it for all.
func (q *asked) metered(total *sums, version, place int, ruleHolds func(version, month int) bool) {
	same := q.sameLine(version, place)
	if same == nil {
		return
	}
	line := &q.versions[version].Rule.Lines[place]
	kinds := q.trees.kinds(line)
	one, days := len(kinds) == 1, q.coveredByAll(kinds)
	parts := q.parted(days, version, same, line, ruleHolds)
	if len(parts) == 0 {
		return
	}
	months := big.NewRat(wholeSpan(days.limits.first, days.limits.last, q.versions[q.last.version].Rule.Proration), monthParts)
	for _, p := range parts {
		used := one && p.used.Sign() > 0
		s := scene{month: p.month, months: months, days: big.NewRat(days.days(), 1)}
		if line.Formula != "" {
			s.result = big.NewRat(p.days, days.days())
			if one && days.total.Sign() > 0 {
				s.result = new(big.Rat).Quo(p.used, days.total)
			}
		} else {
			measured(line.Measure, q.facts) // it must be there
			s.quantity = p.used
			if p.days < days.days() {
				s.part = &p
			}
			s.bounds = q.limitShare(days, &p)
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
		total.beside = true
		amount := q.unit(line, s)
		free := *line
		free.Least, free.Most = "", ""
		bitten := line.Formula == "" && line.Least+line.Most != "" && q.unit(&free, s).Cmp(amount) != 0
		total.add(amount, q.leftOfPart(line, &p, used && !bitten))
		q.standsBeside(line, amount, p.dayCount())
	}
}

// limitShare is which part of the limits a part has. Days of the months of the limits that lie outside the days covered count with
// the part beside them, as far as all days together are not more than those months.
func (q *asked) limitShare(all *cover, p *part) *big.Rat {
	outside := func(first, last int) (sum int64) {
		for day := first; day <= last; day++ {
			sum += monthParts / civilDays[day].monthDays
		}
		return sum
	}
	whole := outside(all.limits.first, all.limits.last)
	if whole <= all.parts {
		return big.NewRat(p.parts, all.parts)
	}
	front, back := outside(all.limits.first, all.first-1), outside(all.last+1, all.limits.last)
	lost := int64(0)
	if p.runs[0].first == all.first {
		lost += front
	}
	if end := p.runs[len(p.runs)-1]; end.first+int(end.days)-1 == all.last {
		lost += back
	}
	q.meets(limitsBeside, lost > 0 && p.days < all.days())
	share := big.NewRat(lost, front+back)
	share.Mul(share, big.NewRat(whole-all.parts, 1)).Add(share, big.NewRat(p.parts, 1))
	return share.Quo(share, big.NewRat(whole, 1))
}

// sameLine says which versions have the line of a version at its place under the same conditions, one after another from it
// on; it is nil where the version before it has it too.
func (q *asked) sameLine(version, place int) []bool {
	if version > 0 && q.alike(version-1, version, place) {
		return nil
	}
	same := make([]bool, len(q.versions))
	same[version] = true
	for next := version + 1; next < len(q.versions) && q.alike(next-1, next, place); next++ {
		same[next] = true
	}
	return same
}

func (q *asked) alike(version, next, place int) bool {
	a, b := &q.versions[version].Rule, &q.versions[next].Rule
	return place < len(a.Lines) && place < len(b.Lines) && a.Lines[place].Price == b.Lines[place].Price &&
		reflect.DeepEqual(a.When, b.When) && reflect.DeepEqual(a.Lines[place], b.Lines[place])
}

// coveredByAll is the days that the readings of a kind cover, and those of several kinds where all cover the same; their limits
// are then of the first day to the last that one of them has. Other kinds are used in the span.
func (q *asked) coveredByAll(kinds []string) *cover {
	days := q.covered(kinds[0])
	limits := days.limits
	for _, other := range kinds[1:] {
		also := q.covered(other)
		if also.stretch != days.stretch {
			return q.covered(spanOnly)
		}
		limits = stretch{min(limits.first, also.limits.first), max(limits.last, also.limits.last)}
	}
	if limits == days.limits {
		return days
	}
	q.meets(limitsOfSeveral, true)
	all := *days
	all.limits = limits
	return &all
}

// parted returns the parts of a version's line where it is charged.
func (q *asked) parted(days *cover, version int, same []bool, line *tariff.Line, ruleHolds func(version, month int) bool) []part {
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
			if ruleHolds(version, month) && q.all(line.When, month) {
				lineHolds[month] = 1
			}
		}
		return lineHolds[month] > 0
	}
	if last && (!same[q.last.version] || !holds(q.last.month)) {
		return nil
	}
	for _, r := range days.runs {
		civil := &civilDays[r.first]
		month, charged := civil.month, last || same[r.version] && holds(civil.month)
		open = open && charged
		switch {
		case last:
			month = q.last.month
		case same[r.version] && ruleHolds(version, month):
			q.applied.add(r.days, r.waived)
			if charged && !q.applied.charged {
				q.applied.charged, q.applied.stretch = true, days.limits
			}
		}
		if this := tierYear(line, r.first); byYear && !last && this != year {
			year, open = this, false
			inYear = new(big.Rat)
		}
		if charged {
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
			p.parts += r.parts()
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

// limitsOf is the days whose limits the readings of a kind have.
func (q *asked) limitsOf(kind string) stretch {
	metered, limits := q.facts.Metered[kind], stretch{q.from, q.to}
	if metered.SinceOn != "" {
		limits.first = min(limits.first, dayNumber(metered.SinceOn))
	}
	if metered.UntilOn != "" {
		limits.last = min(limits.last, dayNumber(metered.UntilOn))
	}
	return limits
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

package tariff_test

import (
	"math/big"
	"slices"
	"strings"

	"shouqi/ledger/tariff"
)

// stretch is the days from one to another, both included.
type stretch struct{ first, last int }

func (s stretch) days() int64 { return int64(s.last - s.first + 1) }

// dial is a reading and what it counted a day.
type dial struct {
	stretch
	each *big.Rat
}

// cover is the days from the first to the last that the readings of a kind of meter cover, of the whole span where it was not
// read.
type cover struct {
	stretch
	limits   stretch // the days whose limits they have
	runs     []run
	total    *big.Rat
	parts    int64 // months by days
	readings int
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
	first, last := q.from, q.to
	var dials []dial
	for i, r := range q.facts.Metered[kind].Readings {
		d := dial{stretch: stretch{dayNumber(r.FromOn), dayNumber(r.ToOn)}}
		d.each = new(big.Rat).Quo(exactOf(r.Used), big.NewRat(d.days(), 1))
		if i == 0 {
			first, last = d.first, d.last
		}
		first, last = min(first, d.first), max(last, d.last)
		dials = append(dials, d)
	}
	made := &cover{stretch: stretch{first, last}, total: usedOrNothing(q.facts, kind), readings: len(dials), limits: q.limitsOf(kind)}
	if len(dials) == 0 {
		dials = []dial{{made.stretch, new(big.Rat).Quo(made.total, big.NewRat(made.days(), 1))}}
	}
	q.run(made, dials)
	if q.covers == nil {
		q.covers = map[string]*cover{}
	}
	q.covers[kind] = made
	return made
}

// run cuts the days that are covered wherever anything begins or has ended.
func (q *asked) run(made *cover, dials []dial) {
	var begins []int
	for i := range dials {
		begins = append(begins, dials[i].first, dials[i].last+1)
	}
	begins = append(begins, q.begins...)
	for _, waives := range q.waives {
		begins = append(begins, waives[0], waives[1]+1)
	}
	for day := made.first; day <= made.last; day += int(civilDays[day].monthDays) - civilDays[day].day + 1 {
		begins = append(begins, day)
	}
	begins = slices.DeleteFunc(begins, func(day int) bool { return day < made.first || day > made.last })
	slices.Sort(begins)
	begins = slices.Compact(begins)
	eachDay := map[uint64]*big.Rat{} // what all dials of a set counted a day
	for i, first := range begins {
		end := made.last + 1
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		r := run{version: max(q.versionOn(first), 0), waived: q.waivedOn(first), first: first, days: int64(end - first)}
		for i := range dials {
			if dials[i].first <= first && first <= dials[i].last {
				r.reading |= 1 << i
			}
		}
		each := eachDay[r.reading]
		if each == nil {
			each = new(big.Rat)
			for i := range dials {
				if r.reading>>i&1 == 1 {
					each.Add(each, dials[i].each)
				}
			}
			eachDay[r.reading] = each
		}
		r.used = mul(each, big.NewRat(r.days, 1))
		made.runs = append(made.runs, r)
		made.parts += r.parts()
	}
}

// parts are the months by days that a run is.
func (r *run) parts() int64 { return r.days * (monthParts / civilDays[r.first].monthDays) }

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

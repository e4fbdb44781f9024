package tariff_test

import (
	"math/big"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// The oracle is a second reading of the doc comments of Rule and its parts, written apart from the engine and in another
// way: it walks the span day by day, counts months in whole parts of which every month of 28 to 31 days has a whole number,
// works each line out for one unit of time and multiplies by the time at the end. It knows the engine's types only.

// monthParts is the least common multiple of 28, 29, 30 and 31.
const monthParts = 377_580

// bitsMost is what the contract lets a number have above or below the line.
const bitsMost = 1024

// mostFen is the largest amount the book can hold, one billion yuan.
const mostFen = 100_000_000_000

// cannot is what the oracle panics with where an answer does not exist.
type cannot string

// trees are the formulas of a case as trees, by their text: the oracle never parses one.
type trees map[string]*tree

// segment is a stretch of days within one calendar month, one version and one set of concessions.
type segment struct {
	version   int
	waived    uint64 // bit i is concession i
	month     int
	days      int64
	monthDays int64
	opens     bool // it holds the first covered day of its calendar month
}

// asked is one question to the oracle.
type asked struct {
	trees       trees
	versions    []tariff.Version
	facts       *tariff.Facts
	concessions []tariff.Concession
	segments    []segment
	last        segment
	spanParts   int64 // months of the whole span, uncut, by the last version's proration
}

// oracle returns the exact sum in yuan, its rounding in fen, whether the rule applies, and whether there is no answer.
func (known trees) oracle(versions []tariff.Version, facts *tariff.Facts, from, to calendar.Date,
	concessions []tariff.Concession) (exact *big.Rat, fen int64, applies, failed bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if _, ours := reason.(cannot); !ours {
				panic(reason)
			}
			exact, fen, applies, failed = nil, 0, false, true
		}
	}()
	versions = slices.SortedFunc(slices.Values(versions), func(a, b tariff.Version) int {
		return strings.Compare(string(a.FromOn), string(b.FromOn))
	})
	q := &asked{trees: known, versions: versions, facts: facts, concessions: concessions}
	q.cut(dayNumber(from), dayNumber(to))
	exact, applies = q.sum()
	if !applies {
		return new(big.Rat), 0, false, false
	}
	return exact, roundFen(exact, versions[q.last.version].Rule.Rounding), true, false
}

// sum adds the lines of every version over its segments, then bounds the sum as the last day's version says.
func (q *asked) sum() (*big.Rat, bool) {
	total, applies := new(big.Rat), false
	ruleHolds := make([][13]int8, len(q.versions)) // by month: 0 not asked, 1 yes, -1 no
	holds := func(version, month int) bool {
		known := &ruleHolds[version][month]
		if *known == 0 {
			*known = -1
			if q.all(q.versions[version].Rule.When, month) {
				*known = 1
			}
		}
		return *known > 0
	}
	monthsApplied := int64(0)
	for _, s := range q.segments {
		if holds(s.version, s.month) {
			applies = true
			monthsApplied += parts(q.versions[s.version].Rule.Proration, s)
		}
	}
	for version := q.segments[0].version; version <= q.last.version; version++ {
		for i := range q.versions[version].Rule.Lines {
			line := &q.versions[version].Rule.Lines[i]
			if q.trees.once(line) {
				if version == q.last.version && holds(version, q.last.month) && q.all(line.When, q.last.month) {
					total.Add(total, mul(q.unit(line, q.last.month), q.kept(q.last.waived)))
				}
				continue
			}
			total.Add(total, q.overTime(version, line, holds))
		}
	}
	rule := &q.versions[q.last.version].Rule
	if applies {
		months := big.NewRat(monthsApplied, monthParts)
		if rule.LimitPer == tariff.Period {
			months = big.NewRat(1, 1)
		}
		total = q.bound(total, rule.Least, rule.Most, months)
	}
	return total, applies
}

// once reports whether a line is charged once for the span.
func (known trees) once(line *tariff.Line) bool {
	if line.Per != "" {
		return line.Per == tariff.Period
	}
	if line.Formula != "" {
		return known[line.Formula].asks(ofPeriod)
	}
	return ofPeriod(line.Measure)
}

// ofPeriod reports whether a measure is counted over the period and does not stand.
func ofPeriod(measure tariff.Measure) bool {
	return measure == tariff.Turnover || strings.HasPrefix(string(measure), "usage:") || strings.HasPrefix(string(measure), "item:")
}

// overTime is the line's unit amount × Σ time × what the concessions leave. A formula that names the month has a unit
// amount for each.
func (q *asked) overTime(version int, line *tariff.Line, ruleHolds func(version, month int) bool) *big.Rat {
	type share struct {
		waived uint64
		month  int
	}
	var shares []share
	var times []int64
	monthly := line.Formula != "" && q.trees[line.Formula].asks(func(m tariff.Measure) bool { return m == "month" })
	under := map[tariff.Per]int64{tariff.Day: 1, tariff.Year: 12 * monthParts}[line.Per]
	if under == 0 {
		under = monthParts
	}
	var lineHolds [13]int8
	for _, s := range q.segments {
		if s.version != version || !ruleHolds(version, s.month) {
			continue
		}
		if lineHolds[s.month] == 0 {
			lineHolds[s.month] = -1
			if q.all(line.When, s.month) {
				lineHolds[s.month] = 1
			}
		}
		time := s.days
		if line.Per != tariff.Day {
			time = parts(q.versions[version].Rule.Proration, s)
		}
		if lineHolds[s.month] < 0 || time == 0 {
			continue
		}
		key := share{waived: s.waived}
		if monthly {
			key.month = s.month
		}
		at := slices.Index(shares, key)
		if at < 0 {
			at = len(shares)
			shares, times = append(shares, key), append(times, 0)
		}
		times[at] += time
	}
	total := new(big.Rat)
	for i, share := range shares {
		time := mul(big.NewRat(times[i], under), q.kept(share.waived))
		total.Add(total, time.Mul(time, q.unit(line, share.month)))
	}
	return total
}

// kept is the product of the factors of some concessions.
func (q *asked) kept(waived uint64) *big.Rat {
	product := big.NewRat(1, 1)
	for i, c := range q.concessions {
		if waived>>i&1 == 1 {
			product.Mul(product, exactOf(c.Factor))
		}
	}
	return product
}

// unit is the line for one unit of its time, bounded.
func (q *asked) unit(line *tariff.Line, month int) *big.Rat {
	var amount *big.Rat
	switch {
	case line.Formula != "":
		amount = q.trees[line.Formula].value(q.facts, month)
	case len(line.Tiers) > 0:
		amount = q.tiered(line, q.billable(line))
	default:
		amount = mul(q.billable(line), q.number(line.Price))
	}
	if line.Factor != "" {
		amount = mul(amount, q.number(line.Factor))
	}
	return q.bound(amount, line.Least, line.Most, big.NewRat(1, 1))
}

// billable is what is measured less what is included.
func (q *asked) billable(line *tariff.Line) *big.Rat {
	quantity := measured(line.Measure, q.facts)
	if line.Less != "" {
		return larger(new(big.Rat), new(big.Rat).Sub(quantity, q.number(line.Less)))
	}
	if len(line.Tiers) > 0 {
		return notNegative(quantity)
	}
	return quantity
}

func (q *asked) bound(amount *big.Rat, least, most tariff.Value, times *big.Rat) *big.Rat {
	if least != "" {
		if low := mul(q.number(least), times); amount.Cmp(low) < 0 {
			amount = low
		}
	}
	if most != "" {
		if high := mul(q.number(most), times); amount.Cmp(high) > 0 {
			amount = high
		}
	}
	return amount
}

// number reads a decimal or the own field it names.
func (q *asked) number(value tariff.Value) *big.Rat {
	text := string(value)
	if strings.HasPrefix(text, "[") {
		return ownNumber(q.facts, strings.Trim(text, "[]"))
	}
	return decimalOf(text)
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// roundFen rounds the exact sum to its unit and gives fen.
func roundFen(exact *big.Rat, rounding tariff.Rounding) int64 {
	unit := map[string]int64{"": 1, "fen": 1, "jiao": 10, "yuan": 100}[rounding.To]
	scaled := mul(exact, big.NewRat(100, unit))
	above := new(big.Int).Abs(scaled.Num())
	quotient, rest := new(big.Int).QuoRem(above, scaled.Denom(), new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(scaled.Denom())
	var away bool
	switch rounding.Mode {
	case "up":
		away = rest.Sign() > 0
	case "down":
	case "half_even":
		away = half > 0 || half == 0 && quotient.Bit(0) == 1
	default:
		away = half >= 0
	}
	if away {
		quotient.Add(quotient, big.NewInt(1))
	}
	quotient.Mul(quotient, big.NewInt(unit))
	if quotient.Cmp(big.NewInt(mostFen)) > 0 {
		panic(cannot("more than the book can hold"))
	}
	if scaled.Sign() < 0 {
		return -quotient.Int64()
	}
	return quotient.Int64()
}

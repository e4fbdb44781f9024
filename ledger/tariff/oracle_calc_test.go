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
	begins    int64 // the day of the month that it begins on
	days      int64
	monthDays int64
	opens     bool // it holds the first covered day of its calendar month
	cutMonth  bool // the span does not have all of its calendar month
	nth       int  // which of the span's calendar months it is in
	at        int  // its place among the segments
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

	from, to int      // the span
	begins   []int    // the versions' first days
	waives   [][2]int // the concessions' first and last days
	calendar []*monthAsked
	covers   map[string]*cover
	keeps    map[uint64]*big.Rat
	daily    []dayAsked // by segment
	besides  map[string]*besideAsked
	lines    map[lineMonth][]lineTime
	applied  readDays
	met      met
}

// oracle returns the exact sum in yuan, its rounding in fen, whether the rule applies, and whether there is no answer.
func (known trees) oracle(versions []tariff.Version, facts *tariff.Facts, from, to calendar.Date,
	concessions []tariff.Concession) (exact *big.Rat, fen int64, applies, failed bool) {
	exact, fen, applies, failed, _ = known.meet(versions, facts, from, to, concessions)
	return exact, fen, applies, failed
}

// meet is oracle with what the answer met.
func (known trees) meet(versions []tariff.Version, facts *tariff.Facts, from, to calendar.Date,
	concessions []tariff.Concession) (exact *big.Rat, fen int64, applies, failed bool, seen met) {
	defer func() {
		if reason := recover(); reason != nil {
			if _, ours := reason.(cannot); !ours {
				panic(reason)
			}
			exact, fen, applies, failed, seen = nil, 0, false, true, 0
		}
	}()
	versions = slices.SortedFunc(slices.Values(versions), func(a, b tariff.Version) int {
		return strings.Compare(string(a.FromOn), string(b.FromOn))
	})
	q := &asked{trees: known, versions: versions, facts: facts, concessions: concessions}
	q.cut(dayNumber(from), dayNumber(to))
	exact, applies = q.sum()
	if !applies {
		return new(big.Rat), 0, false, false, q.met
	}
	return exact, roundFen(exact, versions[q.last.version].Rule.Rounding), true, false, q.met
}

// sum adds the lines of every version, as they are asked and as the concessions leave them, bounds the first as the last
// day's version says and takes from it what the concessions took from the lines.
func (q *asked) sum() (*big.Rat, bool) {
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
	pieces := dayCount{}
	for _, s := range q.segments {
		if holds(s.version, s.month) {
			pieces.add(s.days, s.waived)
			q.inMonth(s).parts += parts(q.versions[s.version].Rule.Proration, s)
			q.daily[s.at].applies = true
		}
	}
	total := new(sums)
	for version := range q.versions {
		for i := range q.versions[version].Rule.Lines {
			line := &q.versions[version].Rule.Lines[i]
			switch {
			case !q.trees.once(line):
				q.overTime(total, version, i, holds)
			case len(q.trees.kinds(line)) > 0:
				q.metered(total, version, i, holds)
			case version == q.last.version && holds(version, q.last.month) && q.all(line.When, q.last.month):
				whole := big.NewRat(q.spanParts, monthParts)
				times := scene{month: q.last.month, months: whole, days: big.NewRat(int64(q.to-q.from+1), 1), less: whole, limits: whole}
				if line.LessPer == tariff.Period {
					times.less = nil
				}
				if line.TierBy == tariff.TierPeriod {
					times.limits = nil
				}
				q.meetsOnce(line)
				total.beside = true
				amount := q.unit(line, times)
				total.add(amount, q.leftOfSpan(line))
				q.standsBeside(line, amount, q.spanDays())
			}
		}
	}
	if pieces.count == 0 && q.applied.count == 0 {
		return nil, false
	}
	q.holdLines(total)
	bounded := q.limited(total, pieces.count == 0)
	q.meetsBound(bounded.Cmp(&total.asked), pieces.count == 0)
	if !total.beside {
		if left := q.leftByMonth(); left != nil {
			return left, true
		}
	}
	switch {
	case bounded.Cmp(&total.asked) == 0:
		return &total.left, true
	case len(q.concessions) == 0:
		return bounded, true
	}
	return mul(bounded, q.leftTogether()), true
}

// limited is the sum of the lines within the rule's bounds.
func (q *asked) limited(total *sums, before bool) *big.Rat {
	rule := &q.versions[q.last.version].Rule
	if rule.LimitPer == tariff.Period {
		return q.bound(&total.asked, rule.Least, rule.Most, nil)
	}
	if before {
		months := int64(0)
		if q.applied.charged {
			months = wholeSpan(q.applied.first, q.applied.last, rule.Proration)
		}
		return q.bound(&total.asked, rule.Least, rule.Most, big.NewRat(months, monthParts))
	}
	more := int64(0)
	if since := q.limitsSince(); since < q.from {
		more = wholeSpan(since, q.to, rule.Proration) - q.spanParts
		q.meets(mostSkipped, rule.Most != "" && more > 0)
	}
	return q.limitedByMonth(rule, total, more)
}

// limitsSince is the first day whose limits a metered line of the last version has.
func (q *asked) limitsSince() int {
	since := q.from
	lines := q.versions[q.last.version].Rule.Lines
	for i := range lines {
		if q.trees.once(&lines[i]) {
			if kinds := q.trees.kinds(&lines[i]); len(kinds) > 0 {
				since = min(since, q.coveredByAll(kinds).limits.first)
			}
		}
	}
	return since
}

// sums are what the lines ask and what the concessions leave of it.
type sums struct {
	asked, left big.Rat
	beside      bool // some line does not count by time
}

func (s *sums) add(amount, left *big.Rat) {
	s.asked.Add(&s.asked, amount)
	s.left.Add(&s.left, times(amount, left))
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
// amount for each, one that names the months or the days one for each piece.
func (q *asked) overTime(total *sums, version, place int, ruleHolds func(version, month int) bool) {
	type share struct {
		waived uint64
		month  int
		piece  int
	}
	var shares []share
	var months, days []int64
	var within [][]segment
	rule := &q.versions[version].Rule
	line := &rule.Lines[place]
	monthly := q.trees.monthly(line)
	cut := monthly || ofMonth(rule.When) || ofMonth(line.When)
	pieces := line.Formula != "" && q.trees[line.Formula].asks(ofPiece)
	var lineHolds [13]int8
	piece := 0
	for i, s := range q.segments {
		if i > 0 && (cut || s.version != q.segments[i-1].version || s.waived != q.segments[i-1].waived) {
			piece++
		}
		if s.version != version || !ruleHolds(version, s.month) {
			continue
		}
		if lineHolds[s.month] == 0 {
			lineHolds[s.month] = -1
			if q.all(line.When, s.month) {
				lineHolds[s.month] = 1
			}
		}
		if lineHolds[s.month] < 0 {
			continue
		}
		key := share{waived: s.waived}
		if monthly {
			key.month = s.month
		}
		if pieces {
			key.piece = piece
		}
		at := slices.Index(shares, key)
		if at < 0 {
			at = len(shares)
			shares, months, days, within = append(shares, key), append(months, 0), append(days, 0), append(within, nil)
		}
		within[at] = append(within[at], s)
		months[at] += parts(rule.Proration, s)
		days[at] += s.days
	}
	for i, share := range shares {
		s := scene{month: share.month, months: big.NewRat(months[i], monthParts), days: big.NewRat(days[i], 1)}
		time := s.months
		switch line.Per {
		case tariff.Day:
			time = s.days
		case tariff.Year:
			time = big.NewRat(months[i], 12*monthParts)
		}
		if time.Sign() != 0 {
			unit, kept := q.unit(line, s), q.kept(line, share.waived)
			total.add(mul(time, unit), kept)
			q.addToMonths(line, within[i], unit, kept)
			q.addToLine(version, place, within[i], s, unit, kept)
		}
	}
}

// ofPiece reports whether a formula's name is about the length of the piece.
func ofPiece(measure tariff.Measure) bool { return measure == "months" || measure == "days" }

// ofMonth reports whether conditions ask for the month.
func ofMonth(conditions []tariff.Condition) bool {
	return slices.ContainsFunc(conditions, func(c tariff.Condition) bool { return c.Field == "month" })
}

// scene is what a line is worked out from, beside the room. A nil factor is 1.
type scene struct {
	month    int
	months   *big.Rat // those that a formula is told, and the days
	days     *big.Rat
	quantity *big.Rat // of a metered line; nil is what the measure counts
	result   *big.Rat // multiplies what a formula, within its bounds, comes to
	less     *big.Rat // multiplies what is included,
	limits   *big.Rat // the limits of the tiers
	bounds   *big.Rat // and the bounds
	before   *big.Rat // what fills the lower tiers first
	part     *part    // the part of the days, nil for all
}

// times multiplies by a factor; nil is 1.
func times(amount, factor *big.Rat) *big.Rat {
	if factor == nil {
		return amount
	}
	return mul(amount, factor)
}

// unit is the line for one unit of its time, bounded.
func (q *asked) unit(line *tariff.Line, s scene) *big.Rat {
	var amount *big.Rat
	switch {
	case line.Formula != "":
		amount = q.trees[line.Formula].value(moment{q.facts, s.month, s.months, s.days})
	case len(line.Tiers) > 0:
		amount = q.tiered(line, q.billable(line, s), s)
	default:
		amount = mul(q.billable(line, s), q.number(line.Price))
	}
	if line.Factor != "" {
		amount = mul(amount, q.number(line.Factor))
	}
	return times(q.bound(amount, line.Least, line.Most, s.bounds), s.result)
}

// billable is what is measured less what is included.
func (q *asked) billable(line *tariff.Line, s scene) *big.Rat {
	quantity := s.quantity
	if quantity == nil {
		quantity = measured(line.Measure, q.facts)
	}
	if line.Less != "" {
		return larger(new(big.Rat), new(big.Rat).Sub(quantity, times(q.number(line.Less), s.less)))
	}
	if len(line.Tiers) > 0 {
		return notNegative(quantity)
	}
	return quantity
}

func (q *asked) bound(amount *big.Rat, least, most tariff.Value, factor *big.Rat) *big.Rat {
	if least != "" {
		if low := times(q.number(least), factor); amount.Cmp(low) < 0 {
			amount = low
		}
	}
	if most != "" {
		if high := times(q.number(most), factor); amount.Cmp(high) > 0 {
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

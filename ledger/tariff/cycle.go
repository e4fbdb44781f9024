package tariff

import "shouqi/ledger/calendar"

// Cycle is how often a charge item is billed.
type Cycle string

// The cycles. Months, quarters, half-years and years are those of the calendar. An anniversary is the year that begins on
// the month and day of a lease or a purchase; one that began on 29 February begins on the 28th where there is none. Once
// and AnySpan have no periods of their own: their one period is the span that is asked for.
const (
	EveryMonth    Cycle = "month"
	EveryQuarter  Cycle = "quarter"
	EveryHalfYear Cycle = "half_year"
	EveryYear     Cycle = "year"
	Anniversary   Cycle = "anniversary"
	Once          Cycle = "once"
	AnySpan       Cycle = "span"
)

// periodsMost is how many periods Periods lists: a hundred years of months.
const periodsMost = 1200

// Span is the days From..To, both included.
type Span struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// months returns the length of a period in months, 0 for a cycle that has no periods of its own and for an unknown one.
func (c Cycle) months() int {
	switch c {
	case EveryMonth:
		return 1
	case EveryQuarter:
		return 3
	case EveryHalfYear:
		return 6
	case EveryYear, Anniversary:
		return 12
	}
	return 0
}

// Known reports whether the cycle is one of ours.
func (c Cycle) Known() bool { return c.months() > 0 || c == Once || c == AnySpan }

// PeriodOf returns the first and the last day of the cycle's period that holds the day on. anchor matters to an anniversary
// alone; it may be "" for the others. For Once and AnySpan it returns the day itself twice. It refuses an unknown cycle, a
// day or an anchor that is not a valid date, and a period that leaves the book's years, 1900 to 2999 (tariff.cycle).
func (c Cycle) PeriodOf(on, anchor calendar.Date) (from, to calendar.Date, err error) {
	first, last, err := c.periodOf(on, anchor)
	if err != nil {
		return "", "", err
	}
	from, to = first.date(), last.date()
	if from == "" || to == "" {
		return "", "", refuse(CodeCycle, string(c))
	}
	return from, to, nil
}

// periodOf is PeriodOf in days. The period may lie partly outside the book's years, which its caller refuses.
func (c Cycle) periodOf(on, anchor calendar.Date) (day, day, error) {
	asked, held := dayOf(on)
	if !held || !c.Known() {
		return 0, 0, refuse(CodeCycle, string(c))
	}
	length := c.months()
	if length == 0 {
		return asked, asked, nil
	}
	here := asked.civil()
	if c != Anniversary {
		// Months are counted from a January, and every length divides 12, so periods begin in the months they do in any
		// calendar.
		month := here.month - here.month%length
		return dayNumber(month, 1), dayNumber(month+length, 1) - 1, nil
	}
	anchored, held := dayOf(anchor)
	if !held {
		return 0, 0, refuse(CodeCycle, string(c))
	}
	begins := anchored.civil()
	// Before this year's anniversary the day still belongs to the year that began in the year before.
	year := here.year()
	if asked < anniversary(begins, year) {
		year--
	}
	return anniversary(begins, year), anniversary(begins, year+1) - 1, nil
}

// anniversary returns the day of a year that has the anchor's month and day: 28 February for 29 February in a common year.
func anniversary(begins civil, year int) day {
	return monthBegin(year*12+begins.month%12, begins.day)
}

// Periods lists the cycle's periods that touch the days from..to, whole and in order; for Once and AnySpan it returns
// from..to alone. It refuses what PeriodOf refuses, an invalid span (tariff.span) and more than 1,200 periods
// (tariff.cycle_count).
func (c Cycle) Periods(from, to, anchor calendar.Date) ([]Span, error) {
	first, last, err := spanOf(from, to)
	if err != nil {
		return nil, err
	}
	if c == Once || c == AnySpan {
		return []Span{{from, to}}, nil
	}
	var spans []Span
	for on := first; on <= last; {
		if len(spans) == periodsMost {
			return nil, refuse(codeCycleCount, periodsMost)
		}
		begins, ends, err := c.PeriodOf(on.date(), anchor)
		if err != nil {
			return nil, err
		}
		spans = append(spans, Span{begins, ends})
		end, _ := dayOf(ends)
		on = end + 1
	}
	return spans, nil
}

// MonthDay returns the day of the month from which the months of the span are counted (see Facts) where the span is whole years
// from its first day on, such as 10 February to 9 February: each of them is one year then, whatever its months. Of any other
// span it is 0.
func (s Span) MonthDay() int {
	first, valid := dayOf(s.From)
	last, also := dayOf(s.To)
	if !valid || !also || last <= first {
		return 0
	}
	begins := first.civil()
	if last+1 != anniversary(begins, (last+1).civil().year()) {
		return 0
	}
	return begins.day
}

// CountsDays reports whether two parts of a period cost what the whole costs: every line counts by time, days are counted as days,
// and no other item's amount is asked for, which is one of a whole period.
func (r Rule) CountsDays() bool {
	return (r.Proration == "" || r.Proration == ByDays) && r.HasPartPrice()
}

// HasPartPrice reports whether the rule says what a part of a period costs beside another part that is charged already: every line
// counts by time, a month that both touch is not charged twice, and no other item's amount is asked for, which is one of a whole period.
func (r Rule) HasPartPrice() bool {
	if r.Proration == ByWhole {
		return false
	}
	for i := range r.Lines {
		if r.Lines[i].time() == Period {
			return false
		}
	}
	for _, need := range r.Needs() {
		if prefix, _ := need.split(); prefix == AmountOf {
			return false
		}
	}
	return true
}

// TierYearOf returns the line's tier year that holds the day on; a day that is not valid is tariff.cycle.
func (l Line) TierYearOf(on calendar.Date) (Span, error) {
	asked, valid := dayOf(on)
	if !valid {
		return Span{}, refuse(CodeCycle, string(EveryYear))
	}
	year := l.tierYear(asked)
	return Span{year.from.date(), year.to.date()}, nil
}

// JoinedOn returns the day on which a household joined by the line's rule: the handover of the room or, unless the tiers belong
// to the room (TierKeep), the day from which a later owner has it. "" is none that is known.
func (l Line) JoinedOn(handoverOn, ownerOn calendar.Date) calendar.Date {
	if l.TierKeep {
		return handoverOn
	}
	return max(handoverOn, ownerOn)
}

// DueOn returns the last day on which a bill of the span is paid in time: so many days after the span's first day where it
// is paid in advance, after its last day where it is paid in arrears. A day beyond the book's years is "".
func DueOn(span Span, advance bool, days int) calendar.Date {
	if advance {
		return span.From.AddDays(days)
	}
	return span.To.AddDays(days)
}

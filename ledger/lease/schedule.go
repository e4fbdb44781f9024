package lease

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Turnover is what a tenant took in one period of the lease, which its first day names.
type Turnover struct {
	FromOn calendar.Date `json:"fromOn"`
	Fen    money.Fen     `json:"fen"`
}

// Charge is what one period of a lease asks for under one item, and how it comes about. The amount may be 0: a rent-free
// period, a share below its floor.
type Charge struct {
	Item string      `json:"item"`
	Span tariff.Span `json:"span"`
	// Share tells a share of turnover from rent.
	Share     bool          `json:"share"`
	DueOn     calendar.Date `json:"dueOn"`
	AmountFen money.Fen     `json:"amountFen"`
	// Exact is the sum in yuan before its one rounding.
	Exact tariff.Number `json:"exact"`
	Steps []string      `json:"steps"`
	// TermsFromOn is the day from which the terms of the period's last day hold.
	TermsFromOn calendar.Date `json:"termsFromOn"`
	// Unreported says that the amount waits for the turnover of the period. FloorFen is then the rent that is its floor.
	Unreported bool      `json:"unreported"`
	FloorFen   money.Fen `json:"floorFen"`
}

// Schedule returns what a lease asks for in each of its periods that touch the days from..to, in order: its rent, and its
// share of turnover where it has one. Each period is cut where terms, escalations, rent-free spans and discounts begin and
// end; its amount is rounded once. It is pure. It refuses what Check refuses, a span that is none (lease.span) and an
// amount beyond what a book holds (tariff.too_large).
func Schedule(l Lease, turnovers []Turnover, from, to calendar.Date) ([]Charge, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if err := checkSpan(from, to); err != nil {
		return nil, err
	}
	told := make(map[calendar.Date]money.Fen, len(turnovers))
	for _, t := range turnovers {
		told[t.FromOn] = t.Fen
	}
	var charges []Charge
	for _, period := range l.periods(span{dayOf(from), dayOf(to)}) {
		rent, free, err := l.rent(period)
		if err != nil {
			return nil, err
		}
		terms, termsFrom := l.TermsOn(period.last.date())
		rent.TermsFromOn = termsFrom
		if terms.Share == nil || free {
			charges = append(charges, rent)
			continue
		}
		fen, reported := told[rent.Span.From]
		share, err := l.share(period, terms.Share, &rent, fen, reported)
		if err != nil {
			return nil, err
		}
		charges = append(charges, rent, share)
	}
	return charges, nil
}

// piece is a part of a period on which everything about the rent stays as it is.
type piece struct {
	span
	terms     *held
	free      bool
	discounts []Discount
}

// held is terms with the days on which they hold.
type held struct {
	Terms
	on    span
	rises []rise
}

func (l *Lease) versions() []held {
	last := dayOf(l.ToOn)
	all := []held{{Terms: l.Terms, on: span{dayOf(l.FromOn), last}}}
	for _, a := range l.Amendments {
		from := dayOf(a.FromOn)
		all[len(all)-1].on.last = from - 1
		all = append(all, held{Terms: a.Terms, on: span{from, last}})
	}
	for i := range all {
		all[i].rises = all[i].Terms.rises(all[i].on)
	}
	return all
}

// pieces cuts a period wherever something about the rent changes.
func (l *Lease) pieces(period span) []piece {
	var all []piece
	for _, version := range l.versions() {
		within, ok := version.on.cut(period)
		if !ok {
			continue
		}
		starts := []day{within.first}
		for _, change := range version.rises {
			starts = append(starts, change.from)
		}
		for _, free := range version.Free {
			starts = append(starts, dayOf(free.From), dayOf(free.To)+1)
		}
		for _, discount := range version.Discounts {
			on := discount.on(version.on)
			starts = append(starts, on.first, on.last+1)
		}
		starts = slices.DeleteFunc(starts, func(d day) bool { return !within.holds(d) })
		slices.Sort(starts)
		starts = slices.Compact(starts)
		for i, first := range starts {
			last := within.last
			if i+1 < len(starts) {
				last = starts[i+1] - 1
			}
			all = append(all, version.piece(span{first, last}))
		}
	}
	return all
}

func (h held) piece(on span) piece {
	p := piece{span: on, terms: &h}
	for _, free := range h.Free {
		p.free = p.free || spanOf(free).holds(on.first)
	}
	for _, discount := range h.Discounts {
		if discount.on(h.on).holds(on.first) {
			p.discounts = append(p.discounts, discount)
		}
	}
	return p
}

func (d Discount) on(held span) span {
	last := held.last
	if d.ToOn != "" {
		last = dayOf(d.ToOn)
	}
	return span{dayOf(d.FromOn), last}
}

// rent works out the rent of a period, and says whether all of it is rent-free.
func (l *Lease) rent(period span) (Charge, bool, error) {
	pieces := l.pieces(period)
	charge := Charge{Item: l.Items.Rent, Span: period.dates()}
	charge.DueOn = tariff.DueOn(charge.Span, l.Advance, l.DueDays)
	var sums []tariff.Number
	free := true
	for _, p := range pieces {
		if p.free {
			charge.Steps = append(charge.Steps, "免租期 "+p.words())
			continue
		}
		free = false
		yuan, steps := l.pieceRent(p, period, len(pieces) > 1)
		charge.Exact = charge.Exact.Add(yuan)
		sums, charge.Steps = append(sums, yuan), append(charge.Steps, steps...)
	}
	if len(sums) > 1 {
		charge.Steps = append(charge.Steps, sumStep(sums, charge.Exact))
	}
	err := l.round(&charge)
	return charge, free, err
}

func (l *Lease) pieceRent(p piece, period span, dated bool) (tariff.Number, []string) {
	prefix := ""
	if dated {
		prefix = p.words() + "："
	}
	r := p.terms.rateOn(p.first, p.terms.rises)
	times, unit := l.grid().count(p.span, period, l.Proration), " 月"
	if p.terms.Rent.Per == tariff.Day {
		times, unit = tariff.Whole(int64(p.days())), " 天"
	}
	yuan := r.yuan.Mul(times)
	steps := []string{prefix + r.words + " × " + mixed(times) + unit + r.factors() + " = " + grouped(yuan)}
	for _, discount := range p.discounts {
		before := yuan
		yuan = yuan.Mul(percent(discount.Percent))
		steps = append(steps, prefix+discount.Name+" "+grouped(before)+" × "+string(discount.Percent)+"% = "+grouped(yuan))
	}
	return yuan, steps
}

// round fills in the amount. The rounding is tariff's own: a rule of one line that takes the exact sum as it is.
func (l *Lease) round(charge *Charge) error {
	const exact = "exact"
	from := l.FromOn
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.AmountOf + exact, Price: "1"}}, Rounding: l.Rounding}
	result, err := tariff.Price([]tariff.Version{{FromOn: from, Rule: rule}}, tariff.Facts{Items: map[string]tariff.Number{exact: charge.Exact}}, from, from, nil)
	if err != nil {
		return asRefusal(err)
	}
	charge.AmountFen = result.AmountFen
	if rounded := tariff.Ratio(int64(charge.AmountFen), 100); rounded.Cmp(charge.Exact) != 0 {
		charge.Steps = append(charge.Steps, grouped(charge.Exact)+" → "+grouped(rounded))
	}
	return nil
}

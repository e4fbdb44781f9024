package lease

import (
	"fmt"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Turnover is what a tenant took in one period of the lease, in fen; FromOn is the period's first day, by which it is
// known.
type Turnover struct {
	FromOn calendar.Date `json:"fromOn"`
	Fen    money.Fen     `json:"fen"`
}

// Charge is what one period of a lease asks for under one item, and how it comes about. The amount may be 0: a rent-free
// period (免租期), a share that is not above its floor.
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
	// Unreported says that the amount waits for the turnover of the period. FloorFen is then the rent that is its floor,
	// which a screen shows meanwhile.
	Unreported bool      `json:"unreported"`
	FloorFen   money.Fen `json:"floorFen"`
}

// Schedule returns what a lease asks for in each of its periods that touch the days from..to, in order: its rent, and its
// share of turnover where it has one. Each period is cut where terms, escalations, rent-free spans and discounts begin
// and end; its amount is rounded once. It is pure: the same lease and turnovers always come to the same charges, which is
// how bills are held against a lease later. It refuses what Check refuses, days that are none or the wrong way round
// (lease.span) and an amount beyond what a book holds (tariff.too_large).
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
		// A period that is wholly rent-free by contract has no share of turnover either.
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

// piece is a part of a period on which everything about the rent stays as it is; its first day answers for all.
type piece struct {
	span
	terms     *held
	free      bool
	discounts []Discount
}

// held is terms with the days on which they hold and the changes of the rent that they bring on these.
type held struct {
	Terms
	on    span
	rises []rise
}

// versions returns the terms of the contract and of its amendments, each with its days, which follow each other to the
// contract's last day. An early end does not matter here: the periods are cut to it.
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

// pieces cuts a period wherever something about the rent changes. The pieces follow each other and make up the whole
// period.
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
		// A day outside the period cuts nothing, and several changes on one day cut once.
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

// piece returns a part of a period with what holds on it.
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

// on returns the days of a discount; an open one lasts as long as its terms.
func (d Discount) on(held span) span {
	last := held.last
	if d.ToOn != "" {
		last = dayOf(d.ToOn)
	}
	return span{dayOf(d.FromOn), last}
}

// rent works out the rent of a period and reports whether all of it is rent-free. The rent-free days stand among its
// steps, so that a tenant sees why the first bill is smaller.
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

// pieceRent returns the rent of a piece in yuan, exactly, with its steps. Dated puts the days before each, where a period
// has several pieces.
func (l *Lease) pieceRent(p piece, period span, dated bool) (tariff.Number, []string) {
	prefix := ""
	if dated {
		prefix = p.words() + "："
	}
	r := p.terms.rateOn(p.first, p.terms.rises)
	months := l.grid().count(p.span, period, l.Proration)
	times, count := months.number(), months.words()
	if p.terms.Rent.Per == tariff.Day {
		times, count = tariff.Whole(int64(p.days())), fmt.Sprintf("%d 天", p.days())
	}
	yuan := r.yuan.Mul(times)
	steps := []string{prefix + r.words + " × " + count + r.factors() + " = " + grouped(yuan)}
	for _, discount := range p.discounts {
		before := yuan
		yuan = yuan.Mul(percent(discount.Percent))
		steps = append(steps, prefix+discount.Name+" "+grouped(before)+" × "+string(discount.Percent)+"% = "+grouped(yuan))
	}
	return yuan, steps
}

// round fills in the amount of a charge in fen. The rounding is tariff's own, so that leases and items round alike: a
// rule of one line that takes the exact sum as it is. A sum that was rounded gets a step that says so.
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

package billing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// moversMax is how many of the biggest changes an Effect names.
const moversMax = 20

// Effect is what another price would do, on the rooms of this estate: the same period priced by the book and by the
// draft, by what the book knows today. Nothing of it is saved.
type Effect struct {
	// Span is the period compared: the first whole one under the new price, or, where readings decide, the last whole one.
	Span tariff.Span
	// Households counts the objects that are charged by the book or by the draft, Changed those whose amount differs.
	Households, Changed int
	OldFen, NewFen      money.Fen // of the whole estate, for the one period
	// Movers are the biggest changes either way, the biggest first, at most 20.
	Movers []Mover
	// Negative are charged less than nothing by the draft, each once, with NewFen 0; Failing cannot be worked out by it,
	// each with its reason. Neither is in NewFen, so that a draft with many of them looks cheaper than it is.
	Negative []Mover
	Failing  []Exception
}

// Mover is one object's amount before and after, in fen. Steps are those of the new amount, none where there is none.
type Mover struct {
	Code           string
	OldFen, NewFen money.Fen
	Steps          []string
}

// ChangeFen is how much more the object pays; it is below zero where it pays less.
func (m Mover) ChangeFen() money.Fen { return m.NewFen - m.OldFen }

// Effect shows what a draft would do before anything is saved: a new tariff of an item, or the next version of one. A
// version that ChangePrice would refuse for its day or its rule is refused here already, with the same errors, so that
// nobody studies the effect of a price that cannot be saved.
func (s *Billing) Effect(ctx context.Context, tx *store.Tx, draft NewTariff) (Effect, error) {
	today, err := s.today(tx)
	if err != nil {
		return Effect{}, err
	}
	return s.effectOn(ctx, tx, draft, today)
}

// effectOn prices the compared period twice, by the book and with the draft among its tariffs, as if nothing were billed
// yet.
func (s *Billing) effectOn(ctx context.Context, tx *store.Tx, draft NewTariff, today calendar.Date) (Effect, error) {
	item, err := ItemByName(tx, draft.Item)
	if err != nil {
		return Effect{}, err
	}
	if err := CheckRule(item, draft.Rule); err != nil {
		return Effect{}, err
	}
	change := PriceChange{Item: draft.Item, Tariff: draft.Name, FromOn: draft.FromOn, Rule: draft.Rule}
	// A name that the item has no tariff of is a new tariff and no error here.
	if err := checkChange(tx, change, today); err != nil && store.Code(err) != codeUnknownTariff {
		return Effect{}, err
	}
	effect := Effect{}
	if effect.Span, err = compared(item, draft, today); err != nil {
		return Effect{}, err
	}
	source := ItemSource{Item: draft.Item, Anew: true}
	if item.ShareBy != "" {
		source.PoolFen = 10_000_00 // any sum does: who pays more than others does not depend on it
	}
	order := Order{Source: source, FromOn: effect.Span.From, ToOn: effect.Span.To}
	// An item without any tariff yet has nothing to compare with: all of the draft is then new.
	old, err := previewOn(ctx, tx, order, today)
	if err != nil && store.Code(err) != CodeNoTariff {
		return Effect{}, err
	}
	// Where readings decide, the period compared lies before the draft begins; the draft is taken as if it held there.
	draft.FromOn = min(draft.FromOn, effect.Span.From)
	source.Draft = &draft
	order.Source = source
	now, err := previewOn(ctx, tx, order, today)
	if err != nil {
		return Effect{}, err
	}
	effect.compare(old, now)
	return effect, nil
}

// compared chooses the period: the first whole one under the draft, or, since readings of days to come are not known, the
// last whole one before today where a rule counts usage. Cycles without periods of their own, and an anniversary, whose
// periods differ by room, are compared over a month.
func compared(item Item, draft NewTariff, today calendar.Date) (tariff.Span, error) {
	cycle := item.Cycle
	if cycle == tariff.Once || cycle == tariff.AnySpan || cycle == tariff.Anniversary {
		cycle = tariff.EveryMonth
	}
	on := draft.FromOn
	known := !slices.ContainsFunc(draft.Rule.Needs(), func(m tariff.Measure) bool { return strings.HasPrefix(string(m), string(tariff.UsageOf)) })
	if !known {
		on = today
	}
	from, to, err := cycle.PeriodOf(on, "")
	if err != nil {
		return tariff.Span{}, asRefusal(err)
	}
	switch {
	case !known:
		from, to, err = cycle.PeriodOf(from.AddDays(-1), "")
	case from < draft.FromOn:
		from, to, err = cycle.PeriodOf(to.AddDays(1), "")
	}
	return tariff.Span{From: from, To: to}, asRefusal(err)
}

// compare fills in the effect from both previews. Amounts are added up by the code of the object, because a period
// compared may hold several periods of one object.
func (e *Effect) compare(old, now Preview) {
	e.OldFen, e.NewFen, e.Failing = old.SumFen, now.SumFen, nil
	movers := make(map[string]*Mover)
	at := func(code string) *Mover {
		if movers[code] == nil {
			movers[code] = &Mover{Code: code}
		}
		return movers[code]
	}
	for _, b := range old.Bills {
		at(b.Code).OldFen += b.AmountFen
	}
	for _, b := range now.Bills {
		m := at(b.Code)
		m.NewFen += b.AmountFen
		m.Steps = b.AllSteps
	}
	for _, exception := range now.Exceptions {
		isNegative := store.Code(exception.Err) == codeNegative
		switch {
		case isNegative && slices.ContainsFunc(e.Negative, func(m Mover) bool { return m.Code == exception.Code }):
			// in another period too
		case isNegative:
			e.Negative = append(e.Negative, Mover{Code: exception.Code, OldFen: at(exception.Code).OldFen})
		default:
			e.Failing = append(e.Failing, exception)
		}
	}
	e.Households = len(movers)
	all := make([]Mover, 0, len(movers))
	for _, m := range movers {
		if m.ChangeFen() != 0 {
			all = append(all, *m)
		}
	}
	e.Changed = len(all)
	slices.SortFunc(all, func(a, b Mover) int {
		return cmp.Or(cmp.Compare(abs(b.ChangeFen()), abs(a.ChangeFen())), cmp.Compare(a.Code, b.Code))
	})
	e.Movers = all[:min(len(all), moversMax)]
}

// abs returns fen without its sign.
func abs(fen money.Fen) money.Fen { return max(fen, -fen) }

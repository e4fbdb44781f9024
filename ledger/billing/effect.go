package billing

import (
	"cmp"
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// moversMax is how many of the biggest changes of a period an Effect names; touchedMax is how many periods it looks at: a year of
// months, and the one that the change cuts.
const (
	moversMax  = 20
	touchedMax = 13
)

// Effect is what another price would do, on the rooms of this estate, by what the book knows today: every period that it touches,
// priced by the book and by the draft. Nothing of it is saved.
type Effect struct {
	// Periods are, in order, the running one where the change cuts it, and the first whole one under the new price. Where another
	// price is set already for a later day they go on to that day, at most 13 of them.
	Periods []PeriodEffect
	// UntilOn is the first day on which a price that is set already, or the end of the tariff, takes over again; "" for none.
	UntilOn calendar.Date
	// Issued are the bills that are out already for days from the change on, at the old price.
	Issued IssuedAhead
}

// Changes reports whether anybody pays more or less by the draft, or cannot be charged by it.
func (e Effect) Changes() bool {
	return slices.ContainsFunc(e.Periods, func(p PeriodEffect) bool { return p.Changed+len(p.Failing)+len(p.Negative) > 0 })
}

// PeriodEffect is the effect on one period.
type PeriodEffect struct {
	// Span is the period, Held the part of it in which the draft holds. Of an item by the anniversary it is from the first day of the
	// first of the rooms' years to the last day of the last.
	Span, Held tariff.Span
	// Like is the last whole period before today, whose usage stands in for that of one to come; the zero value where nothing is
	// measured. What was and would be charged for it is by the prices of Span.
	Like tariff.Span
	// Households counts the households that are charged by the book or by the draft, a room with its spaces as one; Changed those of
	// them that have an object whose amount differs.
	Households, Changed int
	OldFen, NewFen      money.Fen // of the whole estate
	// Movers are the biggest changes either way, the biggest first, at most 20.
	Movers []Mover
	// Negative are charged less than nothing by the draft, each once, with NewFen 0; Failing cannot be worked out by it,
	// each with its reason. Neither is in NewFen, so that a draft with many of them looks cheaper than it is.
	Negative []Mover
	Failing  []Exception

	changed map[string]bool // the codes of all whose amount differs
}

// IsPart reports whether the draft holds in a part of the period only.
func (p PeriodEffect) IsPart() bool { return p.Held != p.Span }

// Mover is one object's amount before and after, in fen. Steps are those of the new amount, none where there is none.
type Mover struct {
	Code           string
	Home           string // see Exception
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

// effectOn prices each period twice, by the book and with the draft among its tariffs, as if nothing were billed yet.
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
	err = checkChange(tx, change, today)
	isNew := store.Code(err) == codeUnknownTariff
	if err != nil && !isNew {
		return Effect{}, err
	}
	all, err := Tariffs(tx, draft.Item)
	if err != nil {
		return Effect{}, err
	}
	measured, err := draft.isMeasured(tx)
	if err != nil {
		return Effect{}, err
	}
	effect := Effect{UntilOn: takenOverOn(all, draft)}
	spans, err := touched(item, draft.FromOn, effect.UntilOn)
	if err != nil {
		return Effect{}, err
	}
	changed := make(map[string]bool)
	for _, span := range spans {
		one := PeriodEffect{Span: span, changed: changed}
		if err := one.work(ctx, tx, item, all, draft, measured, today); err != nil {
			return Effect{}, err
		}
		one.Held = tariff.Span{From: max(one.Span.From, draft.FromOn), To: one.Span.To}
		if effect.UntilOn != "" {
			one.Held.To = min(one.Span.To, effect.UntilOn.AddDays(-1))
		}
		effect.Periods = append(effect.Periods, one)
	}
	if isNew {
		effect.Issued, err = IssuedFrom(tx, draft.Item, "", draft.FromOn, effect.UntilOn)
		effect.Issued = effect.Issued.only(changed)
		return effect, err
	}
	effect.Issued, err = IssuedFrom(tx, draft.Item, draft.Name, draft.FromOn, effect.UntilOn)
	return effect, err
}

// isMeasured reports whether the draft, the item as it is, or one that the draft asks for counts what nobody knows of days to come.
func (order NewTariff) isMeasured(tx *store.Tx) (bool, error) {
	seen := make(map[string]bool)
	measured := slices.ContainsFunc(order.Rule.Needs(), isMeasured)
	for _, item := range append(itemsOf(order.Rule), order.Item) {
		counted, err := countsUse(tx, item, seen)
		if err != nil {
			return false, err
		}
		measured = measured || counted
	}
	return measured, nil
}

// work prices the period. Where usage is measured that is not known yet the last whole period before today stands in for it, with
// the prices that hold in the period moved there.
func (p *PeriodEffect) work(ctx context.Context, tx *store.Tx, item Item, all []Tariff, draft NewTariff, measured bool, today calendar.Date) error {
	priced := p.Span
	if measured && p.Span.To >= today && item.Cycle != tariff.Anniversary {
		like, err := lastWhole(item, today)
		if err != nil {
			return err
		}
		p.Like, priced = like, like
		all = slices.Clone(all)
		for i, t := range all {
			all[i] = t.moved(p.Span, like)
		}
		draft.FromOn = movedDay(draft.FromOn, p.Span, like)
		all = slices.DeleteFunc(all, func(t Tariff) bool { return len(t.Versions) == 0 })
	}
	source := ItemSource{Item: draft.Item, Anew: true, instead: all}
	if item.ShareBy != "" {
		source.PoolFen = 10_000_00 // any sum does: who pays more than others does not depend on it
	}
	order := Order{Source: source, FromOn: priced.From, ToOn: priced.To}
	// An item without any tariff yet has nothing to compare with: all of the draft is then new.
	old, err := previewOn(ctx, tx, order, today)
	if err != nil && store.Code(err) != CodeNoTariff {
		return err
	}
	source.Draft = &draft
	order.Source = source
	now, err := previewOn(ctx, tx, order, today)
	if err != nil {
		return err
	}
	if item.Cycle == tariff.Anniversary {
		p.stretch(now)
	}
	p.compare(old, now)
	return nil
}

// stretch makes the span of an item by the anniversary that of the rooms' years.
func (p *PeriodEffect) stretch(now Preview) {
	for _, b := range now.Bills {
		p.Span.From, p.Span.To = min(p.Span.From, b.FromOn), max(p.Span.To, b.ToOn)
	}
}

// compare fills in the effect on the period from both previews. Amounts are added up by the code of the object, because a period
// compared may hold several periods of one object.
func (p *PeriodEffect) compare(old, now Preview) {
	p.OldFen, p.NewFen, p.Failing = old.SumFen, now.SumFen, nil
	movers := make(map[string]*Mover)
	at := func(code, home string) *Mover {
		if movers[code] == nil {
			movers[code] = &Mover{Code: code, Home: cmp.Or(home, code)}
		}
		return movers[code]
	}
	for _, b := range old.Bills {
		at(b.Code, b.Home).OldFen += b.AmountFen
	}
	for _, b := range now.Bills {
		m := at(b.Code, b.Home)
		m.NewFen += b.AmountFen
		m.Steps = b.AllSteps
	}
	for _, exception := range now.Exceptions {
		isNegative := store.Code(exception.Err) == codeNegative
		switch {
		case isNegative && slices.ContainsFunc(p.Negative, func(m Mover) bool { return m.Code == exception.Code }):
			// in another period too
		case isNegative:
			p.Negative = append(p.Negative, Mover{Code: exception.Code, Home: exception.Home, OldFen: at(exception.Code, exception.Home).OldFen})
		default:
			p.Failing = append(p.Failing, exception)
		}
	}
	charged, changed := make(map[string]bool), make(map[string]bool)
	all := make([]Mover, 0, len(movers))
	for _, m := range movers {
		charged[m.Home] = true
		if m.ChangeFen() != 0 {
			all, changed[m.Home] = append(all, *m), true
			p.changed[m.Code] = true
		}
	}
	p.Households, p.Changed = len(charged), len(changed)
	slices.SortFunc(all, func(a, b Mover) int {
		return cmp.Or(cmp.Compare(abs(b.ChangeFen()), abs(a.ChangeFen())), cmp.Compare(a.Code, b.Code))
	})
	p.Movers = all[:min(len(all), moversMax)]
}

// abs returns fen without its sign.
func abs(fen money.Fen) money.Fen { return max(fen, -fen) }

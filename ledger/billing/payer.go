package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Payer is who has an object on some days of a bill and would owe for them alone: a person by id and estate.Owner or estate.Tenant,
// or "" and PartyNone for the developer.
type Payer struct {
	Person, Role string
	Span         tariff.Span
}

// PayersOf returns who would owe for each of the days that a bill of an item's rules charges, by the register of now, in order; the
// bill itself is owed by one, who had the object on the first of them. Any other bill has no payers: its debtor was told.
func PayersOf(tx *store.Tx, bill Bill) ([]Payer, error) {
	if bill.Origin != FromTariff {
		return nil, nil
	}
	o, err := estate.ByID(tx, bill.Object)
	if err != nil {
		return nil, err
	}
	g := &ground{tariffs: make(map[string][]Tariff), parties: make(map[string][]estate.Party), askParty: make(map[string]bool)}
	if g.tariffs[bill.Item], err = Tariffs(tx, bill.Item); err != nil {
		return nil, err
	}
	if g.parties[holderOf(o)], err = estate.Parties(tx, holderOf(o)); err != nil {
		return nil, err
	}
	sortByRank(g.tariffs[bill.Item])
	span := tariff.Span{From: max(bill.FromOn, min(o.HandoverOn, bill.ToOn)), To: bill.ToOn}
	if _, covered, ok, err := g.choose(bill.Item, o, span); err == nil && ok { // a register that has changed since may leave none
		span = covered
	}
	return g.payersOver(bill.Item, o, span), nil
}

// payersOver returns who would owe for each of the days of a span. Nearly every object has one for all of them.
func (g *ground) payersOver(item string, o estate.Object, span tariff.Span) (all []Payer) {
	for _, part := range cutAt(span, g.moves(o)...) {
		person := g.payerOf(item, o, part.From)
		if last := len(all) - 1; last >= 0 && all[last].Person == person {
			all[last].Span.To = part.To
			continue
		}
		all = append(all, Payer{person, g.roleOf(o, person, part.From), part})
	}
	return all
}

// roleOf returns as what a person has an object on a day.
func (g *ground) roleOf(o estate.Object, person string, on calendar.Date) string {
	for _, p := range g.parties[holderOf(o)] {
		if p.Person == person && p.HoldsOn(on) {
			return p.Role
		}
	}
	return PartyNone
}

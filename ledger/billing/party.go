package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// partyField is the field of a condition on who lives in an object.
const partyField = "party"

// stay is a stretch of days on which an object has the same party: the tenant where one lives there, else the owner, else
// nobody.
type stay struct {
	tariff.Span
	party string
}

// partyOn returns as what an object is priced on a day, as stay says.
func (g *ground) partyOn(o estate.Object, on calendar.Date) string {
	party := PartyNone
	for _, p := range g.parties[holderOf(o)] { // owners stand before tenants
		if p.HoldsOn(on) {
			party = p.Role
		}
	}
	return party
}

// staysOver parts a span at the days on which another party comes. Nearly every object has one for the whole span.
func (g *ground) staysOver(o estate.Object, span tariff.Span) []stay {
	stays := make([]stay, 0, 1)
	for _, part := range cutAt(span, g.moves(o)...) {
		party := g.partyOn(o, part.From)
		if last := len(stays) - 1; last >= 0 && stays[last].party == party {
			stays[last].To = part.To
			continue
		}
		stays = append(stays, stay{part, party})
	}
	return stays
}

// moves returns the days on which somebody comes to an object, and those after somebody has gone.
func (g *ground) moves(o estate.Object) (days []calendar.Date) {
	for _, p := range g.parties[holderOf(o)] {
		days = append(days, p.FromOn, p.ToOn.AddDays(1))
	}
	return days
}

// staysFor returns the stays by which an item is priced: one where its prices do not ask who lives there.
func (g *ground) staysFor(item string, o estate.Object, span tariff.Span) []stay {
	if g.asksParty(item) {
		return g.staysOver(o, span)
	}
	return []stay{{span, g.partyOn(o, span.From)}}
}

// asksParty reports whether the prices of an item depend on who lives in an object: by a tariff's scope or by a condition.
func (g *ground) asksParty(item string) bool {
	if asks, known := g.askParty[item]; known {
		return asks
	}
	asks := slices.ContainsFunc(g.tariffs[item], Tariff.asksParty)
	g.askParty[item] = asks
	return asks
}

func (t Tariff) asksParty() bool {
	asks := func(all []tariff.Condition) bool {
		return slices.ContainsFunc(all, func(c tariff.Condition) bool { return c.Field == partyField })
	}
	return t.Scope.Party != "" || slices.ContainsFunc(t.Versions, func(v tariff.Version) bool {
		return asks(v.Rule.When) || slices.ContainsFunc(v.Rule.Lines, func(l tariff.Line) bool { return asks(l.When) })
	})
}

// payerOf returns who owes what is charged for an object from a day on. An item whose prices are for owners and for tenants
// is owed by whoever is priced: a tenant where one lives there on that day. Any other is owed as debtor says.
func (g *ground) payerOf(item string, o estate.Object, on calendar.Date) string {
	person, role := g.debtor(o, on)
	if !g.asksParty(item) {
		return person
	}
	party := g.partyOn(o, on)
	for _, p := range g.parties[holderOf(o)] {
		if role != party && p.Role == party && p.HoldsOn(on) {
			return p.Person
		}
	}
	return person
}

// fitting returns the tariffs of an item that fit an object on some of its stays, those with a higher rank first. Where there
// are several stays each tariff is cut to them, and one between two that fit to which none does is charged nothing.
func (g *ground) fitting(item string, o estate.Object, stays []stay) (fitting []Tariff) {
	first, last := -1, -1 // the stays that some tariff fits
	fits := make([]bool, len(stays))
	for _, t := range g.tariffs[item] {
		for i, s := range stays {
			if len(t.Versions) == 0 || t.begins() > s.To || t.ToOn != "" && t.ToOn < s.From || !t.Scope.fits(o, s.party) {
				continue
			}
			fits[i], last = true, max(last, i)
			if first < 0 || i < first {
				first = i
			}
			if len(stays) == 1 {
				fitting = append(fitting, t)
			} else {
				fitting = append(fitting, t.within(s, stays[0].party))
			}
		}
	}
	for i := first + 1; i < last; i++ {
		if !fits[i] {
			fitting = append(fitting, fitting[0].nothing(stays[i], stays[0].party))
		}
	}
	return fitting
}

// nothing returns a tariff for the days of a stay that charges nothing.
func (t Tariff) nothing(s stay, first string) Tariff {
	rule := t.Versions[0].Rule
	rule.When = []tariff.Condition{{Field: partyField, Op: "≠", Values: []string{first}}}
	t.FromOn, t.ToOn, t.party, t.Versions = s.From, s.To, s.party, []tariff.Version{{FromOn: s.From, Rule: rule}}
	return t
}

// within returns the tariff for the days of a stay alone, its conditions on the party answered for it. A condition that
// fails is left failing whoever the facts name, which is the party of the span's first day.
func (t Tariff) within(s stay, first string) Tariff {
	t.FromOn = max(t.FromOn, s.From)
	if t.ToOn == "" || t.ToOn > s.To {
		t.ToOn = s.To
	}
	t.party = s.party
	versions := slices.Clone(t.Versions)
	for i := range versions {
		rule := &versions[i].Rule
		rule.When, rule.Lines = answered(rule.When, s.party, first), slices.Clone(rule.Lines)
		for j := range rule.Lines {
			rule.Lines[j].When = answered(rule.Lines[j].When, s.party, first)
		}
	}
	t.Versions = versions
	return t
}

// answered returns conditions with those on the party answered for party: one that holds is left out, one that fails becomes
// one that fails for first.
func answered(conditions []tariff.Condition, party, first string) []tariff.Condition {
	var all []tariff.Condition
	for _, c := range conditions {
		if c.Field == partyField {
			if slices.Contains(c.Values, party) == (c.Op != "≠") {
				continue
			}
			if slices.Contains(c.Values, first) == (c.Op != "≠") {
				c = tariff.Condition{Field: partyField, Op: "≠", Values: []string{first}}
			}
		}
		all = append(all, c)
	}
	return all
}

package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ground is what a run stands on, read once: pricing a room then asks the database only for bills and for what meters
// counted.
type ground struct {
	items       map[string]Item // by name
	names       Names
	tariffs     map[string][]Tariff       // by item, the winner of a tie first
	objects     []estate.Object           // in the order of the estate
	parties     map[string][]estate.Party // by the object whose parties owe, owners before tenants
	concessions map[string][]Concession   // by object
	askParty    map[string]bool           // by item, as asksParty found out
}

// readGround reads the estate for one item. Only, when it is not empty, holds the codes of the objects wanted. Trying is
// an item that is priced as if it were in the book, nil for none. The tariffs of all items are read, because a rule may
// ask for the amount of another item. Errors: billing.unknown_item, estate.unknown_room.
func readGround(tx *store.Tx, item string, only []string, trying *Item) (*ground, error) {
	g := &ground{items: make(map[string]Item), tariffs: make(map[string][]Tariff), parties: make(map[string][]estate.Party), concessions: make(map[string][]Concession), askParty: make(map[string]bool)}
	var err error
	if g.names, err = ReadNames(tx); err != nil {
		return nil, err
	}
	items, err := Items(tx)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		g.items[i.Name] = i
	}
	if trying != nil {
		g.items[trying.Name] = *trying
	}
	wanted, ok := g.items[item]
	if !ok {
		return nil, store.Refuse(CodeUnknownItem, item)
	}
	if g.objects, err = objectsOf(tx, wanted.HangsOn, only); err != nil {
		return nil, err
	}
	tariffs, err := Tariffs(tx, "")
	if err != nil {
		return nil, err
	}
	for _, t := range tariffs {
		g.tariffs[t.Item] = append(g.tariffs[t.Item], t)
	}
	for _, of := range g.tariffs {
		sortByRank(of)
	}
	return g, g.readPeople(tx)
}

// readPeople reads who owes and which concessions hold. For a single object only its own are read: a counter that asks
// what one household would pay must not wait for the whole estate.
func (g *ground) readPeople(tx *store.Tx) error {
	one, holder := "", ""
	if len(g.objects) == 1 {
		one, holder = g.objects[0].ID, holderOf(g.objects[0])
	}
	parties, err := estate.Parties(tx, holder)
	if err != nil {
		return err
	}
	for _, party := range parties {
		g.parties[party.Object] = append(g.parties[party.Object], party)
	}
	concessions, err := Concessions(tx, one)
	for _, c := range concessions {
		g.concessions[c.Object] = append(g.concessions[c.Object], c)
	}
	return err
}

// objectsOf returns the objects of a kind in the order of the estate, all or only those named; a code nobody has is
// estate.unknown_room.
func objectsOf(tx *store.Tx, kind string, only []string) ([]estate.Object, error) {
	if len(only) == 1 {
		o, err := estate.ByCodeOf(tx, kind, only[0])
		return []estate.Object{o}, err
	}
	all, err := estate.Objects(tx, kind)
	if err != nil || len(only) == 0 {
		return all, err
	}
	wanted := make(map[string]bool, len(only))
	for _, code := range only {
		o, err := estate.ByCodeOf(tx, kind, code)
		if err != nil {
			return nil, err
		}
		wanted[o.Code] = true
	}
	return slices.DeleteFunc(all, func(o estate.Object) bool { return !wanted[o.Code] }), nil
}

// sortByRank puts the tariff that wins first: the higher rank, of equal ones the one that began later, then the name, so
// that two counters choose the same one.
func sortByRank(tariffs []Tariff) {
	slices.SortFunc(tariffs, func(a, b Tariff) int {
		switch {
		case a.Scope.Rank() != b.Scope.Rank():
			return b.Scope.Rank() - a.Scope.Rank()
		case a.FromOn != b.FromOn && a.FromOn > b.FromOn:
			return -1
		case a.FromOn != b.FromOn:
			return 1
		case a.Name < b.Name:
			return -1
		}
		return 1
	})
}

// holderOf returns the id of the object whose parties owe: a space that belongs to a room is paid for by the room's
// people.
func holderOf(o estate.Object) string {
	if o.Room != "" {
		return o.Room
	}
	return o.ID
}

// debtor returns who owes for an object on a day and as what: its first owner, else its first tenant, else nobody, which
// is "" and PartyNone. The first owner in the order of the register stands for all of them.
func (g *ground) debtor(o estate.Object, on calendar.Date) (person, party string) {
	for _, p := range g.parties[holderOf(o)] { // owners stand before tenants, in the order of the register
		if p.HoldsOn(on) {
			return p.Person, p.Role
		}
	}
	return "", PartyNone
}

// ownerOn returns the day from which who owes for an object on a day has it, where somebody else had it as the same before; "" for
// who was the first that the register knows, whose day may be that of an import.
func (g *ground) ownerOn(o estate.Object, on calendar.Date) calendar.Date {
	person, role := g.debtor(o, on)
	var since calendar.Date
	for _, p := range g.parties[holderOf(o)] {
		if p.Role == role && p.Person == person && p.FromOn <= on {
			since = max(since, p.FromOn)
		}
	}
	// Whoever the register had at first has no first day.
	if !slices.ContainsFunc(g.parties[holderOf(o)], func(p estate.Party) bool { return p.Role == role && p.Person != person && p.FromOn < since }) {
		return ""
	}
	return since
}

// choose returns the tariff of an item that holds for an object over a span and the part of the span it covers. Without one
// ok is false. Where tariffs follow each other within the span, or a tenant comes or goes and the prices are by who lives there, the answer is the last of them with the versions of all,
// each from the day it takes over, so that what counts by time is priced by each and what counts once by the last. A day
// between two of them that no tariff covers would be lost, so that is billing.two_tariffs naming both.
func (g *ground) choose(item string, o estate.Object, span tariff.Span) (chosen Tariff, covered tariff.Span, ok bool, err error) {
	fitting := g.fitting(item, o, g.staysFor(item, o, span))
	if len(fitting) == 0 {
		return Tariff{}, span, false, nil
	}
	// Nearly every room has one tariff for the whole period; the cutting below is only for the others.
	if first := fitting[0]; first.begins() <= span.From && (first.ToOn == "" || first.ToOn >= span.To) {
		return first, span, true, nil
	}
	return join(fitting, span)
}

// begins returns the first day on which a tariff has a price. It has at least one version.
func (t Tariff) begins() calendar.Date { return max(t.FromOn, t.Versions[0].FromOn) }

// covers reports whether a tariff has a price on a day.
func (t Tariff) covers(on calendar.Date) bool {
	return t.begins() <= on && (t.ToOn == "" || t.ToOn >= on)
}

// join follows a span from tariff to tariff, each day by the first of those that cover it. Days before the first and
// after the last of them are not covered; a gap between two of them is billing.two_tariffs.
func join(fitting []Tariff, span tariff.Span) (joined Tariff, covered tariff.Span, ok bool, err error) {
	var cuts []calendar.Date
	for _, t := range fitting {
		cuts = append(cuts, t.begins(), t.ToOn.AddDays(1))
	}
	ended := ""
	for _, part := range cutAt(span, cuts...) {
		// The same tariffs cover every day of a part, so that the first day answers for all of them.
		at := slices.IndexFunc(fitting, func(t Tariff) bool { return t.covers(part.From) })
		switch {
		case at < 0 && ok:
			ended = joined.Name // a gap, unless no tariff follows
			continue
		case at < 0:
			continue
		case ended != "":
			return Tariff{}, span, true, store.Refuse(CodeTwoTariffs, ended, fitting[at].Name)
		}
		covered.To = part.To
		if !ok {
			covered.From = part.From
		}
		joined, ok = joined.followed(fitting[at], part), true
	}
	return joined, covered, ok, nil
}

// followed returns the tariff next over a span, with the versions of what was before it. Its name and scope are those of
// next: a bill names the tariff of its last day.
func (t Tariff) followed(next Tariff, span tariff.Span) Tariff {
	versions := slices.Clone(t.Versions)
	for _, v := range next.Versions {
		switch {
		case v.FromOn > span.To:
		case v.FromOn > span.From:
			versions = append(versions, v)
		case t.Name != next.Name || t.party != next.party: // the newest of those that hold on the first day stands last
			versions = slices.DeleteFunc(versions, func(other tariff.Version) bool { return other.FromOn == span.From })
			versions = append(versions, tariff.Version{FromOn: span.From, Rule: v.Rule})
		}
	}
	next.Versions, next.joined = versions, true
	return next
}

// factsOf returns what a rule may ask of an object itself; usage, turnover and other items' amounts are added where they
// are asked for. Areas are in 0.01 m².
func factsOf(o estate.Object, party string) tariff.Facts {
	return tariff.Facts{Kind: o.Kind, Building: o.Building, Unit: o.Unit, Number: o.Number, Use: o.Use, Layout: o.Layout, State: o.State,
		Party: party, Floor: o.Floor, AreaCentiM2: o.AreaCentiM2, Fields: o.Fields}
}

// concessionsOf returns the concessions of an object that concern an item, of any days; tariff.Price takes those that
// fall into the span.
func (g *ground) concessionsOf(object, item string) []tariff.Concession {
	var all []tariff.Concession
	for _, c := range g.concessions[object] {
		if c.Item == "" || c.Item == item {
			all = append(all, tariff.Concession{Name: c.Name, FromOn: c.FromOn, ToOn: c.ToOn, Factor: c.Factor, All: c.Item == ""})
		}
	}
	return all
}

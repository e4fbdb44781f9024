package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// lawOfVacantPrice is what the rules say of what an item would ask of a vacant home, with the draft among its tariffs, beside what it asks
// of a home that is lived in: by one tariff for both, or by one for empty homes alone and another beside it, whichever of the two the draft
// is. Where nothing can be compared it is reminded of; where it depends on the standard that a home has, the dearest is compared.
func lawOfVacantPrice(tx *store.Tx, today calendar.Date, draft NewTariff) (found law.Findings, err error) {
	all, err := Tariffs(tx, draft.Item)
	if err != nil {
		return nil, err
	}
	drafted := Tariff{Item: draft.Item, Name: draft.Name, Scope: draft.Scope, Versions: []tariff.Version{{FromOn: draft.FromOn, Rule: draft.Rule}}}
	all = append(slices.DeleteFunc(all, func(t Tariff) bool {
		return t.Name == draft.Name || t.ToOn != "" && t.ToOn < draft.FromOn || len(t.Versions) == 0
	}), drafted)
	for _, empty := range all {
		if !empty.isForEmpty(draft.FromOn) {
			continue
		}
		figures := law.Figures{Today: today, SinceOn: draft.FromOn}
		figures.Percent, figures.Unknown = empty.besideDearest(all, draft)
		if figures.Unknown && empty.Name != draft.Name {
			continue // the draft has nothing to do with it
		}
		one, err := Judge(tx, figures, law.Vacancy)
		if err != nil {
			return nil, err
		}
		found = append(found, one...)
	}
	if percent, known := percentOf(drafted, drafted, draft.FromOn); known && percent.Cmp(tariff.Whole(100)) != 0 {
		one, err := Judge(tx, law.Figures{Today: today, Percent: percent, SinceOn: draft.FromOn}, law.Vacancy)
		if err != nil {
			return nil, err
		}
		found = append(found, one...)
	}
	return found, nil
}

// besideDearest returns what percent of the dearest tariff for a home that is lived in this one asks of a vacant home. It compares with those whose
// scopes meet, where the draft is one of the two; unknown is true where nothing can be compared.
func (t Tariff) besideDearest(all []Tariff, draft NewTariff) (percent tariff.Number, unknown bool) {
	unknown = true
	for _, lived := range all {
		if lived.isForEmpty(draft.FromOn) || t.Name != draft.Name && lived.Name != draft.Name || !t.Scope.meets(lived.Scope) {
			continue
		}
		of, known := percentOf(t, lived, draft.FromOn)
		if known && (unknown || of.Cmp(percent) < 0) {
			percent, unknown = of, false
		}
	}
	return percent, unknown
}

// isForEmpty reports whether a tariff is for homes that stand empty alone: by its scope, or by what its rule asks of the two.
func (t Tariff) isForEmpty(on calendar.Date) bool {
	states := t.Scope.States
	if len(states) > 0 {
		return !slices.ContainsFunc(states, func(state string) bool { return !isVacant(state) })
	}
	lived, _ := t.asksOf(homeState, t.Scope, on)
	empty, _ := t.asksOf(emptyState, t.Scope, on)
	return lived.Sign() == 0 && empty.Sign() > 0
}

// The states of the two homes that are compared.
const (
	homeState  = "自住"
	emptyState = "空置"
)

// asksOf is what a tariff asks of a home in a state for four weeks, in yuan, as the version that holds on a day has it; known is false where
// a rule asks for more than a home has. The home has the use and the layout of a scope.
func (t Tariff) asksOf(state string, scope Scope, on calendar.Date) (yuan tariff.Number, known bool) {
	home := tariff.Facts{Kind: "room", Use: "住宅", State: state, Party: "owner", Floor: 5, AreaCentiM2: 100_00}
	if len(scope.Uses) > 0 {
		home.Use = scope.Uses[0]
	}
	if len(scope.Layouts) > 0 {
		home.Layout = scope.Layouts[0]
	}
	from := max(on, t.FromOn, t.Versions[0].FromOn)
	priced, err := tariff.Price(t.Versions, home, from, from.AddDays(27), nil)
	return priced.Exact, err == nil
}

// percentOf is what a home pays by one tariff while it is empty, in percent of what it pays by another, or the same, while it is lived in.
func percentOf(empty, lived Tariff, on calendar.Date) (percent tariff.Number, known bool) {
	state := emptyState
	if len(empty.Scope.States) > 0 && isVacant(empty.Scope.States[0]) {
		state = empty.Scope.States[0]
	}
	less, known := empty.asksOf(state, empty.Scope, on)
	full, also := lived.asksOf(homeState, empty.Scope, on)
	if !known || !also || full.Sign() <= 0 {
		return percent, false
	}
	share, err := less.Quo(full)
	return share.Mul(tariff.Whole(100)), err == nil
}

// meets reports whether two scopes may be of the same home, but for its state.
func (s Scope) meets(other Scope) bool {
	shares := func(a, b []string) bool {
		return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(one string) bool { return slices.Contains(b, one) })
	}
	return shares(s.Rooms, other.Rooms) && shares(s.Buildings, other.Buildings) && shares(s.Uses, other.Uses) && shares(s.Layouts, other.Layouts)
}

package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// scopeMax bounds each list of a scope, and the rooms that a run names.
const scopeMax = 5000

// Scope says which objects a tariff is for: those that fit every list that is not empty, and any name of a list. The
// empty scope is the whole estate.
type Scope struct {
	// Rooms are canonical codes of single rooms or spaces.
	Rooms     []string `json:"rooms,omitempty"`
	Buildings []string `json:"buildings,omitempty"`
	Uses      []string `json:"uses,omitempty"`
	Layouts   []string `json:"layouts,omitempty"`
	States    []string `json:"states,omitempty"`
	// Party is "owner", "tenant" or "none" (nobody yet: the developer owes); "" is whoever lives there. On days on which a
	// tenant lives in a room it is the tenant's, else the owner's.
	Party string `json:"party,omitempty"`
}

// check checks a scope by itself: billing.scope_long, billing.scope for an empty or too long name, billing.scope_party.
func (s Scope) check() error {
	for _, list := range [][]string{s.Rooms, s.Buildings, s.Uses, s.Layouts, s.States} {
		if len(list) > scopeMax {
			return store.Refuse(CodeScopeLong, scopeMax)
		}
		for _, name := range list {
			if strings.TrimSpace(name) == "" || len([]rune(name)) > itemMax {
				return store.Refuse(codeScope, itemMax)
			}
		}
	}
	if !slices.Contains([]string{"", estate.Owner, estate.Tenant, PartyNone}, s.Party) {
		return store.Refuse(codeScopeParty, s.Party)
	}
	return nil
}

// fits reports whether the scope holds an object where party lives.
func (s Scope) fits(o estate.Object, party string) bool {
	in := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return in(s.Rooms, o.Code) && in(s.Buildings, o.Building) && in(s.Uses, o.Use) && in(s.Layouts, o.Layout) &&
		in(s.States, o.State) && (s.Party == "" || s.Party == party)
}

// Rank returns a number by which the higher of two tariffs wins for a room. What a scope names counts in this order:
// single rooms before layouts, these before owner or tenant, uses, states, buildings and the whole estate, which is 0. A
// scope that names several kinds adds them up, and one that names rooms wins over any that does not.
func (s Scope) Rank() int {
	rank := 0
	// Each kind of list is one bit, the narrowest the highest.
	for i, given := range []bool{len(s.Buildings) > 0, len(s.States) > 0, len(s.Uses) > 0, s.Party != "", len(s.Layouts) > 0, len(s.Rooms) > 0} {
		if given {
			rank |= 1 << i
		}
	}
	return rank
}

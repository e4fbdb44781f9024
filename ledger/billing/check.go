package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// checkRule checks a rule of an item by itself, and what it names against the book: an own field that no room has or an
// item that there is not is a slip of the hand, and items that ask for each other in a circle (billing.item_loop) could
// never be worked out. All of it is refused when the rule is saved and not when some room is billed by it, months later.
//
// Errors: those of CheckRule and tariff.Rule.CheckNames, billing.unknown_item for either item, billing.base_source,
// billing.item_loop with the circle.
func checkRule(tx *store.Tx, item string, rule tariff.Rule) error {
	of, err := ItemByName(tx, item)
	if err != nil {
		return err
	}
	if err := CheckRule(of, rule); err != nil {
		return err
	}
	if err := CheckSource(of, rule); err != nil {
		return err
	}
	fields, err := estate.FieldNames(tx)
	if err != nil {
		return err
	}
	if err := asRefusal(rule.CheckNames(fields)); err != nil {
		return err
	}
	asked := itemsOf(rule)
	if len(asked) == 0 {
		return nil
	}
	for _, name := range asked {
		if _, err := ItemByName(tx, name); err != nil {
			return err
		}
	}
	// What every version asks for counts, past ones too: a period of the past may still be priced by them.
	all, err := Tariffs(tx, "")
	if err != nil {
		return err
	}
	asks := map[string][]string{item: asked}
	for _, t := range all {
		for _, version := range t.Versions {
			asks[t.Item] = append(asks[t.Item], itemsOf(version.Rule)...)
		}
	}
	if circle := circleFrom(asks, []string{item}, make(map[string]bool)); circle != nil {
		return store.Refuse(codeItemLoop, strings.Join(circle, " → "))
	}
	return nil
}

// CheckScope checks a scope by itself, and that something in the estate has each of the names it lists
// (billing.scope_unknown): nobody would be billed by a mistyped building, and nobody would notice.
func CheckScope(tx *store.Tx, scope Scope) error {
	if err := scope.check(); err != nil {
		return err
	}
	for _, list := range []struct {
		names []string
		query string
	}{
		{scope.Rooms, "SELECT 1 FROM objects WHERE code = ? LIMIT 1"},
		{scope.Buildings, "SELECT 1 FROM objects WHERE building = ? LIMIT 1"},
		{scope.Uses, "SELECT 1 FROM objects WHERE use = ? LIMIT 1"},
		{scope.Layouts, "SELECT 1 FROM objects WHERE layout = ? LIMIT 1"},
		{scope.States, "SELECT 1 FROM objects WHERE state = ? LIMIT 1"},
	} {
		for _, name := range list.names {
			known, err := tx.Get(list.query, []any{name}, new(int))
			if err != nil {
				return err
			}
			if !known {
				return store.Refuse(codeScopeUnknown, name)
			}
		}
	}
	return nil
}

// itemsOf returns the items whose amounts a rule asks for.
func itemsOf(rule tariff.Rule) []string {
	var items []string
	for _, need := range rule.Needs() {
		if name, ok := strings.CutPrefix(string(need), string(tariff.AmountOf)); ok {
			items = append(items, name)
		}
	}
	return items
}

// circleFrom follows what items ask for from the last of a path and returns the first way that comes back to its
// beginning, nil for none. Seen are the items from which no way back was found; without it a net of items would be walked
// again and again.
func circleFrom(asks map[string][]string, path []string, seen map[string]bool) []string {
	for _, next := range asks[path[len(path)-1]] {
		if next == path[0] {
			return append(path, next)
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if circle := circleFrom(asks, append(slices.Clone(path), next), seen); circle != nil {
			return circle
		}
	}
	return nil
}

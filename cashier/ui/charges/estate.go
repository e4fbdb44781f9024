package charges

import (
	"context"
	"maps"
	"slices"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// meterKinds are the kinds of meters that every estate may have; a formula may name others.
var meterKinds = []string{"水", "电", "燃气", "热", "热水"}

// estateFacts are what the choices on the sheets are made of: only what the estate really has.
type estateFacts struct {
	buildings, uses, layouts, states, fields []string
	// areas gives the area of every object in 0.01 m², by kind and code.
	areas map[string]map[string]int64
	// standing gives the use and the state of every object, by kind and code.
	standing map[string]map[string]standing
	// codes names objects by their id, ids gives them back by the code of a room or else of a space.
	codes, ids map[string]string
	// groups names the rooms, by id, that a state, a use or a building (3栋) stands for.
	groups map[string][]string
}

// standing is what tells one household from another at a glance: 商铺 · 空置.
type standing struct{ use, state string }

func readEstate(ctx context.Context, counter *cashier.Counter) (facts estateFacts, err error) {
	var all []estate.Object
	err = counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
		rooms, err := estate.Objects(tx, estate.Room)
		if err != nil {
			return err
		}
		spaces, err := estate.Objects(tx, estate.Space)
		all = append(spaces, rooms...)
		return err
	})
	return factsOf(all), err
}

func factsOf(all []estate.Object) estateFacts {
	facts := estateFacts{areas: map[string]map[string]int64{estate.Room: {}, estate.Space: {}},
		standing: map[string]map[string]standing{estate.Room: {}, estate.Space: {}},
		codes:    make(map[string]string, len(all)), ids: make(map[string]string, len(all)), groups: make(map[string][]string)}
	buildings, uses, layouts, states, fields := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range all {
		facts.areas[o.Kind][o.Code] = o.AreaCentiM2
		facts.standing[o.Kind][o.Code] = standing{o.Use, o.State}
		facts.codes[o.ID], facts.ids[o.Code] = o.Code, o.ID
		buildings[o.Building], uses[o.Use], layouts[o.Layout], states[o.State] = true, true, true, true
		for name := range o.Fields {
			fields[name] = true
		}
		if o.Kind == estate.Room {
			for _, name := range []string{o.State, o.Use, o.Building + "栋"} {
				facts.groups[name] = append(facts.groups[name], o.ID)
			}
		}
	}
	delete(facts.groups, "")
	delete(facts.groups, "栋")
	facts.buildings, facts.uses, facts.layouts = sorted(buildings), sorted(uses), sorted(layouts)
	facts.states, facts.fields = sorted(states), sorted(fields)
	return facts
}

// sorted returns the names that are none empty, short ones first: 2 stands before 10.
func sorted(names map[string]bool) []string {
	delete(names, "")
	return slices.SortedFunc(maps.Keys(names), func(a, b string) int {
		if len(a) != len(b) && strings.Trim(a+b, "0123456789") == "" {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
}

// code returns the canonical code of what was typed for an object of a kind: 3021201 is 3-2-1201.
func (f estateFacts) code(kind, typed string) (code string, found bool) {
	if _, exact := f.areas[kind][typed]; exact {
		return typed, true
	}
	for code := range f.areas[kind] {
		if household.IsWholeRoom(code, typed) {
			return code, true
		}
	}
	return "", false
}

// objects returns the ids of what was typed, each once: codes of rooms and spaces, and the words that stand for several rooms.
// What is none of them is returned as unknown.
func (f estateFacts) objects(typed string) (ids []string, unknown string) {
	for _, name := range splitNames(typed) {
		all, found := f.groups[name]
		if !found {
			code, ok := f.code(estate.Room, name)
			if !ok {
				code, ok = f.code(estate.Space, name)
			}
			if !ok {
				return nil, name
			}
			all = []string{f.ids[code]}
		}
		for _, id := range all {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, ""
}

// splitNames parts what a person types between commas of any kind, semicolons and spaces.
func splitNames(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("、，,；; \t\u3000", r) })
}

// joined writes names as a person reads them.
func joined(names []string) string { return strings.Join(names, "、") }

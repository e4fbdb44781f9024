package register

import (
	"slices"
	"strings"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// Change is one thing that a register changes of a room that the book has, in the words of a language.
type Change struct {
	Room     string
	What     string // the field's name as people say it
	Old, New string // "" for nothing
	// Personal says that old and new are somebody's own data, which a command line does not write out.
	Personal bool
}

// Changes returns what a register changes, room by room; what comes in with a new room is no change.
func Changes(outcome ledger.RegisterOutcome, lang string) []Change {
	var changes []Change
	isNew := map[string]bool{}
	for _, change := range outcome.Rooms {
		isNew[change.Code] = change.New
		if change.New {
			continue
		}
		for _, field := range change.Fields {
			changes = append(changes, Change{Room: change.Code, What: FieldName(field.Name, lang), Old: field.Old, New: field.New, Personal: isPersonal(field.Name)})
		}
	}
	sum := func(room, what string, before, now money.Fen) {
		if !isNew[room] {
			changes = append(changes, Change{Room: room, What: what, Old: before.Yuan(), New: now.Yuan()})
		}
	}
	for _, change := range outcome.Arrears {
		sum(change.Room, change.Item, change.OldFen, change.NewFen)
	}
	for _, change := range outcome.Credits {
		sum(change.Room, assets.Text(lang, "intake.prepaid"), change.OldFen, change.NewFen)
	}
	return changes
}

// Changed counts the rooms of a register that the book had already and that it changes in anything: what they are, who has them,
// or what they owe or have prepaid.
func Changed(outcome ledger.RegisterOutcome) int {
	rooms := map[string]bool{}
	for _, change := range Changes(outcome, assets.Chinese) {
		rooms[change.Room] = true
	}
	return len(rooms)
}

// FieldName returns the name of a field of a register as people say it; a field of the estate's own has the name it was given.
func FieldName(name, lang string) string {
	if own, isOwn := strings.CutPrefix(name, "field:"); isOwn {
		return own
	}
	return assets.Text(lang, "intake.field."+name)
}

// isPersonal says whether a field holds what is somebody's own: a name, a phone, a plate.
func isPersonal(name string) bool {
	return strings.HasPrefix(name, estate.Owner) || strings.HasPrefix(name, estate.Tenant) || slices.Contains([]string{"plate", "remark"}, name)
}

// WithoutPersonal returns the changes of rooms with what is somebody's own left out: a command line's output ends up in files.
func WithoutPersonal(changes []estate.Change) []estate.Change {
	all := slices.Clone(changes)
	for i := range all {
		all[i].Fields = slices.Clone(all[i].Fields)
		for j, field := range all[i].Fields {
			if isPersonal(field.Name) {
				all[i].Fields[j].Old, all[i].Fields[j].New = Hidden(field.Old), Hidden(field.New)
			}
		}
	}
	return all
}

// Hidden returns what stands for a text that is not written out.
func Hidden(text string) string {
	if text == "" {
		return ""
	}
	return "***"
}

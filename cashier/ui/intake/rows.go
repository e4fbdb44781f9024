package intake

import (
	"cmp"
	"image/color"
	"strings"

	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
)

// row is one line of the review: a heading, or a room with what is said of it.
type row struct {
	group             bool
	where, what, text string
	ink               color.Color
	// alike names the issues that the row stands for, "" for a row that stands for itself.
	alike string
}

// words is the catalogue.
type words func(key string, args ...any) string

// rowsOf lists what a plan would do, what needs a person first: refusals, totals that do not tie, changes, remarks, new rooms.
// Of alike issues those that isOpen names are listed one by one.
func rowsOf(text words, lang string, plan *register.Plan, isOpen map[string]bool) []row {
	var rows []row
	rows = append(rows, refusedRows(text, plan.Plan, isOpen)...)
	rows = append(rows, totalRows(text, plan.Plan)...)
	rows = append(rows, changedRows(text, lang, plan)...)
	remarks := plan.Remarks()
	rows = append(rows, headed(toldRows(text, remarks, look.Amber(), isOpen), text("intake.group.warnings", len(remarks)))...)
	return append(rows, newRows(text, plan)...)
}

func refusedRows(text words, plan *intake.Plan, isOpen map[string]bool) []row {
	return headed(toldRows(text, plan.Refusals(), look.Vermilion(), isOpen), text("intake.group.refused", len(plan.Refused)))
}

func totalRows(text words, plan *intake.Plan) []row {
	var rows []row
	for _, total := range plan.Totals {
		if !total.Ties {
			rows = append(rows, row{where: total.Where(), what: total.Cell, ink: look.Amber(),
				text: text("intake.total", text("intake.total.column", total.Column), total.Written, total.Sum, total.TakenSum)})
		}
	}
	return headed(rows, text("intake.group.totals", len(rows)))
}

// headed sets a heading over rows, unless there are none.
func headed(rows []row, heading string) []row {
	if len(rows) == 0 {
		return nil
	}
	return append([]row{{group: true, where: heading}}, rows...)
}

func changedRows(text words, lang string, plan *register.Plan) []row {
	var rows []row
	rooms := map[string]bool{}
	for _, change := range register.Changes(plan.Outcome, lang) {
		line := row{what: change.What, text: text("intake.change", orNothing(text, change.Old), orNothing(text, change.New))}
		if !rooms[change.Room] {
			line.where = change.Room
		}
		rooms[change.Room] = true
		rows = append(rows, line)
	}
	return headed(rows, text("intake.group.changes", len(rooms)))
}

// newCodes returns the codes of the rooms the book does not have yet.
func newCodes(rooms []estate.Change) map[string]bool {
	codes := map[string]bool{}
	for _, change := range rooms {
		if change.New {
			codes[change.Code] = true
		}
	}
	return codes
}

func orNothing(text words, value string) string {
	if value == "" {
		return text("intake.nothing")
	}
	return value
}

// toldRows lists issues, alike ones in one row until it is opened.
func toldRows(text words, all []intake.Told, ink color.Color, isOpen map[string]bool) []row {
	var rows []row
	for _, alike := range intake.Gather(all) {
		first := alike[0]
		if len(alike) == 1 {
			rows = append(rows, toldRow(first, first.Text, ink))
			continue
		}
		gathered := toldRow(first, alike.Text(), ink)
		gathered.where, gathered.what = text("intake.alike", len(alike)), first.Column
		gathered.alike = string(first.Code) + " " + first.Column
		rows = append(rows, gathered)
		if isOpen[gathered.alike] {
			for _, told := range alike {
				rows = append(rows, toldRow(told, told.Text, ink))
			}
		}
	}
	return rows
}

func toldRow(told intake.Told, text string, ink color.Color) row {
	return row{where: cmp.Or(told.Room, told.Where()), what: told.Cell, text: text, ink: ink}
}

func newRows(text words, plan *register.Plan) []row {
	isNew := newCodes(plan.Outcome.Rooms)
	var rows []row
	for _, taken := range plan.Rows {
		if isNew[taken.Room.Code] {
			rows = append(rows, row{where: taken.Room.Code, what: ownerOf(text, taken), text: roomWords(text, taken)})
		}
	}
	return headed(rows, text("intake.group.new", len(isNew)))
}

func ownerOf(text words, taken intake.Row) string {
	var names []string
	for _, party := range taken.Parties {
		if party.Role == intake.Owner {
			names = append(names, party.Name)
		}
	}
	if len(names) == 0 {
		return "—"
	}
	return letters(names)
}

// roomWords tells a new room in one line.
func roomWords(text words, taken intake.Row) string {
	var parts []string
	if area := estate.AreaText(taken.Room.AreaCentiM2); area != "" {
		parts = append(parts, text("intake.area", area))
	}
	for _, arrears := range taken.Arrears {
		parts = append(parts, arrears.Item+" "+arrears.Fen.Grouped())
	}
	if taken.PrepaidFen > 0 {
		parts = append(parts, text("intake.prepaid")+" "+taken.PrepaidFen.Grouped())
	}
	parts = append(parts, taken.Spaces...)
	parts = append(parts, taken.Plates...)
	if ownerOf(text, taken) == "—" {
		parts = append(parts, text("intake.owner.none"))
	}
	return strings.Join(parts, " · ")
}

func (r row) cell(column int) widgets.Cell {
	switch column {
	case 0:
		return widgets.Cell{Text: r.where, Bold: !r.group && r.ink == nil}
	case 1:
		return widgets.Cell{Text: r.what, Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: r.text, Ink: r.ink, Small: r.ink != nil}
}

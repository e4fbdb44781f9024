package intake

import (
	"image/color"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// row is one line of the review: a heading, or a room with what is said of it.
type row struct {
	group             bool
	where, what, text string
	ink               color.Color
}

// words is the catalogue.
type words func(key string, args ...any) string

// rowsOf lists what a plan would do, what needs a person first: refusals, totals that do not tie, changes, remarks, new rooms.
func rowsOf(text words, plan *cashier.RegisterPlan) []row {
	var rows []row
	rows = append(rows, refusedRows(text, plan.Plan)...)
	rows = append(rows, totalRows(text, plan.Plan)...)
	rows = append(rows, changedRows(text, plan)...)
	rows = append(rows, warningRows(text, plan.Plan)...)
	return append(rows, newRows(text, plan)...)
}

func refusedRows(text words, plan *intake.Plan) []row {
	if len(plan.Refused) == 0 {
		return nil
	}
	rows := []row{{group: true, where: text("intake.group.refused", len(plan.Refused))}}
	for _, refusal := range plan.Refused {
		for index, issue := range refusal.Issues {
			line := row{what: issue.Cell, text: issue.Text, ink: look.Vermilion()}
			if index == 0 {
				line.where = text("intake.line", refusal.Line)
			}
			rows = append(rows, line)
		}
	}
	return rows
}

func totalRows(text words, plan *intake.Plan) []row {
	var rows []row
	for _, total := range plan.Totals {
		if !total.Ties {
			rows = append(rows, row{where: text("intake.line", total.Line), what: total.Cell, ink: look.Amber(),
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

func changedRows(text words, plan *cashier.RegisterPlan) []row {
	changed := 0
	var rows []row
	for _, change := range plan.Outcome.Rooms {
		if change.New {
			continue
		}
		changed++
		for index, field := range change.Fields {
			line := row{what: fieldName(text, field.Name), text: text("intake.change", orNothing(text, field.Old), orNothing(text, field.New))}
			if index == 0 {
				line.where = change.Code
			}
			rows = append(rows, line)
		}
	}
	isNew := newCodes(plan.Outcome.Rooms)
	money := func(room, what string, before, now money.Fen) {
		if !isNew[room] {
			changed++
			rows = append(rows, row{where: room, what: what, text: text("intake.change", before.Yuan(), now.Yuan())})
		}
	}
	for _, change := range plan.Outcome.Arrears {
		money(change.Room, change.Item, change.OldFen, change.NewFen)
	}
	for _, change := range plan.Outcome.Credits {
		money(change.Room, text("intake.prepaid"), change.OldFen, change.NewFen)
	}
	return headed(rows, text("intake.group.changes", changed))
}

// newCodes gives the codes of the rooms the book does not have yet.
func newCodes(rooms []estate.Change) map[string]bool {
	codes := map[string]bool{}
	for _, change := range rooms {
		if change.New {
			codes[change.Code] = true
		}
	}
	return codes
}

func fieldName(text words, name string) string {
	if own, ok := strings.CutPrefix(name, "field:"); ok {
		return own
	}
	return text("intake.field." + name)
}

func orNothing(text words, value string) string {
	if value == "" {
		return text("intake.nothing")
	}
	return value
}

func warningRows(text words, plan *intake.Plan) []row {
	var rows []row
	add := func(where string, issues []intake.Issue) {
		for _, issue := range issues {
			rows = append(rows, row{where: where, what: issue.Cell, text: issue.Text, ink: look.Amber()})
		}
	}
	add("", plan.Warnings)
	for _, taken := range plan.Rows {
		add(taken.Room.Code, taken.Warnings)
	}
	return headed(rows, text("intake.group.warnings", len(rows)))
}

func newRows(text words, plan *cashier.RegisterPlan) []row {
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

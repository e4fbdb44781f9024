package desk

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/money"
)

// billRow is one row of the bill table: a charge item with its sum, one bill, or the late fee of the bill above it.
type billRow struct {
	group bool
	item  string
	sum   money.Fen
	line  household.Line
	late  bool
}

// rowsOf groups the open bills by item, in the order of the oldest bill of each; late fees stand with what they are for.
func rowsOf(h household.Household) []billRow {
	var items []string
	byItem := map[string][]household.Line{}
	for _, line := range h.Lines {
		item := line.For()
		if byItem[item] == nil {
			items = append(items, item)
		}
		byItem[item] = append(byItem[item], line)
	}
	var rows []billRow
	for _, item := range items {
		group := billRow{group: true, item: item}
		for _, line := range byItem[item] {
			group.sum += line.WholeFen()
		}
		rows = append(rows, group)
		for _, line := range byItem[item] {
			rows = append(rows, billRow{line: line})
			if line.LateFen > 0 {
				rows = append(rows, billRow{line: line, late: true})
			}
		}
	}
	return rows
}

func (s *Screen) makeBills() {
	// Where there is no room, how an amount came about stands at the foot alone, for the row at the cursor.
	columns := []widgets.Column{{}, {Width: 94, Yields: 1}, {Width: 190, Yields: 2}, {Width: 78, Align: fyne.TextAlignTrailing}}
	s.bills = widgets.NewDataTable(columns, func() int { return len(s.rows) }, s.billCell)
	s.bills.HideHeader = true
	s.bills.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: s.rows[row].group} }
	s.bills.OnTick = s.tick
	s.bills.OnRune = s.keepsOut
	s.bills.OnCursor = func(int) { s.showWhy() }
}

func (s *Screen) billCell(row, column int) widgets.Cell {
	r := s.rows[row]
	if r.group {
		switch column {
		case 0:
			return widgets.Cell{Text: r.item}
		case 3:
			return widgets.Cell{Text: r.sum.Grouped()}
		}
		return widgets.Cell{}
	}
	part, ticked := s.part(r.line.ID)
	if r.late {
		return s.lateCell(r.line, ticked && part < r.line.OwedFen(), column)
	}
	switch column {
	case 0:
		return widgets.Cell{Text: s.lineName(r.line), Tick: s.tickOf(ticked)}
	case 1:
		return widgets.Cell{Text: s.linePeriod(r.line), Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: s.lineWhy(r.line, part, ticked), Ink: look.Ink2(), Small: true}
	}
	cell := widgets.Cell{Text: r.line.OwedFen().Grouped(), Bold: true}
	if ticked {
		cell.Text = part.Grouped()
	} else if s.view.Draft != nil {
		cell.Ink = look.Ink2()
	}
	return cell
}

// lateCell shows the late fee below its bill, and how much of it is paid now: with a part of the bill none, unless it comes first.
func (s *Screen) lateCell(line household.Line, parted bool, column int) widgets.Cell {
	switch column {
	case 0:
		return widgets.Cell{Text: s.text("desk.bills.late"), Indent: s.view.Draft != nil}
	case 1:
		return widgets.Cell{Text: s.text("desk.bills.overdue", line.OverdueDays), Ink: look.Ink2(), Small: true}
	case 2:
		words := formula(words.Step(line.LateSteps[0], s.deps.Lang))
		switch paid := s.latePaid(line); {
		case parted && paid == 0:
			words = s.text("desk.bills.late_part")
		case paid == 0 && s.leavesLate(line):
			words = s.text("desk.bills.late_left")
		case 0 < paid && paid < line.LateFen:
			words = s.text("desk.bills.part", line.LateFen.Grouped())
		}
		return widgets.Cell{Text: words, Ink: look.Ink2(), Small: true}
	}
	cell := widgets.Cell{Text: line.LateFen.Grouped(), Bold: true}
	switch paid := s.latePaid(line); {
	case s.view.Draft == nil:
	case paid == 0:
		cell.Ink = look.Ink2()
	default:
		cell.Text = paid.Grouped()
	}
	return cell
}

// leavesLate says whether the payment being made pays a line whole and nothing of its late fee.
func (s *Screen) leavesLate(line household.Line) bool {
	part, ticked := s.part(line.ID)
	return ticked && part == line.OwedFen() && s.latePaid(line) == 0
}

// latePaid returns what is paid now of a line's late fee, 0 where no payment is being made.
func (s *Screen) latePaid(line household.Line) money.Fen {
	if s.view.Draft == nil {
		return 0
	}
	return s.view.Draft.LateFen(line)
}

// partNow returns what is paid now of a line and of its late fee, between which a sum that is typed for the line is shared out.
func (s *Screen) partNow(line household.Line) (part, late money.Fen) {
	part, _ = s.part(line.ID)
	return part, s.latePaid(line)
}

// part returns how much of a bill is being paid, and whether any is.
func (s *Screen) part(bill string) (fen money.Fen, ticked bool) {
	if s.view.Draft == nil {
		return 0, false
	}
	fen, ticked = s.view.Draft.Parts[bill]
	return fen, ticked
}

func (s *Screen) tickOf(ticked bool) widgets.Tick {
	switch {
	case s.view.Draft == nil:
		return widgets.NoTick
	case ticked:
		return widgets.Ticked
	}
	return widgets.Unticked
}

// lineName names the parking space where the bill is not the room's own, and who owes it where they have left.
func (s *Screen) lineName(line household.Line) string {
	name := line.Called()
	if line.Place != s.view.Shown().Room.Code {
		name = line.Place + " " + name
	}
	if line.Left != "" {
		return name + s.text("desk.bills.left."+line.Left)
	}
	return name
}

func (s *Screen) linePeriod(line household.Line) string {
	if line.Period == "" {
		return s.text("desk.bills.opening")
	}
	return line.Period
}

// formula is a step without what it comes to: the amount stands beside it.
func formula(step string) string {
	words, _, _ := strings.Cut(step, " = ")
	return words
}

// shortWhy is the first step that reckons, and the first of all where none does: what was used before in the year, which a
// tiered price begins with, says less than the quantity and the price.
func shortWhy(steps []string) string {
	if len(steps) == 0 {
		return ""
	}
	at := max(0, slices.IndexFunc(steps, func(step string) bool { return strings.Contains(step, " = ") }))
	return formula(steps[at])
}

// lineWhy says how the amount came about; a part paid now or before and a bill not yet due come first.
func (s *Screen) lineWhy(line household.Line, part money.Fen, ticked bool) string {
	words := shortWhy(words.Steps(line.Steps, s.deps.Lang))
	switch {
	case ticked && part < line.OwedFen():
		return s.text("desk.bills.part", line.OwedFen().Grouped())
	case line.PaidFen > 0:
		words = s.text("desk.bills.paid", line.AmountFen.Grouped(), line.PaidFen.Grouped())
	}
	if line.Future {
		if words != "" {
			words += " · "
		}
		words += s.text("desk.bills.future")
	}
	return words
}

// tick takes the bill of a row into the payment, or out of it.
func (s *Screen) tick(row int) {
	if row >= 0 && row < len(s.rows) && !s.rows[row].group {
		s.send(checkout.Tick{Bill: s.rows[row].line.ID})
	}
}

// billsView is what the household owes.
func (s *Screen) billsView() fyne.CanvasObject {
	h := s.view.Shown()
	if len(h.Lines) == 0 {
		advice := s.text("desk.bills.none_advice")
		if s.view.Draft == nil {
			advice = s.text("desk.bills.next_advice")
		}
		return widgets.BareCard(widgets.EmptyState(s.text("desk.bills.none"), advice, nil))
	}
	title := look.BoldText(s.text("desk.bills.title", len(h.Lines)), look.LeadSize(), look.Ink())
	earliest := look.Text(s.text("desk.bills.earliest", h.EarliestOn.Month()), look.SmallSize(), look.Ink2())
	var late fyne.CanvasObject
	if h.LateFen > 0 {
		late = look.Text(s.text("desk.bills.late_sum", h.LateFen.Grouped()), look.SmallSize(), look.Ink2())
	}
	sum := widgets.HStack(8, container.NewCenter(look.Text(s.text("desk.bills.sum"), look.BodySize(), look.Ink2())),
		widgets.Amount(h.OwedFen.Yuan(), look.HeadingSize()+1, look.Vermilion()))
	head := widgets.Inset(6, 14, 6, 14, widgets.Head(title, earliest, late, sum))
	if s.view.Draft == nil {
		return widgets.BareCard(widgets.Edges(head, nil, s.bills))
	}
	s.why = newWhyView()
	s.showWhy()
	foot := widgets.Edges(widgets.Rule(), nil, widgets.Inset(8, 14, 8, 14, s.why.lines))
	return widgets.BareCard(widgets.Edges(head, foot, s.bills))
}

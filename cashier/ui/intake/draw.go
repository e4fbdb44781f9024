package intake

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/register"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/money"
)

// The widths of the card that asks for a file and of the column beside the table, in points at scale 1.
const (
	choiceWidth float32 = 760
	sideWidth   float32 = 340
)

func (s *Screen) drawChoice() fyne.CanvasObject {
	text := s.frame.Text
	inner := look.Scaled(choiceWidth) - 2*look.Inset()
	s.entry = widgets.NewVerbatimEntry()
	s.entry.SetText(s.path)
	s.entry.OnChanged = func(typed string) { s.path = typed }
	s.form.SetInputs(s.entry)
	s.message = forms.NewMessage(s.frame, inner)
	body := widgets.VStack(14, widgets.Paragraph(text("intake.choose.advice"), look.BodySize(), look.Ink2(), inner),
		forms.Labelled(text("intake.choose.path"), s.entry), s.message.Object(),
		widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("intake.choose.browse"), "F4", s.browse),
			widgets.NewButton(widgets.PlainButton, text("intake.choose.template"), "F8", s.saveTemplate),
			widgets.NewButton(widgets.PrimaryButton, text("intake.choose.read"), "Enter", s.read)))
	card := widgets.TitledCard(text("intake.choose.title"), nil, body)
	return container.NewCenter(widgets.Sized(look.Scaled(choiceWidth), 0, card))
}

func (s *Screen) drawReview() fyne.CanvasObject {
	text := s.frame.Text
	s.table = widgets.NewDataTable([]widgets.Column{
		{Title: text("intake.column.room"), Width: 120}, {Title: text("intake.column.what"), Width: 120}, {Title: text("intake.column.value")},
	}, func() int { return len(s.rows) }, func(index, column int) widgets.Cell { return s.rows[index].cell(column) })
	s.table.Style = func(index int) widgets.RowStyle { return widgets.RowStyle{Group: s.rows[index].group} }
	s.table.Empty = widgets.EmptyState(text("intake.review.clean"), "", nil)
	detail := container.NewStack()
	s.table.OnOpen = s.openAlike
	s.table.OnCursor = func(index int) { s.showDetail(detail, index) }
	head := widgets.Inset(10, 14, 10, 14, look.BoldText(text("intake.review.title"), look.LeadSize(), look.Ink()))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, widgets.Sized(0, look.Scaled(72), detail), s.table)), s.side(), sideWidth)
}

// showDetail writes the row under the cursor below the table, where a long reason has room.
func (s *Screen) showDetail(place *fyne.Container, index int) {
	place.Objects = nil
	if index >= 0 && index < len(s.rows) {
		width := s.frame.Canvas().Size().Width - look.RailWidth() - sideWidth*(1+(look.Scale()-1)/4) - 3*look.Gap() - 32
		words := widgets.Paragraph(s.rows[index].text, look.BodySize(), look.Ink(), max(width, 200))
		place.Objects = []fyne.CanvasObject{widgets.Edges(widgets.Rule(), nil, widgets.Inset(8, 14, 8, 14, words))}
	}
	place.Refresh()
}

// side draws the totals, the choices and the button.
func (s *Screen) side() fyne.CanvasObject {
	text, plan := s.frame.Text, s.plan
	inner := widgets.SideInner(sideWidth)
	tally := tallyOf(plan.Outcome)
	rooms := func(count int) string { return text("intake.side.rooms", count) }
	lines := widgets.VStack(0,
		widgets.NewField(text("intake.side.new"), rooms(tally.added)).Strong(look.Jade()),
		widgets.NewField(text("intake.side.changed"), rooms(tally.changed)),
		widgets.NewField(text("intake.side.same"), rooms(len(plan.Rows)-tally.added-tally.changed)))
	if len(plan.Refused) > 0 {
		lines.Add(widgets.NewField(text("intake.side.refused"), text("intake.side.rows", len(plan.Refused))).Strong(look.Vermilion()))
	}
	lines.Add(widgets.NewField(text("intake.side.arrears"), tally.arrears.Yuan()).Strong(look.Ink()))
	lines.Add(widgets.NewField(text("intake.side.prepaid"), tally.prepaid.Yuan()).Strong(look.Ink()))
	s.message = forms.NewMessage(s.frame, inner)
	top := widgets.VStack(10, widgets.Paragraph(plan.FileName, look.SmallSize(), look.Ink2(), inner), lines, s.message.Object())
	if unread := s.unread(); len(unread) > 0 {
		top.Add(widgets.Notice(text("intake.sheet.unread", plan.SheetName, len(unread), letters(unread)), widgets.ToneLook, inner))
	}
	if unknown := plan.Columns.Unknown(); len(unknown) > 0 {
		names := make([]string, len(unknown))
		for index, column := range unknown {
			names[index] = columnName(column)
		}
		top.Add(widgets.Notice(text("intake.side.unknown", len(unknown), letters(names)), widgets.ToneLook, inner))
	}
	buttons := widgets.VStack(8)
	if s.hasSheets() {
		buttons.Add(s.sheetButton())
	}
	if len(plan.Columns.Unknown()) > 0 {
		buttons.Add(widgets.NewButton(widgets.PlainButton, text("intake.map"), "F5", s.mapColumn))
	}
	if s.hasNegative() {
		buttons.Add(widgets.NewButton(widgets.PlainButton, text(s.negativeKey()), "F6", s.toggleNegative))
	}
	if len(plan.Refused) > 0 {
		buttons.Add(widgets.NewButton(widgets.PlainButton, text("intake.refused.save"), "F8", s.saveRefused))
	}
	buttons.Add(widgets.NewButton(widgets.PlainButton, text("intake.other"), "Esc", s.again))
	buttons.Add(widgets.NewButton(widgets.PrimaryButton, s.takeWords(), "F9", s.take).OffWhen(len(plan.Rows) == 0))
	return widgets.Card(widgets.Edges(nil, buttons, widgets.Scroll(top)))
}

func (s *Screen) drawDone() fyne.CanvasObject {
	text, tally := s.frame.Text, tallyOf(s.outcome)
	sentence := text("intake.done", tally.added, tally.changed, tally.arrears.Yuan(), tally.prepaid.Yuan())
	var buttons fyne.CanvasObject = widgets.NewButton(widgets.PrimaryButton, text("intake.done.again"), "Enter", s.again)
	if unread := s.unread(); len(unread) > 0 {
		sentence += " " + text("intake.sheet.left", len(unread), letters(unread))
		buttons = widgets.VStack(8, s.sheetButton(), buttons)
	}
	return widgets.Frame(nil, 0, widgets.Card(widgets.EmptyState(text("intake.done.title"), sentence, buttons)), nil, 0)
}

// tally is a register's outcome in figures.
type tally struct {
	added, changed   int
	arrears, prepaid money.Fen
}

// tallyOf counts; the sums are what is added to the book.
func tallyOf(outcome ledger.RegisterOutcome) (counted tally) {
	for _, change := range outcome.Rooms {
		if change.New {
			counted.added++
		}
	}
	counted.changed = register.Changed(outcome)
	for _, change := range outcome.Arrears {
		counted.arrears += change.NewFen - change.OldFen
	}
	for _, change := range outcome.Credits {
		counted.prepaid += change.NewFen - change.OldFen
	}
	return counted
}

package receipts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// rightView is the right column: the receipt at the cursor, or what was just undone.
func (s *Screen) rightView() fyne.CanvasObject {
	current, ok := s.current()
	if !ok {
		if verdict := s.verdictView(""); verdict != nil && s.problem == "" {
			return widgets.Card(widgets.Edges(verdict, nil, nil))
		}
		if s.problem == "" {
			return widgets.Card(layout.NewSpacer())
		}
		return widgets.Card(widgets.Edges(widgets.Notice(s.problem, widgets.ToneOwed, widgets.SideInner(rightWidth)), nil, nil))
	}
	if s.undone != nil && (s.undone.of.Number == current.receipt.Number || s.undone.taken.Payment.Number == current.receipt.Number) {
		return s.undoneView()
	}
	slip := layout.NewSpacer()
	if s.preview != nil {
		slip = widgets.Inset(-4, -10, 0, -4, widgets.Scroll(s.slip(*s.preview)))
	}
	return widgets.Card(widgets.Edges(s.verdictView(current.receipt.Part.Number), s.foot(current), slip))
}

// slip shows what stands on the paper.
func (s *Screen) slip(r paper.Receipt) fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	centred := func(words string, size float32, bold bool, ink color.Color) fyne.CanvasObject {
		line := look.Text(look.Fit(words, size, bold, width), size, ink)
		line.TextStyle = look.Style(line.Text, bold)
		return container.NewCenter(line)
	}
	slip := widgets.VStack(2, centred(r.Company, look.SmallSize(), false, look.Ink2()),
		centred(s.text("receipts.title."+string(r.State)), look.HeadingSize(), true, look.Ink()))
	if words := s.linked(r); words != "" {
		slip.Add(centred(words, look.SmallSize(), false, look.Amber()))
	}
	field := func(key, value string) {
		if value != "" {
			slip.Add(tight(s.text(key), value, false))
		}
	}
	field("receipts.number", r.Number)
	for i, number := range r.Together {
		label := ""
		if i == 0 {
			label = s.text("receipts.together", len(r.Together))
		}
		slip.Add(tight(label, number, false))
	}
	field("receipts.time", moment(r.AtMS))
	field("receipts.room", r.Room)
	payer := r.Payer
	if r.OnBehalf {
		payer = s.text("desk.on_behalf", payer)
	}
	field("receipts.payer", payer)
	if r.PaperNumber != "" {
		field("receipts.paper_number", r.PaperNumber)
		field("receipts.value_on", string(r.ValueOn))
	}
	slip.Add(gapRule())
	s.addSums(slip, r) // before the lines, which may be more than one sees at once
	if r.PrepaidAfterFen != 0 {
		slip.Add(tight(s.text("receipts.prepaid_after"), r.PrepaidAfterFen.Grouped(), false))
	}
	slip.Add(gapRule())
	for _, line := range r.Lines {
		slip.Add(tight(line.Item+" "+line.Period, line.AmountFen.Grouped(), true))
		if line.Why != "" {
			slip.Add(look.Text(look.Fit("  "+line.Why, look.SmallSize(), false, width), look.SmallSize(), look.Ink2()))
		}
	}
	slip.Add(gapRule())
	field("receipts.cashier", r.Cashier)
	field("receipts.approver", r.Approver)
	field("receipts.check", r.CheckMark)
	return slip
}

// addSums tells what was due, what of it was received, and how.
func (s *Screen) addSums(slip *fyne.Container, r paper.Receipt) {
	slip.Add(tight(s.text("desk.sum.due"), r.Sums.DueFen.Grouped(), false))
	for _, less := range []struct {
		label string
		fen   money.Fen
	}{{"desk.tender.deposit", r.Sums.OffsetFen}, {"desk.tender.offer", r.Sums.OfferFen}, {creditLine, r.Sums.CreditFen}, {"desk.line.rounding", r.Sums.RoundingFen}} {
		switch {
		case less.label == creditLine && len(r.Spent) > 0:
			for _, tender := range r.Spent {
				slip.Add(tight(s.spentWords(tender), tender.Fen.Grouped(), false))
			}
		case less.fen != 0:
			slip.Add(tight(s.text(less.label), less.fen.Grouped(), false))
		}
	}
	slip.Add(widgets.NewField(s.text("desk.taken"), r.Sums.ReceivedFen.Yuan()).Strong(look.Ink()))
	for _, way := range r.Ways {
		label := s.text("desk.tender." + string(way.Kind))
		if way.Reference != "" {
			label += " " + way.Reference
		}
		if slip.Add(tight(label, way.Fen.Grouped(), false)); way.Kind == till.Cash && r.State != paper.Reversal && r.State != paper.Refund && r.Sums.HandedFen != 0 {
			handed, change := s.text("desk.sum.handed"), s.text("desk.change")
			if of := len(r.Together); of > 1 { // what was handed over paid the other receipts too
				handed, change = s.text("receipts.together.handed", of), s.text("receipts.together.change", of)
			}
			slip.Add(tight("  "+handed, r.Sums.HandedFen.Grouped(), false))
			slip.Add(tight("  "+change, r.Sums.ChangeFen.Grouped(), false))
		}
	}
}

// creditLine is the text of what the prepayment paid.
const creditLine = "desk.line.credit"

// spentWords says of which prepayment a part of a payment was spent.
func (s *Screen) spentWords(tender till.Tender) string {
	if tender.Reference == string(billing.AnyPurpose) {
		return s.text(creditLine)
	}
	return s.text(creditLine) + " · " + forms.Purpose(s.frame, billing.Purpose(tender.Reference))
}

// linked says which receipt this one undoes, or was undone by.
func (s *Screen) linked(r paper.Receipt) string {
	switch r.State {
	case paper.Void:
		return s.text("receipts.linked.void")
	case paper.Reversed, paper.Reversal:
		return s.text("receipts.linked."+string(r.State), r.Linked)
	}
	return ""
}

// tight is a low row of a label and a value, as close as on paper; the label gives way.
func tight(label, value string, strong bool) fyne.CanvasObject {
	size := look.BodySize() - 1
	ink := look.Ink2()
	if strong {
		ink = look.Ink()
	}
	room := widgets.SideInner(rightWidth) - look.Width(value, size, strong) - 10
	right := look.Text(value, size, look.Ink())
	right.TextStyle = look.Style(value, strong)
	return widgets.Sides(look.Text(look.Fit(label, size, false, room), size, ink), right)
}

func gapRule() fyne.CanvasObject { return widgets.Inset(5, 0, 5, 0, widgets.Rule()) }

// foot says what became of the paper, and has the buttons.
func (s *Screen) foot(current row) fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	foot := widgets.VStack(8)
	if s.problem != "" {
		foot.Add(widgets.Notice(s.problem, widgets.ToneOwed, width))
	}
	if s.preview == nil {
		return foot
	}
	if words, tone := desk.PaperWords(s.text, s.printed); words != "" {
		foot.Add(widgets.Notice(words, tone, width))
	}
	buttons := []fyne.CanvasObject{widgets.NewButton(widgets.PlainButton, s.printLabel(), "F5", s.printAgain)}
	if words := s.answerLabel(); words != "" {
		buttons = append(buttons, widgets.NewButton(widgets.PlainButton, words, "F7", s.answerPaper))
	}
	if words := s.undoLabel(current); words != "" {
		buttons = append(buttons, widgets.NewButton(widgets.PlainButton, words, "F6", s.askUndo))
	}
	if len(buttons) > 2 && look.IsNarrow() { // Three stand beside each other in a wide window alone.
		foot.Add(buttons[0])
		buttons = buttons[1:]
	}
	foot.Add(widgets.Columns(8, buttons...))
	return foot
}

// printLabel says whether F5 tries a copy again or makes another.
func (s *Screen) printLabel() string {
	switch s.printed.State {
	case spool.Failed, spool.Queued, spool.Sending:
		return s.text("receipts.retry")
	case spool.Electronic:
		return s.text("receipts.print")
	}
	return s.text("receipts.reprint")
}

// answerLabel is the answer a person can give about the paper, "" for none.
func (s *Screen) answerLabel() string {
	switch s.printed.State {
	case spool.Unknown:
		return s.text("receipts.paper_is_there")
	case spool.Failed, spool.Queued:
		return s.text("receipts.no_paper")
	}
	return ""
}

// undoLabel says how the receipt can be undone, "" where it cannot.
func (s *Screen) undoLabel(current row) string {
	p := current.receipt.Payment
	switch {
	case p.Kind != till.Paid || p.UndoneBy != "" || s.state.Shift == nil || s.state.Stopped != nil:
		return ""
	case s.flows.MustReverse(s.state, p):
		return s.text("receipts.reverse")
	}
	return s.text("receipts.void")
}

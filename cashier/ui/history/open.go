package history

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/report"
)

// open shows more of the line at the cursor: the receipt that it stands on, how a bill's amount came about, or the line in full.
func (s *Screen) open() {
	line, ok := s.atCursor()
	switch receipt := line.Receipt(); {
	case !ok:
	case receipt != "":
		s.left, s.leftAt = line.Key, s.table.Cursor()
		s.deps.ToReceipt(receipt)
	case line.Bill != "":
		s.readWhy(line.Bill)
	default:
		s.tellWhole(line)
	}
}

// readWhy reads how the amount of a bill came about, and says it.
func (s *Screen) readWhy(bill string) {
	var why household.BillWhy
	asked := s.asked
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		why, err = s.flows.Why(ctx, bill)
		return err
	}, func(err error) {
		switch {
		case asked != s.asked || s.frame.Current() != s:
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.tellWhy(why)
		}
	})
}

// bodyWidth is the width of what a dialog says, in points at scale 1.
const bodyWidth float32 = 652

// tellWhy says a bill in full: its steps, what is owed of it with its late fee, and the receipts that paid it.
func (s *Screen) tellWhy(why household.BillWhy) {
	body := widgets.VStack(6)
	steps := func(lines []string) {
		for _, line := range words.Steps(lines, s.deps.Lang) {
			body.Add(widgets.Paragraph(line, look.BodySize(), look.Ink(), look.Scaled(bodyWidth)))
		}
	}
	steps(why.Steps)
	body.Add(widgets.NewField(s.text("history.why.amount"), why.AmountFen.Yuan()).Strong(look.Ink()))
	if why.LateFen > 0 {
		body.Add(widgets.Rule())
		body.Add(look.BoldText(s.text("history.why.late", why.OverdueDays), look.BodySize(), look.Ink()))
		steps(why.LateSteps)
		body.Add(widgets.NewField("", why.LateFen.Yuan()).Strong(look.Ink()))
	}
	body.Add(widgets.Rule())
	for _, paid := range why.Paid {
		body.Add(widgets.NewField(s.paidWords(paid), paid.Fen.Yuan()))
	}
	if !why.Undone {
		body.Add(widgets.NewField(s.text("history.why.owed"), why.OwedFen().Yuan()).Strong(look.Vermilion()))
	}
	item := why.Called()
	if why.Place != s.code {
		item += " " + why.Place
	}
	s.show(s.text("history.why.title", item, why.Period), body)
}

func (s *Screen) paidWords(paid report.PaidBill) string {
	if paid.Number == "" {
		return s.text("history.why.paid", string(paid.On))
	}
	return s.text("history.why.paid.receipt", string(paid.On), paid.Number)
}

// tellWhole says a line in full that has neither receipt nor bill.
func (s *Screen) tellWhole(line report.HistoryLine) {
	body := widgets.VStack(6, widgets.Paragraph(s.detail(line), look.BodySize(), look.Ink(), look.Scaled(bodyWidth)))
	if line.Fen != 0 {
		body.Add(widgets.NewField(s.text("history.fen"), line.Fen.Yuan()).Strong(look.Ink()))
	}
	if state := words.HistoryState(line, s.deps.Lang); state != "" {
		body.Add(widgets.NewField(s.text("history.state"), state))
	}
	body.Add(widgets.NewField(s.text("history.who"), words.HistoryWho(line)))
	s.show(string(line.On)+" "+words.HistoryWhat(line, s.deps.Lang), body)
}

func (s *Screen) show(title string, body *fyne.Container) {
	height := min(body.MinSize().Height+8, look.Scaled(400))
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: title, Width: 700, Body: widgets.Sized(0, height, widgets.Scroll(body)), Yes: s.text("history.close")})
}

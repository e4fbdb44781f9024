package receipts

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Keys implements shell.Screen: only what works now.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("desk.key.choose"), Do: func() { s.table.HandleKey(fyne.KeyDown) }},
		{Name: fyne.KeyUp, Do: func() { s.table.HandleKey(fyne.KeyUp) }, Label: s.text("desk.key.choose"), Quiet: true}}
	if current, ok := s.current(); ok && !s.busy {
		keys = append(keys, s.receiptKeys(current)...)
	}
	keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: s.text("receipts.prove"), Do: s.askCode})
	if s.busy || s.wanted != nil || s.undone != nil || s.tail != "" || s.search.Text != "" {
		label := "desk.key.back"
		if s.isFollowed() && !s.busy && s.undone == nil {
			label = "receipts.key.from"
		}
		keys = append(keys, shell.Key{Name: fyne.KeyEscape, Label: s.text(label), Do: s.back})
	}
	return keys
}

// receiptKeys are those of the receipt at the cursor. Until it was read the bar does not show them, and they wait.
func (s *Screen) receiptKeys(current row) []shell.Key {
	quiet := s.preview == nil
	later := func(opens bool, do func()) func() { return func() { s.whenRead(opens, do) } }
	keys := []shell.Key{{Name: fyne.KeyF5, Label: s.printLabel(), Do: later(false, s.printAgain), Quiet: quiet}}
	words := s.undoLabel(current)
	keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: cmp.Or(words, s.text("receipts.undo")), Do: later(true, s.askUndo), Quiet: quiet || words == ""})
	if words = s.answerLabel(); words != "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF7, Label: words, Do: later(false, s.answerPaper), Quiet: quiet})
	}
	if s.deps.SavePDF != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: s.text("receipts.pdf"), Do: later(true, s.askPDF), Quiet: quiet})
	}
	return keys
}

// back is Esc: out of what was undone, and then out of the number looked for.
func (s *Screen) back() {
	s.wanted = nil
	switch {
	case s.busy:
		return
	case s.undone != nil:
		s.undone = nil
		s.drawRight()
	case s.isFollowed():
		from := s.from
		s.from = nil
		from()
		return
	case s.tail != "" || s.search.Text != "":
		s.tail, s.paper = "", nil
		s.search.SetText("")
		s.read("")
	}
	s.frame.Focus(s.search)
}

// printAgain gets the paper of the receipt at the cursor out.
func (s *Screen) printAgain() {
	current, ok := s.current()
	if !ok {
		return
	}
	number := current.receipt.Part.Number
	s.job(func(ctx context.Context) error {
		_, err := s.flows.PrintAgain(ctx, number)
		return err
	}, s.text("desk.paper.again", number))
}

// answerPaper is the answer of a person who looked: the paper of an unknown job is there, or a waiting one is given up.
func (s *Screen) answerPaper() {
	printed := s.printed
	switch printed.State {
	case spool.Unknown:
		s.job(func(ctx context.Context) error { return s.flows.MarkPrinted(ctx, printed.Job) }, s.text("receipts.noted"))
	case spool.Failed, spool.Queued:
		s.job(func(ctx context.Context) error { return s.flows.CancelPrint(ctx, printed.Job) }, s.text("receipts.given_up"))
	}
}

// job does something about paper in the background, and reads the list again.
func (s *Screen) job(do func(ctx context.Context) error, done string) {
	if s.busy {
		return
	}
	s.busy = true
	s.frame.Hold()
	number, visit := s.chosen, s.visit
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error { return do(ctx) }, func(err error) {
		s.busy = false
		if visit != s.visit {
			return
		}
		if err != nil {
			s.problem = s.explain(err)
			s.drawRight()
			s.release()
			return
		}
		s.frame.Toast(done, widgets.ToneGood)
		s.read(number)
	})
}

// askPDF asks for the sheet and saves the receipt at the cursor as PDF, for an owner who wants it sent.
func (s *Screen) askPDF() {
	current, ok := s.current()
	if !ok || s.busy {
		return
	}
	var words []string
	for _, format := range paper.Formats {
		words = append(words, s.text("receipts.pdf."+string(format)))
	}
	widgets.ShowChoice(s.frame.Canvas(), s.text("receipts.pdf"), s.text("receipts.pdf.which"), words, s.text("receipts.pdf.no"), func(index int) {
		s.savePDF(current.receipt.Part.Number, paper.Formats[index])
	})
}

func (s *Screen) savePDF(number string, format paper.Format) {
	s.busy = true
	path := ""
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		path, err = s.deps.SavePDF(ctx, number, format)
		return err
	}, func(err error) {
		s.busy = false
		if err != nil {
			s.problem = s.explain(err)
			s.drawRight()
			return
		}
		s.frame.Toast(s.text("receipts.pdf.done", path), widgets.ToneGood)
		s.frame.RefreshKeys()
	})
}

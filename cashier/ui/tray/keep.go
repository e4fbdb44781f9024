package tray

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/collecting"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/payment"
)

// keepChosen asks who agrees that what its channel cannot give back, at the cursor, becomes the household's prepayment.
func (s *Screen) keepChosen() {
	line, ok := s.chosen()
	if !ok || line.back == nil || line.back.State != payment.BackFailed {
		return
	}
	back := *line.back
	who, pin := forms.NewCode(s.frame), widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	who.Required = true
	var second session.Second
	var kept collecting.Kept
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.backHeading(back), Message: s.text("tray.keep", back.Room), Width: 620,
			Body:   widgets.Columns(12, forms.Labelled(s.text("desk.second.who"), who), forms.Labelled(s.text("desk.second"), pin)),
			Inputs: []fyne.Focusable{who, pin}, Yes: s.text("tray.key.keep"), No: s.text("approvals.back")},
		Check: func() string {
			if second = (session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text()}); second.Who == "" || second.PIN == "" {
				return s.text("desk.second.missing")
			}
			return ""
		},
		Work: func(ctx context.Context) (err error) {
			kept, err = s.counter.Collecting.KeepBack(ctx, back.No, second)
			return err
		},
		Explain: s.deps.Explain, Failed: func() { pin.SetText("") },
		Done: func() { s.kept(kept) },
	})
}

// kept says what became of it: it may have gone back after all.
func (s *Screen) kept(kept collecting.Kept) {
	words, tone := s.text("tray.say.back."+string(kept.State)), widgets.ToneGood
	if kept.Payment.Number != "" {
		words += s.text("tray.receipt", kept.Payment.Number)
	}
	if kept.PaperError != nil {
		words, tone = words+s.deps.Explain(kept.PaperError), widgets.ToneOwed
	}
	s.say(words, tone)
	s.deps.Changed(kept.OrderNo)
}

package counters

import (
	"context"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
)

// askExcess says what is to be done with what was paid too much, and does it once that is confirmed.
func (s *Screen) askExcess() {
	if s.busy || !s.view.MovesExcess || s.view.Overpaid == 0 {
		return
	}
	var moved ledger.MovedExcesses
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("counters.key.excess"), Message: s.text("counters.excess.help", s.view.Overpaid), Width: 620,
			Yes: s.text("counters.excess.yes"), No: s.text("approvals.back")},
		Work: func(ctx context.Context) (err error) {
			moved, err = s.counter.Exchanging.MoveExcesses(ctx)
			return err
		},
		Explain: s.deps.Explain,
		Done: func() {
			words, tone := s.text("counters.excess.done", moved.Bills, moved.Fen.Yuan()), widgets.ToneGood
			if moved.Stay > 0 {
				words, tone = words+s.text("counters.excess.stay", moved.Stay), widgets.ToneLook
			}
			s.say(words, tone)
			s.deps.Changed()
		},
	})
}

package approvals

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
)

// act offers what whoever is signed in can do with what is at the cursor. Who may decide it has seen it then.
func (s *Screen) act() {
	asking, ok := s.chosen()
	if !ok {
		return
	}
	var words []string
	var steps []func()
	add := func(key, done string, do func(ctx context.Context) error) {
		words = append(words, s.text(key))
		steps = append(steps, func() { s.work(do, s.text(done, asking.Number)) })
	}
	if asking.MayDecide {
		s.see(asking.Number)
		add("approvals.approve", "approvals.approved", func(ctx context.Context) error { return s.counter.Approving.Decide(ctx, asking.Number, true) })
		add("approvals.refuse", "approvals.refused", func(ctx context.Context) error { return s.counter.Approving.Decide(ctx, asking.Number, false) })
	}
	if asking.Mine {
		add("approvals.withdraw", "approvals.withdrawn", func(ctx context.Context) error { return s.counter.Approving.Withdraw(ctx, asking.Number) })
	}
	if len(steps) == 0 {
		s.frame.Toast(s.text("approvals.not_yours"), widgets.ToneLook)
		return
	}
	title := s.text("action."+string(asking.Action)) + " " + asking.For
	if asking.Fen != 0 {
		title += " " + forms.HalfYen(asking.Fen.Yuan())
	}
	widgets.ShowDecision(s.frame.Canvas(), title, s.text("approvals.state.asked", asking.AskedBy), words, s.text("refunds.back"), func(index int) { steps[index]() })
}

// see notes in the background that it was looked at; that it could not be noted is said, and keeps nobody from deciding.
func (s *Screen) see(number string) {
	if s.counter == nil {
		return
	}
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return s.counter.Approving.See(ctx, number) }, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		}
	})
}

// work does something in the background, says what was done and reads the list anew.
func (s *Screen) work(do func(ctx context.Context) error, done string) {
	s.stale = true
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return do(ctx) }, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		} else {
			s.frame.Toast(done, widgets.ToneGood)
		}
		s.load()
	})
}

// choose asks what an approval is asked for.
func (s *Screen) choose() {
	actions := []staff.Action{staff.VoidPayment, staff.Reverse}
	var words []string
	for _, action := range actions {
		words = append(words, s.text("action."+string(action)))
	}
	widgets.ShowChoice(s.frame.Canvas(), s.text("approvals.ask"), s.text("approvals.ask.advice"), words, s.text("refunds.back"), func(index int) { s.ask(actions[index]) })
}

// ask asks for which receipt. What else takes an approver is asked for where it is done.
func (s *Screen) ask(action staff.Action) {
	about := widgets.NewKeyEntry("", nil)
	about.MaxRunes = 40
	id := ""
	var asked staff.Asking
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("action." + string(action)), Message: s.text("approvals.ask.advice"), Width: 560, Body: forms.Labelled(s.text("approvals.receipt"), about),
			Inputs: []fyne.Focusable{about}, Yes: s.text("approvals.ask"), No: s.text("refunds.back")},
		Work: func(ctx context.Context) (err error) {
			if id == "" {
				if id, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			asked, err = s.counter.Approving.Undoing(ctx, id, action, strings.TrimSpace(about.Text))
			return err
		},
		Explain: s.deps.Explain, Failed: func() { id = "" },
		Done: func() {
			s.stale = true
			s.frame.Toast(s.text("approvals.asked", asked.Number), widgets.ToneGood)
			s.load()
		},
	})
}

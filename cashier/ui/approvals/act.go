package approvals

import (
	"context"

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
	refuse := func(ctx context.Context) error { return s.counter.Approving.Decide(ctx, asking.Number, false) }
	switch {
	case asking.MayDecide && asking.State == staff.Approved:
		add("approvals.take_back", "approvals.refused", refuse)
	case asking.MayDecide:
		s.see(asking.Number)
		add("approvals.approve", "approvals.approved", func(ctx context.Context) error { return s.counter.Approving.Decide(ctx, asking.Number, true) })
		add("approvals.refuse", "approvals.refused", refuse)
	}
	if asking.Mine {
		add("approvals.withdraw", "approvals.withdrawn", func(ctx context.Context) error { return s.counter.Approving.Withdraw(ctx, asking.Number) })
	}
	if len(steps) == 0 {
		s.frame.Toast(s.text("approvals.not_yours"), widgets.ToneLook)
		return
	}
	title := s.text("action." + string(asking.Action))
	if asking.Fen != 0 {
		title += " " + forms.HalfYen(asking.Fen.Yuan())
	}
	message := s.text("approvals.state.asked", asking.AskedBy)
	if asking.On != "" {
		message = asking.On + "\n" + message
	}
	message = asking.For + "\n" + message // it is wrapped there, and a title is not
	widgets.ShowDecision(s.frame.Canvas(), title, forms.HalfYen(message), words, s.text("refunds.back"), func(index int) { steps[index]() })
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

package approvals

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
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
	actions := []staff.Action{staff.VoidPayment, staff.Reverse, staff.MovePrepaid}
	var words []string
	for _, action := range actions {
		words = append(words, s.text("action."+string(action)))
	}
	widgets.ShowChoice(s.frame.Canvas(), s.text("approvals.ask"), s.text("approvals.ask.advice"), words, s.text("refunds.back"), func(index int) { s.ask(actions[index]) })
}

// ask asks for which receipt or room, and for a prepayment up to how much.
func (s *Screen) ask(action staff.Action) {
	about, fen := widgets.NewKeyEntry("", nil), widgets.NewMoneyEntry(s.text("approvals.fen"), nil)
	about.MaxRunes = 40
	label, inputs := s.text("approvals.receipt"), []fyne.Focusable{about}
	body := []fyne.CanvasObject{forms.Labelled(label, about)}
	if action == staff.MovePrepaid {
		body = []fyne.CanvasObject{forms.Labelled(s.text("approvals.room"), about), fen}
		inputs = append(inputs, fen)
	}
	id := ""
	var asked staff.Asking
	var sum money.Fen
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("action." + string(action)), Message: s.text("approvals.ask.advice"), Width: 560, Body: widgets.VStack(8, body...),
			Inputs: inputs, Yes: s.text("approvals.ask"), No: s.text("refunds.back")},
		Check: func() string {
			var err error
			if sum, err = money.Read("0" + strings.TrimSpace(fen.Text())); err != nil {
				return s.text("desk.part.wrong")
			}
			return ""
		},
		Work: func(ctx context.Context) (err error) {
			if id == "" {
				if id, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			if action == staff.MovePrepaid {
				asked, err = s.counter.Approving.MovingPrepaid(ctx, id, strings.TrimSpace(about.Text), sum)
				return err
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

package refunds

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/refunding"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// step is one line of a choice by number.
type step struct {
	words string
	do    func()
}

func wordsOf(steps []step) (words []string) {
	for _, one := range steps {
		words = append(words, one.words)
	}
	return words
}

func (s *Screen) choose(title, advice string, steps []step) {
	widgets.ShowChoice(s.frame.Canvas(), title, advice, wordsOf(steps), s.text("refunds.back"), func(index int) { steps[index].do() })
}

// act offers what can be done with the refund at the cursor.
func (s *Screen) act() {
	refund, ok := s.chosen()
	if !ok {
		return
	}
	var steps []step
	advice := s.linesOf(refund)
	switch {
	case refund.State != till.RefundAsked:
		steps = []step{{s.text("refunds.pay"), func() { s.askPay(refund) }}}
	case s.mayDecide(refund):
		steps = []step{{s.text("refunds.approve"), func() { s.decide(refund, true) }}, {s.text("refunds.refuse"), func() { s.decide(refund, false) }}}
	default:
		advice += "\n" + s.text("refunds.waits")
	}
	steps = append(steps, step{s.text("refunds.withdraw"), func() { s.withdraw(refund) }})
	show := widgets.ShowChoice
	if refund.State == till.RefundAsked { // who decides has read it: a second Enter decides nothing
		show = widgets.ShowDecision
	}
	show(s.frame.Canvas(), s.text("refunds.title", refund.Room, refund.Fen.Yuan()), advice, wordsOf(steps), s.text("refunds.back"), func(index int) { steps[index].do() })
}

// mayDecide reports whether whoever is signed in may approve or refuse a refund: somebody else than who asked. Without a counter, in the
// gallery, everybody may.
func (s *Screen) mayDecide(refund refunding.Refund) bool {
	if s.counter == nil {
		return true
	}
	actor, _ := s.counter.Actor()
	return actor.Role().MayAgree(staff.Refund) && actor.ID() != refund.Asker
}

// linesOf says what a refund gives back, and why.
func (s *Screen) linesOf(refund refunding.Refund) string {
	parts := []string{s.text("refunds.reason." + refund.Reason)}
	for _, line := range refund.Lines {
		words := line.Item + " " + line.Fen.Yuan()
		if line.Of != "" {
			words += s.text("refunds.of", line.Of)
		}
		parts = append(parts, words)
	}
	return forms.HalfYen(strings.Join(parts, "；"))
}

// decide approves or refuses in the background.
func (s *Screen) decide(refund refunding.Refund, approve bool) {
	done := s.text("refunds.refused", refund.Number)
	if approve {
		done = s.text("refunds.approved", refund.Number)
	}
	s.work(func(ctx context.Context) error { return s.counter.Refunding.Decide(ctx, refund.Number, approve) }, done)
}

// withdraw asks once more: what is withdrawn has to be asked for again.
func (s *Screen) withdraw(refund refunding.Refund) {
	widgets.ShowConfirm(s.frame.Canvas(), s.text("refunds.withdraw"), s.text("refunds.withdraw.ask", refund.Room, refund.Fen.Yuan()), s.text("refunds.withdraw"), s.text("refunds.back"),
		func(agreed bool) {
			if agreed {
				s.work(func(ctx context.Context) error { return s.counter.Refunding.Withdraw(ctx, refund.Number) }, s.text("refunds.withdrawn", refund.Number))
			}
		})
}

// work does something in the background, says what was done and reads the lists anew.
func (s *Screen) work(do func(ctx context.Context) error, done string) {
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return do(ctx) }, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.ended(done)
	})
}

// ended says what was done; the households that are open elsewhere have other balances now.
func (s *Screen) ended(done string) {
	s.stale = true
	s.frame.Toast(done, widgets.ToneGood)
	if s.deps.Changed != nil {
		s.deps.Changed()
	}
	s.load()
}

// askPay asks for the number of the transfer, or whether the cash was counted out; the money is taken from the book with it. The
// request id is made here, so that however often it is pressed the refund is paid once.
func (s *Screen) askPay(refund refunding.Refund) {
	id, err := session.NewRequestID()
	if err != nil {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	reference := widgets.NewKeyEntry(s.text("desk.reference.hint"), nil)
	reference.MaxRunes = 40
	done := "refunds.paid"
	options := widgets.DialogOptions{Title: s.text("refunds.pay.title", refund.Room, refund.Fen.Yuan()), Message: s.text("refunds.pay.cash"),
		Yes: s.text("refunds.pay.yes"), No: s.text("refunds.back")}
	if refund.Way.IsChannel() {
		options.Message, options.Yes = s.text("refunds.pay.back", s.text("desk.tender."+string(refund.Way))), s.text("refunds.pay.back.yes")
		done = "refunds.sent_back"
	}
	if refund.Way == till.Transfer {
		options.Message, options.Body, options.Inputs = s.text("refunds.pay.transfer"), forms.Labelled(s.text("desk.split.reference"), reference), []fyne.Focusable{reference}
	}
	var taken taking.Taken
	forms.Ask(s.frame, forms.Question{Options: options,
		Work: func(ctx context.Context) (err error) {
			taken, err = s.counter.Refunding.Pay(ctx, till.Payout{RequestID: id, Number: refund.Number, Reference: strings.TrimSpace(reference.Text)})
			return err
		},
		Explain: s.deps.Explain,
		Done:    func() { s.paid(taken, done) },
	})
}

// paid says with which receipt the money went, and what became of its paper.
func (s *Screen) paid(taken taking.Taken, key string) {
	if taken.PaperError != nil {
		s.frame.Toast(s.deps.Explain(taken.PaperError), widgets.ToneLook)
	}
	s.ended(s.text(key, taken.Payment.Number))
}

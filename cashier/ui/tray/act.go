package tray

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/payment"
)

// askChosen asks the channel about what is at the cursor.
func (s *Screen) askChosen() {
	line, ok := s.chosen()
	switch {
	case !ok || s.counter == nil:
	case line.back != nil:
		s.askBack(*line.back)
	case line.order.IsTakenBack(): // the terminal has said all; what is left to do is done there
		s.deps.ToReceipt(line.order.Receipt)
	default:
		s.ask(line.order.Order.No)
	}
}

// ask asks the channel how an order stands, and says it.
func (s *Screen) ask(no string) {
	var order collecting.Order
	s.frame.Run(s.text("tray.asking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		order, err = s.counter.Collecting.Ask(ctx, no)
		return err
	}, func(err error) { s.ended(no, order, err) })
}

// ended says how an order stands after its channel was asked, and reads the tray anew.
func (s *Screen) ended(no string, order collecting.Order, err error) {
	if err != nil {
		s.say(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	words := s.heading(order) + s.text("tray.colon") + s.text("tray.say."+standing(order))
	tone := widgets.ToneLook
	switch {
	case order.IsTakenBack():
		tone = widgets.ToneOwed
	case order.Receipt != "":
		words, tone = words+s.text("tray.receipt", order.Receipt), widgets.ToneGood
	case order.IsFound():
		tone = widgets.ToneGood
	case order.State == payment.IsClosed:
		tone = widgets.ToneCalm
	case order.Failure != "" && order.State.IsOpen():
		words = s.heading(order) + s.text("tray.colon") + s.failure(order.Failure, order.Channel)
	}
	if order.PaperError != nil {
		words, tone = words+s.deps.Explain(order.PaperError), widgets.ToneOwed
	}
	s.say(words, tone)
	s.deps.Changed(no)
}

// askBack asks the channel about money that goes back.
func (s *Screen) askBack(back collecting.Back) {
	var now payment.Back
	s.frame.Run(s.text("tray.asking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		now, err = s.counter.Collecting.AskBack(ctx, back.No)
		return err
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		tone := widgets.ToneLook
		if now.State == payment.BackDone {
			tone = widgets.ToneGood
		}
		s.say(s.backHeading(back)+s.text("tray.colon")+s.text("tray.say.back."+string(now.State)), tone)
		s.deps.Changed(back.OrderNo)
	})
}

// say says below the list how something came out, and reads the tray anew.
func (s *Screen) say(words string, tone widgets.Tone) {
	s.said, s.saidTone = words, tone
	s.tell()
	s.load()
}

// stopChosen asks whether to give up the order at the cursor, and names it: the list may have changed under the key.
func (s *Screen) stopChosen() {
	line, ok := s.chosen()
	if !ok || line.order == nil || !line.order.State.IsOpen() || s.counter == nil {
		return
	}
	no := line.order.Order.No
	var order collecting.Order
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.heading(*line.order), Message: s.text("tray.stop"), Yes: s.text("tray.key.stop"), No: s.text("approvals.back")},
		Work: func(ctx context.Context) (err error) {
			order, err = s.counter.Collecting.Stop(ctx, no)
			return err
		},
		Explain: s.deps.Explain,
		Done:    func() { s.ended(no, order, nil) },
	})
}

// askNumber asks for the number of any order of the book.
func (s *Screen) askNumber() {
	entry := widgets.NewKeyEntry(s.text("tray.find.hint"), nil)
	entry.MaxRunes, entry.Required = 64, true
	var found collecting.Found
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("tray.key.find"), Message: s.text("tray.find"), Width: 560, Body: entry, Inputs: []fyne.Focusable{entry},
			Yes: s.text("tray.find.yes"), No: s.text("approvals.back")},
		Work: func(ctx context.Context) (err error) {
			found, err = s.counter.Collecting.Find(ctx, entry.Text)
			return err
		},
		Explain: s.deps.Explain,
		Done:    func() { s.showFound(found) },
	})
}

// showFound shows an order that was found: Enter opens its receipt, or asks the channel where it has none, also of one that was closed: an
// owner may have paid in that moment.
func (s *Screen) showFound(found collecting.Found) {
	yes, do := s.text("tray.key.ask"), func() { s.ask(found.Order.Order.No) }
	if found.Receipt != "" {
		yes, do = s.text("tray.open"), func() { s.deps.ToReceipt(found.Receipt) }
	}
	widgets.ShowConfirm(s.frame.Canvas(), s.heading(found.Order), s.foundWords(found), yes, s.text("approvals.back"), func(agreed bool) {
		if agreed {
			do()
		}
	})
}

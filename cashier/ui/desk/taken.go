package desk

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// takenView is a payment that is done, and what is known of its paper. Fresh is one made just now at this desk; otherwise
// it is the last payment of the book, shown at the start.
type takenView struct {
	payment    till.Payment
	household  cashier.Household
	printed    cashier.Printed
	room       string // the room's code
	paperError error
	problem    error
	fresh      bool
	// reading and stale keep one question about the paper under way, however fast the printer's jobs go on; printing keeps
	// one wish for paper.
	reading, stale, printing bool
}

// number gives the receipt that stands for the payment: a void has the one of what it voided.
func (v *takenView) number() string {
	if v.payment.Number == "" {
		return v.payment.Of
	}
	return v.payment.Number
}

// takeState shows the book's last payment while nothing else is.
func (s *Screen) takeState(printed cashier.Printed, room string) {
	switch {
	case s.state.Last == nil || s.tender != nil:
	case s.taken != nil && s.taken.fresh && s.taken.payment.Seq == s.state.Last.Seq:
		s.taken.printed = printed
	default: // At the start, and after the payment shown was undone.
		s.taken = &takenView{payment: *s.state.Last, printed: printed, room: room}
	}
}

// readPaper asks again what became of the paper.
func (s *Screen) readPaper(view *takenView) {
	if view.reading {
		view.stale = true
		return
	}
	view.reading, view.stale = true, false
	var printed cashier.Printed
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		printed, err = s.flows.Printed(ctx, view.number())
		return err
	}, func(err error) {
		view.reading = false
		if view.stale && err == nil {
			s.readPaper(view)
			return
		}
		view.problem = err
		if err == nil {
			view.printed = printed
		}
		if s.taken == view {
			s.redraw()
		}
	})
}

// reprint gets the paper of the receipt shown out: the copy that never came, or another one.
func (s *Screen) reprint() {
	view := s.taken
	if view == nil || s.taking || view.printing {
		return
	}
	view.printing = true
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		_, err := s.flows.PrintAgain(ctx, view.number())
		return err
	}, func(err error) {
		view.printing = false
		view.paperError = err
		if err == nil {
			s.frame.Toast(s.text("desk.paper.again", view.number()), widgets.ToneGood)
		}
		s.readPaper(view)
	})
}

// again begins another payment for the household just paid.
func (s *Screen) again() {
	if s.taken != nil && s.taken.household.Room.ID != "" {
		s.openHousehold(s.taken.household.Room.ID)
	}
}

// takenPanel is the right column after a payment: received, change, number, paper.
func (s *Screen) takenPanel() fyne.CanvasObject {
	view := s.taken
	p := view.payment
	title := s.text("desk.taken")
	switch {
	case p.Kind != "payment":
		title = s.text("desk.recent." + p.Kind)
	case !view.fresh:
		title = s.text("desk.taken.last")
	}
	top := widgets.VStack(8, widgets.VStack(-6, look.Text(title, look.BodySize(), look.Jade()),
		bigAmount(p.TotalFen, look.TotalSize(), look.Ink())))
	if view.fresh && cashOf(p) > 0 {
		top.Add(answer(widgets.ToneGood, s.text("desk.change"), p.ChangeFen, s.changeWords(p)))
	}
	for _, t := range p.Tenders {
		top.Add(s.tenderField(t))
	}
	if kept := keptOf(p); kept > 0 && view.fresh {
		top.Add(widgets.NewField(s.text("desk.taken.prepaid"), kept.Yuan()).Strong(look.Jade()))
	}
	if view.room != "" {
		top.Add(widgets.NewField(s.text("desk.taken.room"), view.room).Strong(look.Ink()))
	}
	top.Add(widgets.NewField(s.text("desk.taken.number"), view.number()).Strong(look.Ink()))
	top.Add(widgets.NewField(s.text("desk.taken.at"), string(p.BusinessOn)+" "+clock(p.AtMS)))
	return widgets.Card(widgets.Edges(nil, s.takenFoot(view), flushScroll(top)))
}

func (s *Screen) changeWords(p till.Payment) string {
	if p.ChangeFen == 0 {
		return s.text("desk.change.no")
	}
	return s.pieces(p.ChangeFen)
}

func (s *Screen) tenderField(t till.Tender) fyne.CanvasObject {
	label := s.text("desk.tender." + t.Kind)
	if t.Reference != "" {
		return widgets.NewField(label+" "+look.Fit(t.Reference, look.BodySize()-1, false, look.Scaled(120)), t.Fen.Yuan())
	}
	return widgets.NewField(label, t.Fen.Yuan())
}

// takenFoot says what became of the paper, and whether no money can be taken now.
func (s *Screen) takenFoot(view *takenView) fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	foot := widgets.VStack(8)
	if s.problem != "" {
		foot.Add(widgets.Notice(s.problem, widgets.ToneOwed, width))
	} else if view.problem != nil {
		foot.Add(widgets.Notice(s.explain(view.problem), widgets.ToneLook, width))
	}
	words, tone := s.paperWords(view)
	if view.number() != "" && words != "" {
		foot.Add(widgets.Notice(words, tone, width))
		foot.Add(widgets.NewButton(widgets.PlainButton, s.text("desk.reprint"), "F5", s.reprint))
	}
	if stopped, way := s.stopped(); stopped != "" {
		foot.Add(s.stopView(stopped, way, width))
	}
	return foot
}

// paperWords says in one sentence what became of the paper, and what to do about it.
func (s *Screen) paperWords(view *takenView) (string, widgets.Tone) {
	if view.paperError != nil {
		return s.text("desk.paper.not_queued", s.explain(view.paperError)), widgets.ToneOwed
	}
	return PaperWords(s.text, view.printed)
}

// PaperWords says what became of a copy of a receipt: the state, whether the money is safe, and what to do. text gives a
// sentence of the catalogue.
func PaperWords(text func(key string, args ...any) string, printed cashier.Printed) (string, widgets.Tone) {
	reason := text("desk.printer.none")
	if printed.Reason != devices.None {
		reason = text("desk.printer." + string(printed.Reason))
	}
	switch printed.State {
	case "":
		return text("desk.paper.none"), widgets.ToneLook
	case spool.Confirmed, spool.Printed:
		return text("desk.paper.printed"), widgets.ToneGood
	case spool.Sent:
		return text("desk.paper.sent"), widgets.ToneGood
	case spool.Unknown:
		return text("desk.paper.unknown", reason), widgets.ToneLook
	case spool.Failed, spool.Cancelled:
		return text("desk.paper.failed", reason), widgets.ToneOwed
	}
	if printed.Reason != devices.None {
		return text("desk.paper.waiting_for", reason), widgets.ToneLook
	}
	return text("desk.paper.waiting"), widgets.ToneCalm
}

func cashOf(p till.Payment) (fen money.Fen) {
	for _, t := range p.Tenders {
		if t.Kind == till.Cash {
			fen += t.Fen
		}
	}
	return fen
}

// keptOf gives what of a payment became the household's prepayment.
func keptOf(p till.Payment) (fen money.Fen) {
	for _, a := range p.Allocations {
		if a.Kind == till.ToPrepaid {
			fen += a.Fen
		}
	}
	return fen
}

package desk

import (
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/printing"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// takenPanel is the right column after a payment: received, change, number, paper.
func (s *Screen) takenPanel() fyne.CanvasObject {
	paid := s.view.Paid
	p := paid.Payment
	title := s.text("desk.taken")
	switch {
	case p.Kind != till.Paid:
		title = s.text("desk.recent." + string(p.Kind))
	case !paid.Fresh:
		title = s.text("desk.taken.last")
	}
	at := look.Text(string(calendar.Of(time.UnixMilli(p.AtMS)))+" "+clock(p.AtMS), look.BodySize(), look.Ink2())
	top := widgets.VStack(8, widgets.VStack(-6, widgets.Sides(look.Text(title, look.BodySize(), look.Jade()), at),
		bigAmount(paid.Sums().ReceivedFen, look.TotalSize(), look.Ink())))
	if paid.Fresh && paid.Sums().HandedFen > 0 {
		top.Add(answer(widgets.ToneGood, s.text("desk.change"), p.ChangeFen, s.changeWords(p)))
	}
	apart := float32(4)
	if look.IsShort() {
		apart = 0
	}
	lines := widgets.VStack(apart)
	s.addSums(lines, p)
	if kept := keptOf(p); kept > 0 && paid.Fresh {
		lines.Add(widgets.NewField(s.text("desk.taken.prepaid"), kept.Yuan()).Strong(look.Jade()))
	}
	if paid.Room != "" && paid.Household.Room.ID == "" { // else it stands large at the left
		lines.Add(widgets.NewField(s.text("desk.taken.room"), paid.Room).Strong(look.Ink()))
	}
	for _, number := range paid.Numbers() {
		lines.Add(widgets.NewField(s.text("desk.taken.number"), number).Strong(look.Ink()))
	}
	top.Add(lines)
	return widgets.Card(widgets.Edges(nil, s.takenFoot(paid), flushScroll(top)))
}

// addSums tells how the sum received came about, under the names and with the figures of the receipt: what was due and what of
// it no money came in for, and what came in which way.
func (s *Screen) addSums(top *fyne.Container, p till.Payment) {
	sums := p.Sums()
	add := func(key string, fen money.Fen) { top.Add(widgets.NewField(s.text(key), fen.Yuan())) }
	if sums.IsTold() {
		add("desk.sum.due", sums.DueFen)
	}
	if sums.CreditFen != 0 {
		add("desk.line.credit", sums.CreditFen)
	}
	if sums.OfferFen != 0 {
		add("desk.tender.offer", sums.OfferFen)
	}
	if sums.OffsetFen != 0 {
		add("desk.tender.deposit", sums.OffsetFen)
	}
	if sums.RoundingFen != 0 {
		add("desk.line.rounding", sums.RoundingFen)
	}
	ways := p.Ways()
	for _, way := range ways {
		isHanded := way.Kind == till.Cash && p.Kind == till.Paid
		if !isHanded || len(ways) > 1 { // cash alone is the sum above
			top.Add(s.tenderField(way))
		}
		if isHanded {
			add("desk.sum.handed", sums.HandedFen)
		}
	}
}

func (s *Screen) changeWords(p till.Payment) string {
	if p.ChangeFen == 0 {
		return s.text("desk.change.no")
	}
	return s.pieces(p.ChangeFen)
}

func (s *Screen) tenderField(t till.Tender) fyne.CanvasObject {
	label := s.text("desk.tender." + string(t.Kind))
	if t.Reference != "" {
		return widgets.NewField(label+" "+look.Fit(t.Reference, look.BodySize()-1, false, look.Scaled(120)), t.Fen.Yuan())
	}
	return widgets.NewField(label, t.Fen.Yuan())
}

// takenFoot says what became of the paper, and whether no money can be taken now.
func (s *Screen) takenFoot(paid *checkout.Paid) fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	foot := widgets.VStack(8)
	if paid.Credited != "" {
		foot.Add(widgets.Notice(s.text("desk.collect.credited"), widgets.ToneLook, width))
		if paid.BesideFen > 0 {
			foot.Add(widgets.Notice(s.text("desk.collect.beside", paid.BesideFen.Yuan()), widgets.ToneOwed, width))
		}
	}
	if !s.view.Problem.IsNone() {
		foot.Add(s.problemNotice(width))
	} else if paid.Unread != nil {
		foot.Add(widgets.Notice(s.explain(paid.Unread), widgets.ToneLook, width))
	}
	words, tone := s.paperWords(paid)
	if paid.Number() != "" && words != "" {
		foot.Add(widgets.Notice(words, tone, width))
		if !look.IsShort() { // there the sums need the room, and F5 stands in the key bar
			foot.Add(s.reprintButton())
		}
	}
	if stopped, way := s.stopped(); stopped != "" {
		foot.Add(s.stopView(stopped, way, width))
	}
	s.addAside(foot, width)
	return s.few(foot)
}

func (s *Screen) reprintButton() fyne.CanvasObject {
	return widgets.NewButton(widgets.PlainButton, s.text("desk.reprint"), "F5", func() { s.send(checkout.Reprint{Seen: s.sight.SeenByTap()}) })
}

// paperWords says in one sentence what became of the paper, and what to do about it.
func (s *Screen) paperWords(paid *checkout.Paid) (string, widgets.Tone) {
	if paid.PaperError != nil {
		return s.text("desk.paper.not_queued", s.explain(paid.PaperError)), widgets.ToneOwed
	}
	if paid.Payment.Kind == till.Void && paid.Printed.State == "" {
		return s.text("desk.paper.none_void"), widgets.ToneCalm // the payer takes no paper away
	}
	if isWaiting := paid.Printed.State == spool.Queued || paid.Printed.State == spool.Sending; paid.Payment.Kind == till.Void && isWaiting && paid.Printed.Reason != devices.None {
		return s.text("desk.paper.waiting_void", s.text("desk.printer."+string(paid.Printed.Reason))), widgets.ToneLook
	}
	if paid.Printed.State == "" && paid.MayShowCode() {
		return s.text("desk.paper.ask"), widgets.ToneLook
	}
	return PaperWords(s.text, paid.Printed)
}

// PaperWords says what became of a copy of a receipt: the state, whether the money is safe, and what to do. text gives a
// sentence of the catalogue.
func PaperWords(text func(key string, args ...any) string, printed printing.Printed) (string, widgets.Tone) {
	reason := text("desk.printer.none")
	if printed.Reason != devices.None {
		reason = text("desk.printer." + string(printed.Reason))
	}
	switch printed.State {
	case "":
		return text("desk.paper.none"), widgets.ToneLook
	case spool.Confirmed, spool.Printed:
		return text("desk.paper.printed"), widgets.ToneGood
	case spool.Electronic:
		return text("desk.paper.electronic"), widgets.ToneGood
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

// keptOf returns what of a payment became the household's prepayment.
func keptOf(p till.Payment) (fen money.Fen) {
	for _, a := range p.Allocations {
		if a.Kind == till.ToPrepaid {
			fen += a.Fen
		}
	}
	return fen
}

package receipts

import (
	"cmp"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// undoneView is what to do after a void or a reversal: hand the cash over. Every receipt of the payment is named, because all of
// them have to come back.
func (s *Screen) undoneView() fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	title := s.text("receipts.voided")
	if s.undone.reversed {
		title = s.text("receipts.reversed")
	}
	parts := widgets.VStack(8, look.BoldText(title, look.HeadingSize(), look.Jade()), s.receiptsOf(s.undone.of.Payment, "receipts.number"))
	if s.undone.reversed {
		parts.Add(s.receiptsOf(s.undone.taken.Payment, "receipts.reversal_number"))
	}
	for i, back := range s.backs(s.undone.of, "receipts.give_back") {
		if i == 0 {
			parts.Add(sumBack(back.title, back.fen, back.advice))
			continue
		}
		parts.Add(widgets.Notice(back.title+" "+back.fen.Yuan()+"，"+back.advice, widgets.ToneLook, width))
	}
	if err := s.undone.taken.PaperError; err != nil {
		parts.Add(widgets.Notice(s.text("receipts.slip.not_queued", s.explain(err)), widgets.ToneLook, width))
	}
	parts.Add(widgets.Notice(s.text("receipts.bills_open"), widgets.ToneCalm, width))
	return widgets.Card(widgets.Edges(parts, nil, nil))
}

// receiptsOf names the receipts of a payment: one by its number under the label of this key, several each with the book that it is
// for and what was received on it.
func (s *Screen) receiptsOf(p till.Payment, key string) fyne.CanvasObject {
	if len(p.Receipts) < 2 {
		return widgets.NewField(s.text(key), p.Number).Strong(look.Ink())
	}
	named := widgets.VStack(0, look.Text(s.text("receipts.together", len(p.Receipts)), look.SmallSize(), look.Ink2()))
	for _, receipt := range p.Receipts {
		label := s.text("receipts.of."+cmp.Or(string(receipt.Book), "own"), receipt.Number)
		named.Add(widgets.NewField(label, p.Part(receipt.Number).Sums().ReceivedFen.Yuan()).Strong(look.Ink()))
	}
	return named
}

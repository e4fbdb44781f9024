package receipts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/receipts"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// back is a sum that goes back, by what way, and what to do with it.
type back struct {
	title  string
	fen    money.Fen
	advice string
}

// backs are the sums that go back when a receipt is undone, each way by itself: cash from the drawer, what was charged or
// transferred the way it came, a cheque by hand, and a prepayment that was spent to the balance. A way that was not paid in is
// not told: a card's reversal has no cash to give back. Cash is the key of the words for that.
func (s *Screen) backs(receipt receipts.Receipt, cash string) (all []back) {
	for _, way := range receipt.Ways() {
		b := back{s.text("receipts.back", s.text("desk.tender."+string(way.Kind))), way.Fen, s.text("receipts.back.channel", way.Reference)}
		switch {
		case way.Kind == till.Cash:
			b.title, b.advice = s.text(cash), s.text(cash+"_advice")
		case way.Kind == till.TerminalPay:
			b.advice = s.text("receipts.back.terminal", way.Reference)
		case !way.Kind.IsElectronic():
			b.advice = s.text("receipts.back.paper", way.Reference)
		}
		all = append(all, b)
	}
	if credit := receipt.Sums().CreditFen; credit != 0 {
		all = append(all, back{s.text("receipts.back.credit"), credit, s.text("receipts.back.credit_advice")})
	}
	return all
}

// sumBack shows a sum that can be read from two metres.
func sumBack(title string, fen money.Fen, advice string) fyne.CanvasObject {
	sum := widgets.Amount(fen.Yuan(), look.TotalSize(), look.Ink())
	parts := widgets.VStack(-2, look.Text(title, look.BodySize(), look.Ink2()), container.NewHBox(sum), look.Text(advice, look.SmallSize(), look.Ink2()))
	return container.NewStack(widgets.Ground(look.Band(), look.Corner()), widgets.Inset(8, 14, 10, 14, parts))
}

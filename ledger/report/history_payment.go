package report

import (
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// paymentWords are the words of each kind of payment.
var paymentWords = map[till.PaymentKind]struct {
	kind HistoryKind
	what string
}{till.Paid: {HistoryPayment, "payment"}, till.Void: {HistoryUndoing, "void"}, till.Reversal: {HistoryUndoing, "reversal"}, till.Refunded: {HistoryRefund, "refund"}}

func (t *historyTeller) payment(entry historyEntry, line *HistoryLine) error {
	p, err := till.PaymentAt(t.tx, entry.deviceNo, entry.seq)
	if err != nil {
		return err
	}
	words := paymentWords[p.Kind]
	line.Kind, line.What, line.Of, line.UndoneBy = words.kind, words.what, p.Of, p.UndoneBy
	if p.PaperNumber != "" || p.ValueOn != p.BusinessOn {
		line.ValueOn = p.ValueOn
	}
	for _, receipt := range p.Receipts {
		line.Receipts = append(line.Receipts, receipt.Number)
	}
	for _, way := range p.Ways() {
		line.Ways = append(line.Ways, HistoryWay{way.Kind, way.Fen})
	}
	for _, tender := range p.Tenders {
		if !tender.Kind.IsReceived() {
			line.Ways = append(line.Ways, HistoryWay{tender.Kind, tender.Fen})
		}
	}
	if p.Kind == till.Paid && p.Sums().ReceivedFen == 0 {
		line.What = "used" // a deposit or a prepayment paid it: no money came
	}
	t.moves(p, line)
	if line.Place, err = t.names.room(p.Object); err != nil {
		return err
	}
	if line.Payer, err = t.names.payer(p); err != nil {
		return err
	}
	if p.Kind != till.Paid || line.ValueOn != "" {
		if line.Reason, err = t.reason(entry); err != nil {
			return err
		}
	}
	return t.who(line, p.Cashier, p.Approver)
}

// moves adds up what a payment paid for this household: somebody of another room may have paid some of it, and then nothing
// of this household's prepayment or deposits moved.
func (t *historyTeller) moves(p till.Payment, line *HistoryLine) {
	isOwn := p.Object == t.query.Room
	for _, a := range p.Allocations {
		if !isOwn && !t.places[a.Object] {
			continue
		}
		line.Fen += a.Fen
		if name := a.Name(); !slices.Contains(line.Items, name) {
			line.Items = append(line.Items, name)
		}
		switch {
		case a.Kind == till.ToPrepaid:
			line.CreditMoveFen += a.Fen
		case a.Kind == till.DepositBack, a.Book == till.DepositBook:
			line.DepositMoveFen += a.Fen
		}
	}
	if !isOwn {
		return
	}
	for _, tender := range p.Tenders {
		switch tender.Kind {
		case till.Prepaid:
			line.CreditMoveFen -= tender.Fen
		case till.DepositOffset:
			line.DepositMoveFen -= tender.Fen
		}
	}
	line.CreditAfterFen = p.CreditAfterFen
}

// creditBefore returns the prepayment of the household before the line at a place of the index: what the payment before knew, and
// what excesses moved since.
func (t *historyTeller) creditBefore(at int) (fen money.Fen, err error) {
	for below := at + 1; below < len(t.all); below++ {
		entry := t.all[below]
		switch entry.source {
		case historyPayments:
			p, err := till.PaymentAt(t.tx, entry.deviceNo, entry.seq)
			if err != nil || p.Object == t.query.Room {
				return fen + p.CreditAfterFen, err
			}
		case historyExcess:
			moved, _, err := t.moved(entry)
			if err != nil {
				return 0, err
			}
			fen += moved
		case historyMoves:
			move, err := t.moveOf(entry)
			if err != nil {
				return 0, err
			}
			fen += move.bringsTo(t.query.Room)
		}
	}
	var opening money.Fen
	_, err = t.tx.Get("SELECT coalesce(sum(opening_fen), 0) FROM credits WHERE object = ?", []any{t.query.Room}, &opening)
	return fen + opening, err
}

package till

import (
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// SendBack asks for fen of an order to go back over its channel, in the transaction that books it as gone: it is on the disk before the
// channel hears of it. The order is named by its number.
type SendBack func(tx *store.Tx, by staff.Actor, order string, fen money.Fen) error

// SendsBack says by what money goes back over its channel. Without it no payment that came over a channel is undone.
func (t *Till) SendsBack(sendBack SendBack) { t.sendBack = sendBack }

// backOverChannels sends back what a payment that is undone got over channels: its exact negation says that it is gone.
func (t *Till) backOverChannels(tx *store.Tx, by staff.Actor, tenders []Tender) error {
	for _, tender := range tenders {
		if !tender.Kind.IsChannel() {
			continue
		}
		if err := t.sendBack(tx, by, tender.Reference, tender.Fen); err != nil {
			return err
		}
	}
	return nil
}

// wayBack returns the tender by which a refund goes back over its channel (原路退回): the one of its kind in the payment that all lines
// are from. Errors: till.refund_way where the lines are from something else, or from several payments; till.refund_too_much, with what
// came by that way and is not on its way back.
func wayBack(tx *store.Tx, kind TenderKind, lines []RefundLine) (Tender, error) {
	var of Payment
	var asked money.Fen
	for i, line := range lines {
		if line.Source != FromPayment {
			return Tender{}, store.Refuse(codeRefundWay)
		}
		paid, err := ByNumber(tx, line.Of)
		if err != nil {
			return Tender{}, err
		}
		if i > 0 && (paid.deviceNo != of.deviceNo || paid.Seq != of.Seq) {
			return Tender{}, store.Refuse(codeRefundWay)
		}
		of = paid
		asked += line.Fen
	}
	came, one := ChannelTender(of.Tenders)
	if !one || came.Kind != kind {
		return Tender{}, store.Refuse(codeRefundWay)
	}
	var back money.Fen
	if _, err := tx.Get("SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = ?", []any{came.Reference}, &back); err != nil {
		return Tender{}, err
	}
	if asked > came.Fen-back {
		return Tender{}, store.Refuse(CodeRefundTooMuch, kind.Name(), (came.Fen - back).Yuan())
	}
	return Tender{Kind: kind, Fen: asked, Reference: came.Reference}, nil
}

package till

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// SendBack asks for fen of an order to go back over its channel, in the transaction that books it as gone: it is on the disk before the
// channel hears of it. The order is named by its number.
type SendBack func(tx *store.Tx, by staff.Actor, order string, fen money.Fen) error

// SendsBack says by what money goes back over its channel. Without it no payment that came over a channel is undone.
func (t *Till) SendsBack(sendBack SendBack) { t.sendBack = sendBack }

// Confirm asks the card terminal, before a shift is closed, whether the shift's orders stand as the book has them, and returns those of which it
// did not say so. What contradicts the book is in the book by then.
type Confirm func(ctx context.Context) ([]Unresolved, error)

// Confirms says by what the card terminal is asked at a close. Without it nobody is.
func (t *Till) Confirms(confirm Confirm) { t.confirm = confirm }

// backOverChannels sends back what a payment that is undone got over channels: its exact negation says that it is gone. Errors:
// till.back_in_part, with the channel and what went back already, where a refund gave a part of it back before.
func (t *Till) backOverChannels(tx *store.Tx, by staff.Actor, tenders []Tender) error {
	for _, tender := range tenders {
		if !tender.Kind.GoesBack() {
			continue
		}
		var back money.Fen
		if _, err := tx.Get("SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = ?", []any{tender.Reference}, &back); err != nil {
			return err
		}
		if back > 0 {
			return store.Refuse(codeBackInPart, tender.Kind.Name(), back.Yuan())
		}
		if err := t.sendBack(tx, by, tender.Reference, tender.Fen); err != nil {
			return err
		}
	}
	return nil
}

// KeepBack books what a channel could not give back to the owner as the household's prepayment again, in the transaction that says so: the
// merchant still has it. Of is what it was paid for; who paid then is the payer again. Tender is the money, named by the number of its refund,
// and approver who agreed. The same again returns the same payment. Errors: till.no_shift, till.shift_other, till.shift_past_cutoff.
func (t *Till) KeepBack(tx *store.Tx, by staff.Actor, of Promise, tender Tender, approver string) (Payment, error) {
	request, err := journal.NewRequest("kept-"+tender.Reference, tender)
	if err != nil {
		return Payment{}, err
	}
	return journal.Once(tx, request, PaymentAt, func() (Payment, error) {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return Payment{}, err
		}
		shift, err := t.working(tx, policies, by)
		if err != nil {
			return Payment{}, err
		}
		return t.fulfil(tx, policies, shift, request, Promise{BusinessOn: shift.businessOn, Object: of.Object, Payer: of.Payer, Tenders: []Tender{tender}, KeepChange: true, Approver: approver})
	})
}

// wayBack returns the tender by which a room's refund goes back over its channel (原路退回): the one of its kind in the payment that all lines
// are from. Errors: till.refund_way where no payment over that channel put it there, or several did; till.refund_too_much, with what came by
// that way and is not on its way back.
func wayBack(tx *store.Tx, kind TenderKind, room string, lines []RefundLine) (way Tender, err error) {
	for i, line := range lines {
		came, most, err := line.cameBy(tx, kind, room)
		switch {
		case err != nil:
			return Tender{}, err
		case came == "" || i > 0 && came != way.Reference:
			return Tender{}, store.Refuse(codeRefundWay)
		}
		way = Tender{Kind: kind, Fen: way.Fen + line.Fen, Reference: came}
		if way.Fen > most {
			return Tender{}, store.Refuse(CodeRefundTooMuch, kind.Name(), most.Yuan())
		}
	}
	return way, nil
}

// WayBack returns the channel by which most of the money of a room's line can go back the way it came, and how much of it, in fen: "" for none.
func WayBack(tx *store.Tx, room string, line RefundLine) (kind TenderKind, most money.Fen, err error) {
	for _, row := range TenderTypes {
		one := row.Kind
		if !one.GoesBack() {
			continue
		}
		came, fen, err := line.cameBy(tx, one, room)
		if err != nil {
			return "", 0, err
		}
		if came != "" && fen > most {
			kind, most = one, fen
		}
	}
	return kind, most, nil
}

// cameBy returns the order of a room over a channel whose payment put there what a line takes away, "" for none, and how much of it can go back: what
// it put there, and no more than of the order has not gone back yet. A bill's money is from the payment that the line names. A deposit, and
// still more a prepayment, may have been paid in several times: then it is the order of which most can go back.
func (line RefundLine) cameBy(tx *store.Tx, kind TenderKind, room string) (order string, most money.Fen, err error) {
	var of Payment
	if line.Source == FromPayment {
		if of, err = ByNumber(tx, line.Of); err != nil {
			return "", 0, err
		}
	}
	_, err = tx.Get(`SELECT i.no, min(CASE ?1 WHEN 'payment' THEN t.fen ELSE sum(a.fen) END, t.fen - (SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = i.no)) AS most
		FROM intents i JOIN tenders t ON t.device = i.booked_device AND t.seq = i.booked_seq AND t.reference = i.no AND t.fen > 0
			JOIN allocations a ON a.device = t.device AND a.seq = t.seq
		WHERE i.object = ?8 AND i.channel = ?2 AND CASE ?1 WHEN 'payment' THEN a.device = ?3 AND a.seq = ?4 WHEN 'deposit' THEN a.bill = unhex(?5) ELSE a.object = ?6 AND a.kind = 'prepaid' AND a.purpose = ?7 END
			AND a.fen > 0 AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = a.device AND u.of_seq = a.seq)
		GROUP BY t.device, t.seq, t.line ORDER BY most DESC, t.device, t.seq DESC LIMIT 1`,
		[]any{string(line.Source), string(kind), of.deviceNo, of.Seq, line.Bill, line.Object, string(line.Purpose), room}, &order, &most)
	return order, most, err
}

package till

import (
	"context"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Payout pays an approved refund in the open shift. Reference is the number of the bank transfer, "" for cash.
type Payout struct {
	RequestID string
	Number    string
	Reference string
}

// PayRefund pays an approved refund: cash out of the drawer, a transfer that was made, or back over the channel that it came by, with a
// receipt of its own. The same
// request again returns the same payment. Errors: till.refund_state for one that is not approved or paid already,
// till.refund_too_much where the prepayment or the deposit has less by now, till.deposit_frozen,
// till.inspect_missing, till.inspect_failed, till.inspect_own where who pays has inspected, till.inspect_approver where who approved it has, till.unverified_source, till.transfer_used,
// till.drawer_short, till.reference, and those of working.
func (t *Till) PayRefund(ctx context.Context, by staff.Actor, payout Payout) (Payment, error) {
	request, err := journal.NewRequest(payout.RequestID, payout)
	if err != nil {
		return Payment{}, err
	}
	return once(ctx, t, request, PaymentAt, func(tx *store.Tx, policies estate.Policies) (Payment, error) {
		body, err := t.refunded(tx, by, policies, payout)
		if err != nil {
			return Payment{}, err
		}
		body.Request = request
		if body.Way.Kind.GoesBack() {
			if err := t.sendBack(tx, by, body.Way.Reference, -body.Way.Fen); err != nil {
				return Payment{}, err
			}
		}
		e, err := t.journal.Append(tx, kindRefunded, body)
		if err != nil {
			return Payment{}, err
		}
		return PaymentAt(tx, e.DeviceNo, e.Seq)
	})
}

// refunded checks a payout against the book and builds the body of its event.
func (t *Till) refunded(tx *store.Tx, by staff.Actor, policies estate.Policies, payout Payout) (body refundedV1, err error) {
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return body, err
	}
	refund, err := RefundByNumber(tx, payout.Number)
	if err != nil {
		return body, err
	}
	if refund.State != RefundApproved {
		return body, store.Refuse(codeRefundState, payout.Number)
	}
	device, err := journal.Device(tx, refund.deviceNo)
	if err != nil {
		return body, err
	}
	way := Tender{Kind: refund.Way, Fen: refund.Fen, Reference: strings.TrimSpace(payout.Reference)}
	if way.Kind.GoesBack() {
		if way, err = wayBack(tx, way.Kind, refund.Object, refund.Lines); err != nil {
			return body, err
		}
	}
	if err := way.check(); err != nil {
		return body, err
	}
	if err := freshTransfer(tx, way); err != nil {
		return body, err
	}
	if err := t.noPhones(tx, refund.Object, shift.businessOn, []Tender{way}, nil); err != nil {
		return body, err
	}
	way.Fen = -way.Fen
	body = refundedV1{Refund: journal.Ref{Device: device, Seq: refund.seq}, Shift: shift.ref.Seq, Counter: policies.Counter, Cashier: by.ID(),
		BusinessOn: shift.businessOn, Object: refund.Object, Way: way}
	for _, line := range refund.Lines {
		body.Allocations = append(body.Allocations, line.allocation())
	}
	if err := payable(tx, refund, by.ID()); err != nil {
		return body, err
	}
	if refund.Way == Cash {
		drawer, err := Drawer(tx, policies.Counter, shift.ref, shift.floatFen)
		if err == nil && refund.Fen > drawer {
			err = store.Refuse(CodeDrawerShort)
		}
		if err != nil {
			return body, err
		}
	}
	if body.CreditAfterFen, err = creditAfter(tx, refund.Object, nil, body.Allocations, 1); err != nil {
		return body, err
	}
	debtor, version, err := estate.Debtor(tx, refund.Object, shift.businessOn)
	if err != nil {
		return body, err
	}
	body.Payee = payerV1{Person: debtor, Version: version}
	body.Receipts, err = nextReceipts(tx, policies.Counter, shift.businessOn, divided(policies, body.Allocations))
	return body, err
}

// freshTransfer refuses the number of a bank transfer by which another refund was paid (till.transfer_used, with that one's receipt).
func freshTransfer(tx *store.Tx, way Tender) error {
	if way.Kind != Transfer {
		return nil
	}
	var number string
	used, err := tx.Get(`SELECT r.number FROM tenders t JOIN payments p ON p.device = t.device AND p.seq = t.seq AND p.kind = 'refund'
		JOIN receipts r ON r.device = p.device AND r.seq = p.seq AND r.line = 1
		WHERE t.slip = ? AND t.slip <> '' AND t.kind = 'transfer' LIMIT 1`, []any{way.slip()}, &number)
	if err == nil && used {
		err = store.Refuse(codeTransferUsed, way.Reference, number)
	}
	return err
}

// payable holds an approved refund once more to what is there: the prepayment may have been spent, the deposit frozen and the
// payment undone since.
func payable(tx *store.Tx, refund Refund, payer string) error {
	// Whoever approved it may have inspected since.
	if err := mayApproveBack(tx, refund.Lines, refund.Decider); err != nil {
		return err
	}
	prepaid := make(map[billing.Purpose]money.Fen)
	for _, line := range refund.Lines {
		if err := line.verified(tx); err != nil {
			return err
		}
		switch line.Source {
		case FromPrepaid:
			prepaid[line.Purpose] += line.Fen
			if err := payablePrepaid(tx, refund.Object, line.Purpose, prepaid[line.Purpose]); err != nil {
				return err
			}
		case FromDeposit:
			deposit, err := DepositOf(tx, line.Bill)
			if err != nil {
				return err
			}
			if err := deposit.mayBePaidBy(payer); err != nil {
				return err
			}
			if line.Fen > deposit.HeldFen() {
				return store.Refuse(CodeRefundTooMuch, line.Item, deposit.HeldFen().Yuan())
			}
		case FromPayment:
			if err := line.stillPaid(tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// payablePrepaid refuses to give back more of a prepayment than there is, or anything of one that is frozen.
func payablePrepaid(tx *store.Tx, room string, purpose billing.Purpose, fen money.Fen) error {
	one, err := PrepaymentOf(tx, room, purpose)
	switch {
	case err != nil:
		return err
	case one.Frozen:
		return store.Refuse(codePrepaidFrozen, KeptItem(purpose))
	case fen > one.Fen:
		return store.Refuse(CodeRefundTooMuch, KeptItem(purpose), one.Fen.Yuan())
	}
	return nil
}

// transfers returns what a payout moves: out of each book into the way in which it goes back.
func (body refundedV1) transfers() (transfers []journal.Transfer) {
	for _, allocation := range body.Allocations {
		transfers = append(transfers, journal.Transfer{Debit: allocation.account(), Credit: body.Way.account(body.Counter), Fen: -allocation.Fen,
			Item: allocation.Item, Object: allocation.Object})
	}
	return transfers
}

// applyRefunded writes a payout: a payment of negative sums, which takes back what its lines say.
func applyRefunded(tx *store.Tx, e journal.Event, body refundedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	device, err := journal.DeviceNo(tx, body.Refund.Device)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE refunds SET state = ?, paid_device = ?, paid_seq = ? WHERE device = ? AND seq = ? AND state = 'approved'",
		string(RefundPaid), e.DeviceNo, e.Seq, device, body.Refund.Seq)
	if err == nil && changed != 1 {
		err = store.Refuse(codeRefundState, refundNumber(device, body.Refund.Seq))
	}
	if err != nil {
		return err
	}
	total, err := sumAllocations(body.Allocations)
	if err != nil {
		return err
	}
	row := paymentRow{kind: Refunded, shift: body.Shift, businessOn: string(body.BusinessOn), valueOn: string(body.BusinessOn), object: body.Object,
		payer: body.Payee.Person, payerVersion: body.Payee.Version, cashier: body.Cashier, tendered: body.Way.Fen, total: total, creditAfter: body.CreditAfterFen}
	if err := row.insert(tx, e); err != nil {
		return err
	}
	if err := insertLines(tx, e, body.Object, []Tender{body.Way}, body.Allocations); err != nil {
		return err
	}
	if err := insertReceipts(tx, e, body.Receipts, StateRefund); err != nil {
		return err
	}
	return journal.Post(tx, e, body.transfers())
}

package till

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Undoing asks for a void or a reversal of the payment whose receipt has this number. CashBackFen is the cash counted
// out to the owner; it must be the cash the payment left in the drawer, 0 where it left none. CopiesTaken is how many
// printed copies were taken back, which a void alone asks for: after it the owner must hold no receipt of the
// payment.
type Undoing struct {
	RequestID   string
	Number      string
	CopiesTaken int
	CashBackFen money.Fen
	Reason      Reason
}

// Void (作废) undoes a payment within its own open shift; the receipt keeps its number. Errors: till.void_shift for a
// payment of another shift, which is reversed instead; till.void_electronic for one whose money went over a channel
// of its own and is not in the drawer; till.copies, with the number printed, unless every copy was taken back; and
// those of undo.
func (t *Till) Void(ctx context.Context, by staff.Actor, approval staff.Approval, undoing Undoing) (Payment, error) {
	return t.undo(ctx, by, staff.VoidPayment, approval, undoing, kindVoided, func(_ *store.Tx, shift workingShift, of Payment, _ *undoneV1) error {
		if of.Shift != shift.ref {
			return store.Refuse(codeVoidShift)
		}
		for _, tender := range of.Tenders {
			if tender.Kind.IsElectronic() {
				return store.Refuse(codeVoidElectronic)
			}
		}
		if undoing.CopiesTaken != of.Copies {
			return store.Refuse(codeCopies, of.Copies)
		}
		return nil
	})
}

// Reverse (红冲) undoes a payment of an earlier shift in the open one: its exact negation with a receipt number of
// its own, each naming the other. A payment of the open shift is till.reverse_shift, because it is voided, unless it
// was electronic and cannot be. Other errors are those of undo.
func (t *Till) Reverse(ctx context.Context, by staff.Actor, approval staff.Approval, undoing Undoing) (Payment, error) {
	return t.undo(ctx, by, staff.Reverse, approval, undoing, kindReversed, func(tx *store.Tx, shift workingShift, of Payment, body *undoneV1) error {
		electronic := false
		for _, tender := range of.Tenders {
			electronic = electronic || tender.Kind.IsElectronic()
		}
		if of.Shift == shift.ref && !electronic {
			return store.Refuse(codeReverseShift)
		}
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		// A reversal has a receipt for each that it undoes.
		parts := make([]receiptFen, len(of.Receipts))
		for i, receipt := range of.Receipts {
			parts[i] = receiptFen{receipt.Book, -receipt.Fen}
		}
		body.Receipts, err = nextReceipts(tx, policies.Counter, shift.businessOn, parts)
		return err
	})
}

// undo is what Void and Reverse have in common; check is what they have not: it refuses, or completes the body.
// Errors: till.unknown_receipt, till.undone, till.undo_undoing, till.cash_back, till.drawer_short, till.credit_spent
// (the prepayment that the payment made is spent), till.excess_spent (what it paid too much was moved and is spent),
// and those of working, of Reason.check and of the approval. The same request again returns the same undoing.
func (t *Till) undo(ctx context.Context, by staff.Actor, action staff.Action, approval staff.Approval, undoing Undoing, kind string,
	check func(tx *store.Tx, shift workingShift, of Payment, body *undoneV1) error) (payment Payment, err error) {
	request, err := t.undoingRequest(kind, undoing)
	if err != nil {
		return Payment{}, err
	}
	return once(ctx, t, request, PaymentAt, func(tx *store.Tx, policies estate.Policies) (Payment, error) {
		of, err := ByNumber(tx, undoing.Number)
		if err != nil {
			return Payment{}, err
		}
		body, err := t.undone(tx, by, policies, undoing, of, check)
		if err != nil {
			return Payment{}, err
		}
		body.Request = request
		terms, err := t.terms(undoing.Reason)
		if err != nil {
			return Payment{}, err
		}
		if body.Approver, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: action, About: undoing.Number, Fen: undoing.CashBackFen, Terms: terms, Note: undoing.Reason.Note}); err != nil {
			return Payment{}, err
		}
		// Only now, because who may not undo it alone is not to learn from it what is in the drawer.
		if err := t.drawerPays(tx, by, policies, undoing.CashBackFen); err != nil {
			return Payment{}, err
		}
		if err := inspectorsStayOut(tx, of, by.ID(), body.Approver.Person); err != nil {
			return Payment{}, err
		}
		if err := t.backOverChannels(tx, by, of.Tenders); err != nil {
			return Payment{}, err
		}
		e, err := t.journal.Append(tx, kind, body)
		if err != nil {
			return Payment{}, err
		}
		if err := t.takeBackMade(tx, by, of, body.Approver); err != nil {
			return Payment{}, err
		}
		return PaymentAt(tx, e.DeviceNo, e.Seq)
	})
}

// drawerPays refuses (till.drawer_short) to hand out more cash in fen than the drawer of the shift has: cash is put in first, with a
// second person.
func (t *Till) drawerPays(tx *store.Tx, by staff.Actor, policies estate.Policies, cashFen money.Fen) error {
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return err
	}
	drawer, err := Drawer(tx, policies.Counter, shift.ref, shift.floatFen)
	if err == nil && cashFen > drawer {
		err = store.Refuse(CodeDrawerShort)
	}
	return err
}

// inspectorsStayOut refuses to let who inspected for a deposit of a payment pay it back (till.inspect_own) or approve that
// (till.inspect_approver), as for every other way back.
func inspectorsStayOut(tx *store.Tx, of Payment, by, approver string) error {
	for _, allocation := range of.Allocations {
		if allocation.Book != DepositBook {
			continue
		}
		deposit, err := DepositOf(tx, allocation.Bill)
		switch {
		case err != nil:
			return err
		case deposit.inspectedBy(by):
			return store.Refuse(codeInspectOwn, deposit.Item)
		case deposit.inspectedBy(approver):
			return store.Refuse(codeInspectApprover, deposit.Item)
		}
	}
	return nil
}

// takeBackMade takes back the late fees that a payment made, now that it is undone: two households with the same payments
// that stand owe the same.
func (t *Till) takeBackMade(tx *store.Tx, by staff.Actor, of Payment, agreed staff.Consent) error {
	made, err := madeBy(tx, of)
	if err != nil {
		return err
	}
	for _, fee := range made {
		if err := t.billing.TakeBackMade(tx, by.ID(), agreed.Person, fee.Bill); err != nil {
			return err
		}
	}
	return nil
}

// undone checks an undoing against the book and builds the body of its event, but for the request and the second
// person. An excess that the payment left on a bill goes back first, by an event of its own in the same transaction.
func (t *Till) undone(tx *store.Tx, by staff.Actor, policies estate.Policies, undoing Undoing, of Payment,
	check func(tx *store.Tx, shift workingShift, of Payment, body *undoneV1) error) (body undoneV1, err error) {
	if err := undoing.Reason.check(UndoReasons); err != nil {
		return body, err
	}
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return body, err
	}
	if err := undoable(tx, of, undoing.CashBackFen); err != nil {
		return body, err
	}
	if err := t.returnExcess(tx, by, of); err != nil {
		return body, err
	}
	body = undoneV1{Shift: shift.ref.Seq, Cashier: by.ID(), BusinessOn: shift.businessOn, Reason: undoing.Reason.Code,
		CopiesTaken: undoing.CopiesTaken, CashBackFen: undoing.CashBackFen}
	if body.CreditAfterFen, err = creditAfter(tx, of.Object, of.Tenders, of.Allocations, -1); err != nil {
		return body, err
	}
	if err := check(tx, shift, of, &body); err != nil {
		return body, err
	}
	if body.Note, err = t.note(tx, undoing.Reason.Note, of.payer); err != nil {
		return body, err
	}
	device, err := journal.Device(tx, of.deviceNo)
	body.Of = journal.Ref{Device: device, Seq: of.Seq}
	return body, err
}

// depositsStay refuses to undo a payment of a deposit that is frozen (till.deposit_frozen), whose inspection failed
// (till.inspect_failed), or that was used, given back, moved or asked back
// since (till.deposit_spent, with its item), and one of which a part was given back or is asked back (till.refunded).
func depositsStay(tx *store.Tx, of Payment) error {
	for _, allocation := range of.Allocations {
		if allocation.Book != DepositBook {
			continue
		}
		deposit, err := DepositOf(tx, allocation.Bill)
		if err != nil {
			return err
		}
		if deposit.Frozen {
			return store.Refuse(CodeDepositFrozen, deposit.Item)
		}
		if deposit.Inspection == Failed {
			return store.Refuse(codeInspectFailed, deposit.Item, string(deposit.InspectedOn))
		}
		if allocation.Fen > deposit.FreeFen() {
			return store.Refuse(codeDepositSpent, deposit.Item, deposit.FreeFen().Yuan())
		}
	}
	refunded, err := tx.Get(`SELECT 1 FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE l.of_device = ? AND l.of_seq = ? AND r.state IN ('asked', 'approved', 'paid') LIMIT 1`, []any{of.deviceNo, of.Seq}, new(int))
	if err == nil && refunded {
		err = store.Refuse(codeRefunded, of.Number)
	}
	return err
}

// undoable refuses a payment that cannot be undone, or not with this cash: till.undo_undoing for a void or reversal,
// till.undone for one that is undone already, till.cash_back with the cash to be returned, and till.credit_spent with
// the prepayment that is left, and till.prepaid_frozen.
func undoable(tx *store.Tx, of Payment, cashBackFen money.Fen) error {
	if of.Kind != Paid {
		return store.Refuse(codeUndoUndoing)
	}
	if of.UndoneBy != "" {
		return store.Refuse(codeUndone, of.Number)
	}
	if cash := of.CashFen(); cashBackFen != cash {
		return store.Refuse(codeCashBack, cash.Yuan())
	}
	if err := depositsStay(tx, of); err != nil {
		return err
	}
	return prepaidStays(tx, of)
}

// prepaidStays refuses to undo a payment whose prepayment is spent since or asked back (till.credit_spent, with what is left) or is frozen
// (till.prepaid_frozen). What the payment put by goes away again, and what it spent comes back.
func prepaidStays(tx *store.Tx, of Payment) error {
	left, err := Prepayments(tx, of.Object)
	if err != nil {
		return err
	}
	for _, one := range left {
		var made, spent money.Fen
		for _, a := range of.Allocations {
			if a.Kind == ToPrepaid && a.Purpose == one.Purpose {
				made += a.Fen
			}
		}
		for _, tender := range of.Tenders {
			if tender.Kind == Prepaid && tender.purpose() == one.Purpose {
				spent += tender.Fen
			}
		}
		if one.Frozen && made > spent {
			return store.Refuse(codePrepaidFrozen, KeptItem(one.Purpose))
		}
		if left := max(0, one.Fen-one.AskedFen); made > left+spent {
			return store.Refuse(codeCreditSpent, left.Yuan())
		}
	}
	return nil
}

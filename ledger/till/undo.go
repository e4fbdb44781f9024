package till

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Undoing asks for a void or a reversal of the payment whose receipt has this number. CashBackFen is the cash counted out
// to the owner: it must be the cash the payment left in the drawer. CopiesTaken is how many printed copies were taken
// back, asked for a void alone.
type Undoing struct {
	RequestID   string
	Number      string
	CopiesTaken int
	CashBackFen money.Fen
	Reason      Reason
}

// Void undoes a payment within its own open shift; the receipt keeps its number. Errors: till.void_shift (another
// shift: reverse it), till.void_electronic, till.copies (not every printed copy taken back) and what undo answers.
func (t *Till) Void(ctx context.Context, by staff.Actor, approval staff.Approval, undoing Undoing) (Payment, error) {
	return t.undo(ctx, by, staff.VoidPayment, approval, undoing, kindVoided, func(_ *store.Tx, shift Shift, of Payment, _ *undoneV1) error {
		if of.ShiftSeq != shift.Seq || of.deviceNo != ownDevice {
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

// Reverse undoes a payment of an earlier shift in today's: the exact negation with a number of its own, linked both ways.
// A payment of the open shift that could be voided is till.reverse_shift unless it was electronic.
func (t *Till) Reverse(ctx context.Context, by staff.Actor, approval staff.Approval, undoing Undoing) (Payment, error) {
	return t.undo(ctx, by, staff.Reverse, approval, undoing, kindReversed, func(tx *store.Tx, shift Shift, of Payment, body *undoneV1) error {
		electronic := false
		for _, tender := range of.Tenders {
			electronic = electronic || tender.Kind.IsElectronic()
		}
		if of.ShiftSeq == shift.Seq && of.deviceNo == ownDevice && !electronic {
			return store.Refuse(codeReverseShift)
		}
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		body.Receipts, err = nextReceipt(tx, policies.Counter, shift.BusinessOn, -of.TotalFen)
		return err
	})
}

// ownDevice is the number under which every book knows its own device.
const ownDevice = 1

// undo answers till.unknown_receipt, till.undone, till.undo_undoing, till.cash_back, till.drawer_short, till.credit_spent (the
// prepayment it made is spent), till.excess_spent (what it paid too much was moved and is spent) and the refusals of reason
// and approval.
func (t *Till) undo(ctx context.Context, by staff.Actor, action staff.Action, approval staff.Approval, undoing Undoing, kind string,
	check func(tx *store.Tx, shift Shift, of Payment, body *undoneV1) error) (payment Payment, err error) {
	request, err := t.undoingRequest(kind, undoing)
	if err != nil {
		return Payment{}, err
	}
	return once(ctx, t, request, paymentAt, func(tx *store.Tx, policies estate.Policies) (Payment, error) {
		body, err := t.undone(tx, by, policies, undoing, check)
		if err != nil {
			return Payment{}, err
		}
		body.Request = request
		if body.Approver, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: action}); err != nil {
			return Payment{}, err
		}
		e, err := t.journal.Append(tx, kind, body)
		if err != nil {
			return Payment{}, err
		}
		return paymentAt(tx, e.DeviceNo, e.Seq)
	})
}

// undone checks an undoing against the book and builds the event's body, but for the request and the second person. An
// excess goes back first, by an event of its own.
func (t *Till) undone(tx *store.Tx, by staff.Actor, policies estate.Policies, undoing Undoing,
	check func(tx *store.Tx, shift Shift, of Payment, body *undoneV1) error) (body undoneV1, err error) {
	if err := undoing.Reason.check(UndoReasons); err != nil {
		return body, err
	}
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return body, err
	}
	of, err := ByNumber(tx, undoing.Number)
	if err != nil {
		return body, err
	}
	if err := undoable(tx, of, undoing.CashBackFen); err != nil {
		return body, err
	}
	if err := t.returnExcess(tx, by, of); err != nil {
		return body, err
	}
	body = undoneV1{Shift: shift.Seq, Cashier: by.ID(), BusinessOn: shift.BusinessOn, Reason: undoing.Reason.Code,
		CopiesTaken: undoing.CopiesTaken, CashBackFen: undoing.CashBackFen}
	if body.CreditAfterFen, err = creditAfter(tx, of.Object, of.Tenders, of.Allocations, -1); err != nil {
		return body, err
	}
	if err := check(tx, shift, of, &body); err != nil {
		return body, err
	}
	drawer, err := Drawer(tx, policies.Counter, shift.Seq, shift.FloatFen)
	if err != nil {
		return body, err
	}
	if of.CashFen() > drawer {
		return body, store.Refuse(codeDrawerShort) // cash is put in first, with a second person
	}
	if body.Note, err = t.note(tx, undoing.Reason.Note, of.payer); err != nil {
		return body, err
	}
	device, err := journal.Device(tx, of.deviceNo)
	body.Of = journal.Ref{Device: device, Seq: of.Seq}
	return body, err
}

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
	var made money.Fen
	for _, a := range of.Allocations {
		if a.Kind == ToPrepaid {
			made += a.Fen
		}
	}
	balance, err := Credit(tx, of.Object)
	if err != nil {
		return err
	}
	if made > balance+ofKind(of.Tenders, Prepaid) {
		return store.Refuse(codeCreditSpent, balance.Yuan())
	}
	return nil
}

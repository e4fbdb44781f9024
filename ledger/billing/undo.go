package billing

import (
	"context"
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Undoing asks to take bills back. Reason is one of UndoReasons, never typed text. Approval is wanted when they come,
// with what the person lowered alone on this business day, to more than the limits let one person do alone.
type Undoing struct {
	Bills    []string
	Reason   string
	Approval staff.Approval
	// Progress hears how far it is; nil hears nothing.
	Progress func(done, total int)
}

// Undone is what an undoing did: how many bills it took back and how much less is owed by that, in fen. Kept are the ids
// of the bills that stay, because something is paid on them.
type Undone struct {
	Count  int       `json:"count"`
	SumFen money.Fen `json:"sumFen"`
	Kept   []string  `json:"kept"`
}

// Undo takes back a bill nothing is paid on. Reason is one of UndoReasons (billing.reason); beyond the limits it needs an
// approval, as UndoAll does. Errors: billing.has_payment for one that is paid on, whose payment has to be undone first;
// billing.answered for one with an adjustment or a late fee that stands, which go first; billing.undone,
// billing.unknown_bill.
func (s *Billing) Undo(ctx context.Context, by staff.Actor, approval staff.Approval, id, reason string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doUndo(tx, by, approval, id, reason)
	})
}

func (s *Billing) doUndo(tx *store.Tx, by staff.Actor, approval staff.Approval, id, reason string) error {
	if err := s.mayUndo(tx, by, reason); err != nil {
		return err
	}
	bill, err := ByID(tx, id)
	if err != nil {
		return err
	}
	if err := undoable(tx, bill); err != nil {
		return err
	}
	consent, err := s.agreeToLower(tx, by, approval, bill.lowered(), []Bill{bill}, reason)
	if err != nil {
		return err
	}
	return s.undo(tx, undoneV1{Bill: id, Fen: bill.lowered().Fen, Reason: reason, By: by.ID(), Agreed: consent.Person, Approver: consent})
}

// UndoAll takes back every bill of a list on which nothing is paid, all of them or, on an error or when ctx ends, none;
// those that were taken back before are passed over, so that asking again does no harm. How many there are and what they
// come to is counted here, in the same transaction, and beyond the limits it needs an approval of staff.UndoBills
// (staff.needs_approval).
func (s *Billing) UndoAll(ctx context.Context, by staff.Actor, undoing Undoing) (Undone, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Undone, error) {
		return s.doUndoAll(ctx, tx, by, undoing)
	})
}

// doUndoAll counts before it writes: one approval covers the whole list, and the limit is held against its sum. It stops
// at the first bill that has to stay for another reason than a payment, such as an adjustment, and then takes back none.
func (s *Billing) doUndoAll(ctx context.Context, tx *store.Tx, by staff.Actor, undoing Undoing) (Undone, error) {
	if err := s.mayUndo(tx, by, undoing.Reason); err != nil {
		return Undone{}, err
	}
	bills, kept, err := sortOut(tx, undoing.Bills)
	if err != nil {
		return Undone{}, err
	}
	all := sumOf(bills)
	consent, err := s.agreeToLower(tx, by, undoing.Approval, all, bills, undoing.Reason)
	if err != nil {
		return Undone{}, err
	}
	agreed := consent.Person
	for i, bill := range bills {
		if i%100 == 0 {
			if err := ctx.Err(); err != nil {
				return Undone{}, err
			}
			if undoing.Progress != nil {
				undoing.Progress(i, len(bills))
			}
		}
		if err := undoable(tx, bill); err != nil {
			return Undone{}, err
		}
		body := undoneV1{Bill: bill.ID, Fen: bill.lowered().Fen, Reason: undoing.Reason, By: by.ID(), Agreed: agreed, Approver: consent}
		if err := s.undo(tx, body); err != nil {
			return Undone{}, err
		}
		consent = staff.Consent{} // one approval is named by one event, the first
	}
	return Undone{Count: len(bills), SumFen: all.Fen, Kept: kept}, nil
}

// mayUndo refuses a person who may not issue bills (staff.may_not) and a reason that is none (billing.reason).
func (s *Billing) mayUndo(tx *store.Tx, by staff.Actor, reason string) error {
	if err := s.staff.Require(tx, by, staff.IssueBills); err != nil {
		return err
	}
	if !slices.Contains(UndoReasons, reason) {
		return store.Offer(CodeReason, UndoReasons)
	}
	return nil
}

// sortOut reads the bills of a list once each: those to take back, and the ids of those that are paid on.
func sortOut(tx *store.Tx, ids []string) (bills []Bill, kept []string, err error) {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		bill, err := ByID(tx, id)
		switch {
		case err != nil:
			return nil, nil, err
		case bill.Undone || seen[bill.ID]:
		case bill.PaidFen != 0:
			kept = append(kept, bill.ID)
		default:
			bills = append(bills, bill)
		}
		seen[bill.ID] = true
	}
	return bills, kept, nil
}

// lowered returns what is owed less once the bill is taken back: one bill, and what is left of it.
func (b Bill) lowered() Lowered { return Lowered{1, b.AmountFen - b.ReducedFen} }

// sumOf adds up what is owed less once all the bills are taken back.
func sumOf(bills []Bill) (all Lowered) {
	for _, bill := range bills {
		all = all.Plus(bill.lowered())
	}
	return all
}

// agreeToLower returns who agreed to lower what is owed by so much: the zero Consent where the person may do it alone,
// staff.needs_approval where nobody agreed and somebody must. bills are all that are taken back, for a reason.
func (s *Billing) agreeToLower(tx *store.Tx, by staff.Actor, approval staff.Approval, more Lowered, bills []Bill, reason string) (staff.Consent, error) {
	deed, err := s.lowering(tx, by, staff.UndoBills, more)
	if err != nil {
		return staff.Consent{}, err
	}
	return s.staff.Authorize(tx, by, approval, undoDeed(deed, bills, reason))
}

// undoable refuses a bill that cannot be taken back, saying why: billing.undone, billing.has_payment, billing.answered.
func undoable(tx *store.Tx, bill Bill) error {
	if bill.Undone {
		return store.Refuse(codeUndone)
	}
	if bill.PaidFen != 0 {
		return store.Refuse(codeHasPayment)
	}
	// Its late fee or its adjustment would stand for a bill that is not owed, and the household could be billed for the period
	// and its adjustment again.
	raw, err := rawID(bill.ID)
	if err != nil {
		return err
	}
	answered, err := tx.Get("SELECT 1 FROM bills WHERE of_bill = ? AND undone = 0 LIMIT 1", []any{raw}, new(int))
	if err == nil && answered {
		err = store.Refuse(codeAnswered, bill.Item)
	}
	return err
}

// TakeBackMade takes back a bill that a payment made, when that payment is undone: a late fee, worked out to the day of a
// payment that counts as never made, so that it is worked out anew to the day of the next. The second person of the undoing
// agreed to it, so it is no part of what by lowers alone. A bill that has to stay, because something else was paid on it or
// answers it, stays. It runs in the transaction of the undoing.
func (s *Billing) TakeBackMade(tx *store.Tx, by, agreed, id string) error {
	bill, err := ByID(tx, id)
	if err != nil {
		return err
	}
	closed, err := isClosed(tx, bill.OfBill)
	if err != nil || closed {
		return err
	}
	switch err := undoable(tx, bill); store.Code(err) {
	case "":
		return s.undo(tx, undoneV1{Bill: id, Fen: bill.lowered().Fen, Reason: undoneWithPayment, By: by, Agreed: agreed})
	case codeUndone, codeHasPayment, codeAnswered:
		return nil
	default:
		return err
	}
}

// isClosed reports whether the bill that a late fee belongs to was paid off meanwhile, by another payment: no fee grows on it any more, so that
// the one that there is must stay. It is false for "".
func isClosed(tx *store.Tx, id string) (bool, error) {
	if id == "" {
		return false, nil
	}
	bill, err := ByID(tx, id)
	return err == nil && !bill.Undone && bill.OwedFen() <= 0, err
}

func (s *Billing) undo(tx *store.Tx, body undoneV1) error {
	_, err := s.journal.Append(tx, kindUndone, body)
	return err
}

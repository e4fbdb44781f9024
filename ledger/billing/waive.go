package billing

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// WaiveReasons are the reasons that screens offer for waiving a late fee, numbered from 1 in this order. A reason is a
// code and never typed text.
var WaiveReasons = []string{"our_fault", "bank_delay", "hardship", "first_time", "agreed"}

// Waive writes off fen of the late fee of a bill accrued to toOn, for a reason of WaiveReasons (billing.reason). It takes
// a second person beyond the limits of staff.WaiveFee (staff.needs_approval), for which a bill's waivers that nobody else
// agreed to count together. The fee goes on growing afterwards; only fen of it is gone. Where billID is the bill that a late fee was made
// into, fen of what is still owed of that bill is written off. Errors: billing.waive_much if fen
// is not above zero or exceeds what can be waived, with that; billing.waive_date for a day that is yet to come;
// billing.unknown_bill.
func (s *Billing) Waive(ctx context.Context, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, toOn calendar.Date, reason string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doWaive(tx, by, approval, billID, fen, toOn, reason)
	})
}

// doWaive works the fee out again up to toOn, so that nobody waives more of it than there is. A day to come is refused
// before, since its fee does not exist yet.
func (s *Billing) doWaive(tx *store.Tx, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, toOn calendar.Date, reason string) error {
	if err := s.staff.Require(tx, by, staff.WaiveFee); err != nil {
		return err
	}
	if !slices.Contains(WaiveReasons, reason) {
		return store.Offer(CodeReason, WaiveReasons)
	}
	today, err := s.today(tx)
	if err != nil {
		return err
	}
	if toOn > today {
		return store.Refuse(codeWaiveDate, string(today))
	}
	bill, err := ByID(tx, billID)
	if err != nil {
		return err
	}
	most, err := WaivableFen(tx, bill, toOn)
	if err != nil {
		return err
	}
	if fen <= 0 || fen > most {
		return store.Refuse(codeWaiveMuch, lateFeeOf(bill.Item), most.Yuan())
	}
	deed, err := s.waiving(tx, by, bill, fen)
	if err != nil {
		return err
	}
	waivers := 0
	if _, err := tx.Get("SELECT count(*) FROM late_fee_waivers WHERE bill = unhex(?)", []any{bill.ID}, &waivers); err != nil {
		return err
	}
	deed.About, deed.Terms = bill.ID, staff.NewTerms("reason", reason).And(staff.Standing(waivers))
	body := waivedV1{Bill: bill.ID, Fen: fen, ToOn: toOn, Reason: reason, By: by.ID(), Billed: bill.Origin == FromLateFee}
	if body.Approver, err = s.staff.Authorize(tx, by, approval, deed); err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindWaived, body)
	return err
}

// WaivableFen returns how much of a bill's late fee can be waived up to a day, in fen: what the bill has grown, or, of the bill that a late
// fee was made into, what is still owed of it.
func WaivableFen(tx *store.Tx, bill Bill, toOn calendar.Date) (money.Fen, error) {
	if bill.Origin == FromLateFee {
		if bill.Undone {
			return 0, nil
		}
		return bill.OwedFen(), nil
	}
	fees, err := LateFees(tx, []Bill{bill}, toOn)
	if err != nil || len(fees) == 0 {
		return 0, err
	}
	return fees[0].Fen, nil
}

// lateFeeOf returns the item that a refusal names: the one that is late, also for the bill of its late fee.
func lateFeeOf(item string) string { return strings.TrimSuffix(item, LateFeeSuffix) }

// waiving returns the deed that the limits are held against. They count with it the bill's earlier waivers that nobody else
// agreed to, those of the bills that its late fee was made into among them: a limit for each call could be bypassed by repeating the call.
// What is asked to be approved is this waiver alone.
func (s *Billing) waiving(tx *store.Tx, by staff.Actor, bill Bill, fen money.Fen) (staff.Deed, error) {
	deed, err := s.lowering(tx, by, staff.WaiveFee, Lowered{1, fen})
	if err != nil {
		return deed, err
	}
	late := bill.ID
	if bill.Origin == FromLateFee {
		late = bill.OfBill
	}
	id, err := rawID(late)
	if err != nil {
		return deed, err
	}
	_, err = tx.Get(`SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE approver = ''
		AND (bill = ?1 OR bill IN (SELECT id FROM bills WHERE of_bill = ?1 AND origin = ?2))`, []any{id, string(FromLateFee)}, &deed.BeforeFen)
	return deed, err
}

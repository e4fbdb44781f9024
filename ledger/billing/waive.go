package billing

import (
	"context"
	"slices"

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
// agreed to count together. The fee goes on growing afterwards; only fen of it is gone. Errors: billing.waive_much if fen
// is not above zero or exceeds the fee, with the fee; billing.waive_date for a day that is yet to come;
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
		return store.Refuse(CodeReason)
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
	fees, err := LateFees(tx, []Bill{bill}, toOn)
	if err != nil {
		return err
	}
	if len(fees) == 0 || fen <= 0 || fen > fees[0].Fen {
		var most money.Fen
		if len(fees) > 0 {
			most = fees[0].Fen
		}
		return store.Refuse(codeWaiveMuch, bill.Item, most.Yuan())
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
	body := waivedV1{Bill: bill.ID, Fen: fen, ToOn: toOn, Reason: reason, By: by.ID()}
	if body.Approver, err = s.staff.Authorize(tx, by, approval, deed); err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindWaived, body)
	return err
}

// waiving returns the deed that the limits are held against. They count with it the bill's earlier waivers that nobody else
// agreed to: a limit for each call could be bypassed by repeating the call. What is asked to be approved is this waiver alone.
func (s *Billing) waiving(tx *store.Tx, by staff.Actor, bill Bill, fen money.Fen) (staff.Deed, error) {
	deed, err := s.lowering(tx, by, staff.WaiveFee, Lowered{1, fen})
	if err != nil {
		return deed, err
	}
	id, err := rawID(bill.ID)
	if err != nil {
		return deed, err
	}
	_, err = tx.Get("SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE bill = ? AND approver = ''", []any{id}, &deed.BeforeFen)
	return deed, err
}

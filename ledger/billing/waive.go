package billing

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// WaiveReasons are the reasons that screens offer for waiving a late fee, numbered from 1 in this order.
var WaiveReasons = []string{"our_fault", "bank_delay", "hardship", "first_time", "agreed"}

// Waive writes off fen of the late fee of a bill accrued to toOn, for a reason of WaiveReasons. It takes a second person beyond
// the limits of staff.WaiveFee, for which a bill's waivers that nobody else agreed to count together. Errors: billing.waive_much
// if fen exceeds the fee, billing.waive_date for a day that is yet to come.
func (s *Billing) Waive(ctx context.Context, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, toOn calendar.Date, reason string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doWaive(tx, by, approval, billID, fen, toOn, reason)
	})
}

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
	body := waivedV1{Bill: bill.ID, Fen: fen, ToOn: toOn, Reason: reason, By: by.ID()}
	if body.Approver, err = s.staff.Authorize(tx, by, approval, deed); err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindWaived, body)
	return err
}

// waiving counts a bill's waivers that nobody else agreed to together: a limit for each call could be bypassed by repeating it.
func (s *Billing) waiving(tx *store.Tx, by staff.Actor, bill Bill, fen money.Fen) (staff.Deed, error) {
	deed, err := s.lowering(tx, by, staff.WaiveFee, Lowered{1, fen})
	if err != nil {
		return deed, err
	}
	id, err := rawID(bill.ID)
	if err != nil {
		return deed, err
	}
	var before money.Fen
	_, err = tx.Get("SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE bill = ? AND approver = ''", []any{id}, &before)
	deed.Fen += before
	return deed, err
}

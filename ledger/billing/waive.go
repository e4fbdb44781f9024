package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// WaiveReasons are the reasons that screens offer for waiving a late fee, numbered from 1 in this order.
var WaiveReasons = []string{"our_fault", "bank_delay", "hardship", "first_time", "agreed"}

// Waive lets fen of a bill's late fee up to a day go, for a reason of WaiveReasons. A cashier may up to the policy's limit,
// with all that was waived of the bill before and nobody else agreed to; beyond it, and for anybody beyond what one person may
// lower on a day, a second person who may must agree. More
// than there is is billing.waive_much, a day that is yet to come billing.waive_date.
func (s *Billing) Waive(tx *store.Tx, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, toOn calendar.Date, reason string) error {
	if err := s.staff.Require(tx, by, staff.Collect); err != nil {
		return err
	}
	if !slices.Contains(WaiveReasons, reason) {
		return store.Refuse(CodeReason)
	}
	if now := calendar.Of(s.journal.Now()); toOn > now {
		return store.Refuse(codeWaiveDate, string(now))
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
	body := waivedV1{Bill: bill.ID, Fen: fen, ToOn: toOn, Reason: reason, By: by.ID()}
	alone, err := s.mayWaiveAlone(tx, by, bill, fen)
	if err != nil {
		return err
	}
	if !alone {
		if body.Approver, err = s.staff.RequireApproval(tx, by, staff.WaiveFee, approval); err != nil {
			return err
		}
	}
	_, err = s.journal.Append(tx, kindWaived, body)
	return err
}

// mayWaiveAlone counts a bill's waivers together, and all that a person lowered alone on the day: a limit by call would be
// none.
func (s *Billing) mayWaiveAlone(tx *store.Tx, by staff.Actor, bill Bill, fen money.Fen) (bool, error) {
	if alone, err := s.mayLowerAlone(tx, by.ID(), Lowered{1, fen}); err != nil || !alone {
		return false, err
	}
	if s.staff.Require(tx, by, staff.WaiveFee) == nil {
		return true, nil
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return false, err
	}
	id, err := rawID(bill.ID)
	if err != nil {
		return false, err
	}
	var before money.Fen
	_, err = tx.Get("SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE bill = ? AND approver = ''", []any{id}, &before)
	return before+fen <= policies.WaiverMaxFen, err
}

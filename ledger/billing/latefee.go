package billing

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// LateFeeSuffix is what a late fee's item is called behind the item it is for.
const LateFeeSuffix = "违约金"

// WaiveReasons are the reasons that screens offer for waiving a late fee, numbered from 1 in this order.
var WaiveReasons = []string{"our_fault", "bank_delay", "hardship", "first_time", "agreed"}

// LateFee is what a bill has cost by being late up to a day, beyond what was billed or waived before.
type LateFee struct {
	Bill  Bill          `json:"bill"`
	Fen   money.Fen     `json:"fen"`
	ToOn  calendar.Date `json:"toOn"`
	Steps []string      `json:"steps"`
}

// LateFees works out the late fees of bills up to the value date of a payment, by the rule of each bill's item: simple
// interest on what was owed at the end of each day, with the rule's grace and cap, less what was billed and waived before.
// Opening balances and late fees themselves bear none. Bills without a fee are not in the answer.
func LateFees(tx *store.Tx, bills []Bill, toOn calendar.Date) ([]LateFee, error) {
	var fees []LateFee
	items := make(map[string]Item)
	for _, bill := range bills {
		if bill.Undone || bill.Kind == Opening || bill.DueOn >= toOn {
			continue
		}
		item, known := items[bill.Item]
		if !known {
			var err error
			if item, err = ItemByName(tx, bill.Item); err != nil && store.Code(err) != "billing.unknown_item" {
				return nil, err
			}
			items[bill.Item] = item
		}
		if item.LateFee == (tariff.LateFee{}) {
			continue
		}
		fee, err := lateFee(tx, item, bill, toOn)
		if err != nil {
			return nil, err
		}
		if fee.Fen > 0 {
			fees = append(fees, fee)
		}
	}
	return fees, nil
}

func lateFee(tx *store.Tx, item Item, bill Bill, toOn calendar.Date) (LateFee, error) {
	owed, err := outstanding(tx, bill, bill.DueOn.AddDays(item.LateFee.GraceDays), toOn)
	if err != nil {
		return LateFee{}, err
	}
	grown, steps, err := item.LateFee.Fee(bill.DueOn, bill.AmountFen-bill.ReducedFen, owed, toOn)
	if err != nil {
		return LateFee{}, asRefusal(err)
	}
	id, err := rawID(bill.ID)
	if err != nil {
		return LateFee{}, err
	}
	var billed, waived money.Fen
	if _, err := tx.Get("SELECT coalesce(sum(amount_fen), 0) FROM bills WHERE of_bill = ? AND item = ? AND undone = 0",
		[]any{id, bill.Item + LateFeeSuffix}, &billed); err != nil {
		return LateFee{}, err
	}
	if _, err := tx.Get("SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE bill = ?", []any{id}, &waived); err != nil {
		return LateFee{}, err
	}
	fee := LateFee{Bill: bill, Fen: grown - billed - waived, ToOn: toOn, Steps: steps}
	if billed > 0 {
		fee.Steps = append(fee.Steps, "已另开 "+billed.String())
	}
	if waived > 0 {
		fee.Steps = append(fee.Steps, "已减免 "+waived.String())
	}
	return fee, nil
}

// outstanding gives what was owed of a bill by toOn, span by span, from the day after it was due: a payment counts from the
// day after its value date, because the day it came on was still late, but within the grace, whose days cost nothing to who
// pays on them, from its own day. What came after toOn was owed then, and what was undone counts as if it had never come.
func outstanding(tx *store.Tx, bill Bill, graceEnd, toOn calendar.Date) ([]tariff.Outstanding, error) {
	id, err := rawID(bill.ID)
	if err != nil {
		return nil, err
	}
	type paid struct {
		on  calendar.Date
		fen money.Fen
	}
	payments, err := store.All(tx, `SELECT coalesce(was.value_on, p.value_on) AS value_on, a.fen
		FROM allocations a JOIN payments p ON p.device = a.device AND p.seq = a.seq LEFT JOIN payments was ON was.device = p.of_device AND was.seq = p.of_seq
		WHERE a.bill = ? AND coalesce(was.value_on, p.value_on) <= ? ORDER BY 1, a.device, a.seq, a.line`, []any{id, string(toOn)}, func(scan func(dest ...any) error) (paid, error) {
		var p paid
		return p, scan(&p.on, &p.fen)
	})
	if err != nil {
		return nil, err
	}
	owed, from := bill.AmountFen-bill.ReducedFen, bill.DueOn.AddDays(1)
	var spans []tariff.Outstanding
	until := func(last calendar.Date) {
		if owed > 0 && from <= last {
			spans = append(spans, tariff.Outstanding{Fen: owed, FromOn: from, ToOn: last})
		}
		from = max(from, last.AddDays(1))
	}
	for _, p := range payments {
		if p.on <= graceEnd {
			until(p.on.AddDays(-1))
		} else {
			until(p.on)
		}
		owed -= p.fen
	}
	until(toOn)
	return spans, nil
}

// LateBill gives the bill of a late fee, to be issued in the transaction of the payment that pays it.
func LateBill(tx *store.Tx, fee LateFee) (NewBill, error) {
	b := fee.Bill
	late := NewBill{Item: b.Item + LateFeeSuffix, Object: b.Object, FromOn: b.FromOn, ToOn: b.ToOn, Kind: Income, Debtor: b.Debtor,
		DueOn: fee.ToOn, AmountFen: fee.Fen, Why: tariff.Result{Steps: fee.Steps}.Why(), OfBill: b.ID}
	var err error
	late.Revision, err = nextRevision(tx, late.Item, late.Object, late.FromOn, late.ToOn)
	return late, err
}

// nextRevision gives the first revision of an item, object and period that no bill has.
func nextRevision(tx *store.Tx, item, object string, fromOn, toOn calendar.Date) (next int, err error) {
	_, err = tx.Get("SELECT coalesce(max(revision) + 1, 0) FROM bills WHERE object = ? AND item = ? AND period_from = ? AND period_to = ?",
		[]any{object, item, string(fromOn), string(toOn)}, &next)
	return next, err
}

// Waive lets fen of a bill's late fee up to a day go, for a reason of WaiveReasons. A cashier may up to the policy's limit,
// with all that was waived of the bill before and nobody else agreed to; beyond it a second person who may must agree. More
// than there is is billing.waive_much, a day that is yet to come billing.waive_date.
func (s *Billing) Waive(tx *store.Tx, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, toOn calendar.Date, reason string) error {
	if err := s.staff.Require(tx, by, staff.Collect); err != nil {
		return err
	}
	if !slices.Contains(WaiveReasons, reason) {
		return store.Refuse("billing.reason")
	}
	if now := calendar.Of(s.journal.Now()); toOn > now {
		return store.Refuse("billing.waive_date", string(now))
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
		return store.Refuse("billing.waive_much", bill.Item, most.Yuan())
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

// mayWaiveAlone counts a bill's waivers together: a limit by call would be none.
func (s *Billing) mayWaiveAlone(tx *store.Tx, by staff.Actor, bill Bill, fen money.Fen) (bool, error) {
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

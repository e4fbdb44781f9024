package billing

import (
	"context"
	"fmt"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// ReduceReasons are the reasons that screens offer for taking something off a bill, numbered from 1 in this order. All
// but agreed say why the bill was wrong: where the rules still come to the old sum, the next adjustment bills it again.
var ReduceReasons = []string{"wrong_area", "wrong_reading", "wrong_price", "concession", "agreed"}

// Reduction is what was taken off a bill at one time: for a reason of ReduceReasons, by whom, and with whose approval.
// Why says what an adjustment found and is "" where a person named the sum. By and Approver are ids of people.
type Reduction struct {
	Fen      money.Fen `json:"fen"`
	Reason   string    `json:"reason"`
	Why      string    `json:"why"`
	By       string    `json:"by"`
	Approver string    `json:"approver"`
}

// ReasonKey returns the key of the words for the reason of a reduction: those of a waiver where it waived the late fee that the bill is.
func (r Reduction) ReasonKey() string {
	if !slices.Contains(ReduceReasons, r.Reason) {
		return "desk.waive." + r.Reason
	}
	return "run.reduce." + r.Reason
}

// Reductions returns what was taken off a bill, the oldest first; a malformed id is billing.unknown_bill.
func Reductions(tx *store.Tx, bill string) ([]Reduction, error) {
	raw, err := rawID(bill)
	if err != nil {
		return nil, err
	}
	return store.All(tx, "SELECT fen, reason, why, person, approver FROM reductions WHERE bill = ? ORDER BY device, seq", []any{raw},
		func(scan func(dest ...any) error) (Reduction, error) {
			var r Reduction
			return r, scan(&r.Fen, &r.Reason, &r.Why, &r.By, &r.Approver)
		})
}

// Reduce takes fen off a bill that is out (冲减), with a second person (staff.needs_approval) and a reason of ReduceReasons
// (billing.reason). The bill keeps its amount; what is left of it is owed. What was paid beyond what is left is an
// excess, which the caller moves to the household's prepayment: see ledger.Book.Reduce. Where nothing is left to be paid, what the bill
// cost by being late until today becomes a bill of its own. Errors: billing.reduce_much for a
// sum that is not above zero or more than is left of the bill, with what is left; billing.undone, billing.unknown_bill.
func (s *Billing) Reduce(ctx context.Context, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, reason string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doReduce(tx, by, approval, billID, fen, reason)
	})
}

func (s *Billing) doReduce(tx *store.Tx, by staff.Actor, approval staff.Approval, billID string, fen money.Fen, reason string) error {
	if err := s.staff.Require(tx, by, staff.ReduceBill); err != nil {
		return err
	}
	if !slices.Contains(ReduceReasons, reason) {
		return store.Offer(CodeReason, ReduceReasons)
	}
	bill, err := ByID(tx, billID)
	if err != nil {
		return err
	}
	consent, err := s.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ReduceBill, Fen: fen, About: bill.ID,
		Terms: staff.NewTerms("reason", reason).And(staff.Standing(bill.ReducedFen))})
	if err != nil {
		return err
	}
	return s.reduce(tx, by.ID(), consent, consent.Person, bill, fen, reason, "")
}

// reduce writes one reduction. An adjustment calls it for several bills under one approval: consent then goes with the
// first of them alone, and agreed, the person who gave it, with each.
func (s *Billing) reduce(tx *store.Tx, by string, consent staff.Consent, agreed string, bill Bill, fen money.Fen, reason, why string) error {
	if bill.Undone {
		return store.Refuse(codeUndone)
	}
	if left := bill.AmountFen - bill.ReducedFen; fen <= 0 || fen > left {
		return store.Refuse(codeReduceMuch, bill.Item, left.Yuan())
	}
	_, err := s.journal.Append(tx, kindReduced, reducedV1{Bill: bill.ID, Fen: fen, Reason: reason, Why: why, By: by, Agreed: agreed, Approver: consent})
	if err == nil && bill.OwedFen() > 0 {
		err = s.leaveLateFee(tx, by, bill.ID)
	}
	return err
}

// leaveLateFee makes a bill of what a bill has cost by being late up to today where a reduction left nothing of it to be paid: no payment
// will ask for the fee any more. It stays owed, as where a bill is paid to the fen and its fee is not.
func (s *Billing) leaveLateFee(tx *store.Tx, by, billID string) error {
	bill, err := ByID(tx, billID)
	if err != nil || bill.OwedFen() > 0 {
		return err
	}
	today, err := s.today(tx)
	if err != nil {
		return err
	}
	fees, err := LateFees(tx, []Bill{bill}, today)
	if err != nil || len(fees) == 0 {
		return err
	}
	late, err := LateBill(tx, fees[0])
	if err != nil {
		return err
	}
	request, err := journal.NewRequest(fmt.Sprintf("late-fee-%s-%d", bill.ID, late.Revision), bill.ID)
	if err != nil {
		return err
	}
	_, err = s.Issue(tx, request, by, staff.Consent{}, []NewBill{late})
	return err
}

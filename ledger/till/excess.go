package till

import (
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// kindExcess is the kind of the event that moves an excess, in either direction.
const kindExcess = "excess.credited"

// excessV1 moves what was paid on a bill beyond what is left of it to the household's prepayment; Fen below zero takes it
// back, before the payment it came from is undone.
type excessV1 struct {
	Request journal.Request `json:"request"`
	Bill    string          `json:"bill"`
	Object  string          `json:"object"`
	Item    string          `json:"item"`
	Book    Book            `json:"book,omitempty"`
	Room    string          `json:"room"`
	Fen     money.Fen       `json:"fen"`
	By      string          `json:"by"`
	// Purpose is what the prepayment is kept for that it moves to: that of the prepayment that paid the bill.
	Purpose billing.Purpose `json:"purpose,omitempty"`
}

// CreditExcess moves the excess of a bill, left by a reduction or by two counters that took the same bill, to the
// prepayment of its household, and returns it in fen. The request id follows from the bill and from what happened to
// it, so that two people who clear the same excess move it once. Errors: till.no_excess for a bill without one,
// till.deposit_frozen, staff.may_not.
func (t *Till) CreditExcess(tx *store.Tx, by staff.Actor, billID string) (money.Fen, error) {
	if err := t.staff.Require(tx, by, staff.ReduceBill); err != nil {
		return 0, err
	}
	bill, err := billing.ByID(tx, billID)
	if err != nil {
		return 0, err
	}
	excess := bill.ExcessFen()
	if excess == 0 {
		return 0, store.Refuse(CodeNoExcess, bill.Item)
	}
	if bill.Kind == billing.Deposit {
		deposit, err := DepositOf(tx, bill.ID)
		if err == nil && deposit.Frozen {
			err = store.Refuse(CodeDepositFrozen, deposit.Item)
		}
		if err != nil {
			return 0, err
		}
	}
	if err := creditable(tx, bill); err != nil {
		return 0, err
	}
	purpose, err := paidFromKept(tx, bill)
	if err != nil {
		return 0, err
	}
	place, err := estate.PlaceOf(tx, bill.Object)
	if err != nil {
		return 0, err
	}
	// The bill of a parking space is paid by the room that the space belongs to, so that room has the prepayment.
	room := bill.Object
	if place.Room != "" {
		room = place.Room
	}
	return excess, t.moveExcess(tx, by, bill, excessMoved{room: room, purpose: purpose, fen: excess})
}

// creditable refuses to make prepayment of what is too much on a bill where it is not the household's to spend: a deposit goes back as
// a deposit (till.excess_deposit), what an offer gave, what earned it or a deposit paid goes back with its payment (till.excess_given), and of money
// that came by a code nobody knows yet whether it came (till.unverified_source, with its receipt).
func creditable(tx *store.Tx, bill billing.Bill) error {
	if bill.Kind == billing.Deposit {
		return store.Refuse(CodeExcessDeposit, bill.Item)
	}
	if err := CheckGiven(tx, bill); err != nil {
		return err
	}
	return RefundLine{Source: FromPayment, Bill: bill.ID}.verified(tx)
}

// CheckGiven refuses a bill that an offer paid, that earned what the offer gave, or that a deposit paid: what is too much on it goes back
// with its payment alone (till.excess_given). A payment that was undone binds nothing, and neither does its undoing, which is its rows below zero.
func CheckGiven(tx *store.Tx, bill billing.Bill) error {
	given, err := tx.Get(`SELECT 1 FROM allocations a JOIN tenders t ON t.device = a.device AND t.seq = a.seq
		WHERE a.object = ?1 AND a.bill = unhex(?2) AND a.fen > 0 AND (t.kind = 'deposit' OR t.kind = 'offer'
			AND EXISTS (SELECT 1 FROM bills g JOIN bills e ON e.item = g.item AND e.object = g.object WHERE g.id = unhex(t.reference) AND e.id = unhex(?2)))
		AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = a.device AND u.of_seq = a.seq) LIMIT 1`, []any{bill.Object, bill.ID}, new(int))
	if err == nil && given {
		err = store.Refuse(CodeExcessGiven, bill.Item)
	}
	return err
}

// paidFromKept returns the purpose of the prepayment that paid a bill, where one did that is kept for a purpose: money that is kept
// for one stays kept for it. A payment that was undone is none of these, nor is its undoing.
func paidFromKept(tx *store.Tx, bill billing.Bill) (purpose billing.Purpose, err error) {
	_, err = tx.Get(`SELECT t.reference FROM allocations a JOIN tenders t ON t.device = a.device AND t.seq = a.seq AND t.kind = 'prepaid' AND t.reference = a.purpose
		WHERE a.object = ? AND a.bill = unhex(?) AND a.fen > 0 AND a.purpose <> '' AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = a.device AND u.of_seq = a.seq) LIMIT 1`,
		[]any{bill.Object, bill.ID}, &purpose)
	return purpose, err
}

// moveExcess moves fen from a bill to a prepayment, or back from there where fen is below zero.
func (t *Till) moveExcess(tx *store.Tx, by staff.Actor, bill billing.Bill, move excessMoved) error {
	// Every step that changes what the bill has paid or owes adds one: a new state is a new request, the same state
	// is not.
	steps := 0
	if _, err := tx.Get("SELECT (SELECT count(*) FROM allocations WHERE object = ?2 AND bill = unhex(?1)) + (SELECT count(*) FROM reductions WHERE bill = unhex(?1))",
		[]any{bill.ID, bill.Object}, &steps); err != nil {
		return err
	}
	request, err := journal.NewRequest(fmt.Sprintf("excess-%s-%d", bill.ID, steps), bill.ID)
	if err != nil {
		return err
	}
	_, err = journal.Once(tx, request, journal.Nothing, func() (struct{}, error) {
		_, err := t.journal.Append(tx, kindExcess, excessV1{Request: request, Bill: bill.ID, Object: bill.Object, Item: bill.Item, Book: BookOf(bill.Kind), Room: move.room, Fen: move.fen, By: by.ID(), Purpose: move.purpose})
		return struct{}{}, err
	})
	return err
}

// returnExcess takes back, before a payment is undone, what was moved off its bills and would be no excess without
// it. Otherwise such a bill would be paid less than nothing once the payment is gone. What is spent by now cannot be
// taken back: till.excess_spent.
func (t *Till) returnExcess(tx *store.Tx, by staff.Actor, of Payment) error {
	for _, allocation := range of.Allocations {
		if allocation.Kind != ToBill {
			continue
		}
		bill, err := billing.ByID(tx, allocation.Bill)
		if err != nil {
			return err
		}
		moved, err := movedExcess(tx, bill)
		if err != nil {
			return err
		}
		all := money.Fen(0)
		for _, m := range moved {
			all += m.fen
		}
		// PaidFen is what is left after the moves, so PaidFen and all together are what was paid at all. Without this
		// payment, what of that exceeds the amount less its reductions is still an excess and stays moved.
		stays := min(all, max(0, bill.PaidFen+all-allocation.Fen-(bill.AmountFen-bill.ReducedFen)))
		for _, m := range moved {
			// One room after the other gives back until no more than stays is moved.
			back := min(m.fen, all-stays)
			if back == 0 {
				continue
			}
			if err := leftFor(tx, of, m, back, bill.Item); err != nil {
				return err
			}
			if err := t.moveExcess(tx, by, bill, excessMoved{room: m.room, purpose: m.purpose, fen: -back}); err != nil {
				return err
			}
			all -= back
		}
	}
	return nil
}

// leftFor refuses to take back from a frozen prepayment (till.prepaid_frozen), or more than the prepayment of a room holds
// (till.excess_spent, with the bill's item).
// For the room of the payment that is being undone it counts what the prepayment will hold after the undoing, and no more than it holds now: it gives
// before the undoing gives it anything.
func leftFor(tx *store.Tx, of Payment, m excessMoved, back money.Fen, item string) error {
	one, err := PrepaymentOf(tx, m.room, m.purpose)
	if err == nil && one.Frozen { // it would have to give before the undoing gives it back
		return store.Refuse(codePrepaidFrozen, KeptItem(m.purpose))
	}
	balance := one.Fen
	if m.room == of.Object {
		balance += min(0, undoneOf(of, m.purpose))
	}
	if err == nil && back > balance {
		err = store.Refuse(codeExcessSpent, item, balance.Yuan())
	}
	return err
}

// undoneOf returns what undoing a payment adds to the prepayment of its household that is kept for a purpose, in fen: below 0 where it
// takes some away.
func undoneOf(of Payment, purpose billing.Purpose) (fen money.Fen) {
	for _, tender := range of.Tenders {
		if tender.Kind == Prepaid && tender.purpose() == purpose {
			fen += tender.Fen
		}
	}
	for _, allocation := range of.Allocations {
		if allocation.Kind == ToPrepaid && allocation.Purpose == purpose {
			fen -= allocation.Fen
		}
	}
	return fen
}

// excessMoved is what was moved off one bill to the prepayment of one room and not moved back, in fen.
type excessMoved struct {
	room    string
	purpose billing.Purpose
	fen     money.Fen
}

// movedExcess returns what is moved off a bill, by room. An event that allocates to a bill and to a prepayment and
// has no payment is a move; moves back have a negative fen and cancel out in the sum.
func movedExcess(tx *store.Tx, bill billing.Bill) ([]excessMoved, error) {
	return store.All(tx, `SELECT p.object, p.purpose, sum(p.fen) FROM allocations a JOIN allocations p ON p.device = a.device AND p.seq = a.seq AND p.kind = ?
		WHERE a.object = ? AND a.bill = unhex(?) AND NOT EXISTS (SELECT 1 FROM payments WHERE device = a.device AND seq = a.seq)
		GROUP BY p.object, p.purpose HAVING sum(p.fen) > 0 ORDER BY p.object, p.purpose`, []any{ToPrepaid, bill.Object, bill.ID}, func(scan func(dest ...any) error) (m excessMoved, err error) {
		return m, scan(&m.room, &m.purpose, &m.fen)
	})
}

// applyExcess takes fen off what the bill has paid and adds it to the prepayment. It is no payment: no tender, no
// receipt and no cash belongs to it. An excess that is none any more, because another counter undid what was paid too much, is till.no_excess:
// what the bill needs stays on it.
func applyExcess(tx *store.Tx, e journal.Event, body excessV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	bill, err := billing.ByID(tx, body.Bill)
	if err == nil && body.Fen > bill.ExcessFen() {
		err = store.Refuse(CodeNoExcess, bill.Item)
	}
	if err != nil {
		return err
	}
	from := Allocation{Kind: ToBill, Bill: body.Bill, Object: body.Object, Item: body.Item, Fen: -body.Fen, Book: body.Book}
	moved := []Allocation{from, {Kind: ToPrepaid, Object: body.Room, Fen: body.Fen, Purpose: body.Purpose}}
	if err := insertLines(tx, e, body.Room, nil, moved); err != nil {
		return err
	}
	transfers := signed(from.account(), prepaidAccount(body.Purpose), body.Fen)
	for i := range transfers {
		transfers[i].Item, transfers[i].Object = body.Item, body.Object
	}
	return journal.Post(tx, e, transfers)
}

package till

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// autoMax is how many households AutoHouseholds returns at most: a large estate.
const autoMax = 200_000

// AutoHouseholds returns the ids of the households whose prepayment pays by itself and has something to spend, in a fixed order.
func AutoHouseholds(tx *store.Tx) ([]string, error) {
	return store.All(tx, `SELECT object FROM auto_deductions a WHERE auto = 1
		AND EXISTS (SELECT 1 FROM credits c WHERE c.object = a.object AND c.balance_fen > 0 AND c.frozen = 0) ORDER BY object LIMIT ?`, []any{autoMax},
		func(scan func(dest ...any) error) (room string, err error) { return room, scan(&room) })
}

// DeductPrepaid pays what a household owes from its prepayment, in the open shift, and returns the payment with its receipt: in the
// order that the policies say, each bill whole with its late fee, and not yet due ones too, because a bill that was issued can be paid. A
// bill that the money does not cover whole is left, and no younger one is paid by the money that would have paid it; an older one,
// which stands behind it where a book goes first, is. What somebody owes who has left and deposits are left too, and what rules of the law
// speak against: those are a person's to decide.
// Errors: till.nothing where there is nothing to pay or nothing to pay it with, and those of Receive.
func (t *Till) DeductPrepaid(ctx context.Context, by staff.Actor, requestID, room string) (Payment, error) {
	request, err := journal.NewRequest(requestID, "deduct "+room)
	if err != nil {
		return Payment{}, err
	}
	return t.take(ctx, by, request, func(tx *store.Tx, policies estate.Policies) (Order, error) {
		order, _, err := Deductible(tx, room, t.today(policies))
		order.RequestID = requestID
		return order, err
	})
}

// Withheld is a bill that a prepayment does not pay by itself, because rules of the law speak against it.
type Withheld struct {
	Bill billing.Bill
	Law  law.Findings
}

// Deductible returns the order by which a household's prepayment pays what is owed on a day, see DeductPrepaid, and the bills that are left
// for the law. Errors: till.nothing, beside which bills may be left too.
func Deductible(tx *store.Tx, room string, today calendar.Date) (Order, []Withheld, error) {
	purse, err := newPurse(tx, room)
	if err != nil {
		return Order{}, nil, err
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return Order{}, nil, err
	}
	owed, left, err := deductibleBills(tx, room, policies, today)
	if err != nil {
		return Order{}, nil, err
	}
	age := make(map[string]int, len(owed)) // by bill; the oldest is 0
	for at, bill := range owed {
		age[bill.Bill] = at
	}
	order := Order{Room: room}
	for _, bill := range AllocateBy(policies).InOrder(owed) {
		if len(order.Bills) == allocationsMax || !purse.pay(bill, age[bill.Bill]) {
			continue
		}
		order.Bills = append(order.Bills, BillPart{Bill: bill.Bill, Fen: bill.Fen})
		if bill.LateFen > 0 {
			order.LateFees = append(order.LateFees, BillPart{Bill: bill.Bill, Fen: bill.LateFen})
		}
	}
	if order.Tenders = purse.tenders(); len(order.Tenders) == 0 {
		return Order{}, left, store.Refuse(CodeNothing)
	}
	return order, left, nil
}

// deductibleBills returns what a household owes, the oldest first, without deposits, what somebody owes who has left, and what an
// order at a channel may still pay; and beside it what is left for the law.
func deductibleBills(tx *store.Tx, room string, policies estate.Policies, today calendar.Date) (owed []Owed, left []Withheld, err error) {
	bills, err := billing.OpenOf(tx, room)
	if err != nil {
		return nil, nil, err
	}
	parties, err := estate.Parties(tx, room)
	if err != nil {
		return nil, nil, err
	}
	fees, err := billing.LateFees(tx, bills, today)
	if err != nil {
		return nil, nil, err
	}
	late := make(map[string]money.Fen, len(fees))
	for _, fee := range fees {
		late[fee.Bill.ID] = fee.Fen
	}
	orders, err := openOrders(tx)
	if err != nil {
		return nil, nil, err
	}
	for _, bill := range bills {
		if _, open := orders[bill.ID]; open {
			continue // its owner is paying it
		}
		if bill.Kind == billing.Deposit || estate.LeftRole(parties, bill.Debtor, today) != "" {
			continue
		}
		if policies.RulePack != "" {
			found, err := withheld(tx, bill, today)
			if err != nil {
				return nil, nil, err
			}
			if len(found) > 0 {
				left = append(left, Withheld{Bill: bill, Law: found})
				continue
			}
		}
		purpose, err := billing.PurposeOf(tx, bill.Item)
		if err != nil {
			return nil, nil, err
		}
		owed = append(owed, Owed{Bill: bill.ID, Fen: bill.OwedFen(), LateFen: late[bill.ID], Purpose: purpose, Book: BookOf(bill.Kind)})
	}
	return owed, left, nil
}

// purse is what a household has prepaid while a deduction spends it, in fen by purpose. held is the age of the oldest bill that the
// money of a purpose did not cover: no younger one is paid by it.
type purse struct {
	left, spent map[billing.Purpose]money.Fen
	held        map[billing.Purpose]int
}

// newPurse returns what of a household's prepayments can be spent. What refunds ask back is left to them.
func newPurse(tx *store.Tx, room string) (purse, error) {
	p := purse{left: make(map[billing.Purpose]money.Fen), spent: make(map[billing.Purpose]money.Fen), held: make(map[billing.Purpose]int)}
	all, err := Prepayments(tx, room)
	for _, one := range all {
		p.left[one.Purpose] = one.FreeFen()
	}
	return p, err
}

// pay pays a bill whole with its late fee: from what is kept for its purpose, then from what is kept for any. Where both do not
// cover it neither pays anything younger, and pay returns false. Age is the place of the bill among all, the oldest 0.
func (p purse) pay(bill Owed, age int) bool {
	need := bill.Fen + bill.LateFen
	kept := money.Fen(0)
	if bill.Purpose != billing.AnyPurpose {
		kept = min(need, p.free(bill.Purpose, age))
	}
	if need-kept > p.free(billing.AnyPurpose, age) {
		p.hold(bill.Purpose, age)
		p.hold(billing.AnyPurpose, age)
		return false
	}
	p.spend(bill.Purpose, kept)
	p.spend(billing.AnyPurpose, need-kept)
	return true
}

// free returns what of the money of a purpose a bill of this age can have, in fen: nothing where an older one did not get enough.
func (p purse) free(purpose billing.Purpose, age int) money.Fen {
	if held, isHeld := p.held[purpose]; isHeld && held < age {
		return 0
	}
	return p.left[purpose]
}

func (p purse) hold(purpose billing.Purpose, age int) {
	if held, isHeld := p.held[purpose]; !isHeld || age < held {
		p.held[purpose] = age
	}
}

func (p purse) spend(purpose billing.Purpose, fen money.Fen) {
	p.left[purpose] -= fen
	p.spent[purpose] += fen
}

// tenders returns what was spent as tenders, what is kept for one purpose first.
func (p purse) tenders() (tenders []Tender) {
	for _, purpose := range append(billing.Purposes[1:len(billing.Purposes):len(billing.Purposes)], billing.AnyPurpose) {
		if fen := p.spent[purpose]; fen > 0 {
			tenders = append(tenders, Tender{Kind: Prepaid, Fen: fen, Reference: string(purpose)})
		}
	}
	return tenders
}

package till

import (
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// Owed is what is left to pay of a bill, and what it costs by being late. A bill is named by its id.
type Owed struct {
	Bill    string
	Fen     money.Fen
	LateFen money.Fen
	Purpose billing.Purpose // of the bill and its late fee
	Book    Book            // of the bill
}

// Allocate is how a sum that does not pay all is shared out, as the policies say: Order is one of estate.AllocationOrders, and
// LateFeeFirst pays the late fee of the last bill, where the sum covers it, before a part of the bill. Its zero value is the oldest due
// first, and no late fee before its bill is paid whole; see Part.
type Allocate struct {
	Order        string
	LateFeeFirst bool
}

// AllocateBy returns what the policies say.
func AllocateBy(policies estate.Policies) Allocate {
	return Allocate{Order: policies.AllocationOrder, LateFeeFirst: policies.LateFeeFirst}
}

// InOrder returns bills in the order in which they are paid. It is given the oldest due first.
func (a Allocate) InOrder(owed []Owed) []Owed {
	first := map[string]Book{estate.AgencyFirst: AgencyBook, estate.OwnFirst: OwnBook}
	book, byBook := first[a.Order]
	if !byBook {
		return owed
	}
	sorted := slices.Clone(owed)
	slices.SortStableFunc(sorted, func(x, y Owed) int {
		switch {
		case x.Book == y.Book || x.Book != book && y.Book != book:
			return 0
		case x.Book == book:
			return -1
		}
		return 1
	})
	return sorted
}

// Late returns the late fee in fen that is paid with a part of the bill: all of it with the whole bill, none with less,
// because the fee then goes on growing.
func (o Owed) Late(part money.Fen) money.Fen {
	if part > 0 && part == o.Fen {
		return o.LateFen
	}
	return 0
}

// Cover chooses what the offered tenders pay of owed, which stands the oldest first: bill after bill, each whole with its
// late fee, up to the first that the money does not cover. No younger bill is paid before an older one. With inPart that first
// one is paid by what is left of the money, in whole 角 of cash, shared out between it and its late fee as Part says.
//
// A prepayment that is kept for a purpose pays the bills of that purpose in the same way, older ones of another purpose
// notwithstanding, and what it leaves of them the rest of the money pays.
//
// The bills are what is looked for, so BillsFen of asked and of its prepayments is not read. Both answers are parts of an Order; they are empty where
// not even the first bill is covered. Errors: till.amount, till.tender and till.rounding as Settle does.
func Cover(asked Asked, owed []Owed, offered []Tender, inPart bool, by Allocate) (bills, lateFees []BillPart, err error) {
	asked = asked.none()
	if err := asked.check(offered); err != nil {
		return nil, nil, err
	}
	c := newCovering(asked, offered)
	for _, bill := range by.InOrder(owed) {
		left, isWhole := c.pay(bill)
		switch {
		case isWhole:
			bills = append(bills, BillPart{Bill: bill.Bill, Fen: bill.Fen})
			if bill.LateFen > 0 {
				lateFees = append(lateFees, BillPart{Bill: bill.Bill, Fen: bill.LateFen})
			}
		// What the bills before and the prepayment do not take of the money is paid on this bill.
		case inPart && left > 0:
			part, late := by.Part(bill, left)
			bills, lateFees = append(bills, part...), append(lateFees, late...)
		}
	}
	return bills, lateFees, nil
}

// covering is the money of Cover while it is spent: what is kept for a purpose, in fen, and the offered tenders besides, which pay
// what is asked of them until a bill is too much for them.
type covering struct {
	kept    map[billing.Purpose]money.Fen
	asked   Asked
	offered []Tender
	stopped bool
}

func newCovering(asked Asked, offered []Tender) *covering {
	c := &covering{kept: make(map[billing.Purpose]money.Fen), asked: asked}
	c.asked.Kept = nil
	exact := false
	spent := make(map[billing.Purpose]money.Fen)
	for _, tender := range offered {
		if exact = exact || tender.Kind == Prepaid && tender.Fen == Exact; tender.purpose() == billing.AnyPurpose {
			c.offered = append(c.offered, tender)
			continue
		}
		c.kept[tender.purpose()] += tender.Fen
		spent[tender.purpose()] += tender.Fen
	}
	if !exact || asked.PrepayFen > 0 { // a prepayment is never made from itself
		return c
	}
	for _, kept := range asked.Kept {
		c.kept[kept.Purpose] = max(spent[kept.Purpose], kept.CreditFen)
	}
	return c
}

// pay spends what a bill takes with its late fee and reports whether that is all of it. Where it is not, left is what the money still
// pays of it, in fen, and none of that money pays another bill.
func (c *covering) pay(bill Owed) (left money.Fen, isWhole bool) {
	need := bill.Fen + bill.LateFen
	kept := min(need, c.kept[bill.Purpose])
	whole := c.asked
	whole.BillsFen += need - kept
	if kept > 0 && kept == need || !c.stopped && whole.settle(c.offered).MissingFen == 0 {
		c.kept[bill.Purpose] -= kept
		c.asked = whole
		return 0, true
	}
	if left = kept; !c.stopped {
		left += max(0, whole.reach(c.offered)-c.asked.dueFen())
	}
	c.stopped, c.kept[bill.Purpose] = true, 0
	return left, false
}

// Part returns what a sum in fen pays of a bill and its late fee, as the policies share it out. It is the one rule for every sum, which is
// shared out to the fen up to the whole of both:
//
// Where the late fee comes first and the sum covers it, the fee is paid whole and then the bill. Any other sum pays the bill first, and with
// what is more than the bill a part of its late fee: the fee becomes a bill of its own (BillPart.OfFen), which stays open with the rest. A sum
// of exactly the bill pays 0 of the fee, all of which is then that open bill, because nothing of the bill is left to ask the fee with.
func (a Allocate) Part(bill Owed, left money.Fen) (bills, lateFees []BillPart) {
	if left <= 0 {
		return nil, nil
	}
	if a.LateFeeFirst && 0 < bill.LateFen && bill.LateFen <= left {
		lateFees = []BillPart{{Bill: bill.Bill, Fen: bill.LateFen}}
		if rest := min(bill.Fen, left-bill.LateFen); rest > 0 {
			bills = []BillPart{{Bill: bill.Bill, Fen: rest}}
		}
		return bills, lateFees
	}
	bills = []BillPart{{Bill: bill.Bill, Fen: min(bill.Fen, left)}}
	if over := left - bill.Fen; over >= 0 && bill.LateFen > 0 {
		fee := BillPart{Bill: bill.Bill, Fen: min(over, bill.LateFen)}
		if fee.Fen < bill.LateFen {
			fee.OfFen = bill.LateFen
		}
		lateFees = []BillPart{fee}
	}
	return bills, lateFees
}

// isPart reports whether an order that pays so many fen of a bill and a part of its late fee shares the two sums out as Part does.
func (a Allocate) isPart(bill Owed, paid money.Fen, fee BillPart) bool {
	bills, fees := a.Part(bill, paid+fee.Fen)
	return len(bills) == 1 && len(fees) == 1 && bills[0].Fen == paid && fees[0] == fee
}

// and returns what is asked with a bill and its late fee besides.
func (asked Asked) and(bill Owed) Asked {
	fen := bill.Fen + bill.LateFen
	asked.BillsFen += fen
	asked.Kept = slices.Clone(asked.Kept)
	for i := range asked.Kept {
		if asked.Kept[i].Purpose == bill.Purpose {
			asked.Kept[i].BillsFen += fen
		}
	}
	return asked
}

// For returns what is asked where these parts of bills and these late fees of owed are paid.
func (asked Asked) For(owed []Owed, bills, lateFees []BillPart) Asked {
	asked = asked.none()
	for _, bill := range owed {
		for _, part := range bills {
			if part.Bill == bill.Bill {
				asked = asked.and(Owed{Fen: part.Fen, Purpose: bill.Purpose})
			}
		}
		for _, fee := range lateFees {
			if fee.Bill == bill.Bill {
				asked = asked.and(Owed{Fen: fee.Fen, Purpose: bill.Purpose})
			}
		}
	}
	return asked
}

// none returns what is asked without any bill.
func (asked Asked) none() Asked {
	asked.BillsFen = 0
	asked.Kept = slices.Clone(asked.Kept)
	for i := range asked.Kept {
		asked.Kept[i].BillsFen = 0
	}
	return asked
}

// reach returns how much in fen the tenders can pay at most. Cash counts down to a whole 角, because no smaller coin
// is in use.
func (asked Asked) reach(offered []Tender) money.Fen {
	stated, _ := asked.stated(offered)
	return notCash(stated) + ofKind(stated, Cash).DownToJiao()
}

package till

import "shouqi/ledger/money"

// Owed is what is left to pay of a bill, and what it costs by being late. A bill is named by its id.
type Owed struct {
	Bill    string
	Fen     money.Fen
	LateFen money.Fen
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
// one is paid by what is left of the money, in whole 角 of cash, and its late fee is left for the day on which it is paid whole.
//
// The bills are what is looked for, so BillsFen of asked is not read. Both answers are parts of an Order; they are empty where
// not even the first bill is covered. Errors: till.amount, till.tender and till.rounding as Settle does.
func Cover(asked Asked, owed []Owed, offered []Tender, inPart bool) (bills, lateFees []BillPart, err error) {
	asked.BillsFen = 0
	if err := asked.check(offered); err != nil {
		return nil, nil, err
	}
	for _, bill := range owed {
		whole := asked
		whole.BillsFen += bill.Fen + bill.LateFen
		// The money does not cover this bill, so no younger one is looked at either.
		if whole.settle(offered).MissingFen > 0 {
			// What the bills before and the prepayment do not take of the money is paid on this bill.
			if left := whole.reach(offered) - asked.dueFen(); inPart && left > 0 {
				bills = append(bills, BillPart{Bill: bill.Bill, Fen: min(bill.Fen, left)})
			}
			return bills, lateFees, nil
		}
		bills = append(bills, BillPart{Bill: bill.Bill, Fen: bill.Fen})
		if bill.LateFen > 0 {
			lateFees = append(lateFees, BillPart{Bill: bill.Bill, Fen: bill.LateFen})
		}
		asked = whole
	}
	return bills, lateFees, nil
}

// reach returns how much in fen the tenders can pay at most. Cash counts down to a whole 角, because no smaller coin
// is in use.
func (asked Asked) reach(offered []Tender) money.Fen {
	stated, _ := asked.stated(offered)
	return notCash(stated) + ofKind(stated, Cash).DownToJiao()
}

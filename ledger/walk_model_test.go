package ledger_test

import (
	"cmp"
	"encoding/json"
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// walkedBook is what the walk's one household and the drawers come to.
type walkedBook struct {
	Undone    bool
	Reduced   money.Fen
	Paid      money.Fen // of the bill
	Credit    money.Fen // put by
	Recover   money.Fen // to be got back
	Cash      money.Fen // in the drawers beyond their floats
	Conflicts int
}

// said is what the model reads of an event, whatever kind it is of.
type said struct {
	device    string
	isFounder bool
	seq, time int64
	kind      string
	Heads     []saidRef `json:"heads"`
	Of        saidRef   `json:"of"`
	Tenders   []struct {
		Kind string    `json:"kind"`
		Fen  money.Fen `json:"fen"`
	} `json:"tenders"`
	Allocations []struct {
		Kind string    `json:"kind"`
		Fen  money.Fen `json:"fen"`
	} `json:"allocations"`
	ChangeFen money.Fen `json:"changeFen"`
	Request   struct {
		ID string `json:"id"`
	} `json:"request"`
	Fen         money.Fen `json:"fen"`
	CashBackFen money.Fen `json:"cashBackFen"`
}

// saidRef names an event.
type saidRef struct {
	Device string `json:"device"`
	Seq    int64  `json:"seq"`
}

// walkEvents reads all events in the order of what every device had heard, worked out from their own words.
func (c *counter) walkEvents() (all []said) {
	c.reads(func(tx *store.Tx) error {
		return tx.Each("SELECT d.id, d.no = 1, e.seq, e.kind, e.body FROM events e JOIN devices d ON d.no = e.device ORDER BY d.id, e.seq", nil, func(scan func(dest ...any) error) error {
			var e said
			var body []byte
			if err := scan(&e.device, &e.isFounder, &e.seq, &e.kind, &body); err != nil {
				return err
			}
			if slices.Contains([]string{"counter.heard", "payment.received", "payment.voided", "payment.reversed", "excess.credited", "bill.reduced"}, e.kind) {
				if err := json.Unmarshal(body, &e); err != nil {
					return err
				}
			}
			all = append(all, e)
			return nil
		})
	})
	at := make(map[saidRef]*said)
	for i := range all {
		at[saidRef{all[i].device, all[i].seq}] = &all[i]
	}
	var timeOf func(ref saidRef) int64
	timeOf = func(ref saidRef) int64 {
		e := at[ref]
		if e == nil {
			return 0
		}
		if e.time == 0 {
			last := timeOf(saidRef{ref.Device, ref.Seq - 1})
			for _, head := range e.Heads {
				last = max(last, timeOf(head))
			}
			e.time = last + 1
		}
		return e.time
	}
	for ref := range at {
		timeOf(ref)
	}
	slices.SortFunc(all, func(a, b said) int {
		if a.time != b.time {
			return cmp.Compare(a.time, b.time)
		}
		return map[bool]int{true: -1, false: 1}[a.isFounder]
	})
	return all
}

// walkPaid is what a payment came to: of the bill, of the prepayment and in cash.
type walkPaid struct {
	bill, credit, cash money.Fen
	isUndone           bool
}

// walkModel works out what the book has to be, by what the events say and by the table of who wins.
func (c *counter) walkModel() walkedBook {
	book := walkedBook{Credit: walkCreditFen}
	payments, moved := make(map[saidRef]*walkPaid), make(map[string]bool)
	for _, e := range c.walkEvents() {
		won := true
		switch e.kind {
		case "payment.received":
			paid := e.paid()
			book.Cash += paid.cash
			// What came in for a bill that was taken back, or with a prepayment that is spent, is put by.
			if won = !book.Undone && book.Credit+paid.credit >= 0; !won {
				paid = &walkPaid{credit: paid.cash, cash: paid.cash}
			}
			payments[saidRef{e.device, e.seq}] = paid
			book.Paid, book.Credit = book.Paid+paid.bill, book.Credit+paid.credit
		case "payment.voided", "payment.reversed":
			paid := payments[e.Of]
			book.Cash -= e.CashBackFen
			// What was undone before, or is spent since, or is no more on the bill, was given back twice.
			if won = !paid.isUndone && book.Credit >= paid.credit && (paid.bill == 0 || !book.Undone && book.Paid >= paid.bill); won {
				paid.isUndone = true
				book.Paid, book.Credit = book.Paid-paid.bill, book.Credit-paid.credit
			} else {
				book.Recover += e.CashBackFen
			}
		case "excess.credited":
			// The same state of a bill is moved once, while it is paid over. What is moved back has to be there still, and the bill too.
			won = !moved[e.Request.ID] && !book.Undone && (e.Fen < 0 && book.Credit+e.Fen >= 0 || e.Fen > 0 && book.Paid-(walkBillFen-book.Reduced) >= e.Fen)
			if won {
				moved[e.Request.ID] = true
				book.Paid, book.Credit = book.Paid-e.Fen, book.Credit+e.Fen
			}
		case "bill.reduced":
			// No more is taken off than is owed at all, and nothing off what was taken back.
			if won = !book.Undone && book.Reduced+e.Fen <= walkBillFen; won {
				book.Reduced += e.Fen
			}
		case "bill.undone":
			// A bill that is paid on stays.
			won = !book.Undone && book.Paid == 0
			book.Undone = book.Undone || won
		}
		if !won {
			book.Conflicts++
		}
	}
	return book
}

// paid returns what a payment says that it is.
func (e said) paid() *walkPaid {
	paid := &walkPaid{cash: -e.ChangeFen}
	for _, tender := range e.Tenders {
		switch tender.Kind {
		case "cash":
			paid.cash += tender.Fen
		case "prepaid":
			paid.credit -= tender.Fen
		}
	}
	for _, allocation := range e.Allocations {
		switch allocation.Kind {
		case "bill":
			paid.bill += allocation.Fen
		case "prepaid":
			paid.credit += allocation.Fen
		}
	}
	return paid
}

// walkIs reads what the book is, and holds it to the one thing that is true whoever wins: what is in the drawers beyond their floats was paid for the bill,
// or is put by, less what is to be got back.
func (c *counter) walkIs() (book walkedBook) {
	c.Helper()
	c.reads(func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT undone, reduced_fen, paid_fen, (SELECT balance_fen FROM credits), (SELECT count(*) FROM conflicts),
			(SELECT coalesce(sum(iif(debit = 'recoverable', fen, 0) - iif(credit = 'recoverable', fen, 0)), 0) FROM transfers),
			(SELECT sum(iif(debit GLOB 'cash:*', fen, 0) - iif(credit GLOB 'cash:*', fen, 0)) FROM transfers) - (SELECT sum(float_fen) FROM shifts) FROM bills`,
			nil, &book.Undone, &book.Reduced, &book.Paid, &book.Credit, &book.Conflicts, &book.Recover, &book.Cash)
		return err
	})
	if book.Cash != book.Paid+book.Credit-walkCreditFen-book.Recover || min(book.Paid, book.Credit, book.Recover) < 0 {
		c.Fatalf("a fen is lost or there twice: %+v", book)
	}
	return book
}

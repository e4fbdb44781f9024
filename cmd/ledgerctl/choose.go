package main

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// choose picks the bills that the money pays, oldest first, each with its late fee, and rounds cash down to 角 where it
// then covers them all. A bill that is paid in part leaves its late fee for the day on which it is paid whole.
func (c *collectCommand) choose(order *till.Order, bills []billing.Bill, late *lateFees, roundingMaxFen money.Fen) {
	given := sumOf(order.Tenders)
	due := money.Fen(0)
	parted := false
	for _, bill := range bills {
		owed, fee := bill.OwedFen(), late.of[bill.ID]
		_, covered := c.settled(due+owed+fee, given, roundingMaxFen)
		switch {
		case covered:
		case c.Part && given > due:
			owed, fee, parted = min(owed, given-due), 0, true
		case len(c.Bill) > 0 || due == 0:
			// Asked for by name, or not even one is covered: the till says how much is missing.
		default:
			owed = 0
		}
		if owed == 0 {
			break
		}
		order.Bills = append(order.Bills, till.BillPart{Bill: bill.ID, Fen: owed})
		late.take(order, bill.ID, fee)
		due += owed + fee
		if parted {
			return
		}
	}
	if rounding, covered := c.settled(due, given, roundingMaxFen); covered && rounding > 0 {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Rounding, Fen: rounding})
	}
}

// settled reports whether what is given covers due, and how much of it cash rounding gives away: nothing where the exact
// fen lie on the table, where no cash is paid, or where the rest is kept.
func (c *collectCommand) settled(due, given, roundingMaxFen money.Fen) (rounding money.Fen, covered bool) {
	inCash := due - (given - c.Cash.Fen)
	rounding = inCash - inCash.DownToJiao()
	if inCash <= 0 || c.KeepChange || c.Cash.Fen == 0 || c.Cash.Fen == inCash || rounding > roundingMaxFen {
		rounding = 0
	}
	return rounding, given+rounding >= due
}

// earlierMax is how many of a household's payments a repeated request is looked for in.
const earlierMax = 1000

// earlier gives the payment that this request made before.
func (c *collectCommand) earlier(tx *store.Tx, room string) (payment till.Payment, happened bool, err error) {
	_, seq, happened, err := journal.Request{ID: c.RequestID}.Earlier(tx)
	if err != nil && store.Code(err) != "journal.request_reused" {
		return payment, false, err
	}
	if !happened {
		return payment, false, nil
	}
	history, err := till.HistoryOf(tx, room, earlierMax)
	if err != nil {
		return payment, false, err
	}
	for _, payment := range history {
		if payment.Seq == seq && payment.Kind == "payment" {
			return payment, true, nil
		}
	}
	return payment, false, store.Refuse("journal.request_reused", c.RequestID)
}

// repeat asks again for what the earlier payment paid: its late fees as fees of their bills, everything else as it was.
func (c *collectCommand) repeat(tx *store.Tx, order *till.Order, earlier till.Payment) error {
	fees, err := till.LateFeesOf(tx, earlier)
	if err != nil {
		return err
	}
	asked := make(map[string]bool)
	for _, id := range c.Bill {
		asked[id] = true
	}
	for _, allocation := range earlier.Allocations {
		if allocation.Kind != till.ToBill {
			continue
		}
		if fee, late := fees[allocation.Bill]; late {
			order.LateFees = append(order.LateFees, fee)
			continue
		}
		if len(c.Bill) > 0 && !asked[allocation.Bill] {
			return store.Refuse("journal.request_reused", c.RequestID)
		}
		delete(asked, allocation.Bill)
		order.Bills = append(order.Bills, till.BillPart{Bill: allocation.Bill, Fen: allocation.Fen})
	}
	if len(asked) > 0 {
		return store.Refuse("journal.request_reused", c.RequestID)
	}
	for _, tender := range earlier.Tenders {
		if tender.Kind == till.Rounding {
			order.Tenders = append(order.Tenders, tender)
		}
	}
	return nil
}

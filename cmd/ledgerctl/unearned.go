package main

import (
	"cmp"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// unearned returns what of the bills that an order paid an offer gave nothing for, because too few of them were paid at one time, and a
// line for each. The bills are taken as they stood before the payment.
func (c *collectCommand) unearned(book *ledger.Book, tx *store.Tx, order till.Order) (rest []billing.Unearned, lines []string, err error) {
	today, err := book.Today(tx)
	if err != nil {
		return nil, nil, err
	}
	on := cmp.Or(c.LateDate.Date, today)
	offers, err := billing.OffersOn(tx, on)
	if err != nil || len(offers) == 0 {
		return nil, nil, err
	}
	var whole []billing.Bill
	for _, part := range order.Bills {
		bill, err := billing.ByID(tx, part.Bill)
		if err != nil {
			return nil, nil, err
		}
		if bill.PaidFen -= part.Fen; bill.OwedFen() == part.Fen {
			whole = append(whole, bill)
		}
	}
	rest = billing.UnearnedBills(offers, whole, on)
	for _, one := range rest {
		lines = append(lines, "  "+assets.Text(assets.Chinese, "desk.offer.unearned", one.Name, one.Count, one.Missing, one.Offer.Pay+one.Offer.Free, one.Offer.Free))
	}
	return rest, lines, nil
}

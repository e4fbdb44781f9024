package household

import (
	"context"

	"shouqi/cashier/scanning"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Paid is what was paid of the bills that a paper is about.
type Paid struct {
	till.PaidOf
	By string // the name of who took the newest payment
}

// OnPaper returns the household's open bills that a paper is about, in their order: they stand on it, and a scan ticks them. What somebody
// owes who has left stands on none, because it is not this household's to pay.
func (h Household) OnPaper(slip scanning.Slip) (lines []Line) {
	for _, line := range h.Lines {
		if line.Left == "" && slip.Covers(scanning.OnSlip{Bill: line.ID, FromOn: line.FromOn}) {
			lines = append(lines, line)
		}
	}
	return lines
}

// PaidOnPaper returns what was paid, whole, of the bills that a paper is about.
func (c *Households) PaidOnPaper(ctx context.Context, slip scanning.Slip) (paid Paid, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		covers := func(bill string, fromOn calendar.Date) bool {
			return slip.Covers(scanning.OnSlip{Bill: bill, FromOn: fromOn})
		}
		if paid.PaidOf, err = till.PaidBills(tx, slip.Object, covers); err != nil || paid.Bills == 0 {
			return err
		}
		paid.By, err = c.session.Book.Staff.Name(tx, paid.Newest.Cashier)
		return err
	})
	return paid, err
}

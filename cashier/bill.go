package cashier

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// AddBill issues a one-off bill by hand; who may not make bills brings a second person who may.
func (c *Counter) AddBill(ctx context.Context, order billing.ByHand, second Second) (bill billing.Bill, err error) {
	by := c.who()
	approval, err := c.approval(ctx, by, staff.AddBill, second)
	if err != nil {
		return bill, err
	}
	err = c.Book.Store.Write(ctx, func(tx *store.Tx) error {
		bill, err = c.Book.Billing.Add(tx, by, approval, order, calendar.Of(c.Book.Journal.Now()))
		return err
	})
	return bill, err
}

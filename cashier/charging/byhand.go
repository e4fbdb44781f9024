package charging

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// LawOfBill is what the rules of the law say of a bill by hand, for a form to show before it is made.
func (c *Charging) LawOfBill(ctx context.Context, order billing.ByHand) (found law.Findings, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		found, err = c.session.Book.Billing.LawOfBill(tx, order)
		return err
	})
	return found, err
}

// AddBill issues a one-off bill by hand; who may not make bills brings a second person who may.
func (c *Charging) AddBill(ctx context.Context, order billing.ByHand, second session.Second) (bill billing.Bill, err error) {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.AddBill)
	if err != nil {
		return bill, err
	}
	return c.session.Book.Billing.Add(ctx, by, approval, order)
}

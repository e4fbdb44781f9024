package charging

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
)

// AddBill issues a one-off bill by hand; who may not make bills brings a second person who may.
func (c *Charging) AddBill(ctx context.Context, order billing.ByHand, second session.Second) (bill billing.Bill, err error) {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.AddBill)
	if err != nil {
		return bill, err
	}
	return c.session.Book.Billing.Add(ctx, by, approval, order)
}

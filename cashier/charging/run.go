package charging

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Preview works out what a run would bill, and issues nothing. With a draft in its source it is the live preview of a rule.
func (c *Charging) Preview(ctx context.Context, order billing.Order) (preview billing.Preview, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		preview, err = c.session.Book.Billing.Preview(ctx, tx, order)
		return err
	})
	return preview, err
}

// Run issues the bills of an order. Nothing is half issued, whatever happens or whoever cancels.
func (c *Charging) Run(ctx context.Context, order billing.Order) (result billing.RunResult, err error) {
	return c.RunWith(ctx, order, session.Second{})
}

// RunWith is Run with a second person, who passes what the rules of the law say should be kept (Preview.Law) and agrees to a run that
// reaches far (Preview.Far).
func (c *Charging) RunWith(ctx context.Context, order billing.Order, second session.Second) (result billing.RunResult, err error) {
	by := c.session.Who()
	if order.Approval, err = c.session.Approval(ctx, by, second, staff.IssueFar); err != nil {
		return result, err
	}
	return c.session.Book.Billing.Run(ctx, by, order)
}

// UndoBill takes back a bill nothing is paid on; a large one with a second person.
func (c *Charging) UndoBill(ctx context.Context, id, reason string, second session.Second) error {
	return c.session.Agreed(ctx, staff.UndoBills, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.Undo(ctx, by, approval, id, reason)
	})
}

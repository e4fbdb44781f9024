package charging

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Waive lets a bill's late fee up to a day go; beyond the policy's limit a cashier brings a second person.
func (c *Charging) Waive(ctx context.Context, bill string, fen money.Fen, toOn calendar.Date, reason string, second session.Second) error {
	return c.session.Agreed(ctx, staff.WaiveFee, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.Waive(ctx, by, approval, bill, fen, toOn, reason)
	})
}

// Reduce takes something off a bill (冲减) and moves what was paid too much to the household's prepayment.
func (c *Charging) Reduce(ctx context.Context, bill string, fen money.Fen, reason string, second session.Second) (credited money.Fen, err error) {
	err = c.session.Agreed(ctx, staff.ReduceBill, second, func(by staff.Actor, approval staff.Approval) error {
		credited, err = c.session.Book.Reduce(ctx, by, approval, bill, fen, reason)
		return err
	})
	return credited, err
}

// Adjustments compares billed periods with what their rules give now.
func (c *Charging) Adjustments(ctx context.Context, order billing.Order) (all []billing.Adjustment, exceptions []billing.Exception, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all, exceptions, err = c.session.Book.Billing.Adjustments(ctx, tx, order)
		return err
	})
	return all, exceptions, err
}

// Adjust makes the adjustment bills and reductions of billed periods (补差、冲减), and moves what was paid too much to
// prepayments.
func (c *Charging) Adjust(ctx context.Context, order billing.Order, reason string, second session.Second) (result billing.RunResult, err error) {
	err = c.session.Agreed(ctx, staff.ReduceBill, second, func(by staff.Actor, approval staff.Approval) error {
		result, err = c.session.Book.Adjust(ctx, by, approval, order, reason)
		return err
	})
	return result, err
}

package cashier

import (
	"context"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// AheadPlan is what a household would pay ahead up to a day (收到某日).
type AheadPlan struct {
	// RequestID, Items and ToOn are what CollectTo is asked with.
	RequestID string
	ToOn      calendar.Date
	// Bills are those to be made, of Items alone.
	Bills  []billing.Proposed
	SumFen money.Fen
	Items  []string
	// LeftOut says what cannot be worked out. The items of these are left out whole.
	LeftOut []billing.Exception
}

// PlanAhead works out the bills of a household up to a day, and makes none. An item that cannot be worked out keeps nobody
// from paying the others ahead. Errors: what billing.Ahead answers for the day and the room.
func (c *Counter) PlanAhead(ctx context.Context, code string, toOn calendar.Date) (plan AheadPlan, err error) {
	if plan.RequestID, err = NewRequestID(); err != nil {
		return plan, err
	}
	plan.ToOn = toOn
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		whole, err := c.Book.Billing.Ahead(ctx, tx, code, nil, toOn)
		if err != nil {
			return err
		}
		plan.LeftOut = whole.Exceptions
		for _, bill := range whole.Bills {
			if !slices.Contains(plan.Items, bill.Item) {
				plan.Items = append(plan.Items, bill.Item)
			}
		}
		if len(plan.LeftOut) == 0 {
			plan.Bills, plan.SumFen = whole.Bills, whole.SumFen
			return nil
		}
		return plan.keepWhole(func(item string) (billing.Preview, error) {
			return c.Book.Billing.Ahead(ctx, tx, code, []string{item}, toOn)
		})
	})
	return plan, err
}

// keepWhole keeps the items that can be worked out whole.
func (p *AheadPlan) keepWhole(ahead func(item string) (billing.Preview, error)) error {
	items := p.Items
	p.Items = nil
	for _, item := range items {
		one, err := ahead(item)
		if err != nil {
			return err
		}
		if len(one.Exceptions) > 0 {
			continue
		}
		p.Items, p.Bills = append(p.Items, item), append(p.Bills, one.Bills...)
		if p.SumFen, err = money.Add(p.SumFen, one.SumFen); err != nil {
			return store.Fail(billing.CodeAmount, err)
		}
	}
	return nil
}

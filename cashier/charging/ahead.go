package charging

import (
	"context"
	"slices"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// AheadPlan is what a household would pay ahead up to a day (收到某日). Order makes these very bills, once.
type AheadPlan struct {
	Order billing.Order
	// Bills are those to be made. They leave out every item of which something cannot be worked out: LeftOut says what.
	Bills   []billing.Proposed
	SumFen  money.Fen
	LeftOut []billing.Exception
	// Law is what the rules of the law say of paying up to that day.
	Law law.Findings
	// ToOn is the day asked for, and Exact says that no bill goes on after it.
	ToOn  calendar.Date
	Exact bool
}

// Beyond returns the bills whose period goes on after the day asked for: the household pays that long, and has to hear it before.
func (p AheadPlan) Beyond() []billing.Proposed {
	return slices.DeleteFunc(slices.Clone(p.Bills), func(b billing.Proposed) bool { return b.ToOn <= p.ToOn })
}

// PlanAhead works out the bills of a household up to a day, and makes none. An item that cannot be worked out keeps nobody
// from paying the others ahead. Exact bills no day after toOn, where the prices count by days. Errors: those of billing.AheadSource for the day and the room.
func (c *Charging) PlanAhead(ctx context.Context, code string, toOn calendar.Date, exact bool) (plan AheadPlan, err error) {
	plan.ToOn, plan.Exact = toOn, exact
	id, err := session.NewRequestID()
	if err != nil {
		return plan, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		preview := func(items []string) (billing.Preview, error) {
			if plan.Order = billing.Ahead(id, code, items, toOn); exact {
				plan.Order = billing.AheadExactly(id, code, items, toOn)
			}
			return c.session.Book.Billing.Preview(ctx, tx, plan.Order)
		}
		all, err := preview(nil)
		if err != nil {
			return err
		}
		if plan.LeftOut = all.Exceptions; len(plan.LeftOut) > 0 {
			var whole []string
			for _, item := range itemsOf(all.Bills) {
				one, err := preview([]string{item})
				if err != nil {
					return err
				}
				if len(one.Exceptions) == 0 {
					whole = append(whole, item)
				}
			}
			if len(whole) == 0 {
				return nil
			}
			if all, err = preview(whole); err != nil {
				return err
			}
		}
		plan.Bills, plan.SumFen, plan.Order.Digest, plan.Law = all.Bills, all.SumFen, all.Digest, all.Law
		return nil
	})
	return plan, err
}

// itemsOf returns the items of some bills, each once.
func itemsOf(bills []billing.Proposed) (items []string) {
	for _, bill := range bills {
		if !slices.Contains(items, bill.Item) {
			items = append(items, bill.Item)
		}
	}
	return items
}

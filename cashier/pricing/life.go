package pricing

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// PricePeriod is one entry of the history of an item's prices with the names of those who decided it, "" for nobody.
type PricePeriod struct {
	billing.PricePeriod
	Who       string `json:"who"`
	With      string `json:"with"`
	TakenBy   string `json:"takenBy,omitempty"`
	TakenWith string `json:"takenWith,omitempty"`
}

// PriceHistory returns every price that was ever set for an item; see billing.PriceHistory.
func (c *Pricing) PriceHistory(ctx context.Context, item string) (all []PricePeriod, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		prices, err := billing.PriceHistory(tx, item)
		if err != nil {
			return err
		}
		for _, price := range prices {
			one := PricePeriod{PricePeriod: price}
			ids, into := []string{price.By, price.Approver}, []*string{&one.Who, &one.With}
			if price.Back != nil {
				ids, into = append(ids, price.Back.By, price.Back.Approver), append(into, &one.TakenBy, &one.TakenWith)
			}
			for i, id := range ids {
				if id == "" {
					continue
				}
				if *into[i], err = c.session.Book.Staff.Name(tx, id); err != nil {
					return err
				}
			}
			all = append(all, one)
		}
		return nil
	})
	return all, err
}

// TakeBackPrice takes a price back that was set for a day to come, with a second person.
func (c *Pricing) TakeBackPrice(ctx context.Context, item, name string, fromOn calendar.Date, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.TakeBackPrice(ctx, by, approval, item, name, fromOn)
	})
}

// EndItem lets no tariff of an item hold longer than toOn and returns the bills that reach beyond it; second is asked for once the
// item was billed (staff.needs_approval).
func (c *Pricing) EndItem(ctx context.Context, item string, toOn calendar.Date, second session.Second) (beyond billing.IssuedAhead, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.EndItem(ctx, by, approval, item, toOn)
	})
	if err != nil {
		return beyond, err
	}
	return c.Issued(ctx, item, "", toOn.AddDays(1))
}

// DeleteItem takes an item out of the book that was never used.
func (c *Pricing) DeleteItem(ctx context.Context, item string) error {
	return c.session.Book.Billing.DeleteItem(ctx, c.session.Who(), item)
}

// Issued returns the bills that are out already for days from fromOn on at an earlier price; see billing.IssuedFrom.
func (c *Pricing) Issued(ctx context.Context, item, name string, fromOn calendar.Date) (issued billing.IssuedAhead, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		issued, err = billing.IssuedFrom(tx, item, name, fromOn, "")
		return err
	})
	return issued, err
}

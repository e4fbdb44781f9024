package pricing

import (
	"cmp"
	"context"
	"slices"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Charge is an item with its tariffs, as the screen of charge items shows it. Names are what it was and will be called beside
// the name it was made with, Called what it is called today.
type Charge struct {
	billing.Item
	Tariffs []billing.Tariff
	Names   []billing.ItemName
	Called  string
	// BilledTo is the last day that it is billed to, "" where it is not.
	BilledTo calendar.Date
}

// Title returns what the item is called today.
func (c Charge) Title() string { return cmp.Or(c.Called, c.Name) }

// Bore reports whether the item is, was or will be called by a name.
func (c Charge) Bore(name string) bool {
	return c.Name == name || slices.ContainsFunc(c.Names, func(n billing.ItemName) bool { return n.Name == name })
}

// Charges returns every item with its tariffs, by name.
func (c *Pricing) Charges(ctx context.Context) (charges []Charge, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		items, err := billing.Items(tx)
		if err != nil {
			return err
		}
		tariffs, err := billing.Tariffs(tx, "")
		if err != nil {
			return err
		}
		names, err := billing.ReadNames(tx)
		if err != nil {
			return err
		}
		today, err := c.session.Book.Today(tx)
		if err != nil {
			return err
		}
		of := make(map[string][]billing.Tariff)
		for _, t := range tariffs {
			of[t.Item] = append(of[t.Item], t)
		}
		for _, item := range items {
			charge := Charge{Item: item, Tariffs: of[item.Name], Names: names[item.Name], Called: names.On(item.Name, today)}
			if charge.BilledTo, err = billing.BilledTo(tx, item.Name); err != nil {
				return err
			}
			charges = append(charges, charge)
		}
		return nil
	})
	return charges, err
}

// AddCharge makes an item together with its first tariff: both or neither. Second is asked for where a deposit for works is to go back
// uninspected (staff.needs_approval).
func (c *Pricing) AddCharge(ctx context.Context, item billing.Item, first billing.NewTariff, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.AddItem(ctx, by, approval, item, first)
	})
}

// ChangeItem changes what an item says of itself (due days, late fee, tax, subject, whether it is still charged) from what it was when
// that was read; see billing.ChangeItem.
func (c *Pricing) ChangeItem(ctx context.Context, was, item billing.Item, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.ChangeItem(ctx, by, approval, was, item)
	})
}

// RenameItem calls an item otherwise on the bills of periods that begin on a day or later.
func (c *Pricing) RenameItem(ctx context.Context, item, name string, fromOn calendar.Date) error {
	return c.session.Book.Billing.RenameItem(ctx, c.session.Who(), item, name, fromOn)
}

// AddTariff makes another tariff of an item; second is asked for once the item was billed (staff.needs_approval).
func (c *Pricing) AddTariff(ctx context.Context, order billing.NewTariff, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.AddTariff(ctx, by, approval, order)
	})
}

// ChangePrice returns a tariff another rule from a day on.
func (c *Pricing) ChangePrice(ctx context.Context, change billing.PriceChange, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.ChangePrice(ctx, by, approval, change)
	})
}

// EndTariff lets a tariff hold no longer than toOn.
func (c *Pricing) EndTariff(ctx context.Context, item, name string, toOn calendar.Date, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.EndTariff(ctx, by, approval, item, name, toOn)
	})
}

// Effect shows what a draft of a tariff would do to this estate before anything is saved.
func (c *Pricing) Effect(ctx context.Context, draft billing.NewTariff) (effect billing.Effect, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		effect, err = c.session.Book.Billing.Effect(ctx, tx, draft)
		return err
	})
	return effect, err
}

// Try is charging.Preview for an item that is not in the book yet: nothing of it is saved.
func (c *Pricing) Try(ctx context.Context, item billing.Item, source billing.ItemSource, order billing.Order) (preview billing.Preview, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		preview, err = c.session.Book.Billing.Try(ctx, tx, item, source, order)
		return err
	})
	return preview, err
}

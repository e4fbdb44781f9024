package charging

import (
	"cmp"
	"context"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Billable is a source that a month's run can be made of.
type Billable struct {
	Source billing.Source
	// Items are what its bills are of.
	Items []string
	// Called is what it is called today; an item's own name is the one it was made with.
	Called string
	Cycle  tariff.Cycle // "" where each contract has its own
	// BilledTo is the last day it is billed to: "" before its first bill.
	BilledTo calendar.Date
	// Shared says that the total of each period must be told.
	Shared bool
}

// Title returns what it is called today.
func (b Billable) Title() string { return cmp.Or(b.Called, b.Source.Title()) }

// Key tells it from every other one.
func (b Billable) Key() string {
	return strings.Join(append([]string{b.Source.Title()}, b.Items...), "\n")
}

// Billables returns what a run can be made of: the items that are charged, by name, and the leases where there are some.
func (c *Charging) Billables(ctx context.Context) (all []Billable, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if all, err = c.itemsToBill(tx); err != nil {
			return err
		}
		leases, err := lease.All(tx)
		if err != nil {
			return err
		}
		if len(leases) > 0 {
			all = append(all, Billable{Source: lease.Source{}})
		}
		for i := range all {
			if err := all[i].stand(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func (c *Charging) itemsToBill(tx *store.Tx) (all []Billable, err error) {
	items, err := billing.Items(tx)
	if err != nil {
		return nil, err
	}
	names, err := billing.ReadNames(tx)
	if err != nil {
		return nil, err
	}
	today, err := c.session.Book.Today(tx)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if item.Active {
			all = append(all, Billable{Source: billing.ItemSource{Item: item.Name}, Called: names.On(item.Name, today), Cycle: item.Cycle, Shared: item.ShareBy != ""})
		}
	}
	return all, nil
}

// stand reads how far it is billed.
func (b *Billable) stand(tx *store.Tx) (err error) {
	if b.Items, err = b.Source.Items(tx); err != nil {
		return err
	}
	for _, item := range b.Items {
		on, err := billing.BilledTo(tx, item)
		if err != nil {
			return err
		}
		b.BilledTo = max(b.BilledTo, on)
	}
	return nil
}

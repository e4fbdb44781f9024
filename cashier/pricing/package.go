package pricing

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/store"
)

// Packages returns the sets of items that households pay together, those in use first.
func (c *Pricing) Packages(ctx context.Context) (all []billing.Package, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all, err = billing.Packages(tx)
		return err
	})
	return all, err
}

// SetPackage makes a package, changes the one of its name, or puts it into use again.
func (c *Pricing) SetPackage(ctx context.Context, wish billing.Package) (billing.Package, error) {
	return c.session.Book.Billing.SetPackage(ctx, c.session.Who(), wish)
}

// EndPackage takes a package out of use.
func (c *Pricing) EndPackage(ctx context.Context, name string) error {
	return c.session.Book.Billing.EndPackage(ctx, c.session.Who(), name)
}

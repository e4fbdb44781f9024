package household

import (
	"context"

	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// PaidInMonths returns the newest payment of a room's bills whose period begins in these months, such as "2026-10", and the name of who took it;
// "" leaves that end open. The payment is the zero one where there is none.
func (c *Households) PaidInMonths(ctx context.Context, room, from, to string) (paid till.Payment, by string, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		found := false
		if paid, found, err = till.LastOfMonths(tx, room, from, to); err != nil || !found {
			return err
		}
		by, err = c.session.Book.Staff.Name(tx, paid.Cashier)
		return err
	})
	return paid, by, err
}

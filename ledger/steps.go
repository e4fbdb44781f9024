package ledger

import (
	"context"

	"shouqi/ledger/store"
)

// FirstSteps is what of the first day's work a book shows as done.
type FirstSteps struct{ People, Rooms, Items, Shift bool }

// FirstSteps reads it from the book itself: somebody beside the first manager, a room, a charge item, a shift ever opened.
func (b *Book) FirstSteps(ctx context.Context) (steps FirstSteps, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT (SELECT count(*) FROM staff) > 1, EXISTS (SELECT 1 FROM objects WHERE kind = 'room'),
			EXISTS (SELECT 1 FROM items), EXISTS (SELECT 1 FROM shifts)`, nil, &steps.People, &steps.Rooms, &steps.Items, &steps.Shift)
		return err
	})
	return steps, err
}

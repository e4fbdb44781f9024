package ledger

import (
	"context"

	"shouqi/ledger/store"
)

// FirstSteps reports which steps of setting up a book are done. The counter shows them as a list on the first day.
type FirstSteps struct{ People, Rooms, Items, Shift bool }

// FirstSteps reads the steps from the book itself: People is somebody beside the first manager, Rooms a room, Items a
// charge item (收费项目), Shift a shift that was ever opened, open or closed now.
func (b *Book) FirstSteps(ctx context.Context) (steps FirstSteps, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT (SELECT count(*) FROM staff) > 1, EXISTS (SELECT 1 FROM objects WHERE kind = 'room'),
			EXISTS (SELECT 1 FROM items), EXISTS (SELECT 1 FROM shifts)`, nil, &steps.People, &steps.Rooms, &steps.Items, &steps.Shift)
		return err
	})
	return steps, err
}

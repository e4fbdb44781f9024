package ledger

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// EndCounter ends another counter of the book, by its code, with what is known of it here: its machine is lost, or does not come back. What it did and
// nobody heard is kept where it is heard later, and counts for nothing. It takes a second person, as letting it in did, where there is one. Errors:
// staff.may_not, those of staff.Authorize, estate.no_counter, journal.own_end for this counter itself, journal.ended for one that is ended already.
func (b *Book) EndCounter(ctx context.Context, by staff.Actor, approval staff.Approval, counter string) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		device, err := estate.DeviceOf(tx, counter)
		if err != nil {
			return err
		}
		alone, err := b.Staff.AgreeToKey(tx, by, approval, "counter/"+device)
		if err != nil {
			return err
		}
		return b.Journal.End(tx, device, by.ID(), alone)
	})
}

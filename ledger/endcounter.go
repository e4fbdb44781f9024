package ledger

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// LeftOpen is the shift that a counter had open when it was ended, by its number, and what should be in its drawer, in fen: nobody can count it there any more.
type LeftOpen struct {
	No  int64     `json:"no"`
	Fen money.Fen `json:"fen"`
}

// LeftOpenAt returns the shift that is open at a counter of the book, nil for none.
func LeftOpenAt(tx *store.Tx, counter string) (*LeftOpen, error) {
	shift, err := till.OpenShift(tx, counter)
	if err != nil || shift == nil {
		return nil, err
	}
	fen, err := till.Drawer(tx, counter, shift.ShiftRef, shift.FloatFen)
	return &LeftOpen{No: shift.No, Fen: fen}, err
}

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

package prepaying

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Deducted is what a deduction over all households did: how many of their prepayments paid something, how much in fen, and the
// numbers of the receipts.
type Deducted struct {
	Households int       `json:"households"`
	Fen        money.Fen `json:"fen"`
	Receipts   []string  `json:"receipts"`
	// Asked is how many households wish it and have something to spend, whether they owed anything or not.
	Asked int `json:"-"`
}

// Waiting returns how many households have a prepayment that would pay something now.
func (c *Prepaying) Waiting(ctx context.Context) (waiting int, err error) {
	rooms, today, err := c.auto(ctx)
	for _, room := range rooms {
		can, err := c.can(ctx, room, today)
		if err != nil {
			return waiting, err
		}
		if can {
			waiting++
		}
	}
	return waiting, err
}

// DeductAll lets the prepayments of all households that wish it pay what is owed, household after household, each a payment of its
// own in the open shift. What is done stays done where it is cancelled or fails, and the next call goes on with the rest. Progress
// may be nil. Errors: those of till.DeductPrepaid but till.nothing.
func (c *Prepaying) DeductAll(ctx context.Context, progress func(done, total int)) (deducted Deducted, err error) {
	by := c.session.Who() // whoever locks the desk meanwhile does not go on under another name
	rooms, today, err := c.auto(ctx)
	if err != nil {
		return deducted, err
	}
	deducted.Asked = len(rooms)
	for i, room := range rooms {
		if progress != nil {
			progress(i, len(rooms))
		}
		if err := c.deduct(ctx, by, room, today, &deducted); err != nil {
			return deducted, err
		}
	}
	return deducted, nil
}

// auto returns the households whose prepayment pays by itself and has something, and the business day.
func (c *Prepaying) auto(ctx context.Context) (rooms []string, today calendar.Date, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if today, err = c.session.Book.Today(tx); err != nil {
			return err
		}
		rooms, err = till.AutoHouseholds(tx)
		return err
	})
	return rooms, today, err
}

// AfterBills is DeductAll where the shift that is open is of whoever is signed in. Else it only returns in waiting how many
// households wait for the next shift.
func (c *Prepaying) AfterBills(ctx context.Context, progress func(done, total int)) (deducted Deducted, waiting int, err error) {
	state, err := c.session.State(ctx)
	if err != nil {
		return deducted, 0, err
	}
	if state.Shift == nil || !state.Mine || state.PastCutoff {
		waiting, err = c.Waiting(ctx)
		return deducted, waiting, err
	}
	deducted, err = c.DeductAll(ctx, progress)
	return deducted, 0, err
}

// can reports whether a household's prepayment would pay something. It only reads: most households owe nothing.
func (c *Prepaying) can(ctx context.Context, room string, today calendar.Date) (can bool, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := till.Deductible(tx, room, today)
		can = err == nil
		if store.Code(err) == till.CodeNothing {
			return nil
		}
		return err
	})
	return can, err
}

// deduct lets one household's prepayment pay.
func (c *Prepaying) deduct(ctx context.Context, by staff.Actor, room string, today calendar.Date, deducted *Deducted) error {
	can, err := c.can(ctx, room, today)
	if err != nil || !can {
		return err
	}
	id, err := session.NewRequestID()
	if err != nil {
		return err
	}
	payment, err := c.session.Book.Till.DeductPrepaid(ctx, by, id, room)
	switch {
	case store.Code(err) == till.CodeNothing: // somebody took the bills meanwhile
		return nil
	case err != nil:
		return err
	}
	deducted.Households++
	deducted.Fen += payment.TotalFen
	for _, receipt := range payment.Receipts {
		deducted.Receipts = append(deducted.Receipts, receipt.Number)
	}
	return nil
}

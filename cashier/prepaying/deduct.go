package prepaying

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
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
	// Skipped are the bills that were left because rules of the law speak against paying them, household after household.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Skipped is a bill that no prepayment paid by itself: what it is called, of which household and days, and what the rules say.
type Skipped struct {
	Code   string        `json:"code"`
	Name   string        `json:"name"`
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	Law    law.Findings  `json:"law"`
}

// Waiting returns how many households have a prepayment that would pay something now.
func (c *Prepaying) Waiting(ctx context.Context) (waiting int, err error) {
	rooms, today, err := c.auto(ctx)
	for _, room := range rooms {
		can, _, err := c.can(ctx, room, today)
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
// own in the open shift. What is done stays done where it is cancelled or fails, and the next call goes on with the rest. What rules of
// the law speak against is left and named, and holds nobody else's back. Progress may be nil. Errors: those of till.DeductPrepaid but till.nothing.
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

// can reports whether a household's prepayment would pay something, and what is left for the law. It only reads: most households owe
// nothing.
func (c *Prepaying) can(ctx context.Context, room string, today calendar.Date) (can bool, skipped []Skipped, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		_, left, err := till.Deductible(tx, room, today)
		can = err == nil
		if err != nil && store.Code(err) != till.CodeNothing || len(left) == 0 {
			return but(err, till.CodeNothing)
		}
		place, err := estate.ByID(tx, room)
		for _, one := range left {
			skipped = append(skipped, Skipped{Code: place.Code, Name: one.Bill.Called(), FromOn: one.Bill.FromOn, ToOn: one.Bill.ToOn, Law: one.Law})
		}
		return err
	})
	return can, skipped, err
}

// but is an error unless it has the code that is expected.
func but(err error, expected string) error {
	if store.Code(err) == expected {
		return nil
	}
	return err
}

// deduct lets one household's prepayment pay.
func (c *Prepaying) deduct(ctx context.Context, by staff.Actor, room string, today calendar.Date, deducted *Deducted) error {
	can, skipped, err := c.can(ctx, room, today)
	deducted.Skipped = append(deducted.Skipped, skipped...)
	if err != nil || !can {
		return err
	}
	id, err := session.NewRequestID()
	if err != nil {
		return err
	}
	payment, err := c.session.Book.Till.DeductPrepaid(ctx, by, id, room)
	if err != nil {
		return but(err, till.CodeNothing) // somebody took the bills meanwhile
	}
	deducted.Households++
	deducted.Fen += payment.TotalFen
	for _, receipt := range payment.Receipts {
		deducted.Receipts = append(deducted.Receipts, receipt.Number)
	}
	return nil
}

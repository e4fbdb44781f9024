package collecting

import (
	"context"
	"strings"

	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Tray is what of electronic money is not settled: orders that may still be paid or wait for a shift, and money on its way back.
type Tray struct {
	Orders []Order
	Backs  []Back
}

// Back is money that goes back the way it came, with the code of its room and the name of who sent it back.
type Back struct {
	payment.Back
	Room string
	By   string
}

// Tray reads the tray, the oldest first, at most 200 of each.
func (c *Collecting) Tray(ctx context.Context) (tray Tray, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		intents, err := payment.Tray(tx)
		if err != nil {
			return err
		}
		for _, intent := range intents {
			order, err := c.read(tx, intent)
			if err != nil {
				return err
			}
			tray.Orders = append(tray.Orders, order)
		}
		backs, err := payment.GoingBack(tx)
		if err != nil {
			return err
		}
		tray.Backs, err = c.readBacks(tx, backs)
		return err
	})
	return tray, err
}

func (c *Collecting) readBacks(tx *store.Tx, backs []payment.Back) (all []Back, err error) {
	for _, back := range backs {
		room, err := estate.ByID(tx, back.Object)
		if err != nil {
			return nil, err
		}
		name, err := c.session.Book.Staff.Name(tx, back.Person)
		if err != nil {
			return nil, err
		}
		all = append(all, Back{back, room.Code, name})
	}
	return all, nil
}

// Found is an order that was asked for by its number, with what of it went back.
type Found struct {
	Order
	Backs []Back
}

// Find returns any order of the book by its number, whether it is settled or not: by ours, or by the channel's own, either of which an owner
// reads off the phone. Errors: payment.unknown_order.
func (c *Collecting) Find(ctx context.Context, number string) (found Found, err error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		intent, err := payment.FindIntent(tx, number)
		if err != nil {
			return err
		}
		if found.Order, err = c.read(tx, intent); err != nil {
			return err
		}
		backs, err := payment.BacksOf(tx, intent.Order.No)
		if err == nil {
			found.Backs, err = c.readBacks(tx, backs)
		}
		return err
	})
	return found, err
}

// Kept is what a channel could not give back, once it was put by for its household. Payment booked it; its zero value says that the money has
// gone back after all. PaperError says why its receipt could not even be queued.
type Kept struct {
	payment.Back
	Payment    till.Payment
	PaperError error
}

// KeepBack puts what a channel could not give back by for its household, with a second person, and asks for the paper. Errors: those of
// payment.KeepBack.
func (c *Collecting) KeepBack(ctx context.Context, no string, second session.Second) (kept Kept, err error) {
	err = c.session.Agreed(ctx, staff.Refund, second, func(by staff.Actor, approval staff.Approval) error {
		kept.Back, kept.Payment, err = c.session.Book.Payments.KeepBack(ctx, by, approval, no)
		if err == nil && kept.Payment.Number != "" {
			kept.PaperError = c.printing.Payment(context.WithoutCancel(ctx), by, kept.Payment)
		}
		return err
	})
	return kept, err
}

// AskBack asks the channel how money stands that goes back, and for it once more where the channel does not know of it. What the channel
// fails at stands in Failure.
func (c *Collecting) AskBack(ctx context.Context, no string) (payment.Back, error) {
	back, err := c.session.Book.Payments.Return(ctx, no)
	if back.Failure != "" {
		err = nil
	}
	return back, err
}

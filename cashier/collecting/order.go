package collecting

import (
	"context"
	"errors"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Begin puts an order on the disk, for what the owner pays beside it too: order has one tender of a channel, which is asked for nothing yet.
// The same request again returns the same order. Errors: those of payment.Begin.
func (c *Collecting) Begin(ctx context.Context, by staff.Actor, order till.Order, way payment.Way) (Order, error) {
	intent, err := c.session.Book.Payments.Begin(ctx, by, payment.Asking{Order: order, Way: way})
	if err != nil {
		return Order{}, err
	}
	c.Wake()
	return c.Read(ctx, intent.Order.No)
}

// Show asks the channel of an order for the code that the owner scans. What the channel fails at stands in Order.Failure: the order stays
// open whatever was said of it.
func (c *Collecting) Show(ctx context.Context, no string) (Order, error) {
	by := c.session.Who()
	code, _, err := c.session.Book.Payments.Show(ctx, no)
	if code != "" {
		c.mu.Lock()
		c.codes[no] = code
		c.mu.Unlock()
	}
	return c.after(ctx, by, no, err)
}

// Charge charges an order by the code on the owner's phone, once. What the channel fails at stands in Order.Failure. Errors: payment.payer_*
// for a code that it cannot charge.
func (c *Collecting) Charge(ctx context.Context, no, payerCode string) (Order, error) {
	by := c.session.Who()
	_, err := c.session.Book.Payments.Charge(context.WithoutCancel(ctx), no, payerCode)
	return c.after(ctx, by, no, err)
}

// Stop gives an order up: its channel closes it, unless the owner was quicker. Errors: staff.may_not, payment.too_early with the seconds
// still to wait.
func (c *Collecting) Stop(ctx context.Context, no string) (Order, error) {
	by := c.session.Who()
	_, err := c.session.Book.Payments.Stop(ctx, by, no)
	if code := store.Code(err); code == payment.CodeTooEarly || strings.HasPrefix(code, "staff.") {
		return Order{}, err
	}
	c.Wake()
	return c.after(ctx, by, no, err)
}

// Ask asks the channel how an order stands, for who does not want to wait until it is asked by itself.
func (c *Collecting) Ask(ctx context.Context, no string) (Order, error) {
	_, err := c.session.Book.Payments.Ask(ctx, no)
	return c.after(ctx, c.session.Who(), no, err)
}

// after reads an order once its channel was asked. What the channel failed at is in its Failure; a failure of the book is an error. The
// receipt of money that was booked is asked for.
func (c *Collecting) after(ctx context.Context, by staff.Actor, no string, asked error) (Order, error) {
	order, err := c.Read(ctx, no)
	if err != nil {
		return order, errors.Join(asked, err)
	}
	if asked != nil && order.Failure == "" && order.State.IsOpen() {
		return order, asked // not the channel: it would have been noted
	}
	if order.Payment != nil {
		order.PaperError = c.print(ctx, by, *order.Payment)
	}
	return order, nil
}

// Trouble returns what a channel failed at last, a code that stands with an order or a refund, as the error that has its sentence; nil for "".
func Trouble(code string, channel payment.Channel) error {
	switch code {
	case "":
		return nil
	case payment.CodeClock:
		return store.Refuse(code, payment.SkewBlockMS/60_000)
	case payment.CodeRefused, payment.CodeChannel:
		return store.Refuse(code, channel.Name())
	}
	return store.Refuse(code)
}

// Read returns an order as the book has it. Errors: payment.unknown_order.
func (c *Collecting) Read(ctx context.Context, no string) (order Order, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		intent, err := payment.IntentByNo(tx, no)
		if err == nil {
			order, err = c.read(tx, intent)
		}
		return err
	})
	return order, err
}

func (c *Collecting) read(tx *store.Tx, intent payment.Intent) (order Order, err error) {
	order.Intent = intent
	room, err := estate.ByID(tx, intent.Object)
	if err != nil {
		return order, err
	}
	order.Room = room.Code
	if order.By, err = c.session.Book.Staff.Name(tx, intent.Person); err != nil {
		return order, err
	}
	if intent.Receipt != "" {
		paid, err := till.ByNumber(tx, intent.Receipt)
		if err != nil {
			return order, err
		}
		order.Payment = &paid
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if intent.State.IsOpen() && !intent.Stopped {
		order.Code = c.codes[intent.Order.No]
	} else {
		delete(c.codes, intent.Order.No)
	}
	return order, nil
}

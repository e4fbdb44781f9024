package collecting

import (
	"context"
	"time"

	"shouqi/cashier/guard"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

const (
	// restMS is how long the follower rests where nothing is due: money that goes back is asked about as often, and what a program that
	// ended in the middle left behind is found at the start.
	restMS = 60_000
	// keptRestMS is how long it rests before it asks again about what was kept for a household: few of those ever go back.
	keptRestMS = 3600_000
	// leastMS is how long it rests at least, so that a book that cannot be read is not asked without end.
	leastMS = 200
	// atOnce is how many channels' answers are waited for at once: one that hangs must not hold up the others.
	atOnce = 8
)

// Follow asks about every open order as often as its channel allows, books what came and asks for its receipt, until ctx ends; start it
// once for each open book and wait for it before closing the book. trouble is told what keeps it from working that is not the channel, from
// any goroutine.
func (c *Collecting) Follow(ctx context.Context, trouble func(error)) error {
	f := &following{trouble: trouble, slots: make(chan struct{}, atOnce), done: make(chan struct{}, 1), busy: make(map[string]bool), nextMS: make(map[string]int64)}
	defer f.group.Wait()
	var backsMS int64
	for ctx.Err() == nil {
		nowMS := c.nowMS()
		nextMS := nowMS + restMS
		err := guard.Try("collecting", func() (err error) {
			if nowMS >= backsMS {
				backsMS = nowMS + restMS
				f.ask(ctx, backsOf, func() error { return c.followBacks(ctx) })
				f.ask(ctx, closedAgain, func() error { return c.followClosed(ctx) })
			}
			nextMS, err = c.followOrders(ctx, f, nowMS)
			return err
		})
		if err != nil && ctx.Err() == nil {
			trouble(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(max(nextMS-c.nowMS(), leastMS)) * time.Millisecond):
		case <-f.done:
		case <-c.wake:
			backsMS = 0
			f.forget()
		}
	}
	return ctx.Err()
}

func (c *Collecting) nowMS() int64 { return c.session.Book.Journal.Now().UnixMilli() }

// followOrders has done what is due about each open order, and returns when the next thing is. It waits for no channel: one that hangs must
// not hold up the orders of the others.
func (c *Collecting) followOrders(ctx context.Context, f *following, nowMS int64) (nextMS int64, err error) {
	nextMS = nowMS + restMS
	var open []payment.Intent
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		open, err = payment.Tray(tx)
		return err
	})
	if err != nil {
		return nextMS, err
	}
	c.printLeft(ctx)
	f.keep(open)
	for _, before := range open {
		due, atMS := f.isDue(before.Order.No, nowMS)
		if !due {
			nextMS = min(nextMS, atMS)
			continue
		}
		f.ask(ctx, before.Order.No, func() error {
			atMS, err := c.advance(ctx, before)
			if atMS == 0 { // it is settled, or waits for a shift, whose opening wakes the follower
				atMS = nowMS + restMS
			}
			f.setNext(before.Order.No, atMS)
			return err
		})
	}
	return nextMS, nil
}

// advance does what is due about one order, and tells whoever listens where it changed.
func (c *Collecting) advance(ctx context.Context, before payment.Intent) (nextMS int64, err error) {
	now, nextMS, asked := c.session.Book.Payments.Advance(ctx, before.Order.No)
	if now.State == before.State && now.Failure == before.Failure && now.Receipt == before.Receipt {
		if store.Code(asked) == payment.CodeChannel || now.Failure != "" || ctx.Err() != nil {
			asked = nil // a channel that is not connected any more, or does not answer: the tray says so
		}
		return nextMS, asked
	}
	by, _ := c.session.Actor()
	order, err := c.after(ctx, by, before.Order.No, asked)
	if err == nil {
		c.tell(order)
	}
	return nextMS, err
}

// followBacks asks about all money that goes back, and each hour about what was kept for a household. What a channel fails at stands with the
// money itself.
func (c *Collecting) followBacks(ctx context.Context) error {
	nowMS := c.nowMS()
	var backs []payment.Back
	err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if backs, err = payment.GoingBack(tx); err != nil || nowMS < c.keptMS {
			return err
		}
		c.keptMS = nowMS + keptRestMS
		kept, err := payment.KeptBacks(tx, nowMS)
		backs = append(backs, kept...)
		return err
	})
	for _, back := range backs {
		if ctx.Err() != nil {
			return nil
		}
		_, _ = c.session.Book.Payments.Return(ctx, back.No) // the failure is recorded in Back.Failure, and it is asked again
	}
	return err
}

// followClosed asks the card terminal again about orders that were closed. What came after all is told to whoever listens; a terminal that does
// not answer is asked again later.
func (c *Collecting) followClosed(ctx context.Context) error {
	closed, err := c.session.Book.Payments.ClosedAtTerminal(ctx)
	for _, before := range closed {
		if ctx.Err() != nil || err != nil {
			return err
		}
		now, _, failed := c.session.Book.Payments.AskAgain(ctx, before.Order.No)
		switch {
		case now.State != before.State:
			err = c.tellChanged(ctx, now)
		case failed != nil:
			return nil
		}
	}
	return err
}

// Confirm asks the card terminal once about each of the open shift's orders that has ended, before the cash is counted. What it says otherwise is
// told to whoever listens; one that does not answer holds nothing up, and the Z report says so.
func (c *Collecting) Confirm(ctx context.Context) error {
	changed, err := c.session.Book.Payments.ConfirmShift(ctx)
	for _, intent := range changed {
		if err == nil {
			err = c.tellChanged(ctx, intent)
		}
	}
	return err
}

// tellChanged asks for the receipt of what came after all, and tells whoever listens.
func (c *Collecting) tellChanged(ctx context.Context, intent payment.Intent) error {
	by, _ := c.session.Actor()
	order, err := c.after(ctx, by, intent.Order.No, nil)
	if err == nil {
		c.tell(order)
	}
	return err
}

// print asks for the receipts of money that was booked, once. Where nobody is signed in they wait for the next who is: a receipt that lies
// in the printer while nobody is at the counter is anybody's.
func (c *Collecting) print(ctx context.Context, by staff.Actor, paid till.Payment) error {
	if by.ID() == "" {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.unprinted[paid.Number] = true
		return nil
	}
	return c.printing.Payment(context.WithoutCancel(ctx), by, paid)
}

// printLeft asks for what waited for somebody to sign in.
func (c *Collecting) printLeft(ctx context.Context) {
	by, signed := c.session.Actor()
	if !signed {
		return
	}
	c.mu.Lock()
	left := c.unprinted
	c.unprinted = make(map[string]bool)
	c.mu.Unlock()
	for number := range left {
		// What cannot be queued stands on the receipts' page without a paper, and is printed from there.
		var paid till.Payment
		err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
			paid, err = till.ByNumber(tx, number)
			return err
		})
		if err == nil {
			_ = c.printing.Payment(ctx, by, paid)
		}
	}
}

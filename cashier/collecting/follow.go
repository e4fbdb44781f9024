package collecting

import (
	"context"
	"errors"
	"sync"
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
	// leastMS is how long it rests at least, so that a book that cannot be read is not asked without end.
	leastMS = 200
	// atOnce is how many channels' answers are waited for at once: one that hangs must not hold up the others.
	atOnce = 8
)

// Follow asks about every open order as often as its channel allows, books what came and asks for its receipt, until ctx ends; start it
// once for each open book and wait for it before closing the book. trouble is told what keeps it from working that is not the channel.
func (c *Collecting) Follow(ctx context.Context, trouble func(error)) error {
	var backsMS int64
	for ctx.Err() == nil {
		nowMS := c.nowMS()
		nextMS, err := nowMS+restMS, error(nil)
		err = guard.Try("collecting", func() error {
			if nowMS >= backsMS {
				backsMS = nowMS + restMS
				c.followBacks(ctx)
			}
			var err error
			nextMS, err = c.followOrders(ctx, nowMS+restMS)
			return err
		})
		if err != nil && ctx.Err() == nil {
			trouble(err)
		}
		rest := time.Duration(max(nextMS-c.nowMS(), leastMS)) * time.Millisecond
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		case <-c.wake:
			backsMS = 0
		}
	}
	return ctx.Err()
}

func (c *Collecting) nowMS() int64 { return c.session.Book.Journal.Now().UnixMilli() }

// followOrders does what is due about each open order, and returns when the next thing is, untilMS at the latest.
func (c *Collecting) followOrders(ctx context.Context, untilMS int64) (nextMS int64, err error) {
	var open []payment.Intent
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		open, err = payment.Tray(tx)
		return err
	})
	if err != nil {
		return untilMS, err
	}
	c.printLeft(ctx)
	var mu sync.Mutex
	var group sync.WaitGroup
	nextMS = untilMS
	slots := make(chan struct{}, atOnce)
	for _, before := range open {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			var atMS int64
			failed := guard.Try("collecting", func() (err error) {
				atMS, err = c.advance(ctx, before)
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			err = errors.Join(err, failed)
			if atMS > 0 {
				nextMS = min(nextMS, atMS)
			}
		})
	}
	group.Wait()
	return nextMS, err
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

// followBacks asks about all money that goes back. What a channel fails at stands with the money itself.
func (c *Collecting) followBacks(ctx context.Context) {
	var backs []payment.Back
	if c.session.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		backs, err = payment.GoingBack(tx)
		return err
	}) != nil {
		return // followOrders reads the same book right after, and says what is wrong with it
	}
	for _, back := range backs {
		if ctx.Err() != nil {
			return
		}
		_, _ = c.session.Book.Payments.Return(ctx, back.No) // the failure is recorded in Back.Failure, and it is asked again
	}
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

package cashier

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// Counter is a running counter: the open book, the printer's queue and who is signed in.
type Counter struct {
	Book  *ledger.Book
	Spool *spool.Spool

	// now guards who is signed in and this machine's settings: screens change them while the spool's worker reads them.
	now    sync.RWMutex
	actor  staff.Actor
	signed bool
	paper  paperSettings
	// keyCard is what the newest key card prints; nil until one was asked for.
	keyCard atomic.Pointer[[]paper.KeyLine]
	// cutoffHour is the cut-off as State read it last.
	cutoffHour atomic.Int64
}

// Today returns the business day that it is now without asking the book, for whoever draws a screen: by the cut-off that State
// read last.
func (c *Counter) Today() calendar.Date {
	return calendar.BusinessDate(c.Book.Journal.Now(), int(c.cutoffHour.Load()))
}

// Open opens the book at path with what the person brings (nothing, for a demo book or a machine with a keyring) and makes
// the counter ready. Findings of the quick check are given, not hidden: the book takes no money until they are cleared.
func Open(ctx context.Context, path string, key vault.Key) (*Counter, []audit.Finding, error) {
	book, findings, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: key})
	if err != nil {
		return nil, nil, err
	}
	counter := &Counter{Book: book}
	policies, err := book.Policies(ctx)
	counter.cutoffHour.Store(int64(policies.CutoffHour))
	if err == nil {
		err = book.LoadFinder(ctx)
	}
	if err == nil {
		err = counter.loadPaperSettings(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, book.Close())
	}
	counter.Spool = spool.New(book.Store, counter.render, counter.openPrinter, spool.Events{Now: func() time.Time { return book.Journal.Now() }})
	return counter, findings, nil
}

// Close closes the book. The spool's worker must have been ended by its context before.
func (c *Counter) Close() error { return c.Book.Close() }

// SignIn makes a person the one at the counter; answers as staff.SignIn does.
func (c *Counter) SignIn(ctx context.Context, who, pin string) (staff.Actor, error) {
	actor, err := c.Book.Staff.SignIn(ctx, who, pin)
	if err == nil {
		c.setActor(actor, true)
	}
	return actor, err
}

// SignOut leaves the counter locked; an open shift stays open.
func (c *Counter) SignOut() { c.setActor(staff.Actor{}, false) }

func (c *Counter) setActor(actor staff.Actor, signed bool) {
	c.now.Lock()
	defer c.now.Unlock()
	c.actor, c.signed = actor, signed
}

// Actor returns who is signed in, and whether anybody is.
func (c *Counter) Actor() (staff.Actor, bool) {
	c.now.RLock()
	defer c.now.RUnlock()
	return c.actor, c.signed
}

// who returns the person in whose name a command is done; nobody signed in is refused by every command's own check. A command
// of several steps asks once, so that all of them are done in one name.
func (c *Counter) who() staff.Actor {
	actor, _ := c.Actor()
	return actor
}

// Second is a second person's code and PIN, typed into an approval.
type Second struct {
	Who, PIN string
}

func (c *Counter) approval(ctx context.Context, by staff.Actor, action staff.Action, second Second) (staff.Approval, error) {
	if second == (Second{}) {
		return staff.Approval{}, nil
	}
	return c.Book.Staff.Approve(ctx, by, second.Who, second.PIN, action)
}

// State is what the frame of the window shows at any moment.
type State struct {
	Policies estate.Policies
	// Bounds are the limits of what one person does alone.
	Bounds staff.Bounds
	// Shift is the open shift, nil when there is none; Cashier is its person's name.
	Shift   *till.Shift
	Cashier string
	// Mine says whether the open shift is the signed-in person's.
	Mine bool
	// PastCutoff says that the open shift's business day is over: it must be closed first.
	PastCutoff bool
	// ClockBack says that the clock shows a time before the newest event: somebody should look at it.
	ClockBack bool
	// Last is the newest payment with its paper's state, nil before the first.
	Last *till.Payment
	// Stopped says why no money can be taken (the book latched), nil when all is well.
	Stopped error
	// BusinessOn is the business day it is now.
	BusinessOn calendar.Date
}

// State reads the state of the counter.
func (c *Counter) State(ctx context.Context) (state State, err error) {
	actor, signed := c.Actor()
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if state.Policies, err = estate.ReadPolicies(tx); err != nil {
			return err
		}
		if state.Bounds, err = staff.ReadBounds(tx); err != nil {
			return err
		}
		if state.Shift, err = till.OpenShift(tx, state.Policies.Counter); err != nil {
			return err
		}
		now := c.Book.Journal.Now()
		state.BusinessOn = state.Policies.Today(now)
		c.cutoffHour.Store(int64(state.Policies.CutoffHour))
		if state.Shift != nil {
			if state.Cashier, err = c.Book.Staff.Name(tx, state.Shift.Cashier); err != nil {
				return err
			}
			state.Mine = signed && state.Shift.Cashier == actor.ID()
			state.PastCutoff = state.BusinessOn > state.Shift.BusinessOn
		}
		if state.ClockBack, err = clockRanBack(tx, now); err != nil {
			return err
		}
		last, err := till.Last(tx)
		if store.Code(err) == till.CodeUnknownReceipt {
			return nil
		}
		state.Last = &last
		return err
	})
	if latched := c.Book.Store.Latched(); latched != nil {
		state.Stopped = latched
	}
	return state, err
}

// clockTolerance is how far a clock may fall behind before somebody is told: synchronising steps are smaller.
const clockTolerance = 2 * time.Minute

func clockRanBack(tx *store.Tx, now time.Time) (bool, error) {
	newest, err := till.NewestEventMS(tx)
	return newest > now.Add(clockTolerance).UnixMilli(), err
}

// Find finds households by room, pinyin, phone tail or plate. It reads memory only and may be called while typing.
func (c *Counter) Find(text string, limit int) estate.Found { return c.Book.Finder.Find(text, limit) }

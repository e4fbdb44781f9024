package ui

import (
	"context"
	"errors"
	"time"

	"shouqi/cashier/guard"
	"shouqi/cashier/peripherals"
	"shouqi/ledger"
	"shouqi/ledger/store"
)

// auditDelay lets the desk become ready before the whole book is checked behind it.
const auditDelay = 30 * time.Second

// checkingSaid is how long a check that the opening set off goes on before it is said: mostly it is over then.
const checkingSaid = time.Second

// startBackground starts the printer's worker, the voice, what hangs on serial ports, the follower of orders at the channels, and the check once the desk is ready.
func (a *App) startBackground() {
	ctx, cancel := context.WithCancel(context.Background())
	a.stopBackground = cancel
	counter := a.counter
	end := counter.Printing.Spool.Subscribe(a.jobChanged)
	a.goBackground("spool", func() {
		defer end()
		if err := counter.Printing.Spool.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			a.options.Trouble(err)
			a.post(a.sayPrintingStopped)
		}
	})
	a.goBackground("voice", func() { counter.Voice.Run(ctx, a.options.Trouble) })
	a.goBackground("peripherals", func() {
		counter.Peripherals.Run(ctx, peripherals.Heard{Scanned: func(code string) { a.post(func() { a.scanned(code) }) }, Changed: a.thingChanged})
	})
	endOrders := counter.Collecting.Subscribe(a.orderChanged)
	a.goBackground("collecting", func() {
		defer endOrders()
		if err := counter.Collecting.Follow(ctx, a.options.Trouble); err != nil && !errors.Is(err, context.Canceled) {
			a.options.Trouble(err)
		}
	})
	if a.state.Stopped == nil {
		said := a.later(checkingSaid, func() { a.sayChecking(counter.Book) })
		a.stops = append(a.stops, said)
		a.audits.Add(1)
		a.goBackground("checking", func() {
			defer a.audits.Done()
			a.awaitChecked(ctx, counter.Book)
		})
	}
	a.stops = append(a.stops, a.later(auditDelay, func() {
		if a.counter != counter || a.closed {
			return
		}
		a.audits.Add(1)
		a.goBackground("audit", func() {
			defer a.audits.Done()
			a.auditAll(ctx, counter.Book)
		})
	}))
}

// sayPrintingStopped is said once the worker has panicked too often to begin again.
func (a *App) sayPrintingStopped() {
	if !a.closed {
		a.say(a.frame.Text("ui.fault.printing.title"), a.frame.Text("ui.fault.printing"))
	}
}

// goBackground runs work until the book closes; closing waits for it. In tests it runs beside them as here.
func (a *App) goBackground(where string, work func()) {
	a.background.Go(func() { guard.Behind(where, work) })
}

// sayChecking says at the sign-in, which waits for it, that the opening's check goes on.
func (a *App) sayChecking(book *ledger.Book) {
	if !a.closed && a.signIn != nil && book.IsChecking() {
		a.signIn.Say(a.frame.Text("ui.checking"))
	}
}

// awaitChecked says what the opening's check found behind the ready desk.
func (a *App) awaitChecked(ctx context.Context, book *ledger.Book) {
	_, stopped := book.CheckedWhole(ctx)
	if stopped == nil || ctx.Err() != nil {
		return
	}
	a.post(func() {
		switch {
		case a.closed:
		case a.isLocked:
			a.showStopped(stopped, nil)
		default:
			a.say(a.frame.Text("ui.audit.title"), a.explain(stopped))
			a.refresh()
		}
	})
}

// auditAll checks the whole book, where the opening did not. A finding stops money and is said.
func (a *App) auditAll(ctx context.Context, book *ledger.Book) {
	if whole, err := book.CheckedWhole(ctx); whole || err != nil {
		return // what stops money was said
	}
	findings, err := book.Verify(ctx, nil)
	if err != nil && ctx.Err() == nil {
		a.options.Trouble(err)
	}
	if len(findings) == 0 {
		return // what was found is said, also where it could not be noted beside the book
	}
	stopped := store.Refuse(ledger.CodeFindings, len(findings))
	a.post(func() {
		if !a.closed {
			a.say(a.frame.Text("ui.audit.title"), a.explain(stopped))
			a.refresh()
		}
	})
}

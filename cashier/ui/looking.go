package ui

import (
	"cmp"
	"context"
	"errors"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/reports"
	"shouqi/ledger"
)

// showLooking shows the reports of the open book, from the last day on which money came in; back leaves them.
func (a *App) showLooking(state session.State, back func()) {
	day := cmp.Or(state.BusinessOn, a.counter.Today())
	if state.Last != nil {
		day = state.Last.BusinessOn
	}
	a.frame.ShowBare(reports.NewLooking(a.frame, a.counter, reports.Deps{Explain: a.explain, Save: a.reportSaver()}, day, back))
}

// looker opens the book to look at it, off the UI thread, and then shows it; back comes after it was closed again. It writes nothing into it.
func (a *App) looker(brought bring, back func()) (open func(ctx context.Context) error, show func()) {
	var counter *cashier.Counter
	var state session.State
	open = func(ctx context.Context) (err error) {
		counter, _, err = cashier.Open(ctx, a.options.Book, ledger.OpenOptions{Key: brought.key, Witness: a.options.Witness, ReadOnly: true})
		if err == nil {
			if state, err = counter.State(ctx); err != nil {
				err = errors.Join(err, counter.Close())
			}
		}
		return err
	}
	show = func() {
		a.counter, a.isLocked, a.stopBackground = counter, true, func() {}
		a.showLooking(state, func() {
			if err := a.closeBook(); err != nil {
				a.options.Trouble(err)
			}
			back()
		})
	}
	return open, show
}

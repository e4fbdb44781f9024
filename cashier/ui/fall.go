package ui

import (
	"errors"
	"time"

	"shouqi/cashier/guard"
)

// closeMost is how long the book may take to close after a fall. A payment is on the disk before it is shown as taken, so
// that a book which was not closed has lost nothing; closing it lets the next start read less.
const closeMost = 3 * time.Second

var errCloseSlow = errors.New("ui: the book was not closed in time after a fall")

// Fall is for the net around the window's loop: a panic has ended the loop and no screen will be drawn again. It keeps the
// report, closes the book and returns where the report lies. Call it from the deferred function that recovered cause.
func (a *App) Fall(cause any) (report string) {
	fault := guard.Of(cause, guard.OnScreen, "window")
	a.keepReport(fault)
	ended := make(chan error, 1)
	go func() { ended <- guard.Try("close", a.Close) }()
	var err error
	select {
	case err = <-ended:
	case <-time.After(closeMost):
		err = errCloseSlow
	}
	if err != nil {
		a.options.Trouble(err)
	}
	return fault.Report
}

package shell

import (
	"time"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/widgets"
)

// post makes what comes back to the UI thread guarded, and nothing once the shell is abandoned.
func (s *Shell) post(bare func(ui func())) func(ui func()) {
	return func(ui func()) { bare(s.guarded(ui)) }
}

// later does for delayed functions what post does for the others.
func (s *Shell) later(bare func(time.Duration, func()) func()) func(time.Duration, func()) func() {
	return func(delay time.Duration, ui func()) func() { return bare(delay, s.guarded(ui)) }
}

func (s *Shell) guarded(ui func()) func() {
	return func() {
		if !s.isAbandoned {
			guard.Run(ui)
		}
	}
}

// Abandon cancels all work without waiting for it, and drops what it and the timers still bring back: after a fault nothing
// of the old screens may reach the window. Work that has committed stays committed. Wait waits for the work itself.
func (s *Shell) Abandon() {
	s.isAbandoned = true
	s.jobs.cancelAll()
	widgets.SetChordHandler(s.Canvas(), nil)
}

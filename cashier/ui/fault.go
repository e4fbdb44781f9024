package ui

import (
	"fmt"
	"time"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/widgets"
)

// After faultsMost faults within faultsWithin, making the screens anew does not help.
const (
	faultsMost   = 3
	faultsWithin = 10 * time.Second
)

// readTime is how long the sentence about a fault stands before Enter takes it away: a scanner may be in the middle of a
// code that ends with Enter.
const readTime = time.Second

// faults is what the window remembers of its own panics.
type faults struct {
	at []time.Time
	// isRecovering while the screens are made anew, isStopped while the window shows that it gave up, isLost once a panic
	// went on to the net around the loop: on its way there it is caught again by each handler further out.
	isRecovering, isStopped, isLost bool
}

// tooMany counts a fault and says whether it is one too many.
func (f *faults) tooMany(now time.Time) bool {
	f.at = append(f.at, now)
	if len(f.at) > faultsMost {
		f.at = f.at[1:]
	}
	return len(f.at) == faultsMost && now.Sub(f.at[0]) < faultsWithin
}

// recovered decides what happens after a panic, from the goroutine on which it was caught. Of a job the one that waits for
// it is told, of background work the person; after one on the window's thread the screens are made anew. False is for the
// net around the window's loop: there is no book yet, or the window has given up, or panicked while it recovered.
func (a *App) recovered(fault *guard.Fault) (handled bool) {
	switch fault.Kind {
	case guard.InJob:
		a.keepReport(fault)
	case guard.InBehind:
		a.keepReport(fault)
		a.post(func() {
			if !a.closed {
				a.sayFault("ui.fault.behind", fault.Report)
			}
		})
	case guard.OnScreen:
		if fault.Where == "" {
			fault.Where = fmt.Sprintf("%T under %T", a.frame.Current(), a.frame.Canvas().Overlays().Top())
		}
		a.keepReport(fault)
		return a.recoverScreens(fault)
	}
	return true
}

func (a *App) recoverScreens(fault *guard.Fault) (handled bool) {
	if a.counter == nil || a.closed || a.faults.isRecovering || a.faults.isStopped || a.faults.isLost {
		a.faults.isLost = true
		return false
	}
	a.faults.isRecovering = true
	defer func() {
		a.faults.isRecovering = false
		if cause := recover(); cause != nil {
			a.keepReport(guard.Of(cause, guard.OnScreen, "recovery"))
			a.faults.isLost, handled = true, false
		}
	}()
	if a.faults.tooMany(time.Now()) {
		a.giveUp(fault)
		return true
	}
	a.startAnew()
	a.sayFault("ui.fault.screen", fault.Report)
	a.refresh()
	return true
}

// startAnew makes the screens of whoever is there anew, empty. Nothing of the old ones is asked for anything.
func (a *App) startAnew() {
	a.replaceFrame()
	if a.workplace == nil {
		a.showSignIn("", "", lastPaper{})
		return
	}
	a.workplace = newWorkplace(a)
	a.showState()
	a.workplace.showFirst()
}

// replaceFrame puts a fresh shell into the window. What the old one still does is cancelled, and its answers are dropped.
func (a *App) replaceFrame() {
	overlays := a.frame.Canvas().Overlays()
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		overlays.Remove(top)
	}
	a.frame.Abandon()
	a.abandoned = append(a.abandoned, a.frame)
	a.makeFrame()
}

// giveUp signs out and shows what happened, and nothing else that could panic.
func (a *App) giveUp(fault *guard.Fault) {
	a.faults.isStopped, a.isLocked = true, true
	a.counter.SignOut()
	a.workplace = nil
	a.replaceFrame()
	a.frame.ShowBare(newStopped(a.frame, a.faultWords("ui.fault.stopped", fault.Report), a.comeBack, a.quit))
}

// comeBack opens the book again after the window gave up.
func (a *App) comeBack() {
	if err := a.closeBook(); err != nil {
		a.options.Trouble(err)
	}
	a.faults = faults{}
	a.open(bring{})
}

// waitAbandoned waits for the work of the shells that were replaced.
func (a *App) waitAbandoned() {
	for _, frame := range a.abandoned {
		frame.Wait()
	}
	a.abandoned = nil
}

// sayFault tells the person what happened, that the money is safe, and where the report lies.
func (a *App) sayFault(key, report string) {
	shown := time.Now()
	widgets.ShowDialog(a.frame.Canvas(), widgets.DialogOptions{Title: a.frame.Text("ui.fault.title"), Message: a.faultWords(key, report),
		Width: pageWidth, Yes: a.frame.Text("ui.ok"), Accept: func() string {
			if time.Since(shown) < readTime {
				return a.frame.Text("ui.fault.read")
			}
			return ""
		}})
}

func (a *App) faultWords(key, report string) string {
	if report == "" {
		report = a.frame.Text("ui.fault.unwritten")
	}
	return a.frame.Text(key, report)
}

// sayFell tells, once, that the program started again by itself.
func (a *App) sayFell() {
	if a.options.Fell {
		a.options.Fell = false
		a.sayFault("ui.fault.restarted", a.options.FellReport)
	}
}

// keepReport writes the report of a fault and a line of it into the log.
func (a *App) keepReport(fault *guard.Fault) {
	if fault.Report != "" {
		return
	}
	a.options.Trouble(fault)
	if a.options.Faults.Path == "" {
		return
	}
	shown, err := a.options.Faults.Write(fault, time.Now())
	if err != nil {
		a.options.Trouble(err)
		return
	}
	fault.Report = shown
}

package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/guard"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/display"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/devices"
	"shouqi/devices/sound"
	"shouqi/ledger/witness"
)

// Options say how the window is opened. The zero value of a field leaves the choice to the book's own settings.
type Options struct {
	// Book is the path of the book; Demo makes a demo book there when nothing is.
	Book string
	Demo bool
	// Witness is where this computer remembers how far the book is; the zero Place is nowhere.
	Witness witness.Place
	// Printer is a printer's setting for this run alone.
	Printer string
	// Lang is assets.Chinese or assets.English; Scale is the text scale, 1 to look.LargePrint.
	Lang  string
	Scale float32
	// SetTheme sets the toolkit's theme to look.Theme() again after the text scale changed.
	SetTheme func()
	// Quit ends the program; the window calls it after the book is closed.
	Quit func()
	// Beside opens another book in a window of its own, beside this one; nil opens none.
	Beside func(book string) error
	// Now is the book's clock, nil for the machine's. What works behind the window reads it from the moment the book is open.
	Now func() time.Time
	// Trouble is told what went wrong out of sight, for a log without personal data. It may be called from any goroutine.
	Trouble func(err error)
	// Faults keeps the reports of panics; without a path none is kept.
	Faults guard.Folder
	// Fell says that the program started again by itself after a fall, and FellReport where its report lies, "" for nowhere.
	Fell       bool
	FellReport string
	// Sound looks for what the machine has to speak with, off the window's thread; nil finds nothing.
	Sound func(ctx context.Context) (sound.Player, sound.Speaker)
	// Owner is the window that turns towards who pays, nil for none; it is shown and placed by who made it.
	Owner fyne.Window
	// Shell are the shell's options; tests run work in place with them.
	Shell shell.Options
}

// App is the counter's window.
type App struct {
	window  fyne.Window
	options Options
	frame   *shell.Shell
	counter *cashier.Counter

	lang      string
	workplace *workplace
	// kept is what was begun when somebody locked the counter, by that person; it is never written anywhere.
	kept  map[string]kept
	state session.State
	// asksQuit is the question whether to quit, nil before it is first asked.
	asksQuit *widgets.Dialog
	// late is how many runs of bills are late for who is signed in.
	late int
	// reads are those of the state.
	reads   shell.Gathered
	printer printerLight
	idle    idle
	rest    rest
	owner   *display.Screen
	check   settings.Check
	// signIn is the newest one, nil before the first.
	signIn *signin.Screen
	// practice is the drill of who is signed in.
	practice practice

	// background is everything that runs while the book is open: the spool's worker and the check.
	background, audits sync.WaitGroup
	stopBackground     context.CancelFunc
	closed, isLocked   bool
	// hadBook says that a book was open at the path: where it is missing later it is gone.
	hadBook bool
	stops   []func()

	faults    faults
	abandoned []*shell.Shell
	unwatch   func()
}

// New makes the counter's window in window; Start opens the book.
func New(window fyne.Window, options Options) *App {
	if options.Trouble == nil {
		options.Trouble = func(error) {}
	}
	if options.Quit == nil {
		options.Quit = func() {}
	}
	if options.SetTheme == nil {
		options.SetTheme = func() {}
	}
	app := &App{window: window, options: options, lang: options.Lang, kept: map[string]kept{}}
	if app.lang == "" {
		app.lang = assets.Chinese
	}
	if options.Scale != 0 {
		look.SetScale(options.Scale)
		options.SetTheme()
	}
	app.makeFrame()
	app.makeOwner()
	app.unwatch = guard.Watch(app.recovered)
	widgets.SetScanned(app.scanned)
	window.SetCloseIntercept(func() { guard.Run(app.askQuit) })
	return app
}

// makeFrame makes the shell in the language of the moment.
func (a *App) makeFrame() {
	options := a.options.Shell
	options.Lang, options.SetTheme = a.lang, a.options.SetTheme
	a.frame = shell.New(a.window, options)
	a.reads, a.practice.reads = shell.Gathered{}, shell.Gathered{} // what the frame before was about to say is never said
	a.frame.SetClock(a.clockWords(time.Now()))
}

// Frame returns the shell, for tests and the gallery.
func (a *App) Frame() *shell.Shell { return a.frame }

// Counter returns the open counter, nil before the book is open.
func (a *App) Counter() *cashier.Counter { return a.counter }

// Start opens the book and shows the first screen.
func (a *App) Start() {
	a.every(time.Second, a.tick)
	a.open(bring{})
}

// Close ends the work under way and closes the book. It blocks until both are done, and may be called twice.
func (a *App) Close() error {
	if a.closed {
		return nil
	}
	a.closed = true
	for _, stop := range a.stops {
		stop()
	}
	a.frame.Close()
	defer a.unwatch()
	return a.closeBook()
}

// closeBook ends what uses the book and closes it.
func (a *App) closeBook() error {
	a.waitAbandoned()
	if a.counter == nil {
		return nil
	}
	a.stopBackground()
	a.background.Wait()
	counter := a.counter
	a.counter = nil
	clear(a.kept)
	return counter.Close()
}

// quit ends the program.
func (a *App) quit() {
	if err := a.Close(); err != nil {
		a.options.Trouble(err)
	}
	a.options.Quit()
}

// explain makes a sentence of an error in the language of the window.
func (a *App) explain(err error) string {
	if errors.Is(err, shell.ErrBusy) {
		return a.frame.Text("ui.busy")
	}
	var device *devices.Error
	if errors.As(err, &device) && device.Reason != devices.None {
		return a.frame.Text("desk.printer." + string(device.Reason))
	}
	return words.Explain(err, a.lang)
}

// every calls do on the UI thread each period until the window closes, also after it panicked: the lock hangs on it.
func (a *App) every(period time.Duration, do func()) {
	var next func()
	index := len(a.stops)
	a.stops = append(a.stops, nil)
	next = func() {
		if a.closed {
			return
		}
		guard.Run(do)
		a.stops[index] = a.later(period, next)
	}
	a.stops[index] = a.later(period, next)
}

// later calls do on the UI thread after delay.
func (a *App) later(delay time.Duration, do func()) (stop func()) {
	if a.options.Shell.Later != nil {
		return a.options.Shell.Later(delay, func() { guard.Run(do) })
	}
	timer := time.AfterFunc(delay, func() { a.post(do) })
	return func() { timer.Stop() }
}

// post brings do to the UI thread.
func (a *App) post(do func()) {
	guarded := func() { guard.Run(do) }
	if a.options.Shell.Post != nil {
		a.options.Shell.Post(guarded)
		return
	}
	fyne.Do(guarded)
}

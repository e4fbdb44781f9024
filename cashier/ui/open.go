package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/demo"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The size of the demo estate: large enough to look like one, made in a few seconds.
const (
	demoRooms  = 320
	demoMonths = 6
	demoSeed   = 1
)

// bring is what somebody brings to open a book.
type bring struct {
	key vault.Key
	// makeDemo makes a demo book at the path first.
	makeDemo bool
	// on makes this computer the counter's.
	on *ledger.GoingOn
}

// opened is a book that was opened off the UI thread.
type opened struct {
	counter  *cashier.Counter
	findings []audit.Finding
	settings localSettings
	state    session.State
	last     lastPaper
}

// open opens the book behind a splash, and shows what comes next.
func (a *App) open(brought bring) {
	brought.makeDemo = brought.makeDemo || a.options.Demo
	title, advice := "ui.opening", "ui.opening.advice"
	if _, err := os.Stat(a.options.Book); err != nil && brought.makeDemo {
		title, advice = "ui.demo.making", "ui.demo.advice"
	}
	a.frame.ShowBare(newSplash(a.frame, a.frame.Text(title), a.frame.Text(advice)))
	a.frame.Hold() // Who types while the book opens types who it is.
	var book opened
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		book, err = a.openBook(ctx, brought)
		return err
	}, func(err error) {
		if a.hadBook && store.Code(err) == store.CodeMissing {
			err = store.Fail(ledger.CodeGone, err, filepath.Base(a.options.Book)) // this is no fresh computer
		}
		switch code := store.Code(err); {
		case err == nil:
			a.ready(book)
			a.frame.Release()
			return
		case code == store.CodeMissing:
			a.showFirstRun()
		case code == vault.CodeNoKeyring || code == vault.CodeNoSlot || code == vault.CodeWrongKey:
			a.showUnlock("")
		case code == vault.CodeForeignKey:
			a.showUnlock(a.explain(err))
		case ledger.IsOutside(err):
			a.showGoOn(a.explain(err), brought)
		default:
			a.showProblem(err)
		}
		a.frame.Drop()
	})
}

// openBook does all that opening asks of the disk.
func (a *App) openBook(ctx context.Context, brought bring) (book opened, err error) {
	if brought.makeDemo {
		if err := makeDemo(ctx, a.options.Book); err != nil {
			return book, err
		}
	}
	if book.counter, book.findings, err = cashier.Open(ctx, a.options.Book,
		ledger.OpenOptions{Key: brought.key, Witness: a.options.Witness, GoOn: brought.on}); err != nil {
		return book, err
	}
	// A person can do something about these before anybody signs in.
	if stopped := book.counter.Book.Store.Latched(); stopped != nil && ledger.IsOutside(stopped) {
		return opened{}, errors.Join(stopped, book.counter.Close())
	}
	if a.options.Now != nil {
		book.counter.Book.Journal.Now = a.options.Now
	}
	player, speaker := a.findSound(ctx)
	if err = book.counter.Voice.Load(ctx, player, speaker); err != nil {
		return opened{}, errors.Join(err, book.counter.Close())
	}
	if a.options.Printer != "" {
		err = book.counter.Printing.UsePrinter(a.options.Printer)
	}
	if err == nil {
		book.settings, err = readSettings(ctx, book.counter)
	}
	if err == nil {
		book.state, err = book.counter.State(ctx)
	}
	if err == nil {
		book.last, err = readLastPaper(ctx, book.counter, book.state)
	}
	if err != nil {
		return opened{}, errors.Join(err, book.counter.Close())
	}
	return book, nil
}

// makeDemo makes the demo estate unless there is a book already.
func makeDemo(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Unwritten(err, path)
	}
	_, err := demo.Create(ctx, path, demo.Options{Rooms: demoRooms, Months: demoMonths, Seed: demoSeed, Today: calendar.Of(time.Now())})
	return err
}

// ready takes an open book into the window: worker, settings, sign-in.
func (a *App) ready(book opened) {
	a.counter, a.state, a.hadBook = book.counter, book.state, true
	a.idle.limit = book.settings.lockAfter()
	a.startBackground()
	a.applySettings(book.settings)
	a.greetOwner()
	if err := book.state.Stopped; err != nil {
		a.showStopped(err, book.findings)
	} else {
		a.showSignIn("", "", book.last)
	}
	a.sayFell()
}

// showUnlock asks for a passphrase or the recovery key; why is what is wrong besides, "" for nothing.
func (a *App) showUnlock(why string) {
	var book opened
	var outside error
	var brought bring
	a.frame.ShowBare(signin.NewUnlock(a.frame, filepath.Base(a.options.Book), signin.UnlockDeps{
		Explain: a.explain, Quit: a.quit, Why: why,
		Open: func(ctx context.Context, key vault.Key) (err error) {
			outside, brought = nil, bring{key: key}
			if book, err = a.openBook(ctx, brought); ledger.IsOutside(err) {
				outside = err
				return nil
			}
			return err
		},
		Opened: func() {
			if outside != nil {
				a.showGoOn(a.explain(outside), brought)
				return
			}
			a.ready(book)
		},
	}))
	a.sayFell()
}

// showGoOn asks whether this computer is the counter of a book that is not its own, or that it knows to be further; what somebody brought
// to open it opens it to be looked at, too.
func (a *App) showGoOn(why string, brought bring) {
	var book opened
	look, show := a.looker(brought, func() { a.showGoOn(why, brought) })
	a.frame.ShowBare(signin.NewGoOn(a.frame, filepath.Base(a.options.Book), signin.GoOnDeps{
		Explain: a.explain, Quit: a.quit, Why: why, Look: look, Looks: show, Restore: a.restoreKey(func() { a.showGoOn(why, brought) }).Do,
		GoOn: func(ctx context.Context, recovery, paper string) (err error) {
			book, err = a.openBook(ctx, bring{key: vault.Key{Recovery: recovery}, on: &ledger.GoingOn{Paper: paper}})
			return err
		},
		Gone: func() { a.ready(book) },
	}))
	a.sayFell()
}

func (a *App) showFirstRun() {
	a.frame.ShowBare(firstrun.New(a.frame, a.options.Book, firstrun.Deps{
		Explain: a.explain, Quit: a.quit,
		Done: func(key vault.Key) { a.open(bring{key: key}) },
		Demo: a.openDemo, Print: keyPrinter(a.options.Printer), Folder: homeFolder(), Witness: a.options.Witness,
	}))
	a.sayFell()
}

// openDemo leaves the place of the real book alone: the demo book lies beside it.
func (a *App) openDemo() {
	a.options.Book, a.hadBook = filepath.Join(filepath.Dir(a.options.Book), "demo.book"), false
	a.open(bring{makeDemo: true})
}

func (a *App) showProblem(err error) {
	var further []shell.Key
	if store.Code(err) == ledger.CodeGone {
		further = append(further, shell.Key{Name: fyne.KeyF6, Label: a.frame.Text("firstrun.new"), Do: a.showFirstRun})
	}
	if helpsRestore(err) {
		further = append(further, a.restoreKey(func() { a.showProblem(err) }))
	}
	a.frame.ShowBare(newProblem(a.frame, a.explain(err), a.options.Book, func() { a.open(bring{}) }, a.quit, further...))
	a.sayFell()
}

// applySettings sets language and text size; what the command line said stands above what the book remembers.
func (a *App) applySettings(settings localSettings) {
	lang, scale := settings.lang, settings.scale
	if a.options.Lang != "" {
		lang = a.options.Lang
	}
	if a.options.Scale != 0 {
		scale = a.options.Scale
	}
	a.apply(lang, scale)
	a.colourOwner(settings.contrast)
	a.learnPrefix()
}

// apply changes language and text size at once. Another size keeps the screen; in another language what was begun is there again, as
// after a lock.
func (a *App) apply(lang string, scale float32) {
	if scale != look.AskedScale() {
		look.SetScale(scale)
		a.options.SetTheme()
		a.frame.Rebuild()
	}
	if lang == a.lang {
		return
	}
	a.lang = lang
	if a.workplace != nil {
		a.keep()
	}
	a.frame.Close()
	a.makeFrame()
	if a.workplace != nil {
		a.workplace = newWorkplace(a)
		a.resume(nil)
		a.showState()
	}
}

// settingsChanged reads this machine's settings again and follows them.
func (a *App) settingsChanged() {
	var read localSettings
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		read, err = readSettings(ctx, a.counter)
		return err
	}, func(err error) {
		if err != nil {
			a.options.Trouble(err)
			return
		}
		a.idle.limit = read.lockAfter()
		a.apply(read.lang, read.scale)
		a.colourOwner(read.contrast)
		a.learnPrefix()
		a.refresh()
		a.askPrinter()
	})
}

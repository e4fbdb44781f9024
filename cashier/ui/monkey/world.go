package monkey

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// World is the window on a book of its own, in a bubble.
type World struct {
	t      *testing.T
	seed   uint64
	book   string
	paper  *paper
	window fyne.Window
	app    *ui.App
	agenda *agenda
	// worker is the spool whose worker prints. What the window enqueues goes to another spool on the same book, so that
	// the worker does not wake while a job is still running: it is woken when the job has ended.
	worker *spool.Spool

	trail    []Input
	handling *Input
	pressed  map[fyne.KeyName]time.Time
	lastAt   time.Time
	mouse    fyne.CanvasObject
	mouseAt  time.Time

	pictures *pictures
	views    *views
	// seen says what stood on the screen before a payment's key: what was drawn and the desk's own View must both say so.
	seen     Seen
	payments payments

	mutex    sync.Mutex // guards what other goroutines report
	troubles []error

	faults []Fault
	// broken says that a panic ended the window, hasEnd that somebody quit the program.
	broken, hasEnd bool
	// hasBeenAtReceipts says whether who is signed in looked at the receipts already.
	hasBeenAtReceipts bool
}

// inWorld opens a window on a fresh book in a bubble and lets play act in it. The faults found are given; a fault of the
// world itself fails the test.
func inWorld(t *testing.T, seed uint64, play func(w *World)) (found *World) {
	t.Helper()
	folder := wordyFolder(t)
	t.Setenv("HOME", filepath.Join(folder, "home"))
	book := copyBook(t, folder)
	paper := newPaper(t)
	_ = uitest.NewWindow(t, nil) // The toolkit's app must not belong to a bubble.
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(morning)
		found = &World{t: t, seed: seed, book: book, paper: paper, agenda: newAgenda(seed), pressed: map[fyne.KeyName]time.Time{}}
		found.pictures, found.views = &pictures{}, &views{}
		found.seen = witnesses{found.pictures, found.views}
		found.window = uitest.NewWindow(t, nil)
		widgets.Clock, widgets.Later = time.Now, found.agenda.Later // the bubble's
		found.agenda.input = func() *Input { return found.handling }
		found.agenda.around = found.aroundJob
		defer found.close()
		found.open()
		found.lastAt = time.Now()
		play(found)
	})
	return found
}

// wordyFolder makes a folder of the test without a figure in its path, which stands on screens: it must not look like a PIN.
func wordyFolder(t *testing.T) string {
	name := "monkey-"
	for range 12 {
		name += string(rune('a' + rand.IntN(26)))
	}
	folder := filepath.Join(os.TempDir(), name)
	require.NoError(t, os.Mkdir(folder, 0o700))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	return folder
}

// open starts the program on the book, at the beginning and after somebody quit it.
func (w *World) open() {
	w.hasEnd = false
	w.app = ui.New(w.window, ui.Options{Book: w.book, Printer: w.paper.setting(), Trouble: w.trouble, Quit: w.quit,
		SetTheme: func() { uitest.SetScale(scaleNow()) },
		Shell:    shell.Options{Go: w.agenda.Go, Post: w.agenda.Post, Later: w.agenda.Later}})
	w.app.Start()
	w.Settle()
	counter := w.app.Counter()
	require.NotNil(w.t, counter, "the book did not open")
	w.worker = counter.Printing.Spool
	counter.Printing.Spool = spool.New(counter.Book.Store, nil, nil, spool.Events{Now: counter.Book.Journal.Now})
	w.payments.book = counter.Book
}

func (w *World) quit() {
	w.hasEnd = true
	w.agenda.clear()
}

// close ends the program, whatever state a fault left it in.
func (w *World) close() {
	w.Settle()
	w.guarded("close", func() {
		if err := w.app.Close(); err != nil {
			w.fault("close", "the book does not close: "+err.Error())
		}
	})
	w.agenda.clear()
	w.lookInFiles()
}

// aroundJob does the work of a job on its goroutine, looks for a payment that it made, and wakes the printer's worker
// where it put something into the queue.
func (w *World) aroundJob(by *job, work func()) {
	before := w.payments.queue()
	work()
	w.payments.look(by)
	if w.worker != nil && w.payments.queue() != before {
		w.worker.Wake()
	}
}

// trouble takes what the program would have written into its log.
func (w *World) trouble(err error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.troubles = append(w.troubles, err)
}

// takeTroubles returns what was logged since the last call.
func (w *World) takeTroubles() []error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	taken := w.troubles
	w.troubles = nil
	return taken
}

// isHarmless says whether something logged is part of a hectic day: too much asked at once, or the end of the program.
func isHarmless(err error) bool {
	return errors.Is(err, shell.ErrBusy) || errors.Is(err, context.Canceled)
}

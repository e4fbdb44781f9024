package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// idle tells for how long nobody did anything. The toolkit gives keys to the focused part alone, so what a person does
// is read from what it changes: the screen, the dialog, the focus, the text in it.
type idle struct {
	limit time.Duration // 0 never locks
	seen  trace
	since time.Time
}

// trace is what a person's doing leaves behind.
type trace struct {
	screen  shell.Screen
	top     fyne.CanvasObject
	focused fyne.Focusable
	text    string
	row     int
	from    int // where a selection begins; row is then its end
}

func traceOf(frame *shell.Shell) trace {
	canvas := frame.Canvas()
	left := trace{screen: frame.Current(), top: canvas.Overlays().Top(), focused: canvas.Focused()}
	switch part := left.focused.(type) {
	case *widgets.KeyEntry:
		left.text, left.row = part.Text, part.CursorColumn
	case *widgets.DigitEntry:
		left.text = part.Text()
		left.from, left.row = part.Selection()
	case *widgets.DataTable:
		left.row = part.Cursor()
	}
	return left
}

// touch begins the time anew.
func (i *idle) touch() { i.since = time.Now() }

// isOver looks again, and says whether the limit has passed.
func (i *idle) isOver(frame *shell.Shell, now time.Time) bool {
	left := traceOf(frame)
	if left != i.seen || i.since.IsZero() {
		i.seen, i.since = left, now
		return false
	}
	return i.limit > 0 && now.Sub(i.since) >= i.limit
}

// tick is called each second: the clock, the lock, and now and then the printer and the state.
func (a *App) tick() { a.tickAt(time.Now()) }

func (a *App) tickAt(now time.Time) {
	a.frame.SetClock(a.clockWords(now))
	a.giveBack(now)
	if a.owner != nil {
		a.owner.Tick()
	}
	if a.counter == nil || a.isLocked {
		return
	}
	if a.idle.isOver(a.frame, now) {
		a.lockWith(a.frame.Text("ui.locked"))
		return
	}
	if now.Second() == 0 || now.Second() == 30 {
		a.refresh()
		a.askPrinter()
	}
}

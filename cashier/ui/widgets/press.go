package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Clock returns the time at which a key or a character arrives. Tests replace it.
var Clock = time.Now

// press is one key held down: when it went down, with which event, and whether it repeats by now.
type press struct {
	at       time.Time
	event    *fyne.KeyEvent
	repeated bool
	// replayed keeps a key that is handled later than it was typed from being taken for a repeat.
	replayed bool
}

// presses are the keys held down. Only one window has the keyboard, and only the UI thread comes here.
var presses = map[fyne.KeyName]press{}

// handling is the key that was typed last: while its handler runs, the one being handled.
var handling fyne.KeyName

// typedAt is when a character was last typed into an entry.
var typedAt time.Time

// downs counts the keys that went down, and lastDown is when the newest did.
var (
	downs    uint64
	lastDown time.Time
)

// Downs returns how many keys went down so far, a held one once, and when the newest did.
func Downs() (count uint64, last time.Time) { return downs, lastDown }

// Pressed returns what PressedAt returns for the key being handled.
func Pressed() (at time.Time, fresh bool) { return PressedAt(handling) }

// KeyDown records that a key went down. Every part that can have the focus calls it, and so does the
// shell for the window in which nothing has the focus.
func KeyDown(event *fyne.KeyEvent) {
	if event != nil && event.Name != "" {
		lastDown = Clock()
		downs++
		presses[event.Name] = press{at: lastDown, event: event}
	}
}

// ForgetPresses begins anew for another window: no key is down in it, and nothing was covered.
func ForgetPresses() {
	clear(presses)
	uncovered = time.Time{}
}

// KeyUp records that a key was let go.
func KeyUp(event *fyne.KeyEvent) {
	if event != nil {
		delete(presses, event.Name)
	}
}

// KeyTyped records that a typed key arrived, before anything is done about it. The driver types the
// event that went down, and a new event for each repeat of a key that is held; so the same event may
// be recorded on its way from the focused part to the dialog and the shell.
func KeyTyped(event *fyne.KeyEvent) {
	if event == nil {
		return
	}
	handling = event.Name
	if held, isDown := presses[event.Name]; isDown && !held.replayed && held.event != event {
		held.repeated = true
		presses[event.Name] = held
	}
}

// PressedAt returns when the key of that name last went down, and whether the key that is being
// handled is that press itself and not a repeat of it. A key that nobody saw going down counts as
// pressed now.
func PressedAt(name fyne.KeyName) (at time.Time, fresh bool) {
	held, isDown := presses[name]
	if !isDown {
		return Clock(), true
	}
	return held.at, !held.repeated
}

// isShiftDown says whether one of the Shift keys is held down: moving the cursor then selects.
func isShiftDown() bool {
	_, left := presses[desktop.KeyShiftLeft]
	_, right := presses[desktop.KeyShiftRight]
	return left || right
}

// keyable makes a focusable part tell which keys go down and up while it has the focus.
type keyable struct{}

// KeyDown implements desktop.Keyable.
func (keyable) KeyDown(event *fyne.KeyEvent) { KeyDown(event) }

// KeyUp implements desktop.Keyable.
func (keyable) KeyUp(event *fyne.KeyEvent) { KeyUp(event) }

// AsPressed handles a key that was typed earlier: while do runs, PressedAt answers what it answered then.
func AsPressed(name fyne.KeyName, at time.Time, fresh bool, do func()) {
	before, isDown := presses[name]
	handling = name
	presses[name] = press{at: at, repeated: !fresh, replayed: true}
	defer func() {
		delete(presses, name)
		if isDown {
			presses[name] = before
		}
	}()
	do()
}

// IsPress says whether the key being handled may do what it stands for. A key that is held goes on moving, deleting and
// ticking; every other key must be pressed anew, so that none of its repeats means something to what came after it.
func IsPress(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd,
		fyne.KeyBackspace, fyne.KeyDelete, fyne.KeySpace, fyne.KeyTab:
		return true
	}
	_, fresh := PressedAt(name)
	return fresh
}

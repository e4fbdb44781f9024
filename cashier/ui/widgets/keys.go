package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/guard"
)

// step begins every method of a part that the toolkit calls because a person did something, and its end is deferred: a panic in what a
// screen hung onto the part must not cross the window system's own code.
var step = guard.Step

// KeyTaker is an overlay that wants the keys its focused part did not use; Dialog is one.
type KeyTaker interface{ TypedKey(*fyne.KeyEvent) }

// ForwardKey hands a key that from did not use to the dialog on top of its window, or else to the
// window's key handler, which the shell owns. Fyne gives keys to the focused widget alone.
func ForwardKey(from fyne.CanvasObject, event *fyne.KeyEvent) {
	defer step()()
	window := windowOf(from)
	if window == nil || event == nil || event.Name == "" {
		return
	}
	if DispatchToOverlay(window, event) {
		return
	}
	if handler := window.OnTypedKey(); handler != nil {
		handler(event)
	}
}

// windowOf returns the window that part is in, nil for none. The toolkit knows it only once part was painted; one that was
// made just now and has the focus already gets keys that were held for it.
func windowOf(part fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if window := driver.CanvasForObject(part); window != nil {
		return window
	}
	for _, window := range driver.AllWindows() {
		if any(window.Canvas().Focused()) == any(part) {
			return window.Canvas()
		}
	}
	return nil
}

// DispatchToOverlay returns event to the topmost overlay of window. It says true when there is an
// overlay: then nothing below may act on the key. F1 is the exception, because who does not know what to press in a dialog
// asks there: it goes to the window, whose key card lies over the dialog.
func DispatchToOverlay(window fyne.Canvas, event *fyne.KeyEvent) bool {
	KeyTyped(event)
	top := window.Overlays().Top()
	if top == nil || event.Name == fyne.KeyF1 {
		return false
	}
	if taker, ok := top.(KeyTaker); ok {
		taker.TypedKey(event)
	}
	return true
}

// ForwardRune hands a character that from did not use to the window's character handler. Under a dialog it is nobody's, and may be a scanner's.
func ForwardRune(from fyne.CanvasObject, character rune) {
	defer step()()
	window := windowOf(from)
	if window == nil {
		return
	}
	if handler := window.OnTypedRune(); handler != nil && window.Overlays().Top() == nil {
		handler(character)
		return
	}
	Arrive(character)
}

// TypeRune hands a character that waited to whatever has the keyboard now, as the driver does.
func TypeRune(window fyne.Canvas, character rune) {
	if window == nil {
		return
	}
	if focused := window.Focused(); focused != nil {
		focused.TypedRune(character)
	} else if handler := window.OnTypedRune(); handler != nil {
		handler(character)
	}
}

// TypeKey is TypeRune for a key.
func TypeKey(window fyne.Canvas, event *fyne.KeyEvent) {
	if window == nil {
		return
	}
	if focused := window.Focused(); focused != nil {
		focused.TypedKey(event)
	} else if handler := window.OnTypedKey(); handler != nil {
		handler(event)
	}
}

// chordHandlers are the shells' handlers of key chords, by window.
var chordHandlers = map[fyne.Canvas]func(*desktop.CustomShortcut){}

// SetChordHandler sets who gets the chords of window; nil takes the handler away. The shell sets it:
// Fyne gives a chord to the focused part or else to the window's own shortcuts, never to both.
func SetChordHandler(window fyne.Canvas, handler func(*desktop.CustomShortcut)) {
	if handler == nil {
		delete(chordHandlers, window)
		return
	}
	chordHandlers[window] = handler
}

// HandleChord returns a chord to the handler of window, which knows what a dialog keeps from it.
func HandleChord(window fyne.Canvas, shortcut fyne.Shortcut) {
	defer step()()
	chord, isChord := shortcut.(*desktop.CustomShortcut)
	if handler := chordHandlers[window]; handler != nil && isChord {
		handler(chord)
	}
}

// ForwardShortcut hands a key chord that from did not use to the handler of its window.
func ForwardShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	if window := windowOf(from); window != nil {
		HandleChord(window, shortcut)
	}
}

// IsEnter says whether name is Enter, of the main keys or of the keypad.
func IsEnter(name fyne.KeyName) bool { return name == fyne.KeyReturn || name == fyne.KeyEnter }

// isCommandKey says whether name is a key that never edits a single line of text.
func isCommandKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyUp, fyne.KeyDown, fyne.KeyInsert:
		return true
	}
	return isFunctionKey(name)
}

// isFunctionKey says whether name is one of F1 to F12.
func isFunctionKey(name fyne.KeyName) bool {
	return len(name) >= 2 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
}

// isEditingChord says whether shortcut moves or deletes by word inside a line of text.
func isEditingChord(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if !ok {
		return true // Copy, paste, cut, select all, undo and redo belong to the entry.
	}
	switch custom.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

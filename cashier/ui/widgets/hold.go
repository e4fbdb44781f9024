package widgets

import "fyne.io/fyne/v2"

// Holder keeps what is typed while a screen waits for an answer.
type Holder interface {
	HoldRune(character rune)
	HoldKey(event *fyne.KeyEvent)
	HoldShortcut(shortcut fyne.Shortcut)
}

// holder has whatever is typed, nil while nobody waits. Only one window has the keyboard.
var holder Holder

// SetHolder lets holder have whatever is typed from now on, into whichever part; nil ends that. The focus stays where it is,
// so that a wait too short to be seen draws nothing.
func SetHolder(with Holder) { holder = with }

// isHeld says whether what is typed into part is the holder's. A dialog that lies over the window keeps its own.
func isHeld(part fyne.CanvasObject) bool {
	if holder == nil {
		return false
	}
	window := windowOf(part)
	return window == nil || window.Overlays().Top() == nil
}

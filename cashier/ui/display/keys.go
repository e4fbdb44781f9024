package display

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// PassKeys hands on what is typed while the owner's window has the keyboard: a scanner types into whichever window was clicked last. The
// counter's window asks for the keyboard back at the same time.
func PassKeys(from, to fyne.Window) {
	from.Canvas().SetOnTypedRune(func(character rune) {
		to.RequestFocus()
		if part := to.Canvas().Focused(); part != nil {
			part.TypedRune(character)
		} else if take := to.Canvas().OnTypedRune(); take != nil {
			take(character)
		}
	})
	from.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		to.RequestFocus()
		if part := to.Canvas().Focused(); part != nil {
			part.TypedKey(key)
		} else if take := to.Canvas().OnTypedKey(); take != nil {
			take(key)
		}
	})
	down, hasDown := from.Canvas().(desktop.Canvas)
	there, hasThere := to.Canvas().(desktop.Canvas)
	if hasDown && hasThere { // when a key went down is what says which sum its person had seen
		down.SetOnKeyDown(func(key *fyne.KeyEvent) {
			if take := there.OnKeyDown(); take != nil {
				take(key)
			}
		})
		down.SetOnKeyUp(func(key *fyne.KeyEvent) {
			if take := there.OnKeyUp(); take != nil {
				take(key)
			}
		})
	}
}

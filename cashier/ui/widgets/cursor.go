package widgets

import "fyne.io/fyne/v2"

// Cursor is where the next letter goes in an entry, and what it replaces.
type Cursor struct {
	text     string
	from, to int
}

// CursorOf returns the cursor of an entry; ok is false for what is none.
func CursorOf(part fyne.Focusable) (cursor Cursor, ok bool) {
	switch entry := part.(type) {
	case *DigitEntry:
		from, to := entry.Selection()
		return Cursor{entry.Text(), from, to}, true
	case *KeyEntry:
		if selected := entry.SelectedText(); selected != "" && selected == entry.Text {
			return Cursor{entry.Text, 0, len([]rune(entry.Text))}, true
		}
		return Cursor{entry.Text, entry.CursorColumn, entry.CursorColumn}, true
	}
	return Cursor{}, false
}

// PutCursor puts the cursor back into an entry that was made anew and holds the same text: taking the keyboard selects
// all of it, and the next letter of somebody in the middle of a number would replace what stands there.
func PutCursor(part fyne.Focusable, cursor Cursor) {
	switch entry := part.(type) {
	case *DigitEntry:
		if entry.Text() == cursor.text {
			entry.move(entry.figures.movedTo(cursor.from, false).movedTo(cursor.to, true))
		}
	case *KeyEntry:
		if entry.Text != cursor.text || cursor.from != cursor.to {
			return
		}
		entry.selectNothing()
		entry.CursorColumn = cursor.from
		entry.Refresh()
	}
}

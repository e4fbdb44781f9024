package widgets

// figures are the text of a DigitEntry with its cursor and selection, as offsets into the text. What
// lies between anchor and cursor is selected.
type figures struct {
	text           string
	cursor, anchor int
}

// allOf returns text selected as a whole, with the cursor behind it.
func allOf(text string) figures { return figures{text: text, cursor: len(text)} }

// selection returns where the selection begins and ends; both are the cursor where nothing is selected.
func (f figures) selection() (from, to int) {
	return min(f.cursor, f.anchor), max(f.cursor, f.anchor)
}

// hasSelection says whether anything is selected.
func (f figures) hasSelection() bool { return f.cursor != f.anchor }

// selected returns the text of the selection.
func (f figures) selected() string {
	from, to := f.selection()
	return f.text[from:to]
}

// with returns the figures with piece in the place of the selection, or at the cursor.
func (f figures) with(piece string) figures {
	from, to := f.selection()
	at := from + len(piece)
	return figures{text: f.text[:from] + piece + f.text[to:], cursor: at, anchor: at}
}

// movedTo returns the figures with the cursor at an offset, held inside the text. Where the move
// selects, the selection reaches from where it began to there.
func (f figures) movedTo(at int, selects bool) figures {
	f.cursor = min(max(at, 0), len(f.text))
	if !selects {
		f.anchor = f.cursor
	}
	return f
}

// stepped returns the figures with the cursor one place further. Without Shift a selection ends, and
// the cursor stands at that end of it.
func (f figures) stepped(by int, selects bool) figures {
	if !f.hasSelection() || selects {
		return f.movedTo(f.cursor+by, selects)
	}
	from, to := f.selection()
	if by < 0 {
		return f.movedTo(from, false)
	}
	return f.movedTo(to, false)
}

// erased returns the figures without the selection, or without what lies between the cursor and an
// offset where nothing is selected.
func (f figures) erased(upTo int) figures {
	if !f.hasSelection() {
		f = f.movedTo(upTo, true)
	}
	return f.with("")
}

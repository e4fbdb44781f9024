package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/ledger/money"
)

// TypedRune takes a digit or a dot; other characters are dropped.
func (d *DigitEntry) TypedRune(character rune) {
	defer step()()
	if isHeld(d) {
		holder.HoldRune(character)
		return
	}
	typedAt = Clock()
	if d.OnRune != nil && d.OnRune(character) {
		d.scan.forget()
		return
	}
	character = money.HalfWidth(character)
	d.scan.see(character, d.figures)
	if character >= '0' && character <= '9' || character == '.' {
		d.typeFigure(string(character))
	}
}

// typeFigure puts a digit or a dot in. A dot before all figures has a 0 before it.
func (d *DigitEntry) typeFigure(character string) {
	next := d.figures.with(character)
	if strings.HasPrefix(next.text, ".") && character == "." {
		next = d.figures.with("0.")
	}
	d.edit(next, true)
}

// TypedKey edits the figures, and passes on what does not. The Enter that ends a scan does nothing
// else.
func (d *DigitEntry) TypedKey(event *fyne.KeyEvent) {
	defer step()()
	if event != nil && isHeld(d) {
		holder.HoldKey(event)
		return
	}
	if event == nil || event.Name == "" {
		return
	}
	KeyTyped(event)
	if IsEnter(event.Name) && d.endScan() {
		return
	}
	if d.OnKey != nil && d.OnKey(event.Name) {
		return
	}
	if len(event.Name) == 1 && strings.Contains("0123456789.", string(event.Name)) {
		// These come again as characters, which TypedRune takes.
		if _, fresh := PressedAt(event.Name); !fresh {
			d.scan.forget() // A key is held down: no scanner does that.
		}
		return
	}
	switch {
	case IsEnter(event.Name) && d.OnSubmitted != nil:
		if IsPress(event.Name) {
			d.submit()
		}
	case !d.editingKey(event.Name):
		ForwardKey(d, event)
	}
}

// editingKey moves the cursor or deletes, and says whether name is a key that does.
func (d *DigitEntry) editingKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyLeft:
		d.move(d.figures.stepped(-1, isShiftDown()))
	case fyne.KeyRight:
		d.move(d.figures.stepped(1, isShiftDown()))
	case fyne.KeyHome:
		d.move(d.figures.movedTo(0, isShiftDown()))
	case fyne.KeyEnd:
		d.move(d.figures.movedTo(len(d.figures.text), isShiftDown()))
	case fyne.KeyBackspace:
		d.edit(d.figures.erased(d.figures.cursor-1), false)
	case fyne.KeyDelete:
		d.edit(d.figures.erased(d.figures.cursor+1), false)
	default:
		return false
	}
	return true
}

// TypedShortcut edits the figures, and passes other chords on. Nothing leaves a PIN entry by the
// clipboard.
func (d *DigitEntry) TypedShortcut(shortcut fyne.Shortcut) {
	defer step()()
	if isHeld(d) {
		holder.HoldShortcut(shortcut)
		return
	}
	switch chord := shortcut.(type) {
	case *fyne.ShortcutSelectAll:
		d.move(allOf(d.figures.text))
	case *fyne.ShortcutCopy:
		d.copy(chord.Clipboard)
	case *fyne.ShortcutCut:
		if d.copy(chord.Clipboard) {
			d.edit(d.figures.with(""), false)
		}
	case *fyne.ShortcutPaste:
		if pasted, ok := money.Typed(chord.Clipboard.Content()); ok {
			d.edit(d.figures.with(pasted), false)
		}
	case *fyne.ShortcutUndo:
		d.undo()
	case *desktop.CustomShortcut:
		if !d.editingChord(chord) {
			ForwardShortcut(d, shortcut)
		}
	}
}

// copy puts the selection on the clipboard, and says whether it did.
func (d *DigitEntry) copy(clipboard fyne.Clipboard) bool {
	if d.kind == secretDigits || !d.figures.hasSelection() {
		return false
	}
	clipboard.SetContent(d.figures.selected())
	return true
}

// editingChord moves the cursor or deletes by word, which here is all the figures on that side, and
// says whether it did.
func (d *DigitEntry) editingChord(chord *desktop.CustomShortcut) bool {
	if !isEditingChord(chord) || chord.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	selects := chord.Modifier&fyne.KeyModifierShift != 0
	switch chord.KeyName {
	case fyne.KeyLeft, fyne.KeyHome:
		d.move(d.figures.movedTo(0, selects))
	case fyne.KeyRight, fyne.KeyEnd:
		d.move(d.figures.movedTo(len(d.figures.text), selects))
	case fyne.KeyBackspace:
		d.edit(d.figures.erased(0), false)
	case fyne.KeyDelete:
		d.edit(d.figures.erased(len(d.figures.text)), false)
	}
	return true
}

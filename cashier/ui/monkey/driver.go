package monkey

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// Do lets one input happen, its Gap after the one before, and looks at what must hold.
func (w *World) Do(input Input) {
	w.Wait(input.Gap)
	if w.broken {
		return
	}
	if w.hasEnd {
		w.reopen()
	}
	input.when = time.Now()
	input.Gap = input.when.Sub(w.lastAt) // With what was waited for in between, so that a script plays the same again.
	input.pressed = w.pressedAt(input)
	w.lastAt = input.when
	w.trail = append(w.trail, input)
	w.handling = &input
	w.guarded(string(input.Deed), func() { w.deliver(input) })
	w.handling = nil
	w.Wait(0)
	w.look()
}

// reopen starts the program again after somebody quit it.
func (w *World) reopen() {
	w.guarded("close", func() { _ = w.app.Close() }) // It is closed already: this only waits for that.
	w.open()
}

// pressedAt returns when the key or button went down to which an input belongs.
func (w *World) pressedAt(input Input) time.Time {
	switch input.Deed {
	case press, mouseDown:
		w.pressed[input.Key] = input.when
		w.mouseAt = input.when
		return input.when
	case mouseUp, character:
		return w.mouseAt // The newest press of all: a character follows its key at once.
	}
	return w.pressed[input.Key]
}

func (w *World) deliver(input Input) {
	window := w.window.Canvas()
	switch input.Deed {
	case press, repeat, letGo:
		w.key(input)
	case character:
		if focused := window.Focused(); focused != nil {
			focused.TypedRune(input.Rune)
		} else if handler := window.OnTypedRune(); handler != nil {
			handler(input.Rune)
		}
	case mouseDown:
		w.mousePressed(input.At)
	case mouseUp:
		w.mouseReleased(input.At)
	case resize:
		w.resize(fyne.NewSize(input.At.X, input.At.Y), input.Word)
	case printer:
		w.paper.set(w.t, input.Word)
	case bookPace:
		w.agenda.setManner(mannerOf(input.Word))
	}
}

// resize returns the window another size, and where nothing lies over it another text scale, as the settings do.
func (w *World) resize(size fyne.Size, scale string) {
	window := w.window.Canvas()
	w.window.Resize(size)
	for _, overlay := range window.Overlays().List() {
		overlay.Resize(window.Size()) // The real window does so.
	}
	factor, err := strconv.ParseFloat(scale, 32)
	if err != nil || window.Overlays().Top() != nil || float32(factor) == look.AskedScale() {
		return
	}
	uitest.SetScale(float32(factor))
	w.app.Frame().Rebuild()
}

// key is processKeyPressed of the toolkit's driver: down or up to who can tell them apart, then Tab and chords, then the
// key itself.
func (w *World) key(input Input) {
	window, event := w.window.Canvas(), &fyne.KeyEvent{Name: input.Key}
	if input.Deed != repeat {
		w.downOrUp(input, event)
	}
	if input.Deed == letGo {
		return
	}
	const chord = fyne.KeyModifierControl | fyne.KeyModifierAlt | fyne.KeyModifierSuper
	switch {
	case input.Key == fyne.KeyTab && input.Modifier&chord == 0 && !w.capturesTab():
		if input.Modifier&fyne.KeyModifierShift != 0 {
			window.FocusPrevious()
		} else {
			window.FocusNext()
		}
	case input.Modifier&chord != 0:
		w.chord(shortcutOf(input))
	default:
		if focused := window.Focused(); focused != nil {
			focused.TypedKey(event)
		} else if handler := window.OnTypedKey(); handler != nil {
			handler(event)
		}
	}
}

func (w *World) downOrUp(input Input, event *fyne.KeyEvent) {
	window := w.window.Canvas()
	if focused := window.Focused(); focused != nil {
		keyable, ok := focused.(desktop.Keyable)
		switch {
		case ok && input.Deed == press:
			keyable.KeyDown(event)
		case ok:
			keyable.KeyUp(event)
		}
		return
	}
	// The real canvas tells the shell's handlers; the test driver's has none, so they are called here.
	if input.Deed == press {
		widgets.KeyDown(event)
		return
	}
	widgets.KeyUp(event)
}

func (w *World) capturesTab() bool {
	tabbable, ok := w.window.Canvas().Focused().(fyne.Tabbable)
	return ok && tabbable.AcceptsTab()
}

// shortcutOf returns what the driver makes of a key with Ctrl.
func shortcutOf(input Input) fyne.Shortcut {
	clipboard := fyne.CurrentApp().Clipboard()
	if input.Modifier == fyne.KeyModifierControl {
		switch input.Key {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: clipboard}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{Clipboard: clipboard}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: clipboard}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return &desktop.CustomShortcut{KeyName: input.Key, Modifier: input.Modifier}
}

// chord goes to the focused part, or else to the window's own chords, which the shell hands to its handler.
func (w *World) chord(shortcut fyne.Shortcut) {
	if focused, ok := w.window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(shortcut)
		return
	}
	widgets.HandleChord(w.window.Canvas(), shortcut)
}

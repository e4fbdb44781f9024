package uitest

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/ui/widgets"
)

// The pace of a person who looks before pressing a key, and who types figures on a keypad.
const (
	lookPace = 700 * time.Millisecond
	typePace = 90 * time.Millisecond
	// repeatPace is how fast a key that is held repeats.
	repeatPace = 33 * time.Millisecond
)

// now is the time of the hands: it goes on with each key, whatever the machine takes.
var now = time.Date(2026, 11, 21, 10, 24, 0, 0, time.UTC)

// rushed is how long passes between keys while Rush is at work, below zero while nothing rushes.
var rushed time.Duration = -1

func clock() time.Time { return now }

// Wait lets time pass.
func Wait(span time.Duration) { now = now.Add(span) }

// Rush lets do press and type with so much time between two keys, instead of a person's.
func Rush(gap time.Duration, do func()) {
	defer func(before time.Duration) { rushed = before }(rushed)
	rushed = gap
	do()
}

func pass(span time.Duration) {
	if rushed >= 0 {
		span = rushed
	}
	Wait(span)
}

// Press presses and releases keys one after the other, as the driver does.
func Press(window fyne.Window, names ...fyne.KeyName) {
	for _, name := range names {
		Hold(window, name, 1)
	}
}

// Hold presses a key and keeps it down until it was typed so many times: the driver tells once that
// the key went down and once that it came up. A figure, a sign of the keypad and the space bar type their character
// each time too.
func Hold(window fyne.Window, name fyne.KeyName, times int) {
	event := &fyne.KeyEvent{Name: name}
	pass(lookPace)
	keyDown(window, event)
	for i := range times {
		if i > 0 {
			Wait(repeatPace)
		}
		typeKey(window, event)
		if name == fyne.KeySpace {
			typeRune(window, ' ')
		} else if len(name) == 1 && strings.Contains("0123456789./*+-", string(name)) {
			typeRune(window, rune(name[0]))
		}
		event = &fyne.KeyEvent{Name: name}
	}
	keyUp(window, event)
}

// PressShift presses keys while Shift is held down.
func PressShift(window fyne.Window, names ...fyne.KeyName) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	keyDown(window, shift)
	typeKey(window, shift)
	Press(window, names...)
	keyUp(window, shift)
}

// Type types characters alone, as a driver with an input method does; Press has the keys with them.
func Type(window fyne.Window, text string) {
	for _, character := range text {
		pass(typePace)
		typeRune(window, character)
	}
}

// Chord presses a key with a modifier, as the driver does: Ctrl with A, C, V, X and Z has a meaning
// of its own, with the clipboard of the app.
func Chord(window fyne.Window, modifier fyne.KeyModifier, name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	pass(lookPace)
	keyDown(window, event)
	shortcut := shortcutOf(modifier, name)
	if focused, ok := window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(shortcut)
	} else {
		widgets.HandleChord(window.Canvas(), shortcut)
	}
	keyUp(window, event)
}

// shortcutOf returns what the driver makes of a chord.
func shortcutOf(modifier fyne.KeyModifier, name fyne.KeyName) fyne.Shortcut {
	if modifier == fyne.KeyModifierControl {
		clipboard := fyne.CurrentApp().Clipboard()
		switch name {
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{Clipboard: clipboard}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{Clipboard: clipboard}
		case fyne.KeyX:
			return &fyne.ShortcutCut{Clipboard: clipboard}
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		}
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifier}
}

// Paste puts text on the clipboard and presses Ctrl V.
func Paste(window fyne.Window, text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	Chord(window, fyne.KeyModifierControl, fyne.KeyV)
}

// keyDown tells the focused part that a key goes down. With nothing focused the driver tells the
// window's handler, which the test window has not: it hands on to widgets, as the shell's does.
func keyDown(window fyne.Window, event *fyne.KeyEvent) {
	if focused := window.Canvas().Focused(); focused == nil {
		widgets.KeyDown(event)
	} else if part, ok := focused.(desktop.Keyable); ok {
		part.KeyDown(event)
	}
}

// keyUp tells whatever has the focus by now that a key comes up.
func keyUp(window fyne.Window, event *fyne.KeyEvent) {
	if focused := window.Canvas().Focused(); focused == nil {
		widgets.KeyUp(event)
	} else if part, ok := focused.(desktop.Keyable); ok {
		part.KeyUp(event)
	}
}

// typeKey returns a key to the focused part, or to the window's handler when there is none; Tab moves
// the focus instead.
func typeKey(window fyne.Window, event *fyne.KeyEvent) {
	if event.Name == fyne.KeyTab {
		window.Canvas().FocusNext()
	} else if focused := window.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
	} else if handler := window.Canvas().OnTypedKey(); handler != nil {
		handler(event)
	}
}

func typeRune(window fyne.Window, character rune) {
	if focused := window.Canvas().Focused(); focused != nil {
		focused.TypedRune(character)
	} else if handler := window.Canvas().OnTypedRune(); handler != nil {
		handler(character)
	}
}

package monkey

import (
	"time"

	"fyne.io/fyne/v2"
)

// human is the pace of a hand that knows the keys, for scripts.
const human = 180 * time.Millisecond

// Press presses a key for a short while, gap after whatever was before.
func (w *World) Press(gap time.Duration, names ...fyne.KeyName) {
	for _, name := range names {
		w.stroke(gap, name, 0, min(gap/2, 40*time.Millisecond), 0)
	}
}

// Chord presses a key with Ctrl.
func (w *World) Chord(gap time.Duration, name fyne.KeyName) {
	w.stroke(gap, name, fyne.KeyModifierControl, 20*time.Millisecond, 0)
}

// Type types characters, each with its key.
func (w *World) Type(gap time.Duration, text string) {
	for _, letter := range text {
		w.stroke(gap, keyOf(letter), 0, min(gap/2, 40*time.Millisecond), letter)
	}
}

// Hold presses a key and keeps it down for so many repeats, as a keyboard sends them.
func (w *World) Hold(gap time.Duration, name fyne.KeyName, repeats int) {
	w.Do(Input{Gap: gap, Deed: press, Key: name})
	for index := range repeats {
		pause := 33 * time.Millisecond
		if index == 0 {
			pause = 500 * time.Millisecond
		}
		w.Do(Input{Gap: pause, Deed: repeat, Key: name})
	}
	w.Do(Input{Gap: 10 * time.Millisecond, Deed: letGo, Key: name})
}

// Pace says how late the book answers from now on: "prompt", "late", or a duration.
func (w *World) Pace(word string) { w.Do(Input{Deed: bookPace, Word: word}) }

// Tap presses the mouse's button at a place and lets it go.
func (w *World) Tap(gap time.Duration, at fyne.Position) {
	w.Do(Input{Gap: gap, Deed: mouseDown, At: at})
	w.Do(Input{Gap: 50 * time.Millisecond, Deed: mouseUp, At: at})
}

// stroke is a key down, its character if it has one, and the key up.
func (w *World) stroke(gap time.Duration, name fyne.KeyName, modifier fyne.KeyModifier, held time.Duration, letter rune) {
	w.Do(Input{Gap: gap, Deed: press, Key: name, Modifier: modifier})
	if letter != 0 {
		w.Do(Input{Deed: character, Rune: letter})
	}
	w.Do(Input{Gap: held, Deed: letGo, Key: name, Modifier: modifier})
}

// keyOf returns the key on which a character stands; those of an input method come without one.
func keyOf(letter rune) fyne.KeyName {
	switch {
	case letter == ' ':
		return fyne.KeySpace
	case letter >= 'a' && letter <= 'z':
		return fyne.KeyName(letter - 'a' + 'A')
	case letter < 128:
		return fyne.KeyName(letter)
	}
	return ""
}

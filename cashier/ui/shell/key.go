package shell

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/assets"
)

// Key is one line of a screen's key table: it feeds the dispatcher, the key bar and the key card.
type Key struct {
	// Name is Fyne's name of the key. fyne.KeyReturn stands for both Enter keys. F10 is refused.
	Name fyne.KeyName
	// Modifier is 0, or fyne.KeyModifierControl, perhaps with Shift. Alt is refused.
	Modifier fyne.KeyModifier
	// Label says what the key does, in a word or two.
	Label string
	// Cap overrides the words on the key cap, as "↑↓" or "0–9".
	Cap string
	// Do does it. nil is a key that the focused part handles itself: it is only shown.
	Do func()
	// Anywhere lets a chord work over a dialog too.
	Anywhere bool
	// Quiet keeps the key out of the key bar; the key card still has it.
	Quiet bool
	// Off says that the key has nothing to do as the screen stands: it is drawn pale and a tap on it does nothing. A press
	// still comes to Do, which may say why.
	Off bool
}

// allowed says whether the key may be bound: F10 and Alt open menus on Windows.
func (k Key) allowed() bool {
	return k.Name != "" && k.Name != fyne.KeyF10 && k.Modifier&fyne.KeyModifierAlt == 0
}

// matches says whether a plain key press is this key.
func (k Key) matches(name fyne.KeyName) bool {
	if k.Modifier != 0 || k.Do == nil {
		return false
	}
	return k.Name == name || (k.Name == fyne.KeyReturn && name == fyne.KeyEnter)
}

// shortcut returns the chord of a key with a modifier.
func (k Key) shortcut() *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Modifier}
}

// capIn returns the words on the key cap in lang.
func (k Key) capIn(lang string) string {
	if k.Cap != "" {
		return k.Cap
	}
	var words []string
	if k.Modifier&fyne.KeyModifierControl != 0 {
		words = append(words, "Ctrl")
	}
	if k.Modifier&fyne.KeyModifierShift != 0 {
		words = append(words, "Shift")
	}
	return strings.Join(append(words, keyWord(lang, k.Name)), " ")
}

// keyWord returns the word on a key.
func keyWord(lang string, name fyne.KeyName) string {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		return "Enter"
	case fyne.KeyEscape:
		return "Esc"
	case fyne.KeySpace:
		return assets.Text(lang, "shell.key.space")
	case fyne.KeyPageUp:
		return "PgUp"
	case fyne.KeyPageDown:
		return "PgDn"
	case fyne.KeyUp:
		return "↑"
	case fyne.KeyDown:
		return "↓"
	case fyne.KeyLeft:
		return "←"
	case fyne.KeyRight:
		return "→"
	case fyne.KeyDelete:
		return "Del"
	}
	return string(name)
}

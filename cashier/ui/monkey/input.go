package monkey

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// deed is what an input does.
type deed string

// The deeds. A stroke is pressed, perhaps repeated, and let go; its character comes after each press and repeat.
const (
	press     deed = "press"
	repeat    deed = "repeat"
	letGo     deed = "letgo"
	character deed = "char"
	mouseDown deed = "down"
	mouseUp   deed = "up"
	resize    deed = "resize"
	wait      deed = "wait"
	printer   deed = "printer"
	bookPace  deed = "book"
)

// Input is one thing that happens to the window, Gap after the one before.
type Input struct {
	Gap      time.Duration
	Deed     deed
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
	Rune     rune
	At       fyne.Position
	// Word is the fault that the pretend printer has from now on, "" for none, or how late the book is: a word of manners,
	// or a duration; or the text scale asked for with another size, "" for no other.
	Word string

	when time.Time
	// pressed is when the key or the mouse's button went down to which this input belongs.
	pressed time.Time
}

// String writes the input as one line of a script.
func (i Input) String() string {
	var what string
	switch i.Deed {
	case character:
		what = fmt.Sprintf("%q", i.Rune)
	case mouseDown, mouseUp, resize:
		what = strings.TrimSpace(fmt.Sprintf("%.0f,%.0f %s", i.At.X, i.At.Y, i.Word))
	case printer, bookPace:
		what = i.Word
	case wait:
	default:
		what = string(i.Key)
		if i.Modifier&fyne.KeyModifierControl != 0 {
			what = "Ctrl+" + what
		}
		if i.Modifier&fyne.KeyModifierShift != 0 {
			what = "Shift+" + what
		}
	}
	return strings.TrimSpace(fmt.Sprintf("+%s %s %s", i.Gap.Round(time.Millisecond), i.Deed, what))
}

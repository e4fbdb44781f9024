package widgets

import (
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// Holding names what part is, and says how many characters stand in it: never which.
func Holding(part fyne.Focusable) (kind string, typed int) {
	switch part := part.(type) {
	case nil:
		return "", 0
	case *KeyEntry:
		return "text", utf8.RuneCountInString(part.Text)
	case *DigitEntry:
		if part.kind == secretDigits {
			return "pin", len(part.figures.text)
		}
		return "digits", len(part.figures.text)
	case *DataTable:
		return "table", 0
	case *Button:
		return "button", 0
	}
	return fmt.Sprintf("%T", part), 0
}

// Asks says what the dialog asks, how often it came up with it, and which part of it has the keyboard: "input 0" for its
// first input, "yes" and "no" for its buttons, "" for none of them.
func (d *Dialog) Asks() (title string, times uint64, focus string) {
	focused := d.window.Focused()
	for index, input := range d.options.Inputs {
		if input == focused {
			focus = fmt.Sprintf("input %d", index)
		}
	}
	switch {
	case focused == nil || focus != "":
	case focused == fyne.Focusable(d.yes):
		focus = "yes"
	case focused == fyne.Focusable(d.no):
		focus = "no"
	}
	return d.options.Title, d.stood, focus
}

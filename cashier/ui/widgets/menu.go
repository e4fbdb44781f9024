package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/ledger/money"
)

// MenuLine is one line of a menu: the key that chooses it, its words, and what it does.
type MenuLine struct {
	// Key is the character that chooses the line, on the keypad: a digit or one of + - * /. Give a line the same one always: a hand
	// that knows it does not look.
	Key   rune
	Words string
	Do    func()
}

// ShowMenu offers lines, each by a key of its own, up and down with Enter, or a tap. Esc chooses nothing. cancel is the word of that
// button.
func ShowMenu(window fyne.Canvas, title, message string, lines []MenuLine, cancel string) *Dialog {
	var words, caps []string
	for _, line := range lines {
		words, caps = append(words, line.Words), append(caps, string(line.Key))
	}
	dialog, _ := showChosen(window, title, message, words, caps, menuRowsMax, cancel, func(index int) { lines[index].Do() })
	return dialog
}

// halfSign takes the signs of the keypad as they come from a Chinese input method.
var halfSign = strings.NewReplacer("＋", "+", "－", "-", "—", "-", "＊", "*", "×", "*", "／", "/", "、", "/")

// menuRowsMax is how many lines of a choice are shown at once: as many as fit into the smallest window below a title.
const menuRowsMax = 11

// capped makes the table of a choice, whose rows have the keys that caps names beside their words ("" for none).
func capped(options, caps []string, choose func(row int)) *DataTable {
	table := NewDataTable([]Column{{Width: 24}, {}}, func() int { return len(options) }, func(row, column int) Cell {
		if column == 1 {
			return Cell{Text: options[row]}
		}
		return Cell{Text: caps[row], Ink: look.Ink2()}
	})
	table.OnOpen, table.HideHeader, table.Caps = choose, true, caps
	table.OnRune = func(character rune) bool {
		row := slices.Index(caps, halfSign.Replace(string(money.HalfWidth(character))))
		if row >= 0 {
			choose(row)
		}
		return row >= 0
	}
	return table
}

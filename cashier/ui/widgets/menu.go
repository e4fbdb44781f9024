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
	// Refusal says why the line cannot be done now: it stands there in second ink, so that its key means nothing else meanwhile, and
	// who chooses it reads the sentence. "" where it can be done.
	Refusal string
}

// ShowMenu offers lines, each by a key of its own, up and down with Enter, or a tap. Esc chooses nothing. cancel is the word of that
// button; back is called after it, to show the list that this one was opened from, and nil goes back to the page.
func ShowMenu(window fyne.Canvas, title, message string, lines []MenuLine, cancel string, back func()) *Dialog {
	chosen := choice{rowsMax: menuRowsMax, cancel: cancel, back: back, choose: func(index int) { lines[index].Do() }, refuse: func(index int) string { return lines[index].Refusal }}
	for _, line := range lines {
		chosen.options, chosen.caps = append(chosen.options, line.Words), append(chosen.caps, string(line.Key))
	}
	dialog, _ := chosen.show(window, title, message)
	return dialog
}

// halfSign takes the signs of the keypad as they come from a Chinese input method.
var halfSign = strings.NewReplacer("＋", "+", "－", "-", "—", "-", "＊", "*", "×", "*", "／", "/", "、", "/")

// menuRowsMax is how many lines of a choice are shown at once: as many as fit into the smallest window below a title.
const menuRowsMax = 11

// capped makes the table of a choice, whose rows have the keys that caps names beside their words ("" for none). isOff says which rows
// cannot be chosen now; nil is none.
func capped(options, caps []string, isOff func(row int) bool, choose func(row int)) *DataTable {
	table := NewDataTable([]Column{{Width: 24}, {}}, func() int { return len(options) }, func(row, column int) Cell {
		if column == 1 && (isOff == nil || !isOff(row)) {
			return Cell{Text: options[row]}
		}
		if column == 1 {
			return Cell{Text: options[row], Ink: look.Ink2()}
		}
		return Cell{Text: caps[row], Ink: look.Ink2()}
	})
	table.OnOpen, table.HideHeader, table.Caps = choose, true, caps
	table.OnPick = func(character rune) func() {
		row := slices.Index(caps, halfSign.Replace(string(money.HalfWidth(character))))
		if row < 0 {
			return nil
		}
		return func() { choose(row) }
	}
	return table
}

package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/ledger/money"
)

// ShowChoice asks to choose one of at most 100 options, by digit (the first nine), up and down with
// Enter, or a tap; chosen gets its index. Esc chooses nothing. cancel is the word of that button.
func ShowChoice(window fyne.Canvas, title, message string, options []string, cancel string, chosen func(index int)) *Dialog {
	dialog, _ := showChoice(window, title, message, options, cancel, chosen)
	return dialog
}

// ShowDecision is ShowChoice with nothing at the cursor, for what must have been read first: the Enter that called it up, pressed
// twice, decides nothing.
func ShowDecision(window fyne.Canvas, title, message string, options []string, cancel string, chosen func(index int)) *Dialog {
	dialog, table := showChoice(window, title, message, options, cancel, chosen)
	table.SetCursor(-1)
	return dialog
}

func showChoice(window fyne.Canvas, title, message string, options []string, cancel string, chosen func(index int)) (*Dialog, *DataTable) {
	options = options[:min(len(options), 100)]
	var dialog *Dialog
	choose := func(row int) {
		dialog.Close()
		chosen(row)
	}
	table := newChoiceTable(options, choose)
	rows := min(len(options), 9)
	dialog = ShowDialog(window, DialogOptions{
		Title: title, Message: message, No: cancel, Focus: table,
		Body: Sized(0, float32(rows)*look.RowHeight()+2, table),
	})
	return dialog, table
}

func newChoiceTable(options []string, choose func(row int)) *DataTable {
	table := NewDataTable([]Column{{Width: 24}, {}}, func() int { return len(options) }, func(row, column int) Cell {
		switch {
		case column == 1:
			return Cell{Text: options[row]}
		case row < 9:
			return Cell{Text: strconv.Itoa(row + 1), Ink: look.Ink2()}
		}
		return Cell{}
	})
	table.OnOpen, table.HideHeader = choose, true
	table.OnRune = func(character rune) bool {
		row := int(money.HalfWidth(character) - '1')
		found := row >= 0 && row < min(len(options), 9)
		if found {
			choose(row)
		}
		return found
	}
	return table
}

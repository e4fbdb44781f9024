package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
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

// NewChoices makes the table of a choice among at most nine options by digit, with nothing at the cursor, for a dialog that asks for
// something else as well. choose is called with the index of what was chosen.
func NewChoices(options []string, choose func(index int)) *DataTable {
	table := capped(options, digitCaps(len(options)), choose)
	table.NoFirst = true
	return table
}

// digitCaps are the digits of the first nine options, and nothing for those behind them.
func digitCaps(count int) []string {
	caps := make([]string, count)
	for row := range min(count, 9) {
		caps[row] = strconv.Itoa(row + 1)
	}
	return caps
}

func showChoice(window fyne.Canvas, title, message string, options []string, cancel string, chosen func(index int)) (*Dialog, *DataTable) {
	options = options[:min(len(options), 100)]
	return showChosen(window, title, message, options, digitCaps(len(options)), 9, cancel, chosen)
}

// showChosen asks to choose one of options by the keys that caps names; it shows at most so many rows at once.
func showChosen(window fyne.Canvas, title, message string, options, caps []string, rowsMax int, cancel string, chosen func(index int)) (*Dialog, *DataTable) {
	var dialog *Dialog
	table := capped(options, caps, func(row int) {
		dialog.Close()
		chosen(row)
	})
	rows := min(len(options), rowsMax)
	dialog = ShowDialog(window, DialogOptions{
		Title: title, Message: message, No: cancel, Focus: table,
		Body: Sized(0, float32(rows)*look.RowHeight()+2, table),
	})
	return dialog, table
}

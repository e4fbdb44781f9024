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

// ShowChoiceAt is ShowChoice with the cursor on the option that holds now.
func ShowChoiceAt(window fyne.Canvas, title, message string, options []string, at int, cancel string, chosen func(index int)) *Dialog {
	dialog, table := showChoice(window, title, message, options, cancel, chosen)
	table.SetCursor(at)
	return dialog
}

// ShowFurtherChoice is ShowChoice opened from another list: after Esc back shows that one again.
func ShowFurtherChoice(window fyne.Canvas, title, message string, options []string, cancel string, chosen func(index int), back func()) {
	choice{options: options, caps: digitCaps(len(options)), rowsMax: 9, cancel: cancel, choose: chosen, back: back}.show(window, title, message)
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
	table := capped(options, digitCaps(len(options)), nil, choose)
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
	return choice{options: options, caps: digitCaps(len(options)), rowsMax: 9, cancel: cancel, choose: chosen}.show(window, title, message)
}

// choice is a question that is answered by choosing one of options, by the keys that caps names.
type choice struct {
	options, caps []string
	rowsMax       int // how many rows are shown at once
	cancel        string
	choose        func(index int)
	// refuse returns why an option cannot be chosen now, "" where it can; nil where all can.
	refuse func(index int) string
	// back is called after nothing was chosen; nil does nothing.
	back func()
}

func (c choice) show(window fyne.Canvas, title, message string) (*Dialog, *DataTable) {
	var dialog *Dialog
	refusal := func(row int) string {
		if c.refuse == nil {
			return ""
		}
		return c.refuse(row)
	}
	table := capped(c.options, c.caps, func(row int) bool { return refusal(row) != "" }, func(row int) {
		if sentence := refusal(row); sentence != "" {
			dialog.Refuse(sentence)
			return
		}
		dialog.Close()
		c.choose(row)
	})
	rows := min(len(c.options), c.rowsMax)
	dialog = ShowDialog(window, DialogOptions{
		Title: title, Message: message, No: c.cancel, Focus: table, Cancelled: c.back,
		Body: Sized(0, float32(rows)*look.RowHeight()+2, table),
	})
	return dialog, table
}

package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Keys returns the dialog's title and what each of its keys does, for the key card; text gives the words of a catalogue.
func (d *Dialog) Keys(text func(key string, args ...any) string) (title string, keys []Hint) {
	options := d.options
	add := func(cap, label string) { keys = append(keys, Hint{Cap: cap, Label: label}) }
	table := d.table()
	if table != nil && len(table.Caps) > 0 {
		add(capsWords(table.Caps), text("ui.dialog.pick"))
	}
	if table != nil && table.OnTick != nil {
		add(text("shell.key.space"), text("ui.dialog.tick"))
	}
	switch {
	case len(options.Inputs) > 1:
		add("↑↓", text("ui.form.move"))
	case table != nil:
		add("↑↓", text("ui.dialog.rows"))
	}
	switch enter := d.enterWords(text, table); {
	case options.YesKey != "":
		add(string(options.YesKey), options.Yes)
		if !options.EscOnly {
			add("Enter", d.noWords(text))
		}
	case enter != "":
		add("Enter", enter)
	}
	if !options.Locked {
		add("Esc", d.noWords(text))
	}
	return options.Title, keys
}

// enterWords is what Enter does, "" where it does nothing.
func (d *Dialog) enterWords(text func(key string, args ...any) string, table *DataTable) string {
	switch {
	case len(d.options.Inputs) > 1 && d.yes != nil:
		return text("ui.dialog.next", d.options.Yes)
	case d.yes == nil && table != nil && table.OnOpen != nil:
		return text("ui.dialog.pick_row")
	}
	return d.options.Yes
}

// noWords is what Esc does.
func (d *Dialog) noWords(text func(key string, args ...any) string) string {
	if d.options.No == "" {
		return text("shell.keys.close")
	}
	return d.options.No
}

// table is the table that the dialog chooses from, nil for none.
func (d *Dialog) table() *DataTable {
	for _, part := range append([]fyne.Focusable{d.options.Focus}, d.options.Inputs...) {
		if table, ok := part.(*DataTable); ok {
			return table
		}
	}
	return nil
}

// capsWords says which keys choose a line: digits that follow one another as their first and last.
func capsWords(caps []string) string {
	digits, signs := "", ""
	for _, cap := range caps {
		if len(cap) == 1 && cap >= "0" && cap <= "9" {
			digits += cap
		} else if cap != "" {
			signs += " " + cap
		}
	}
	if len(digits) > 1 {
		digits = string(min(digits[0], digits[len(digits)-1])) + "–" + string(max(digits[0], digits[len(digits)-1]))
	}
	return strings.TrimSpace(digits + signs)
}

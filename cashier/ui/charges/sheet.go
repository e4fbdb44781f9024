package charges

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// option is one choice of a line: what the rule calls it, and what a person reads.
type option struct{ value, label string }

// line is one row of a sheet: a heading, or something to fill in.
type line struct {
	// key names the line for as long as the sheet lives: "name", "lines.0.price".
	key string
	// group is a heading. block is the rule's line it belongs to, counted from 1; 0 is none.
	group bool
	block int
	label string
	// unit stands behind the figure; help is shown while the cursor is on the line.
	unit, help string
	value      string
	set        func(typed string)
	// options are all that may stand there; of many, several parted by 、, and "" is all.
	options []option
	many    bool
	// blank is what is shown where nothing is filled in; "" is a dash.
	blank string
}

// sheet is a list of lines of which the one under the cursor is typed into the one entry over it, as in a workbook. So
// every key works at every line: digits choose or type, up and down go on, nothing needs a mouse.
type sheet struct {
	s *Screen
	// lines gives the lines as they are now; changed is called after each change.
	lines   func() []line
	changed func()
	// wrong gives the key of the line that is wrong, and the character of its formula, counted from 1.
	wrong func() (key string, column int)

	rows    []line
	at      int
	entry   *widgets.KeyEntry
	table   *widgets.DataTable
	head    *fyne.Container
	hint    *fyne.Container
	filling bool
}

const (
	sheetLabelWidth float32 = 190
	sheetUnitWidth  float32 = 130
	entryRunes              = 2000
	marginRunes             = 26 // of a formula beside the place that is wrong
)

func (t *sheet) content() fyne.CanvasObject {
	text := t.s.text
	t.rows = t.lines()
	t.head, t.hint = container.NewStack(), container.NewStack()
	t.entry = widgets.NewKeyEntry("", nil)
	t.entry.MaxRunes = entryRunes
	t.entry.OnKey = t.key
	t.entry.OnChanged = t.typed
	t.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.sheet.what"), Width: sheetLabelWidth}, {Title: text("charges.sheet.value")},
		{Title: text("charges.sheet.unit"), Width: sheetUnitWidth}}, func() int { return len(t.rows) }, t.cell)
	t.table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: t.rows[row].group} }
	t.table.HideHeader = true
	t.table.OnCursor = func(row int) {
		t.at = row
		t.fill()
	}
	t.table.OnRune = func(character rune) bool {
		t.s.frame.Focus(t.entry)
		t.entry.TypedRune(character)
		return true
	}
	t.goTo(t.at)
	top := widgets.Inset(12, 14, 10, 14, widgets.VStack(6, t.head, t.entry, t.hint))
	return widgets.BareCard(widgets.Edges(top, nil, t.table))
}

func (t *sheet) cell(row, column int) widgets.Cell {
	one := t.rows[row]
	if column == 0 {
		return widgets.Cell{Text: one.label, Ink: pick(one.group, look.Ink2(), look.Ink())}
	}
	if one.group {
		return widgets.Cell{Text: pick(column == 1, one.value, ""), Ink: look.Ink2(), Small: true}
	}
	if column == 2 {
		return widgets.Cell{Text: strings.TrimSpace(one.unit), Ink: look.Ink2(), Small: true}
	}
	key, _ := t.wrong()
	switch {
	case key != "" && key == one.key:
		return widgets.Cell{Text: t.shownValue(one) + " ✕", Bold: true, Ink: look.Vermilion()}
	case one.value == "":
		return widgets.Cell{Text: t.shownValue(one), Ink: look.Ink2()}
	}
	return widgets.Cell{Text: t.shownValue(one), Bold: true}
}

// shownValue is what a person reads of a line's value.
func (t *sheet) shownValue(one line) string {
	if one.value == "" && one.blank != "" {
		return one.blank
	}
	if one.options != nil && !one.many {
		for _, option := range one.options {
			if option.value == one.value {
				return option.label
			}
		}
	}
	if one.value == "" {
		return "—"
	}
	return one.value
}

// line returns the line under the cursor.
func (t *sheet) line() line {
	if t.at < 0 || t.at >= len(t.rows) {
		return line{}
	}
	return t.rows[t.at]
}

// goTo puts the cursor on a row, or on the next one that can be filled in.
func (t *sheet) goTo(row int) {
	row = min(max(row, 0), len(t.rows)-1)
	for row < len(t.rows)-1 && t.rows[row].group {
		row++
	}
	t.table.SetCursor(row)
}

// find puts the cursor on the line of a key, and says whether there is one.
func (t *sheet) find(key string) bool {
	for row, one := range t.rows {
		if one.key == key && !one.group {
			t.goTo(row)
			return true
		}
	}
	return false
}

// fill puts the line under the cursor into the entry, all of it marked: typing replaces it.
func (t *sheet) fill() {
	one := t.line()
	t.filling = true
	text := one.value
	if one.options != nil && !one.many {
		text = t.shownValue(one)
	}
	prefill(t.entry, text)
	t.filling = false
	label := look.BoldText(one.label, look.LeadSize(), look.Ink())
	t.head.Objects = []fyne.CanvasObject{widgets.Sides(label, look.Text(strings.TrimSpace(one.unit), look.SmallSize(), look.Ink2()))}
	t.head.Refresh()
	t.drawHint()
}

// prefill puts a text into an entry, all of it marked: typing replaces it. What was marked before is let go first, or it
// would go on in the new text.
func prefill(entry *widgets.KeyEntry, text string) {
	if entry.SelectedText() != "" {
		entry.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
	entry.SetText(text)
	if text != "" {
		entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// drawHint says what may stand in the line under the cursor, or marks the place of a formula that is wrong.
func (t *sheet) drawHint() {
	one := t.line()
	if key, column := t.wrong(); key == one.key && column > 0 {
		t.hint.Objects = []fyne.CanvasObject{marked(one.value, column)}
		t.hint.Refresh()
		return
	}
	words := one.help
	if len(one.options) > 0 {
		var options []string
		for i, option := range one.options {
			switch {
			case one.many:
				options = append(options, option.label)
			case i < 9:
				options = append(options, strconv.Itoa(i+1)+" "+option.label)
			}
		}
		words = strings.Join(options, "   ")
		if one.many {
			words = t.s.text(pick(one.blank == "", "charges.sheet.list", "charges.sheet.many")) + joined(options)
		} else if len(one.options) > 9 {
			words = t.s.text("charges.sheet.list") + "   " + words
		}
	}
	if words == "" {
		words = t.s.text("charges.sheet.type")
	}
	width := max(t.entry.Size().Width, look.Scaled(300))
	t.hint.Objects = []fyne.CanvasObject{look.Text(look.Fit(words, look.SmallSize(), false, width), look.SmallSize(), look.Ink2())}
	t.hint.Refresh()
}

// marked sets a formula with the character at column (from 1) on a tinted ground.
func marked(formula string, column int) fyne.CanvasObject {
	runes := []rune(formula + " ")
	at := min(column-1, len(runes)-1)
	before, after := string(runes[max(0, at-marginRunes):at]), string(runes[at+1:min(len(runes), at+1+marginRunes)])
	sign := string(runes[at])
	if strings.TrimSpace(sign) == "" {
		sign = "␣"
	}
	place := container.NewStack(widgets.Ground(look.Vermilion(), 3), look.BoldText(sign, look.SmallSize(), look.White()))
	return widgets.HStack(1, look.Text(before, look.SmallSize(), look.Ink()), place, look.Text(after, look.SmallSize(), look.Ink()))
}

// key takes the keys that move through the sheet.
func (t *sheet) key(name fyne.KeyName) bool {
	if widgets.IsEnter(name) {
		name = fyne.KeyDown
	}
	switch name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		return t.table.HandleKey(name)
	}
	return false
}

// typed takes what stands in the entry: a figure as it is, of a choice the digit.
func (t *sheet) typed(text string) {
	if t.filling {
		return
	}
	one := t.line()
	if one.set == nil {
		t.fill()
		return
	}
	if one.options == nil || one.many {
		t.put(one, text)
		return
	}
	if typed := []rune(text); len(typed) > 0 {
		index := int(typed[len(typed)-1] - '1')
		if index >= 0 && index < min(9, len(one.options)) {
			t.put(one, one.options[index].value)
		}
	}
	t.fill()
}

// put sets a line and draws what follows from it; the lines may become others.
func (t *sheet) put(one line, value string) {
	one.set(value)
	t.changed()
}

// refresh reads the lines again and keeps the cursor on its line.
func (t *sheet) refresh() {
	key := t.line().key
	t.rows = t.lines()
	if t.table == nil {
		return
	}
	for row, one := range t.rows {
		if one.key == key && !one.group && row != t.at {
			t.table.SetCursor(row)
			break
		}
	}
	t.at = min(t.at, len(t.rows)-1)
	t.table.Refresh()
	t.drawHint()
}

// pickOption opens the list of what may stand in the line under the cursor.
func (t *sheet) pickOption() {
	one := t.line()
	switch {
	case one.many && len(one.options) > 0:
		t.tick(one)
	case len(one.options) > 0:
		labels := make([]string, len(one.options))
		at := 0
		for i, option := range one.options {
			labels[i] = option.label
			if option.value == one.value {
				at = i
			}
		}
		widgets.ShowChoiceAt(t.s.frame.Canvas(), one.label, "", labels, at, t.s.text("charges.back"), func(index int) {
			t.put(one, one.options[index].value)
			t.fill()
			t.s.frame.Focus(t.entry)
		})
	}
}

// tick lets several of the options be ticked with the space bar.
func (t *sheet) tick(one line) {
	ticked := map[string]bool{}
	for _, name := range splitNames(one.value) {
		ticked[name] = true
	}
	table := widgets.NewDataTable([]widgets.Column{{}}, func() int { return len(one.options) }, func(row, _ int) widgets.Cell {
		tick := widgets.Unticked
		if ticked[one.options[row].value] {
			tick = widgets.Ticked
		}
		return widgets.Cell{Text: one.options[row].label, Tick: tick}
	})
	table.HideHeader = true
	table.OnTick = func(row int) { ticked[one.options[row].value] = !ticked[one.options[row].value] }
	rows := min(max(len(one.options), 1), 9)
	widgets.ShowDialog(t.s.frame.Canvas(), widgets.DialogOptions{Title: one.label, Message: t.s.text(pick(one.blank == "", "charges.sheet.tick.one", "charges.sheet.tick")), Focus: table,
		Body: widgets.Sized(0, float32(rows)*look.RowHeight()+2, table), Yes: t.s.text("charges.ok"), No: t.s.text("charges.back"),
		Accept: func() string {
			var names []string
			for _, option := range one.options {
				if ticked[option.value] {
					names = append(names, option.value)
				}
			}
			if len(names) == 0 && one.blank == "" { // what is compared with nothing holds nowhere
				return t.s.text("charges.sheet.tick.none")
			}
			t.put(one, joined(names))
			t.fill()
			return ""
		}})
}

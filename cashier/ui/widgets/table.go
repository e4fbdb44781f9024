package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// Column describes one column of a DataTable.
type Column struct {
	Title string
	// Width in points at scale 1; 0 takes an equal share of what is left.
	Width float32
	// Align is leading for words and trailing for figures, which are never shortened.
	Align fyne.TextAlign
	// Yields lets the column be left out where there is no room for all of them: the highest goes first, 0 stays.
	Yields uint8
}

// Tick is the box before the text of a cell.
type Tick uint8

// The states of a tick.
const (
	NoTick Tick = iota
	Unticked
	Ticked
)

// Cell is what one cell shows. Words too long for their column are shortened, figures never.
type Cell struct {
	Text  string
	Ink   color.Color // nil is look.Ink()
	Bold  bool
	Small bool
	Tick  Tick
	// Indent sets the text in line with that of ticked rows.
	Indent bool
}

// RowStyle is how a whole row looks.
type RowStyle struct {
	// Group makes a heading row: a band in second ink that the cursor passes over.
	Group bool
	// Tint is the ground of the row; nil is white.
	Tint color.Color
}

// DataTable shows any number of rows and draws only those in sight. Up, down, page, Home and End
// move the cursor, Space ticks, Enter opens. Cell and Style must only read memory: they are called
// while drawing. Change the exported fields before showing it, or call Refresh after.
type DataTable struct {
	widget.BaseWidget
	keyable

	Columns []Column
	// Rows gives the number of rows.
	Rows func() int
	// Cell gives what a cell shows.
	Cell func(row, column int) Cell
	// Style gives how a row looks; nil makes all rows plain.
	Style func(row int) RowStyle
	// OnCursor is called after the cursor moved to row.
	OnCursor func(row int)
	// OnOpen is called at Enter, and at a tap on the row the cursor is on.
	OnOpen func(row int)
	// OnTick is called at Space, and at a tap on a row whose first cell has a tick.
	OnTick func(row int)
	// OnRune sees characters while the table has the focus, and returns true when it used one.
	OnRune func(character rune) bool
	// OnPick returns what a character chooses, nil for nothing; OnRune does not see one that does. It is done once it is clear that no
	// scanner typed the character.
	OnPick func(character rune) (choose func())
	// Caps are the keys that choose a row each, "" for a row that has none; nil where rows have no keys.
	Caps []string
	// Empty is shown when there are no rows; see EmptyState.
	Empty fyne.CanvasObject
	// HideHeader leaves the header out.
	HideHeader bool
	// NoFirst leaves the cursor on no row when the table gains the focus, so that an Enter too many opens nothing.
	NoFirst bool
	// LeavePages leaves PgUp and PgDn to the screen.
	LeavePages bool

	cursor  int
	focused bool
	picking *pick // nil while no character waits for what it chooses
	view    *tableView
}

// NewDataTable makes a table. Its cursor starts on no row (-1).
func NewDataTable(columns []Column, rows func() int, cell func(row, column int) Cell) *DataTable {
	table := &DataTable{Columns: columns, Rows: rows, Cell: cell, cursor: -1}
	table.ExtendBaseWidget(table)
	return table
}

// Cursor returns the row the cursor is on, or -1.
func (t *DataTable) Cursor() int {
	if t.cursor >= t.Rows() {
		return -1
	}
	return t.cursor
}

// SetCursor puts the cursor on row, scrolls it into sight and calls OnCursor; -1 takes it away.
func (t *DataTable) SetCursor(row int) {
	if row < -1 || row >= t.Rows() || (row >= 0 && t.style(row).Group) {
		return
	}
	t.cursor = row
	if t.view != nil && row >= 0 {
		t.view.reveal(row)
	}
	t.Refresh()
	if row >= 0 && t.OnCursor != nil {
		t.OnCursor(row)
	}
}

// style returns the style of row.
func (t *DataTable) style(row int) RowStyle {
	if t.Style == nil {
		return RowStyle{}
	}
	return t.Style(row)
}

// move puts the cursor by rows further, passing over group rows; it stops at the ends.
func (t *DataTable) move(by int) {
	target := t.Cursor() + by
	if t.Cursor() < 0 {
		target = 0
	}
	target = min(max(target, 0), t.Rows()-1)
	forth, back := t.nextRow(target, 1), t.nextRow(target, -1)
	switch {
	case by > 0 && forth >= 0:
		t.SetCursor(forth)
	case by < 0 && back >= 0:
		t.SetCursor(back)
	default: // Only groups are left on that side.
		t.SetCursor(max(forth, back))
	}
}

// nextRow returns the first row from row on, in steps, that is no group; -1 when there is none.
func (t *DataTable) nextRow(row, step int) int {
	for ; row >= 0 && row < t.Rows(); row += step {
		if !t.style(row).Group {
			return row
		}
	}
	return -1
}

// pageRows returns how many rows are in sight, less one for the eye to hold on to.
func (t *DataTable) pageRows() int {
	if t.view == nil {
		return 10
	}
	return max(int(t.view.scroll.Size().Height/look.RowHeight())-1, 1)
}

// HandleKey does what the table does with a key, and says whether it did. A search entry gives its
// OnKey this to move the cursor of the table below it; Space and Enter need the table's own focus or
// a cursor.
func (t *DataTable) HandleKey(name fyne.KeyName) bool {
	if t.Rows() == 0 || t.LeavePages && (name == fyne.KeyPageUp || name == fyne.KeyPageDown) {
		return false
	}
	switch {
	case name == fyne.KeyDown:
		t.move(1)
	case name == fyne.KeyUp:
		t.move(-1)
	case name == fyne.KeyPageDown:
		t.move(t.pageRows())
	case name == fyne.KeyPageUp:
		t.move(-t.pageRows())
	case name == fyne.KeySpace && t.OnTick != nil && t.Cursor() >= 0:
		t.OnTick(t.Cursor())
		t.Refresh()
	case IsEnter(name) && t.OnOpen != nil && t.Cursor() >= 0:
		if IsPress(name) && !isForDialog() {
			t.OnOpen(t.Cursor())
		}
	default:
		return false
	}
	return true
}

// TypedKey moves, ticks and opens; the rest goes on.
func (t *DataTable) TypedKey(event *fyne.KeyEvent) {
	defer step()()
	if event != nil && isHeld(t) {
		holder.HoldKey(event)
		return
	}
	if event != nil && t.picking != nil {
		t.picking.end(event)
		return
	}
	KeyTyped(event)
	switch {
	case event == nil:
	case EndScan(event.Name):
	case event.Name == fyne.KeyHome:
		t.move(-t.Rows())
	case event.Name == fyne.KeyEnd:
		t.move(t.Rows())
	case !t.HandleKey(event.Name):
		ForwardKey(t, event)
	}
}

// TypedRune passes characters on, as for a scan.
func (t *DataTable) TypedRune(character rune) {
	defer step()()
	if isHeld(t) {
		holder.HoldRune(character)
		return
	}
	if t.picking != nil {
		t.picking.add(character)
		return
	}
	if isScanning() { // No choice is meant by what follows.
		Arrive(character)
		return
	}
	if t.OnPick != nil {
		if choose := t.OnPick(character); choose != nil {
			Arrive(character)
			t.startPick(choose)
			return
		}
	}
	if character != ' ' && (t.OnRune == nil || !t.OnRune(character)) {
		ForwardRune(t, character)
		return
	}
	Arrive(character)
}

// FocusGained puts the cursor on the first row when it is on none.
func (t *DataTable) FocusGained() {
	rememberFocus(t)
	t.focused = true
	if t.Cursor() < 0 && t.Rows() > 0 && !t.NoFirst {
		t.move(1)
	}
	t.Refresh()
}

// FocusLost leaves the cursor where it is, without its bar; what was about to be chosen is not.
func (t *DataTable) FocusLost() {
	t.focused = false
	if t.picking != nil {
		t.picking.drop()
	}
	t.Refresh()
}

// tapRow is a tap on a row: it ticks, moves the cursor or opens.
func (t *DataTable) tapRow(row int) {
	if row >= t.Rows() || t.style(row).Group {
		return
	}
	was := t.Cursor()
	t.SetCursor(row)
	switch {
	case t.OnTick != nil && t.Cell(row, 0).Tick != NoTick:
		t.OnTick(row)
		t.Refresh()
	case was == row && t.OnOpen != nil && !isCovered(Clock().Add(-ReactTap)):
		t.OnOpen(row)
	}
	RestoreFocus(t)
}

// CreateRenderer implements fyne.Widget.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer {
	t.view = newTableView(t)
	return t.view
}

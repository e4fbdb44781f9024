package reports

import (
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/reports"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

const (
	// cellGap is what a table keeps free beside the text of a cell, in points at scale 1.
	cellGap float32 = 20
	// wordsMost is the widest a column of words is beside figures, in points at scale 1.
	wordsMost float32 = 170
	// wordsLeast is what a column of words that takes the rest must have.
	wordsLeast float32 = 110
)

// shownSheet is one sheet as the screen draws it. It never changes: a table that was drawn anew over it may still be asked.
type shownSheet struct {
	rows    []report.Row
	columns []int // of the sheet, that the screen shows
	// left says that columns are left out because the window is too narrow for them.
	left bool
}

// lay makes the table of the sheet shown, and returns the sentences that stand below it.
func (s *Screen) lay() (notes []string) {
	var sheet report.Sheet
	if s.sheet < len(s.read.Sheets) {
		sheet = s.read.Sheets[s.sheet]
	}
	v := &shownSheet{}
	for _, row := range sheet.Rows {
		switch {
		case row.Kind == report.NoteRow:
			notes = append(notes, row.Cells[0].Text)
		case len(row.Cells) > 0:
			v.rows = append(v.rows, row)
		}
	}
	var empty fyne.CanvasObject
	if s.ready && len(v.rows) == 0 && len(notes) > 0 {
		empty, notes = widgets.EmptyState(notes[0], "", nil), notes[1:]
	}
	s.table = widgets.NewDataTable(v.fit(sheet, s.room()), func() int { return len(v.rows) }, v.cell)
	if v.left {
		notes = append(notes, s.text("reports.left"))
	}
	s.table.Empty = empty
	s.table.HideHeader = len(sheet.Columns) < 2
	s.table.LeavePages = true
	s.table.Style = func(row int) widgets.RowStyle {
		switch v.rows[row].Kind {
		case report.HeadRow:
			return widgets.RowStyle{Group: true}
		case report.SumRow:
			return widgets.RowStyle{Tint: look.Band()}
		}
		return widgets.RowStyle{}
	}
	s.table.OnPick = s.typed
	s.table.OnCursor = func(row int) {
		if s.at = row; s.kind == reports.Unverified {
			s.frame.RefreshKeys() // a row that can be verified, or the sum of all
		}
	}
	s.table.OnOpen = func(row int) { s.open(sheet, v.rows[row]) }
	s.table.SetCursor(min(s.at, len(v.rows)-1))
	return notes
}

// room is how wide the table is, in points at scale 1.
func (s *Screen) room() float32 {
	return (s.frame.Canvas().Size().Width - look.RailWidth() - 4*look.Gap()) / look.Scaled(1)
}

// fit chooses the columns that the screen shows and their widths: figures are as wide as they need, for money is never
// shortened; a way in which nothing was paid has no column; words share what is left. Figures for which there is no room are
// left out whole.
func (v *shownSheet) fit(sheet report.Sheet, room float32) []widgets.Column {
	var shown []widgets.Column
	shares := 0
	for i, column := range sheet.Columns {
		figures, filled := v.figures(i)
		if column.OnPaper || figures && !filled {
			continue
		}
		v.columns = append(v.columns, i)
		width := v.widest(column.Title, i)
		one := widgets.Column{Title: column.Title, Width: width}
		switch {
		case figures:
			one.Align = fyne.TextAlignTrailing
		case column.Width >= report.Wide:
			one.Width = 0
			shares++
		default:
			one.Width = min(width, wordsMost)
		}
		shown = append(shown, one)
	}
	if shares == 0 && len(shown) > 0 {
		shown[0].Width = 0
	}
	return v.drop(shown, room)
}

// drop leaves figures out from the right until the rest has room.
func (v *shownSheet) drop(shown []widgets.Column, room float32) []widgets.Column {
	needs := func() (sum float32) {
		for _, column := range shown {
			if column.Width == 0 {
				sum += wordsLeast
			}
			sum += column.Width
		}
		return sum
	}
	for at := len(shown) - 1; at > 0 && needs() > room; at-- {
		if shown[at].Align == fyne.TextAlignTrailing {
			shown, v.columns, v.left = slices.Delete(shown, at, at+1), slices.Delete(v.columns, at, at+1), true
		}
	}
	return shown
}

// figures says whether a column holds figures, and whether any of them is not nothing.
func (v *shownSheet) figures(column int) (figures, filled bool) {
	for _, row := range v.rows {
		if column >= len(row.Cells) {
			continue
		}
		if cell := row.Cells[column]; cell.Kind != report.TextCell {
			figures = true
			filled = filled || cell.Fen != 0 || cell.Count != 0
		}
	}
	return figures, filled
}

// widest returns the width that a column needs, in points at scale 1.
func (v *shownSheet) widest(title string, column int) float32 {
	longest := ""
	for _, row := range v.rows {
		if column < len(row.Cells) {
			if text := row.Cells[column].String(); len(text) > len(longest) {
				longest = text
			}
		}
	}
	width := max(look.Width(longest, look.SmallSize(), true), look.Width(title, look.SmallSize(), true))
	return width/look.Scaled(1) + cellGap
}

func (v *shownSheet) cell(index, column int) widgets.Cell {
	row := v.rows[index]
	if at := v.columns[column]; at < len(row.Cells) {
		return widgets.Cell{Text: row.Cells[at].String(), Small: true, Bold: row.Kind != report.PlainRow}
	}
	return widgets.Cell{}
}

// open shows the whole of a row: what the screen shortens or leaves to paper.
func (s *Screen) open(sheet report.Sheet, row report.Row) {
	lines := widgets.VStack(4)
	for i, cell := range row.Cells {
		if words := cell.String(); words != "" && i < len(sheet.Columns) {
			lines.Add(widgets.Paragraph(sheet.Columns[i].Title+"　"+words, look.BodySize(), look.Ink(), look.Scaled(rowWidth)-48))
		}
	}
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: sheet.Name, Body: lines, Width: rowWidth, No: s.text("reports.back")})
}

const rowWidth float32 = 640

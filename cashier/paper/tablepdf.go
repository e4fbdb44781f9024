package paper

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
)

// The A4 sheet of a table, lying, in millimetres and points.
const (
	tableWidth  = 297.0
	tableHeight = 210.0
	tableMargin = 10.0
	tableTitle  = 10.0 // the title's line
	tableFoot   = 8.0  // the page number's line
	tablePoints = 9.0
	tableRowGap = 1.6
)

// WriteTablesPDF writes the tables of a report, each beginning on a page of its own, with its head and the page number on
// every page. On, the day that the report is of, stands as the day it was made, so that the same report gives the same bytes.
// It returns what w fails with.
func WriteTablesPDF(w io.Writer, on calendar.Date, sheets []report.Sheet) error {
	pdf := fpdf.New("L", "mm", "A4", "")
	pdf.SetCreationDate(on.Time())
	pdf.SetModificationDate(on.Time())
	pdf.SetCatalogSort(true)
	pdf.SetMargins(tableMargin, tableMargin, tableMargin)
	pdf.SetAutoPageBreak(false, 0)
	letters, err := newSheetWriter(pdf)
	if err != nil {
		return err
	}
	if len(sheets) > 0 {
		pdf.SetTitle(sheets[0].Title, true)
	}
	for _, one := range sheets {
		t := &tableWriter{sheetWriter: letters, table: one}
		t.measure()
		t.write()
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("paper: write the PDF: %w", err)
	}
	return nil
}

// tableWriter writes one table over as many pages as it needs.
type tableWriter struct {
	*sheetWriter
	table  report.Sheet
	widths []float64
	points float64
	y      float64
}

// measure returns the columns their part of the sheet; letters are smaller where there are many.
func (t *tableWriter) measure() {
	characters := 0.0
	for _, column := range t.table.Columns {
		characters += float64(column.Width)
	}
	inner := tableWidth - 2*tableMargin
	per := min(inner/max(characters, 1), 2.2)
	for _, column := range t.table.Columns {
		t.widths = append(t.widths, float64(column.Width)*per)
	}
	if len(t.widths) == 1 {
		t.widths[0] = inner
	}
	t.points = min(tablePoints, per/millimetresPerPoint*1.9)
}

func (t *tableWriter) write() {
	t.page()
	for _, row := range t.table.Rows {
		if len(row.Cells) == 0 {
			t.y += t.lineHeight()
			continue
		}
		lines, height := t.broken(row)
		if t.y+height > tableHeight-tableMargin-tableFoot {
			t.page()
		}
		t.row(row, lines, height)
	}
}

func (t *tableWriter) lineHeight() float64 { return t.points*millimetresPerPoint + tableRowGap }

// page begins a page with the title and the columns' heads.
func (t *tableWriter) page() {
	t.pdf.AddPage()
	t.ink()
	inner := tableWidth - 2*tableMargin
	t.text(tableMargin, tableMargin+tableTitle/2, inner, tablePoints*1.5, atCenter, true, t.table.Title)
	t.text(tableMargin, tableHeight-tableMargin, inner, tablePoints, atCenter, false, fmt.Sprintf("第 %d 页", t.pdf.PageNo()))
	t.y = tableMargin + tableTitle
	head := report.Row{Kind: report.HeadRow}
	for _, column := range t.table.Columns {
		head.Cells = append(head.Cells, report.Cell{Text: column.Title})
	}
	if len(head.Cells) > 1 {
		lines, height := t.broken(head)
		t.row(head, lines, height)
	}
}

// broken breaks the texts of a row into lines; figures are never broken.
func (t *tableWriter) broken(row report.Row) (cells [][]string, height float64) {
	most := 1
	for i, cell := range row.Cells {
		width := t.widths[min(i, len(t.widths)-1)] - 2*padding
		if row.Kind == report.NoteRow {
			width = tableWidth - 2*tableMargin - 2*padding
		}
		lines := []string{cell.String()}
		if cell.Kind == report.TextCell {
			lines = t.wrap(cell.Text, width, t.points)
		}
		cells, most = append(cells, lines), max(most, len(lines))
	}
	return cells, float64(most) * t.lineHeight()
}

func (t *tableWriter) row(row report.Row, cells [][]string, height float64) {
	if row.Kind == report.NoteRow {
		t.lines(tableMargin, tableWidth-2*tableMargin, cells[0], atLeft, false)
		t.y += height
		return
	}
	strong := row.Kind != report.PlainRow
	x := tableMargin
	for i, width := range t.widths {
		if strong {
			t.pdf.SetFillColor(232, 236, 239)
			t.pdf.Rect(x, t.y, width, height, "FD")
			t.ink()
		} else {
			t.pdf.Rect(x, t.y, width, height, "D")
		}
		if i < len(cells) {
			side := atLeft
			switch {
			case row.Cells[i].Kind != report.TextCell:
				side = atRight
			case row.Kind == report.HeadRow:
				side = atCenter
			}
			t.lines(x, width, cells[i], side, strong)
		}
		x += width
	}
	t.y += height
}

func (t *tableWriter) lines(x, width float64, lines []string, side int, strong bool) {
	for i, line := range lines {
		t.text(x+padding, t.y+(float64(i)+0.5)*t.lineHeight(), width-2*padding, t.points, side, strong, line)
	}
}

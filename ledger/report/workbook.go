package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The built-in number formats: 4 is #,##0.00 and 49 is text, so that a code is never read as a number or a date.
const (
	formatMoney = 4
	formatCount = 3
	formatText  = 49
)

// fontFamily is one that Excel, WPS and LibreOffice all have or know a stand-in for.
const fontFamily = "宋体"

// workbook is the file being made, with its styles. After the first error every further step does nothing; write gives it.
type workbook struct {
	file                                            *excelize.File
	title, header, text, wrapped, money, sum, count int
	sumCount, remark                                int
	err                                             error
}

func newWorkbook() *workbook {
	b := &workbook{file: excelize.NewFile()}
	plain, bold, large := &excelize.Font{Family: fontFamily, Size: 10}, &excelize.Font{Family: fontFamily, Size: 10, Bold: true}, &excelize.Font{Family: fontFamily, Size: 14, Bold: true}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECEF"}}
	line := []excelize.Border{{Type: "left", Style: 1, Color: "BFC5CA"}, {Type: "right", Style: 1, Color: "BFC5CA"},
		{Type: "top", Style: 1, Color: "BFC5CA"}, {Type: "bottom", Style: 1, Color: "BFC5CA"}}
	middle := &excelize.Alignment{Vertical: "center"}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.title, excelize.Style{Font: large}},
		{&b.remark, excelize.Style{Font: plain, NumFmt: formatText}},
		{&b.header, excelize.Style{Font: bold, Fill: grey, Border: line, NumFmt: formatText, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&b.text, excelize.Style{Font: plain, Border: line, NumFmt: formatText, Alignment: middle}},
		{&b.wrapped, excelize.Style{Font: plain, Border: line, NumFmt: formatText, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&b.money, excelize.Style{Font: plain, Border: line, NumFmt: formatMoney, Alignment: middle}},
		{&b.sum, excelize.Style{Font: bold, Fill: grey, Border: line, NumFmt: formatMoney, Alignment: middle}},
		{&b.sumCount, excelize.Style{Font: bold, Fill: grey, Border: line, NumFmt: formatCount, Alignment: middle}},
		{&b.count, excelize.Style{Font: plain, Border: line, NumFmt: formatCount, Alignment: middle}},
	} {
		id, err := b.file.NewStyle(&s.style)
		*s.id = id
		b.keep(err)
	}
	return b
}

func (b *workbook) keep(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("write the workbook: %w", err)
	}
}

// draw adds a sheet to the file, printed on A4 across with its head on every page.
func (b *workbook) draw(s Sheet) {
	if b.file.GetSheetName(0) == "Sheet1" {
		b.keep(b.file.SetSheetName("Sheet1", s.Name))
	} else {
		_, err := b.file.NewSheet(s.Name)
		b.keep(err)
	}
	b.page(s)
	b.cell(s.Name, 1, 1, b.title, safeText(s.Title))
	for i, column := range s.Columns {
		b.cell(s.Name, i+1, headRow, b.header, column.Title)
	}
	for y, row := range s.Rows {
		for x, cell := range row.Cells {
			b.value(s.Name, x+1, y+headRow+1, row.Kind, cell)
		}
	}
}

// widen sets how wide a column is. The workbook's own unit is a float, which the ledger has none of: so the widths stand
// here as constants.
func (b *workbook) widen(sheet, column string, width Width) error {
	switch width {
	case Narrow:
		return b.file.SetColWidth(sheet, column, column, narrowChars)
	case Amount:
		return b.file.SetColWidth(sheet, column, column, amountChars)
	case Moment:
		return b.file.SetColWidth(sheet, column, column, momentChars)
	case Wide:
		return b.file.SetColWidth(sheet, column, column, wideChars)
	default:
		return b.file.SetColWidth(sheet, column, column, widestChars)
	}
}

// headRow is the row of the columns' titles; the title of the sheet stands over it.
const headRow = 2

// page sets what a sheet looks like on paper and where it stands still when one scrolls.
func (b *workbook) page(s Sheet) {
	for i, c := range s.Columns {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.widen(s.Name, column, c.Width))
	}
	b.keep(b.file.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}))
	orientation, a4, pagesWide, pagesTall, fit := "landscape", 9, 1, 0, true
	b.keep(b.file.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.keep(b.file.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &pagesWide, FitToHeight: &pagesTall}))
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.Name, headRow), Scope: s.Name}))
	b.keep(b.file.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
}

// style returns the look of a cell in a row.
func (b *workbook) style(row RowKind, kind CellKind) int {
	switch {
	case row == NoteRow:
		return b.remark
	case row == SumRow && kind == MoneyCell:
		return b.sum
	case row == SumRow && kind == CountCell:
		return b.sumCount
	case row == SumRow || row == HeadRow:
		return b.header
	case kind == MoneyCell:
		return b.money
	case kind == CountCell:
		return b.count
	}
	return b.wrapped
}

func (b *workbook) cell(sheet string, x, y, style int, text string) {
	name, err := excelize.CoordinatesToCellName(x, y)
	b.keep(err)
	b.keep(b.file.SetCellStr(sheet, name, text))
	b.keep(b.file.SetCellStyle(sheet, name, name, style))
}

func (b *workbook) value(sheet string, x, y int, row RowKind, c Cell) {
	if c.Kind == TextCell {
		b.cell(sheet, x, y, b.style(row, c.Kind), safeText(c.Text))
		return
	}
	figure := fmt.Sprint(c.Count)
	if c.Kind == MoneyCell {
		figure = c.Fen.String()
	}
	name, err := excelize.CoordinatesToCellName(x, y)
	b.keep(err)
	// Text that is a number becomes a number cell with these very digits: no binary fraction comes near it.
	b.keep(b.file.SetCellDefault(sheet, name, figure))
	if c.Down > 0 {
		b.sumOf(sheet, name, x, y-c.Down, x, y-1)
	} else if c.Across > 0 {
		b.sumOf(sheet, name, x-c.Across, y, x-1, y)
	}
	b.keep(b.file.SetCellStyle(sheet, name, name, b.style(row, c.Kind)))
}

// sumOf puts a formula beside the figure that a cell holds, so that a reader who does not calculate shows it too.
func (b *workbook) sumOf(sheet, name string, x1, y1, x2, y2 int) {
	first, err := excelize.CoordinatesToCellName(x1, y1)
	b.keep(err)
	last, err := excelize.CoordinatesToCellName(x2, y2)
	b.keep(err)
	// With any other type the library would call the figure a text.
	keepsFigure := excelize.STCellFormulaTypeDataTable
	b.keep(b.file.SetCellFormula(sheet, name, "SUM("+first+":"+last+")", excelize.FormulaOpts{Type: &keepsFigure}))
}

// safeText keeps text from becoming a formula when the sheet is later saved as CSV and opened again.
func safeText(text string) string {
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) && trimmed != "-" {
		return "'" + text
	}
	return text
}

// write returns the file, with properties that say nothing of when or where it was made.
func (b *workbook) write(w io.Writer, created string) error {
	b.keep(b.file.SetDocProps(&excelize.DocProperties{Creator: "收讫", LastModifiedBy: "收讫", Created: created, Modified: created}))
	if b.err == nil {
		b.keep(b.file.Write(w))
	}
	return b.err
}

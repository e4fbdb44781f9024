package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The built-in number formats of a workbook: 3 is #,##0, 4 is #,##0.00, and 49 is text, so that a code such as
// 3-2-1201 is never read as a number or a date.
const (
	formatMoney = 4
	formatCount = 3
	formatText  = 49
)

// fontFamily is one that Excel, WPS and LibreOffice all have or know a stand-in for.
const fontFamily = "宋体"

// workbook is the file being made, with its styles. After the first error every further step does nothing that
// counts; write returns that error.
type workbook struct {
	file                                            *excelize.File
	title, header, text, wrapped, money, sum, count int
	sumCount, remark                                int
	err                                             error
}

// newWorkbook returns an empty file with all styles registered.
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

// keep remembers the first error.
func (b *workbook) keep(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("write the workbook: %w", err)
	}
}

// draw adds a sheet to the file, printed on A4 landscape with its head on every page. A new file of the library has
// one sheet called Sheet1, which the first sheet takes over.
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

// widen sets the width of a column. The library wants a float, and make check allows no variable of that type in the
// ledger: so each width is passed as a constant.
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

// page sets the widths, the print layout and the rows that stay in place when the sheet is scrolled.
func (b *workbook) page(s Sheet) {
	for i, c := range s.Columns {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.widen(s.Name, column, c.Width))
	}
	// The title and the heads of the columns stay in view when the sheet is scrolled.
	b.keep(b.file.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}))
	// 9 is A4 in the format. All columns fit on one page across; 0 lets the rows go on to as many pages as they need.
	orientation, a4, pagesWide, pagesTall, fit := "landscape", 9, 1, 0, true
	b.keep(b.file.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.keep(b.file.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &pagesWide, FitToHeight: &pagesTall}))
	// Excel, WPS and LibreOffice repeat the rows of this name at the top of each printed page.
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

// cell writes a text; x and y count from 1.
func (b *workbook) cell(sheet string, x, y, style int, text string) {
	name, err := excelize.CoordinatesToCellName(x, y)
	b.keep(err)
	b.keep(b.file.SetCellStr(sheet, name, text))
	b.keep(b.file.SetCellStyle(sheet, name, name, style))
}

// value writes one cell of a row: a text, or a figure with its formula.
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

// sumOf adds the formula of a sum to a cell that holds its figure, so that a reader that does not calculate shows it
// too.
func (b *workbook) sumOf(sheet, name string, x1, y1, x2, y2 int) {
	first, err := excelize.CoordinatesToCellName(x1, y1)
	b.keep(err)
	last, err := excelize.CoordinatesToCellName(x2, y2)
	b.keep(err)
	// With any other type the library would call the figure a text.
	keepsFigure := excelize.STCellFormulaTypeDataTable
	b.keep(b.file.SetCellFormula(sheet, name, "SUM("+first+":"+last+")", excelize.FormulaOpts{Type: &keepsFigure}))
}

// safeText puts an apostrophe before a text that a spreadsheet would take for a formula, once the sheet is saved as
// CSV and opened again. A payer's name is typed by people and may begin with =.
func safeText(text string) string {
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) && trimmed != "-" {
		return "'" + text
	}
	return text
}

// write writes the file to w. Its properties hold no time and no place of making, so that the same report is the same
// bytes.
func (b *workbook) write(w io.Writer, created string) error {
	b.keep(b.file.SetDocProps(&excelize.DocProperties{Creator: "收讫", LastModifiedBy: "收讫", Created: created, Modified: created}))
	if b.err == nil {
		b.keep(b.file.Write(w))
	}
	return b.err
}

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"shouqi/ledger/money"
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
	remark                                          int
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

// sheet begins a sheet, printed on A4 across with its head on every page. Widths has a letter a column: see setWidth.
func (b *workbook) sheet(name string, headRow int, widths string) *sheet {
	if b.file.GetSheetName(0) == "Sheet1" {
		b.keep(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.keep(err)
	}
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(setWidth(b.file, name, column, width))
	}
	b.keep(b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}))
	orientation, a4, pagesWide, pagesTall, fit := "landscape", 9, 1, 0, true
	b.keep(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.keep(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &pagesWide, FitToHeight: &pagesTall}))
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", name, headRow), Scope: name}))
	b.keep(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	return &sheet{book: b, name: name}
}

// setWidth sets a column's width in characters: n for narrow, m for an amount, t for a time or a number, w for wide, x
// for the widest.
func setWidth(file *excelize.File, sheet, column string, width rune) error {
	switch width {
	case 'n':
		return file.SetColWidth(sheet, column, column, 10)
	case 'm':
		return file.SetColWidth(sheet, column, column, 12)
	case 't':
		return file.SetColWidth(sheet, column, column, 18)
	case 'w':
		return file.SetColWidth(sheet, column, column, 28)
	}
	return file.SetColWidth(sheet, column, column, 44)
}

// sheet writes cells row by row.
type sheet struct {
	book *workbook
	name string
	row  int
}

// cell is one value with its style; number cells hold exact decimal text.
type cell struct {
	style  int
	text   string
	number bool
}

func (b *workbook) moneyCell(fen money.Fen) cell { return cell{b.money, fen.String(), true} }
func (b *workbook) sumCell(fen money.Fen) cell   { return cell{b.sum, fen.String(), true} }
func (b *workbook) countCell(n int) cell         { return cell{b.count, fmt.Sprint(n), true} }
func (b *workbook) textCell(text string) cell    { return cell{b.text, safeText(text), false} }
func (b *workbook) wrappedCell(text string) cell { return cell{b.wrapped, safeText(text), false} }
func (b *workbook) sumTextCell(text string) cell { return cell{b.header, safeText(text), false} }

func (b *workbook) headerCells(titles ...string) []cell {
	cells := make([]cell, len(titles))
	for i, title := range titles {
		cells[i] = cell{b.header, title, false}
	}
	return cells
}

// put writes the next row; without cells it stays empty.
func (s *sheet) put(cells ...cell) {
	s.row++
	for i, c := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, s.row)
		s.book.keep(err)
		if c.number {
			// Text that is a number becomes a number cell with these very digits: no binary fraction comes near it.
			s.book.keep(s.book.file.SetCellDefault(s.name, name, c.text))
		} else {
			s.book.keep(s.book.file.SetCellStr(s.name, name, c.text))
		}
		s.book.keep(s.book.file.SetCellStyle(s.name, name, name, c.style))
	}
}

// safeText keeps text from becoming a formula when the sheet is later saved as CSV and opened again.
func safeText(text string) string {
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) && trimmed != "-" {
		return "'" + text
	}
	return text
}

// write gives the file, with properties that say nothing of when or where it was made.
func (b *workbook) write(w io.Writer, created string) error {
	b.keep(b.file.SetDocProps(&excelize.DocProperties{Creator: "收讫", LastModifiedBy: "收讫", Created: created, Modified: created}))
	if b.err == nil {
		b.keep(b.file.Write(w))
	}
	return b.err
}

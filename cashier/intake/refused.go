package intake

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	refusedSheet = "退回的行"
	reasonTitle  = "原因"
	textFormat   = 49 // the built-in number format "@": edits stay text, so phones are not ruined again
)

// harmless is text that begins with a sign and is plainly an amount or a phone.
var harmless = regexp.MustCompile(`^[+-]?[\d.,() -]*$`)

// WriteRefused writes the plan's refused lines as an XLSX workbook: the header
// as it was, the cells as text with those at fault shaded, and a column 原因
// with the reasons. Mended, it can be taken in by this same package, with the
// same Options.Map. It holds personal data. The error is that of writing.
func WriteRefused(w io.Writer, plan *Plan) error {
	book, err := newTextBook(refusedSheet)
	if err != nil {
		return err
	}
	defer book.file.Close()
	reasonIndex := len(plan.Columns.List)
	for _, column := range plan.Columns.with(fieldReason) {
		reasonIndex = column.Index // a second round of mending keeps its column
	}
	width := max(len(plan.Columns.List), reasonIndex+1)
	stream, err := book.file.NewStreamWriter(refusedSheet)
	if err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	if err := stream.SetColWidth(1, width, 14); err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	if err := stream.SetColWidth(reasonIndex+1, reasonIndex+1, 80); err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	if err := stream.SetRow("A1", book.headerCells(plan.Columns, reasonIndex, width)); err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	for i, refusal := range plan.Refused {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+2), book.refusedCells(refusal, reasonIndex, width)); err != nil {
			return fmt.Errorf("write refused lines: %w", err)
		}
	}
	if err := stream.Flush(); err != nil {
		return fmt.Errorf("write refused lines: %w", err)
	}
	return book.write(w)
}

func (book *textBook) headerCells(columns Columns, reasonIndex, width int) []any {
	cells := make([]any, width)
	for i := range cells {
		title := ""
		if i < len(columns.List) {
			title = columns.List[i].Title
		}
		if i == reasonIndex {
			title = reasonTitle
		}
		cells[i] = excelize.Cell{StyleID: book.header, Value: safeText(title)}
	}
	return cells
}

func (book *textBook) refusedCells(refusal Refusal, reasonIndex, width int) []any {
	atFault := map[string]bool{}
	var reasons []string
	for _, issue := range refusal.Issues {
		atFault[issue.Cell] = true
		// The cell's reference is that of the first file and would mislead here.
		reasons = append(reasons, strings.TrimPrefix(issue.Text, issue.Cell+" "))
	}
	line := Line{Number: refusal.Line}
	cells := make([]any, width)
	for i := range cells {
		style, text := book.text, ""
		if i < len(refusal.Cells) {
			text = refusal.Cells[i]
		}
		if atFault[line.Ref(i)] {
			style = book.fault
		}
		if i == reasonIndex {
			text = strings.Join(reasons, "\n") + "（原表" + placeOf(refusal.Sheet, refusal.Line) + "）"
			style = book.reason
		}
		cells[i] = excelize.Cell{StyleID: style, Value: safeText(text)}
	}
	return cells
}

// safeText keeps text from becoming a formula when the sheet is later saved as
// CSV and opened again: an apostrophe goes before it, which the reader drops.
func safeText(text string) string {
	trimmed := strings.TrimLeft(text, " \t\r\n")
	if trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) && !harmless.MatchString(trimmed) {
		return "'" + text
	}
	return text
}

// textBook is a new workbook with one sheet and the styles of our own files.
type textBook struct {
	file                        *excelize.File
	header, text, fault, reason int
}

func newTextBook(sheet string) (*textBook, error) {
	book := &textBook{file: excelize.NewFile()}
	if err := book.file.SetSheetName("Sheet1", sheet); err != nil {
		return nil, fmt.Errorf("name sheet: %w", err)
	}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECEF"}}
	amber := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE9B8"}}
	for _, style := range []struct {
		id    *int
		style excelize.Style
	}{
		{&book.header, excelize.Style{NumFmt: textFormat, Fill: grey, Font: &excelize.Font{Bold: true}}},
		{&book.text, excelize.Style{NumFmt: textFormat}},
		{&book.fault, excelize.Style{NumFmt: textFormat, Fill: amber}},
		{&book.reason, excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		id, err := book.file.NewStyle(&style.style)
		if err != nil {
			return nil, fmt.Errorf("make style: %w", err)
		}
		*style.id = id
	}
	return book, nil
}

func (book *textBook) write(w io.Writer) error {
	if err := book.file.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

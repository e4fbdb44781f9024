package intake

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"shouqi/ledger/calendar"
)

// Kind says what a spreadsheet holds in a cell.
type Kind byte

// The kinds of a cell. In a CSV file every cell with content is kindText.
const (
	kindEmpty  Kind = iota
	kindText        // typed text
	kindNumber      // a number: Text is plain decimal at 15 significant digits
	kindDate        // a number shown as a date: Text is its serial number
	kindBool        // TRUE or FALSE
	kindError       // #N/A and its like, or a formula whose value was never stored
)

// Cell is the content of one cell as the file has it, before any cleaning.
type Cell struct {
	Kind Kind
	Text string
}

// Line is one row of a sheet. Number counts from 1 as the spreadsheet shows it.
type Line struct {
	Number  int
	Cells   []Cell
	formats []uint16 // the number formats of its numbers, places in Sheet.formats; may be shorter than Cells
	hidden  bool     // the spreadsheet does not show the row
}

// Cell returns the cell in the column with this index, counted from 0; beyond the
// end of the line it is empty.
func (line Line) Cell(index int) Cell {
	if index < 0 || index >= len(line.Cells) {
		return Cell{}
	}
	return line.Cells[index]
}

// Ref returns the A1 reference of the cell in the column with this index.
func (line Line) Ref(index int) string {
	return letter(index) + strconv.Itoa(line.Number)
}

func (line Line) blank() bool {
	for _, cell := range line.Cells {
		if strings.TrimSpace(narrow(cell.Text)) != "" {
			return false
		}
	}
	return true
}

// letter returns the letters that a spreadsheet shows above a column, "A" for 0.
func letter(index int) string {
	name, err := excelize.ColumnNumberToName(index + 1)
	if err != nil {
		return "?"
	}
	return name
}

// Sheet is one sheet of a file, read whole and not yet understood.
type Sheet struct {
	FileName string
	FileHash string   // SHA-256 of the file, hexadecimal
	Name     string   // "" for CSV
	Names    []string // of the visible sheets of the workbook
	Unread   []Unread // the workbook's other sheets with content
	Date1904 bool     // serial numbers count from 1904-01-01, as old Macs wrote them
	Lines    []Line
	merges   []merge
	formats  []string // codes of number formats

	hiddenColumns [maxColumns]bool
}

// merge is a merged range, all bounds inclusive; rows from 1, columns from 0.
type merge struct{ top, left, bottom, right int }

// Shown returns a cell's content as text that a person reads and that intake
// reads back the same: a date as 2020-03-01, everything else as it is.
func (sheet *Sheet) Shown(cell Cell) string {
	if cell.Kind == kindDate {
		if date, err := dateOfSerial(cell.Text, sheet.Date1904); err == nil && date != "" {
			return string(date)
		}
	}
	if cell.Kind == kindBool {
		return strings.ToUpper(strings.NewReplacer("1", "true", "0", "false").Replace(cell.Text))
	}
	return cell.Text
}

// face returns what a line's cell shows of its number.
func (sheet *Sheet) face(line Line, index int) string {
	cell := line.Cell(index)
	if cell.Kind != kindNumber || len(sheet.formats) == 0 {
		return cell.Text
	}
	code := ""
	if index < len(line.formats) {
		code = sheet.formats[line.formats[index]]
	}
	return faceOf(cell.Text, code)
}

func dateOfSerial(text string, date1904 bool) (calendar.Date, error) {
	whole, _, _ := strings.Cut(text, ".") // the fraction is the time of day
	serial, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return "", calendar.ErrDate
	}
	if date1904 {
		serial += 1462 // the days between the two systems' first days
	}
	return calendar.FromExcelSerial(serial)
}

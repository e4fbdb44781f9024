package intake

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// OpeningArrears is the item of arrears whose column says only 欠费 or 欠费金额.
const OpeningArrears = "期初欠费"

// Plan is what a file would bring in. It holds personal data: it must not be
// logged. Counting, showing and applying it is for others.
type Plan struct {
	FileName  string
	FileHash  string // SHA-256 of the file, hexadecimal
	SheetName string
	Columns   Columns
	Rows      []Row
	Refused   []Refusal
	Totals    []TotalCheck
	Warnings  []Issue // about the file as a whole; those about a row stand with the row
}

// Whole reports whether every room in the file can come in. Without it nothing
// is taken unless a person chooses to take the good rows.
func (plan *Plan) Whole() bool { return len(plan.Refused) == 0 }

// LargeSums counts the arrears and prepayments that are far larger than the others: they come in only where a person has
// looked at them.
func (plan *Plan) LargeSums() (count int) {
	for _, row := range plan.Rows {
		for _, warning := range row.Warnings {
			if warning.Code == codeArrearsLarge {
				count++
			}
		}
	}
	return count
}

// Nothing returns a *FileError for a plan that brings no room in, and else nil:
// a file that nothing came of was no success.
func (plan *Plan) Nothing() error {
	if len(plan.Rows) > 0 {
		return nil
	}
	if len(plan.Refused) > 0 {
		return refuseFile(nil, "表里的 %d 行都不能导入，所以什么都没有导入：请按原因改好再导入。", len(plan.Refused))
	}
	return refuseFile(nil, "表头（第 %d 行）下面没有一行房屋，什么都没有导入：请核对是不是选错了文件或工作表。", plan.Columns.HeaderLine)
}

// Row is one room that can come in, with all that its line says.
type Row struct {
	Sheet      string // the sheet it stands in, "" where one was read
	Line       int    // the row number in the sheet
	Room       Room
	Parties    []Party         // owners, then tenants; no owner means it owes to the developer
	Spaces     []string        // parking spaces, "B1-001"
	Locations  []string        // where they are, one for each of Spaces, or none
	States     []string        // sold, let or free, likewise
	Handovers  []calendar.Date // when they were handed over, likewise; "" where a cell does not say
	DeedNo     string          // the real-estate certificate's number, personal like a name
	Plates     []string        // number plates, "京A12345"
	PrepaidFen money.Fen
	Arrears    []Arrears // only what is owed; an amount of 0 makes no entry
	Remark     string
	Warnings   []Issue
}

// Room is a room as the register describes it.
type Room struct {
	Code        string // canonical, "1-2-301"
	Building    string // "" when the register has none
	Unit        string
	Number      string
	Floor       int   // as a column tells it; 0 when none does, and the book derives it from Number
	AreaCentiM2 int64 // 0.01 m²; 0 when not given
	Layout      string
	HandoverOn  calendar.Date // "" when not given
	State       string
	Use         string
	Fields      map[string]string // the room's own fields, unitPriceKey among them; blank cells make none
}

// Arrears is what a room owed when it came in.
type Arrears struct {
	Item string // the column's own header, or OpeningArrears
	Fen  money.Fen
}

// Refusal is a line that cannot come in. Cells are the line's cells as shown in
// the file, by column index; WriteRefused gives them back.
type Refusal struct {
	Sheet  string // the sheet it stands in, "" where one was read
	Line   int
	Cells  []string
	Issues []Issue
}

// TotalCheck compares one figure of a total row with the rows above it. The
// three figures are exact decimal text.
type TotalCheck struct {
	Sheet    string // the sheet it stands in, "" where one was read
	Line     int
	Cell     string
	Column   string
	Label    string // the row's own word: 合计, 小计
	Written  string
	Sum      string // of every row above that holds a number, refused ones included
	TakenSum string // of the rows above that can come in
	Ties     bool
}

// Where says in which row the total stands.
func (t TotalCheck) Where() string { return placeOf(t.Sheet, t.Line) }

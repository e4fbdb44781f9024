package intake

import (
	"fmt"
	"regexp"
	"strings"
)

// headerSearchLines is how many lines may stand above and include the header:
// titles, the company's name, a date, a note on how to fill in.
const headerSearchLines = 30

// Column is one column of the sheet and what it was taken to mean.
type Column struct {
	Index  int    // from 0
	Letter string // "C"
	Title  string // the header as written, units included
	Header string // without spaces and units; "" when the header cell is empty
	Field  Field

	filled bool // some row has content in it
}

// Columns is the header that was found.
type Columns struct {
	HeaderLine int // the header's row number in the sheet; 0 when none was found
	List       []Column
}

// Unknown lists the columns that nobody has explained: those with a header, and
// in a plan those without one that have content. They are not read until a
// person maps them.
func (columns Columns) Unknown() []Column {
	var unknown []Column
	for _, column := range columns.List {
		if column.Field == fieldUnknown && (column.Header != "" || column.filled) {
			unknown = append(unknown, column)
		}
	}
	return unknown
}

// with returns the columns of a field, from left to right.
func (columns Columns) with(field Field) []Column {
	var found []Column
	for _, column := range columns.List {
		if column.Field == field {
			found = append(found, column)
		}
	}
	return found
}

// Options are what a person decides about a file. The zero value leaves all to
// the finding of columns.
type Options struct {
	// HeaderLine is the row number of the header, or 0 to look for it.
	HeaderLine int
	// Map gives columns, by index from 0, another meaning than was found.
	Map map[int]Field
	// NegativeArrearsIsPrepayment says that an amount below zero in a column of
	// arrears is money the owner has paid ahead.
	NegativeArrearsIsPrepayment bool
}

// FindColumns finds the header and what each column means. It returns a
// *FileError, with the columns found so far for a person to map, when there is
// no header, when no column holds the room, or when the options do not fit.
func (sheet *Sheet) FindColumns(options Options) (Columns, error) {
	index := -1
	if options.HeaderLine > 0 {
		for i, line := range sheet.Lines {
			if line.Number == options.HeaderLine {
				index = i
			}
		}
	} else {
		index = findHeader(sheet)
	}
	if index < 0 {
		return Columns{}, refuseFile(nil, "没有找到表头：前 %d 行里没有一行写着“房号”“业主”“建筑面积”这样的列名。请指定表头在第几行，或改用模板。", headerSearchLines)
	}
	columns := sheet.columnsAt(index)
	if err := columns.remap(options.Map); err != nil {
		return columns, err
	}
	if len(columns.with(fieldRoom)) == 0 {
		return columns, refuseFile(nil, "第 %d 行的表头里没有房号这一列：请指定哪一列是房号。", columns.HeaderLine)
	}
	if len(options.Map) == 0 && columns.readings() {
		return columns, refuseFile(nil, "这张表像是抄表数据（有上期、本期读数），不是房产台账，没有读：请选房产台账；抄表数据要在抄表里导入。")
	}
	return columns, nil
}

var readingHeader = regexp.MustCompile(`上期|本期|上月|本月|读数|抄表|止码|起码|表底`)

// readings reports whether the columns are those of a meter sheet: two or more that speak of readings, and nothing that a
// register tells of a room. A person who maps columns by hand knows better.
func (columns Columns) readings() bool {
	spoken := 0
	for _, column := range columns.Unknown() {
		if readingHeader.MatchString(column.Header) {
			spoken++
		}
	}
	for _, field := range []Field{fieldArea, fieldArrears, fieldPrepaid, fieldUnitPrice, fieldLayout, fieldState} {
		if len(columns.with(field)) > 0 {
			return false
		}
	}
	return spoken >= 2
}

// remap applies a person's choices. A choice takes the meaning away from the
// column that was guessed to have it.
func (columns Columns) remap(choices map[int]Field) error {
	for index, field := range choices {
		if index < 0 || index >= len(columns.List) || (field != fieldUnknown && !field.Valid()) {
			return refuseFile(nil, "指定的列不在表里，或者指定的含义不存在：请重新选择。")
		}
	}
	for i := range columns.List {
		column := &columns.List[i]
		if field, chosen := choices[i]; chosen {
			column.Field = field
			continue
		}
		for _, field := range choices {
			if field == column.Field && !field.many() {
				column.Field = fieldUnknown
			}
		}
	}
	seen := map[Field]string{}
	for _, column := range columns.List {
		if first, twice := seen[column.Field]; twice && column.Field != fieldUnknown && !column.Field.many() {
			return refuseFile(nil, "%s 列和 %s 列都被指定为“%s”：只能留一列。", first, column.Letter, column.Field.Label())
		}
		seen[column.Field] = column.Letter
	}
	return nil
}

// findHeader returns the index of the line that reads most like a header, or -1.
// Two known columns are enough when one of them is the room.
func findHeader(sheet *Sheet) int {
	best, bestScore := -1, 1
	for i, line := range sheet.Lines {
		if i >= headerSearchLines {
			break
		}
		if score := headerScore(sheet, line); score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// headerScore counts the different fields that a line names, the labels merged
// into it from above included; a line that does not name the room loses a point.
func headerScore(sheet *Sheet, line Line) int {
	fields := map[Field]bool{}
	for index := range sheet.headerWidth() {
		cell := sheet.merged(line, index)
		if cell.Kind != kindText {
			continue
		}
		field := fieldOf(cleanHeader(cell.Text))
		if field == fieldUnknown {
			field = fieldOf(sheet.groupAbove(line.Number, index) + cleanHeader(cell.Text))
		}
		if field != fieldUnknown {
			fields[field] = true
		}
	}
	if len(fields) > 1 && !fields[fieldRoom] {
		return len(fields) - 1
	}
	return len(fields)
}

func (sheet *Sheet) headerWidth() int {
	width := 0
	for _, line := range sheet.Lines[:min(len(sheet.Lines), headerSearchLines)] {
		width = max(width, len(line.Cells))
	}
	return width
}

// columnsAt reads the header at an index of sheet.Lines. Headers of two rows
// are common: 业主信息 merged over 姓名 and 电话, and 房号 merged downwards.
func (sheet *Sheet) columnsAt(index int) Columns {
	header := sheet.Lines[index]
	columns := Columns{HeaderLine: header.Number}
	width := len(header.Cells)
	for _, line := range sheet.Lines[index:] {
		width = max(width, len(line.Cells))
	}
	taken := map[Field]bool{}
	for i := range width {
		title := sheet.merged(header, i).Text
		column := Column{Index: i, Letter: letter(i), Title: tidy(title), Header: cleanHeader(title)}
		group := sheet.groupAbove(header.Number, i)
		if field := fieldOf(group + column.Header); group != "" && column.Header != "" && field != fieldUnknown {
			column.Title, column.Header, column.Field = group+column.Title, group+column.Header, field
		} else {
			column.Field = fieldOf(column.Header)
		}
		if taken[column.Field] && !column.Field.many() {
			column.Field = fieldUnknown
		}
		taken[column.Field] = true
		columns.List = append(columns.List, column)
	}
	columns.dropArrearsTotal()
	return columns
}

// dropArrearsTotal leaves out a column such as 欠费合计 when the items that it
// adds up have columns of their own, or each would be owed twice.
func (columns Columns) dropArrearsTotal() {
	arrears := columns.with(fieldArrears)
	for _, column := range arrears {
		sums := strings.Contains(column.Header, "合计") || strings.Contains(column.Header, "总")
		if sums && len(arrears) > 1 {
			columns.List[column.Index].Field = fieldUnknown
		}
	}
}

// groupAbove returns the header of a group of columns: the text of a cell one row
// up that is merged across several columns, but not across the whole sheet.
func (sheet *Sheet) groupAbove(number, column int) string {
	for _, merge := range sheet.merges {
		width := merge.right - merge.left + 1
		if merge.bottom == number-1 && merge.left <= column && column <= merge.right && width > 1 && width <= 6 {
			return cleanHeader(sheet.textAt(merge.top, merge.left))
		}
	}
	return ""
}

// merged returns a line's cell, or for an empty one the cell it is merged into
// when that stands above it in the same column.
func (sheet *Sheet) merged(line Line, column int) Cell {
	cell := line.Cell(column)
	if cell.Kind != kindEmpty {
		return cell
	}
	for _, merge := range sheet.merges {
		if merge.left == column && merge.top < line.Number && line.Number <= merge.bottom {
			return sheet.cellAt(merge.top, merge.left)
		}
	}
	return cell
}

func (sheet *Sheet) cellAt(number, column int) Cell {
	for _, line := range sheet.Lines {
		if line.Number == number {
			return line.Cell(column)
		}
	}
	return Cell{}
}

func (sheet *Sheet) textAt(number, column int) string {
	return sheet.cellAt(number, column).Text
}

// String names the column for a sentence: C 列“计费面积”.
func (column Column) String() string {
	if column.Header == "" {
		return column.Letter + " 列"
	}
	return fmt.Sprintf("%s 列“%s”", column.Letter, column.Header)
}

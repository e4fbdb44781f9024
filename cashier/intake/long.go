package intake

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	thousandsHead = regexp.MustCompile(`^[(+-]?¥?[1-9]\d{0,2}$`)
	thousandsTail = regexp.MustCompile(`^\d{3}(?:\.\d+)?\)?元?$`)
)

// lastNamed returns the index of the last column that the header names or a
// person has explained. The column of reasons that WriteRefused adds is none.
func (columns Columns) lastNamed() int {
	for i := len(columns.List) - 1; i >= 0; i-- {
		if column := columns.List[i]; column.Field != fieldReason && (column.Header != "" || column.Field != fieldUnknown) {
			return i
		}
	}
	return -1
}

// longAt returns the first cell of a line that shows it to be longer than its
// header, or -1: a cell with content behind the header's last column, or, in a
// file of separated text, an amount that its own commas have cut in two.
func (work *builder) longAt(line Line) int {
	columns := work.plan.Columns
	for index := columns.lastNamed() + 1; index < len(line.Cells); index++ {
		behindReason := index < len(columns.List) && columns.List[index].Field == fieldReason
		if !behindReason && strings.TrimSpace(narrow(line.Cells[index].Text)) != "" {
			return index
		}
	}
	if work.sheet.Name != "" {
		return -1
	}
	longer := len(line.Cells) > work.sheet.cellsIn(columns.HeaderLine)
	for index := range line.Cells {
		if cutInTwo(line, index) && (longer || work.cutIntoWords(index)) {
			return index + 1
		}
	}
	return -1
}

func cutInTwo(line Line, index int) bool {
	return thousandsHead.MatchString(squeeze(line.Cell(index).Text)) && thousandsTail.MatchString(squeeze(line.Cell(index+1).Text))
}

// cutIntoWords reports whether a column of figures stands before one of words,
// which would take the second half of an amount without complaint.
func (work *builder) cutIntoWords(index int) bool {
	return index+1 < len(work.holds) && work.holds[index] == holdsFigures && work.holds[index+1] == holdsWords
}

func (sheet *Sheet) cellsIn(number int) int {
	for _, line := range sheet.Lines {
		if line.Number == number {
			return len(line.Cells)
		}
	}
	return 0
}

// refuseLong refuses a row that is longer than its header: its cells may all
// stand one column too far to the right.
func (reader *rowReader) refuseLong() {
	index := reader.work.longAt(reader.line)
	if index < 0 {
		return
	}
	columns := reader.work.plan.Columns
	column := Column{Index: index, Letter: letter(index)}
	if index < len(columns.List) {
		column.Header = columns.List[index].Header
	}
	reader.fail(column, faultf(codeRowLong, "这一行比表头多出格子（表头到 %s 列为止），分不清每一格是哪一列的：像 1,234.50 这样的数请去掉逗号，或加上双引号；多写的内容请删去，或给它加上列名。",
		letter(columns.lastNamed())))
}

// nameUnread says which columns with content were not read: those whose header
// is not understood and those without one.
func (work *builder) nameUnread() {
	work.markFilled()
	for _, column := range work.plan.Columns.Unknown() {
		if column.Header == "" {
			work.note(column.Letter, "", codeColumnUnknown, fmt.Sprintf("%s 列没有列名，里面的内容没有读：需要的话请加上列名，或指定它的含义。", column.Letter))
			continue
		}
		work.note(column.Letter, column.Header, codeColumnUnknown, fmt.Sprintf("%s没有认出来，没有读：需要的话请指定它的含义，或作为自定义字段导入。", column))
	}
}

// markFilled notes which columns have content in a row.
func (work *builder) markFilled() {
	list := work.plan.Columns.List
	for _, line := range work.sheet.Lines {
		if line.Number <= work.plan.Columns.HeaderLine || work.skipped[line.Number] {
			continue
		}
		for i := range list {
			list[i].filled = list[i].filled || strings.TrimSpace(narrow(line.Cell(i).Text)) != ""
		}
	}
}

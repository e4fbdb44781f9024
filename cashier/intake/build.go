package intake

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/money"
)

// builder works a sheet into a plan, line by line.
type builder struct {
	sheet         *Sheet
	options       Options
	plan          *Plan
	filled        map[cellKey]Line // the line above whose merged cell speaks for this one
	holdsBuilding bool
	totals        *totals
	holds         []columnKind
	skipped       map[int]bool // lines that are no rooms
	otherHeader   int          // the line of a header unlike the first, below which nothing can be read; 0 for none
	*seen
}

// seen is what the sheets read so far hold, and in which row each first stands.
type seen struct {
	sheet  string           // the sheet that is being read, "" where it is the only one
	rooms  map[string]place // by code
	spaces map[string]place
}

// place is a row of a sheet, "" where only one is read.
type place struct {
	sheet string
	line  int
}

// String names the row as a person finds it.
func (p place) String() string { return placeOf(p.sheet, p.line) }

func newSeen() *seen { return &seen{rooms: map[string]place{}, spaces: map[string]place{}} }

type cellKey struct{ line, column int }

var (
	totalWord = regexp.MustCompile(`^.{0,8}(合计|总计|小计|共计|累计)[^\p{Han}]*[户套间]?[)]?$`)
	footer    = regexp.MustCompile(`^(?:制表|填表|审核|审批|复核|打印|编制|负责人|经办|注|说明|备注|附注)[人员]?(?:日期|时间|签字)?\d?[:：.]`)
)

// Plan works out what the sheet would bring in: a dry run that changes nothing.
// It returns a *FileError when the columns cannot be told (see FindColumns),
// and the context's error when cancelled. Rows that cannot come in are no
// error: they are in Plan.Refused with their reasons.
func (sheet *Sheet) Plan(ctx context.Context, options Options) (*Plan, error) {
	return sheet.plan(ctx, options, newSeen())
}

func (sheet *Sheet) plan(ctx context.Context, options Options, before *seen) (*Plan, error) {
	columns, err := sheet.FindColumns(options)
	if err != nil {
		return nil, err
	}
	work := &builder{
		sheet: sheet, options: options,
		plan:    &Plan{FileName: sheet.FileName, FileHash: sheet.FileHash, SheetName: sheet.Name, Columns: columns},
		filled:  sheet.fillDown(columns),
		totals:  newTotals(columns),
		holds:   columnKinds(columns),
		skipped: map[int]bool{},
		seen:    before,
	}
	work.holdsBuilding = work.roomHoldsBuilding()
	for _, line := range sheet.Lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if line.Number > columns.HeaderLine && !line.blank() {
			work.add(line)
		}
	}
	work.nameUnread()
	bare := slices.ContainsFunc(work.plan.Rows, func(row Row) bool { return row.Room.Building == "" && countDigits(row.Room.Number) > 0 })
	work.plan.Warnings = append(work.plan.Warnings, slices.Concat(sheet.sayBuilding(bare), sheet.sayAll(work.plan.Columns))...)
	work.warnLargeSums()
	return work.plan, nil
}

// add puts a line where it belongs: total, repeated header, footer, or room.
func (work *builder) add(line Line) {
	work.skipped[line.Number] = true
	if label := totalLabel(line); label != "" {
		work.addTotal(line, label)
		return
	}
	if work.repeatsHeader(line) {
		work.otherHeader = 0
		work.note("", "", codeLineSkipped, fmt.Sprintf("第 %d 行又是表头，跳过了。", line.Number))
		return
	}
	if work.text(line, fieldRoom) == "" && footer.MatchString(squeeze(firstText(line))) {
		work.note("", "", codeLineSkipped, fmt.Sprintf("第 %d 行像是表尾的说明或签字，跳过了。", line.Number))
		return
	}
	work.skipped[line.Number] = false
	reader := &rowReader{work: work, line: line}
	row := reader.read()
	work.totals.add(line, len(reader.issues) == 0)
	if len(reader.issues) > 0 {
		work.plan.Refused = append(work.plan.Refused, Refusal{Sheet: work.seen.sheet, Line: line.Number, Cells: work.shown(line), Issues: reader.issues})
		return
	}
	row.Warnings = reader.warnings
	work.plan.Rows = append(work.plan.Rows, row)
}

func (work *builder) note(cell, column string, code Code, text string) {
	work.plan.Warnings = append(work.plan.Warnings, Issue{Cell: cell, Column: column, Code: code, Text: text})
}

// totalLabel returns the word of a total row that stands in one of its first
// cells, or "".
func totalLabel(line Line) string {
	for index := range 4 {
		cell := line.Cell(index)
		text := squeeze(cell.Text)
		if cell.Kind != kindText || utf8.RuneCountInString(text) > 16 {
			continue
		}
		if match := totalWord.FindStringSubmatch(text); match != nil {
			return match[1]
		}
	}
	return ""
}

// repeatsHeader tells the header that some programs print again on each page.
func (work *builder) repeatsHeader(line Line) bool {
	same := 0
	for _, column := range work.plan.Columns.List {
		if column.Header != "" && cleanHeader(line.Cell(column.Index).Text) == column.Header {
			same++
		}
	}
	return same >= 2 && fieldOf(cleanHeader(work.text(line, fieldRoom))) == fieldRoom
}

func firstText(line Line) string {
	for _, cell := range line.Cells {
		if cell.Text != "" {
			return cell.Text
		}
	}
	return ""
}

// cell returns a line's cell, filled from a merged cell above it where that is
// safe. Where digits are a name, or words, a number is what the cell shows.
func (work *builder) cell(line Line, index int) Cell {
	cell := line.Cell(index)
	if cell.Kind == kindEmpty {
		line = work.filled[cellKey{line.Number, index}]
		cell = line.Cell(index)
	}
	if cell.Kind == kindNumber && work.holds[index] != holdsFigures {
		face := work.sheet.face(line, index)
		if work.holds[index] == holdsNames || notName(face) == "" {
			cell.Text = face
		}
	}
	return cell
}

// text returns the cleaned text in the field's column, "" without such a column.
func (work *builder) text(line Line, field Field) string {
	for _, column := range work.plan.Columns.with(field) {
		if cell := work.cell(line, column.Index); !isNothing(cell.Text) {
			return tidy(work.sheet.Shown(cell))
		}
	}
	return ""
}

func (work *builder) shown(line Line) []string {
	cells := make([]string, len(work.plan.Columns.List))
	for i := range cells {
		cells[i] = work.sheet.Shown(work.cell(line, i))
	}
	return cells
}

// filledDown are the fields whose merged cells speak for every row they cover.
// An amount or an area in a merged cell belongs to the first row alone: copying
// it would owe it twice.
var filledDown = []Field{
	fieldBuilding, fieldUnit, fieldOwner, fieldOwnerPhone, fieldOwnerID, fieldTenant, fieldTenantPhone,
	fieldTenantID, fieldLayout, fieldHandover, fieldState, fieldUse, fieldUnitPrice,
}

func (sheet *Sheet) fillDown(columns Columns) map[cellKey]Line {
	filled := map[cellKey]Line{}
	last := 0
	if len(sheet.Lines) > 0 {
		last = sheet.Lines[len(sheet.Lines)-1].Number
	}
	top := map[int]Line{}
	for _, line := range sheet.Lines {
		top[line.Number] = line
	}
	for _, merge := range sheet.merges {
		if merge.left >= len(columns.List) || merge.top <= columns.HeaderLine || !slices.Contains(filledDown, columns.List[merge.left].Field) {
			continue
		}
		above := top[merge.top]
		for number := merge.top + 1; above.Cell(merge.left).Kind != kindEmpty && number <= min(merge.bottom, last) && len(filled) < maxRows*len(filledDown); number++ {
			filled[cellKey{number, merge.left}] = above
		}
	}
	return filled
}

// roomHoldsBuilding settles what the 1 in a room's cell "1-101" is when the
// building has a column of its own and the unit has not: the building again if
// that fits every row of the file, else the unit. One row alone cannot tell.
func (work *builder) roomHoldsBuilding() bool {
	for _, line := range work.sheet.Lines {
		if line.Number <= work.plan.Columns.HeaderLine || work.text(line, fieldUnit) != "" {
			continue
		}
		building := partsOf(buildingTail, work.text(line, fieldBuilding))
		room := roomParts(work.text(line, fieldRoom))
		if len(building) == 1 && len(room) == 2 && !samePrefix(room, building) {
			return false
		}
	}
	return true
}

// warnLargeSums questions arrears that no household owes and prepayments that none has paid: 10,000,000 yuan, or a hundred
// times the median of the file when there are enough to compare.
func (work *builder) warnLargeSums() {
	var arrears, prepaid []int64
	for _, row := range work.plan.Rows {
		for _, one := range row.Arrears {
			arrears = append(arrears, int64(one.Fen))
		}
		if row.PrepaidFen > 0 {
			prepaid = append(prepaid, int64(row.PrepaidFen))
		}
	}
	owedLimit, prepaidLimit := largeFrom(arrears), largeFrom(prepaid)
	for i := range work.plan.Rows {
		row := &work.plan.Rows[i]
		for _, one := range row.Arrears {
			if int64(one.Fen) >= owedLimit {
				work.warnLarge(row, fieldArrears, one.Item, one.Fen, "欠费")
			}
		}
		if int64(row.PrepaidFen) >= prepaidLimit {
			work.warnLarge(row, fieldPrepaid, "", row.PrepaidFen, "预存款")
		}
	}
}

// largeFrom returns from how many fen on a sum is to be questioned, by all sums of its kind in the file.
func largeFrom(amounts []int64) int64 {
	const (
		largeFen         = 10_000_000_00
		medianMultiple   = 100
		smallestToMedian = 3
	)
	if len(amounts) < smallestToMedian {
		return largeFen
	}
	slices.Sort(amounts)
	return min(largeFen, amounts[(len(amounts)-1)/2]*medianMultiple)
}

// warnLarge questions one sum in the column that it stands in; item says which of several columns of arrears.
func (work *builder) warnLarge(row *Row, field Field, item string, fen money.Fen, what string) {
	for _, column := range work.plan.Columns.with(field) {
		if field == fieldArrears && work.itemOf(column) != item {
			continue
		}
		cell := Line{Number: row.Line}.Ref(column.Index)
		row.Warnings = append(row.Warnings, Issue{Cell: cell, Column: column.Header, Code: codeArrearsLarge,
			Text: fmt.Sprintf("%s %s：写的是 %s 元，比同一张表里别的%s大得多，请核对是不是多打了几位。", cell, column.Header, fen.Grouped(), what)})
	}
}

var plainArrears = regexp.MustCompile(`^(?:期初)?(?:欠费|欠款|未缴|未交)(?:金额|合计|总额|总计)?$`)

// itemOf names the charge item of a column of arrears: its own header, or
// OpeningArrears when that says nothing more than 欠费. A second column of the
// same name is told apart by its letter, so that neither is lost.
func (work *builder) itemOf(column Column) string {
	item := column.Header
	if plainArrears.MatchString(item) || item == "" {
		item = OpeningArrears
	}
	for _, other := range work.plan.Columns.with(fieldArrears) {
		if other.Index < column.Index && (other.Header == column.Header || item == OpeningArrears && plainArrears.MatchString(other.Header)) {
			return strings.TrimSpace(item) + "（" + column.Letter + "列）"
		}
	}
	return item
}

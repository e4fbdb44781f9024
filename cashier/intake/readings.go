package intake

import (
	"context"
	"fmt"
	"strings"

	"shouqi/ledger/calendar"
)

// Readings is what a sheet of meter readings says: a dry run that changes nothing. Whether a reading can be believed is
// not judged here.
type Readings struct {
	FileName  string
	FileHash  string // SHA-256 of the file, hexadecimal
	SheetName string
	Columns   Columns
	Kinds     []string // the kinds of meter that the sheet reads, in its order
	Rows      []Reading
	Refused   []Refusal
	Warnings  []Issue
	// Cells are the cells, as shown in the file, of each line that has a reading in Rows, by the line's number: a reading
	// that somebody refuses later is given back with them.
	Cells map[int][]string
}

// Reading is one meter's figures on one line. Previous and Value are plain decimal text, "" for an empty cell. On and
// PreviousOn are "" where the sheet does not say.
type Reading struct {
	Line       int
	Cell       string // of the new figure
	Room       string // canonical
	Kind       string
	Number     string
	Previous   string
	Value      string
	On         calendar.Date
	PreviousOn calendar.Date
}

// ReadingOptions are what a person decides about a sheet of readings.
type ReadingOptions struct {
	HeaderLine int           // the row number of the header, or 0 to look for it
	Kind       string        // the kind of meter where the sheet's own words do not say
	On         calendar.Date // the day of reading where the sheet does not say
}

// Readings reads a sheet of meter readings. Rows may hold several meters side by side (水表上期 水表本期 电表上期 电表本期) or
// one each with its kind in a column. It returns a *FileError when there is no header, no column for the room or none for
// a new reading, and the context's error when cancelled. What cannot be read is in Refused, the rest of its row too.
func (sheet *Sheet) Readings(ctx context.Context, options ReadingOptions) (*Readings, error) {
	header, err := sheet.readingHeader(options.HeaderLine)
	if err != nil {
		return nil, err
	}
	work := &readingBuilder{options: options, header: header, plan: &Readings{FileName: sheet.FileName, FileHash: sheet.FileHash,
		SheetName: sheet.Name, Columns: header.columns, Kinds: header.kinds(), Cells: map[int][]string{}}}
	work.builder = &builder{sheet: sheet, plan: &Plan{Columns: header.columns}, filled: sheet.fillDown(header.columns),
		holds: header.columnKinds(), skipped: map[int]bool{}, seen: newSeen()}
	work.holdsBuilding = work.roomHoldsBuilding()
	for _, line := range sheet.Lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if line.Number > header.columns.HeaderLine && !line.blank() {
			work.add(line)
		}
	}
	work.sayUnread()
	return work.plan, nil
}

// sayUnread names what of the file was not read, columns that say nothing of a
// reading included, and what was read unseen.
func (work *readingBuilder) sayUnread() {
	work.markFilled()
	var names []string
	for _, column := range work.header.columns.Unknown() {
		if !work.header.reads(column) {
			names = append(names, column.String())
		}
	}
	if len(names) > 0 {
		work.plan.Warnings = append(work.plan.Warnings, Issue{Code: codeColumnUnknown, Text: "没有读这些列：" + strings.Join(names, "、") + "。"})
	}
	work.plan.Warnings = append(work.plan.Warnings, work.sheet.sayAll(work.header.columns)...)
}

// readingBuilder works a sheet of readings into a plan, line by line.
type readingBuilder struct {
	*builder
	options ReadingOptions
	header  readingHead
	plan    *Readings
}

func (work *readingBuilder) add(line Line) {
	if totalLabel(line) != "" || work.repeatsHeader(line) || work.text(line, fieldRoom) == "" && footer.MatchString(squeeze(firstText(line))) {
		work.skipped[line.Number] = true
		if work.repeatsHeader(line) {
			work.otherHeader = 0
		}
		work.plan.Warnings = append(work.plan.Warnings, Issue{Code: codeLineSkipped, Text: fmt.Sprintf("第 %d 行像是合计、表头或表尾的签字，跳过了。", line.Number)})
		return
	}
	reader := &readingReader{rowReader: rowReader{work: work.builder, line: line}, options: work.options, header: work.header}
	rows := reader.read()
	if len(reader.issues) > 0 {
		work.plan.Refused = append(work.plan.Refused, Refusal{Line: line.Number, Cells: work.shown(line), Issues: reader.issues})
		return
	}
	if len(rows) > 0 {
		work.plan.Rows = append(work.plan.Rows, rows...)
		work.plan.Cells[line.Number] = work.shown(line)
	}
}

// readingReader reads one line of readings.
type readingReader struct {
	rowReader
	options ReadingOptions
	header  readingHead
}

func (reader *readingReader) read() []Reading {
	reader.refuseLong()
	reader.refuseErrors()
	common := Reading{Line: reader.line.Number, Room: reader.code()}
	common.On, common.PreviousOn = reader.day(reader.header.on), reader.day(reader.header.previousOn)
	if common.On == "" {
		common.On = reader.options.On
	}
	common.Number = reader.number()
	kind := reader.options.Kind
	if word := squeeze(reader.shown(reader.header.kind)); word != "" {
		kind = meterKind(word)
	}
	var rows []Reading
	for _, meter := range reader.header.meters {
		row := common
		if row.Kind = meter.kind; row.Kind == "" {
			row.Kind = kind
		}
		row.Previous, row.Value = reader.figure(meter.previous), reader.figure(meter.value)
		row.Cell = reader.line.Ref(meter.value.Index)
		if row.Previous == "" && row.Value == "" && !reader.only() {
			continue // the room has no such meter
		}
		if row.Kind == "" && len(reader.issues) == 0 {
			reader.fail(meter.value, faultf(codeMeterKind, "看不出是什么表（水、电、燃气……）：请在表头写“水表本期”这样的列名，或加一列“表类型”。"))
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// only reports whether each row is one meter: an empty figure is then a missing one.
func (reader *readingReader) only() bool { return len(reader.header.meters) == 1 }

// number reads what is written on the meter.
func (reader *readingReader) number() string {
	column := reader.header.number
	if column == nil {
		return ""
	}
	if trouble := nameFault("表号", reader.work.cell(reader.line, column.Index)); trouble != nil {
		reader.fail(*column, trouble)
		return ""
	}
	return squeeze(reader.shown(column))
}

// code reads the room; the same room may stand on several rows, one for each meter.
func (reader *readingReader) code() string {
	column := reader.work.plan.Columns.with(fieldRoom)[0]
	cell := reader.work.cell(reader.line, column.Index)
	if cell.Kind == kindError {
		return "" // refused already
	}
	code, trouble := reader.rowReader.code(cell)
	if trouble != nil {
		reader.fail(column, trouble)
	}
	return code.Code
}

func (reader *readingReader) shown(column *Column) string {
	if column == nil {
		return ""
	}
	cell := reader.work.cell(reader.line, column.Index)
	text := tidy(reader.work.sheet.Shown(cell))
	if cell.Kind == kindError || isNothing(text) {
		return ""
	}
	return text
}

// refuseErrors refuses the row for an error value, or a value that was never
// stored, in any cell that is read.
func (reader *readingReader) refuseErrors() {
	for _, column := range reader.header.columns.List {
		if cell := reader.work.cell(reader.line, column.Index); cell.Kind == kindError && reader.header.reads(column) {
			reader.fail(column, errorFault(cell))
		}
	}
}

func (reader *readingReader) day(column *Column) calendar.Date {
	if column == nil {
		return ""
	}
	cell := reader.work.cell(reader.line, column.Index)
	if cell.Kind == kindError {
		return "" // refused already
	}
	date, trouble := parseDate(cell, reader.work.sheet.Date1904)
	if trouble != nil {
		reader.fail(*column, faultf(codeDateSyntax, "写的是%s，不是抄表的日子，请改成像 2026-10-28 这样的日期。", quotedDate(cell.Text)))
	}
	return date
}

// Readings have at most so many digits before and behind the point.
const (
	readingWholeMax   = 10
	readingDecimalMax = 4
)

// figure reads a dial's figure into plain decimal text, "" for an empty cell or a column that is not there.
func (reader *readingReader) figure(column Column) string {
	if column.Letter == "" {
		return ""
	}
	cell := reader.work.cell(reader.line, column.Index)
	text := joinThousands(strings.ReplaceAll(squeeze(cell.Text), "，", ","))
	if cell.Kind == kindEmpty || cell.Kind == kindError || isNothing(text) {
		return ""
	}
	whole, decimals, point := strings.Cut(text, ".")
	switch {
	case cell.Kind == kindDate || cell.Kind == kindBool || !isDigits(whole) || point && !isDigits(decimals):
		reader.fail(column, faultf(codeNumberSyntax, "写的是%s，不是读数：请只写表上的数字，像 579 或 20342.5。", quoted(cell.Text)))
	default:
		whole, decimals = trimZeros(whole), strings.TrimRight(decimals, "0")
		if len(whole) > readingWholeMax || len(decimals) > readingDecimalMax {
			reader.fail(column, faultf(codeNumberRange, "写的是%s：读数最多 %d 位整数、%d 位小数，请核对。", quoted(text), readingWholeMax, readingDecimalMax))
			return ""
		}
		if decimals != "" {
			whole += "." + decimals
		}
		return whole
	}
	return ""
}

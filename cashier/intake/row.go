package intake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// maxTextRunes bounds a room's free text: layout, state, use, own fields.
// maxRemarkRunes bounds its remark.
const (
	maxTextRunes   = 100
	maxRemarkRunes = 500
)

// rowReader reads one line into a row and gathers what is wrong with it: all of
// it, so that a person mends a row once.
type rowReader struct {
	work     *builder
	line     Line
	issues   []Issue
	warnings []Issue
}

func (reader *rowReader) read() Row {
	reader.refuseLong()
	reader.refuseErrors()
	row := Row{Sheet: reader.work.seen.sheet, Line: reader.line.Number}
	row.Room = reader.room()
	row.Parties = append(reader.parties(Owner, fieldOwner, fieldOwnerPhone, fieldOwnerID),
		reader.parties(Tenant, fieldTenant, fieldTenantPhone, fieldTenantID)...)
	reader.warnNoOwner(row.Parties)
	row.Spaces, row.Plates = reader.spaces(), reader.plates()
	row.Locations = reader.ofSpaces(fieldLocation, row.Spaces)
	row.States = reader.ofSpaces(fieldSpaceState, row.Spaces)
	row.Handovers = reader.handoversOfSpaces(row.Spaces)
	row.DeedNo = reader.freeText(fieldDeed, maxTextRunes)
	reader.amounts(&row)
	row.Remark = reader.freeText(fieldRemark, maxRemarkRunes)
	return row
}

// place is where the line stands.
func (reader *rowReader) place() place { return place{reader.work.seen.sheet, reader.line.Number} }

// each calls use for every column of a field whose cell holds something.
func (reader *rowReader) each(field Field, use func(column Column, cell Cell)) {
	for _, column := range reader.work.plan.Columns.List {
		if column.Field != field {
			continue
		}
		if cell := reader.work.cell(reader.line, column.Index); cell.Kind != kindEmpty && cell.Kind != kindError {
			use(column, cell)
		}
	}
}

func (reader *rowReader) fail(column Column, trouble *fault) {
	reader.issues = append(reader.issues, reader.issue(column, trouble))
}

func (reader *rowReader) warn(column Column, code Code, format string, arguments ...any) {
	reader.warnings = append(reader.warnings, reader.issue(column, faultf(code, format, arguments...)))
}

func (reader *rowReader) issue(column Column, trouble *fault) Issue {
	cell := reader.line.Ref(column.Index)
	where := strings.TrimSpace(cell + " " + column.Header)
	return Issue{Cell: cell, Column: column.Header, Code: trouble.code, Text: where + "：" + trouble.text}
}

// refuseErrors refuses the row for an error value in any cell that would be
// read, because nobody knows what should stand there. The room's own cell is
// room's to refuse.
func (reader *rowReader) refuseErrors() {
	for _, column := range reader.work.plan.Columns.List {
		switch column.Field {
		case fieldUnknown, fieldIgnore, fieldSerial, fieldReason, fieldRoom:
			continue
		}
		if cell := reader.work.cell(reader.line, column.Index); cell.Kind == kindError {
			reader.fail(column, errorFault(cell))
		}
	}
}

// room reads where the room is and what it is like. A code that an earlier line
// has, taken or refused, refuses the line: nobody can say which is right.
func (reader *rowReader) room() Room {
	work := reader.work
	column := work.plan.Columns.with(fieldRoom)[0]
	cell := work.cell(reader.line, column.Index)
	code, trouble := reader.code(cell)
	if trouble == nil && code.Building == "" && countDigits(code.Number) > 0 && work.expectsBuilding() {
		trouble = faultf(codeRoomSyntax, "这一行的楼栋是空的，分不清是哪一栋的房子：请补上楼栋（与上一行相同的也要写）。")
	}
	if trouble != nil {
		reader.fail(column, trouble)
	} else if first, again := work.rooms[code.Code]; again {
		reader.fail(column, faultf(codeRoomDuplicate, "写的是%s，与%s是同一间房：一间房只能有一行，请合并或改正。", quotedRoom(cell.Text), first))
	} else {
		work.rooms[code.Code] = reader.place()
	}
	room := Room{
		Code: code.Code, Building: code.Building, Unit: code.Unit, Number: code.Number, Floor: reader.floor(),
		Layout: reader.freeText(fieldLayout, maxTextRunes), State: reader.freeText(fieldState, maxTextRunes),
		Use: reader.freeText(fieldUse, maxTextRunes), AreaCentiM2: reader.area(), Fields: reader.ownFields(),
	}
	reader.each(fieldHandover, func(column Column, cell Cell) {
		room.HandoverOn = reader.handover(column, cell)
	})
	return room
}

// code reads where a room is, from its cell and those of building and unit. A
// building or unit that shows no name is refused in its own cell.
func (reader *rowReader) code(cell Cell) (RoomCode, *fault) {
	work := reader.work
	if cell.Kind == kindError {
		return RoomCode{}, faultf(codeNoRoom, "%s", errorFault(cell).text)
	}
	if trouble := nameFault("房号", cell); trouble != nil {
		return RoomCode{}, faultf(codeRoomSyntax, "%s", trouble.text)
	}
	if fieldOf(cleanHeader(cell.Text)) == fieldRoom {
		work.otherHeader = reader.line.Number
	}
	if work.otherHeader > 0 {
		return RoomCode{}, faultf(codeRoomSyntax, "第 %d 行又是一个表头，和上面的不一样，从那里往下分不清每一列是什么：请把下面的表放到另一张工作表里再导入。", work.otherHeader)
	}
	for _, part := range []Field{fieldBuilding, fieldUnit} {
		reader.each(part, func(column Column, cell Cell) {
			if trouble := nameFault(part.Label(), cell); trouble != nil {
				reader.fail(column, trouble)
			}
		})
	}
	return roomCode(work.text(reader.line, fieldBuilding), work.text(reader.line, fieldUnit), cell.Text, work.holdsBuilding)
}

// expectsBuilding reports whether the register keeps the building in a column
// of its own, so that a bare 101 without it could be any building's.
func (work *builder) expectsBuilding() bool {
	return len(work.plan.Columns.with(fieldBuilding)) > 0
}

// floor reads the floor that a column tells. Of a home on two floors (3-4层) it is the lower one, and a person is told.
func (reader *rowReader) floor() int {
	floor := 0
	reader.each(fieldFloor, func(column Column, cell Cell) {
		text := squeeze(reader.work.sheet.Shown(cell))
		if isNothing(text) {
			return
		}
		var ok bool
		if floor, ok = estate.ReadFloor(text); ok {
			return
		}
		if match := twoFloors.FindStringSubmatch(text); match != nil {
			if floor, ok = estate.ReadFloor(match[1]); ok {
				reader.warn(column, codeFloor, "写的是%s，按 %d 层导入，请核对。", quoted(text), floor)
				return
			}
		}
		reader.fail(column, faultf(codeFloor, "写的是%s，不是楼层：请写成 12、12层 或 负一层。", quoted(text)))
	})
	return floor
}

var twoFloors = regexp.MustCompile(`^([0-9]{1,3})(?:层|F|楼)?[-~～至、,]+[0-9]{1,3}(?:层|F|楼)?$`)

func (reader *rowReader) area() int64 {
	areaCentiM2 := int64(0)
	reader.each(fieldArea, func(column Column, cell Cell) {
		parsed, trouble := parseArea(cell)
		if trouble != nil {
			reader.fail(column, trouble)
			return
		}
		areaCentiM2 = parsed
		if parsed > largeAreaCentiM2 {
			reader.warn(column, codeAreaLarge, "写的是%s，比一整栋楼还大，请核对。", quoted(cell.Text))
		}
	})
	columns := reader.work.plan.Columns.with(fieldArea)
	if len(columns) > 0 && isNothing(reader.work.cell(reader.line, columns[0].Index).Text) {
		reader.warn(columns[0], codeNoArea, "没有面积，按面积收费的项目将算不出来。")
	}
	return areaCentiM2
}

func (reader *rowReader) ownFields() map[string]string {
	fields := map[string]string{}
	reader.each(fieldUnitPrice, func(column Column, cell Cell) {
		price, trouble := parsePrice(cell)
		if trouble != nil {
			reader.fail(column, trouble)
		} else if price != "" {
			fields[unitPriceKey] = price
		}
	})
	reader.each(fieldInnerArea, func(column Column, cell Cell) {
		areaCentiM2, trouble := parseArea(cell)
		if trouble != nil {
			reader.fail(column, trouble)
		} else if areaCentiM2 > 0 {
			fields[innerAreaKey] = fmt.Sprintf("%d.%02d", areaCentiM2/100, areaCentiM2%100)
		}
	})
	reader.each(fieldOwn, func(column Column, cell Cell) {
		text := tidy(reader.work.sheet.Shown(cell))
		if utf8.RuneCountInString(text) > maxTextRunes {
			reader.fail(column, faultf(codeTooLong, "超过 %d 个字，请写短一些。", maxTextRunes))
		} else if text != "" {
			fields[ownKey(column)] = text
		}
	})
	return fields
}

func ownKey(column Column) string {
	if column.Header == "" {
		return column.Letter + "列"
	}
	return column.Header
}

func (reader *rowReader) freeText(field Field, maxRunes int) string {
	text := ""
	reader.each(field, func(column Column, cell Cell) {
		text = tidy(reader.work.sheet.Shown(cell))
		if utf8.RuneCountInString(text) > maxRunes {
			reader.fail(column, faultf(codeTooLong, "超过 %d 个字，请写短一些。", maxRunes))
		}
	})
	return text
}

// amounts reads prepayment and arrears. Arrears below zero may be a slip or
// money paid ahead; only a person can say which.
func (reader *rowReader) amounts(row *Row) {
	reader.each(fieldPrepaid, func(column Column, cell Cell) {
		fen, trouble := parseMoney(cell)
		if trouble == nil && fen < 0 {
			trouble = faultf(codePrepaidNegative, "写的是 %s：预存款不能是负数；如果是欠费，请填到欠费那一列。", fen)
		}
		if trouble != nil {
			reader.fail(column, trouble)
			return
		}
		reader.prepay(row, column, fen)
	})
	reader.each(fieldArrears, func(column Column, cell Cell) {
		fen, trouble := parseMoney(cell)
		switch {
		case trouble != nil:
			reader.fail(column, trouble)
		case fen > 0:
			row.Arrears = append(row.Arrears, Arrears{Item: reader.work.itemOf(column), Fen: fen})
		case fen < 0 && reader.work.options.NegativeArrearsIsPrepayment:
			reader.prepay(row, column, -fen)
			reader.warn(column, codeArrearsAsPrepayment, "写的是 %s，按您的确认作为预存款 %s 元导入。", fen, -fen)
		case fen < 0:
			reader.fail(column, faultf(CodeArrearsNegative, "写的是 %s：欠费是负数，是不是指预存款？如果是，请确认“负数欠费：按预存款导入”后再导入；如果不是，请改正。", fen))
		}
	})
}

func (reader *rowReader) prepay(row *Row, column Column, fen money.Fen) {
	sum, err := money.Add(row.PrepaidFen, fen)
	if err != nil {
		reader.fail(column, faultf(codeNumberRange, "与这一行的预存款加起来太大，请核对。"))
		return
	}
	row.PrepaidFen = sum
}

package intake

import (
	"strings"
	"unicode/utf8"

	"shouqi/ledger/calendar"
)

// parties reads the people of one role with their phones and ID numbers.
func (reader *rowReader) parties(role Role, name, phone, id Field) []Party {
	var parties []Party
	reader.each(name, func(column Column, cell Cell) {
		found, trouble := parseParties(cell, role)
		if trouble != nil {
			reader.fail(column, trouble)
		}
		parties = found
	})
	reader.each(phone, func(column Column, cell Cell) { reader.phones(column, cell, parties) })
	reader.each(id, func(column Column, cell Cell) {
		ids, suspect := parseIDs(cell)
		if suspect != "" {
			reader.warn(column, codeIDSuspect, "%s", suspect)
		}
		switch {
		case len(ids) == 0:
		case len(parties) == 0:
			reader.warn(column, codeWithoutName, "有证件号码，没有姓名，证件号码没有导入。")
		case !giveIDs(parties, ids):
			reader.warn(column, codeIDSuspect, "证件号码有 %d 个，人有 %d 位，分不清是谁的，没有导入。", len(ids), len(parties))
		}
	})
	return parties
}

func (reader *rowReader) phones(column Column, cell Cell, parties []Party) {
	phones, trouble := parsePhones(cell)
	if trouble != nil {
		reader.fail(column, trouble)
		return
	}
	if phones.words {
		reader.warn(column, codePhoneWords, "电话旁边的文字没有导入，只导入了号码。")
	}
	count := len(phones.all())
	switch {
	case count == 0:
	case len(parties) == 0:
		reader.warn(column, codeWithoutName, "有电话，没有姓名，电话没有导入。")
	case !givePhones(parties, phones):
		reader.warn(column, codePhonesUneven, "电话有 %d 个，人有 %d 位，都记在第一位名下，请核对。", count, len(parties))
	}
}

// warnNoOwner says what an empty owner means: a room not yet sold, whose bills
// are the developer's.
func (reader *rowReader) warnNoOwner(parties []Party) {
	columns := reader.work.plan.Columns.with(fieldOwner)
	if len(columns) == 0 || len(parties) > 0 && parties[0].Role == Owner {
		return
	}
	cell := reader.work.cell(reader.line, columns[0].Index)
	found, trouble := parseParties(cell, Owner)
	if len(found) == 0 && trouble == nil && cell.Kind != kindError {
		reader.warn(columns[0], codeNoOwner, "未售，费用由开发商承担。")
	}
}

// spaces reads the room's parking spaces and questions one that an earlier
// line has too.
func (reader *rowReader) spaces() []string {
	var spaces []string
	reader.each(fieldSpace, func(column Column, cell Cell) {
		if reader.nameless(column, cell) {
			return
		}
		found := parseSpaces(reader.work.sheet.Shown(cell))
		for _, space := range found {
			first, shared := reader.work.spaces[space]
			if !shared {
				reader.work.spaces[space] = reader.place()
			} else if first != reader.place() {
				reader.warn(column, codeSpaceShared, "车位与%s相同，只记在那一户名下，请核对是不是两户共用。", first)
			}
		}
		spaces = appendNew(spaces, found)
	})
	return spaces
}

// ofSpaces reads what a cell says of the row's spaces: one text for all of them, or one for each in their order. Any other
// number refuses the row, because nobody can say which is whose.
func (reader *rowReader) ofSpaces(field Field, spaces []string) []string {
	var told []string
	reader.each(field, func(column Column, cell Cell) {
		parts := splitAny(narrow(tidy(reader.work.sheet.Shown(cell))), ";\n")
		if len(parts) == 0 || isNothing(cell.Text) {
			return
		}
		if len(parts) != 1 && len(parts) != len(spaces) || len(spaces) == 0 {
			reader.fail(column, faultf(codeSpaceShared, "写了 %d 个，车位有 %d 个，分不清是哪一个的：请写一个，或按车位的顺序用分号隔开。", len(parts), len(spaces)))
			return
		}
		for i := range spaces {
			text := strings.TrimSpace(parts[min(i, len(parts)-1)])
			if utf8.RuneCountInString(text) > maxTextRunes {
				reader.fail(column, faultf(codeTooLong, "超过 %d 个字，请写短一些。", maxTextRunes))
				return
			}
			told = append(told, text)
		}
	})
	return told
}

// handoversOfSpaces reads when the row's spaces were handed over, as ofSpaces does: one day for all of them, or one for each.
func (reader *rowReader) handoversOfSpaces(spaces []string) []calendar.Date {
	var days []calendar.Date
	told := reader.ofSpaces(fieldSpaceOn, spaces)
	reader.each(fieldSpaceOn, func(column Column, cell Cell) {
		for _, text := range told {
			if text != strings.TrimSpace(reader.work.sheet.Shown(cell)) { // a spreadsheet's own day stands alone in its cell
				cell = Cell{Kind: kindText, Text: text}
			}
			days = append(days, reader.handover(column, cell))
		}
	})
	return days
}

func (reader *rowReader) plates() []string {
	var plates []string
	reader.each(fieldPlate, func(column Column, cell Cell) {
		if reader.nameless(column, cell) {
			return
		}
		found, ok := parsePlates(cell.Text)
		if !ok {
			reader.warn(column, codePlateSuspect, "不像完整的车牌号，已按原样导入，请核对。")
		}
		plates = appendNew(plates, found)
	})
	return plates
}

// nameless refuses a cell in which a name or one of several shows as something
// that is none.
func (reader *rowReader) nameless(column Column, cell Cell) bool {
	parts := append([]string{cell.Text}, splitAny(narrow(cell.Text), phoneSeparators)...)
	for _, part := range parts {
		if trouble := nameFault(column.Field.Label(), Cell{Kind: cell.Kind, Text: part}); trouble != nil {
			reader.fail(column, trouble)
			return true
		}
	}
	return false
}

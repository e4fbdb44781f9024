package intake

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
			reader.warn(column, CodeIDSuspect, "%s", suspect)
		}
		switch {
		case len(ids) == 0:
		case len(parties) == 0:
			reader.warn(column, CodeWithoutName, "有证件号码，没有姓名，证件号码没有收入。")
		case !giveIDs(parties, ids):
			reader.warn(column, CodeIDSuspect, "证件号码有 %d 个，人有 %d 位，分不清是谁的，没有收入。", len(ids), len(parties))
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
		reader.warn(column, CodePhoneWords, "电话旁边的文字没有收入，只收了号码。")
	}
	count := len(phones.all())
	switch {
	case count == 0:
	case len(parties) == 0:
		reader.warn(column, CodeWithoutName, "有电话，没有姓名，电话没有收入。")
	case !givePhones(parties, phones):
		reader.warn(column, CodePhonesUneven, "电话有 %d 个，人有 %d 位，都记在第一位名下，请核对。", count, len(parties))
	}
}

// warnNoOwner says what an empty owner means: a room not yet sold, whose bills
// are the developer's.
func (reader *rowReader) warnNoOwner(parties []Party) {
	columns := reader.work.plan.Columns.with(FieldOwner)
	if len(columns) == 0 || len(parties) > 0 && parties[0].Role == Owner {
		return
	}
	cell := reader.work.cell(reader.line, columns[0].Index)
	found, trouble := parseParties(cell, Owner)
	if len(found) == 0 && trouble == nil && cell.Kind != KindError {
		reader.warn(columns[0], CodeNoOwner, "没有业主，费用记在开发商名下。")
	}
}

// spaces reads the room's parking spaces and questions one that an earlier
// line has too.
func (reader *rowReader) spaces() []string {
	var spaces []string
	reader.each(FieldSpace, func(column Column, cell Cell) {
		if reader.nameless(column, cell) {
			return
		}
		found := parseSpaces(reader.work.sheet.Shown(cell))
		for _, space := range found {
			first, shared := reader.work.spaces[space]
			if !shared {
				reader.work.spaces[space] = reader.place()
			} else if first != reader.place() {
				reader.warn(column, CodeSpaceShared, "车位与%s相同，只记在那一户名下，请核对是不是两户共用。", first)
			}
		}
		spaces = appendNew(spaces, found)
	})
	return spaces
}

func (reader *rowReader) plates() []string {
	var plates []string
	reader.each(FieldPlate, func(column Column, cell Cell) {
		if reader.nameless(column, cell) {
			return
		}
		found, ok := parsePlates(cell.Text)
		if !ok {
			reader.warn(column, CodePlateSuspect, "不像完整的车牌号，已照原样收入，请核对。")
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

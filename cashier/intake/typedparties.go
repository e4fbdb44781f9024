package intake

import (
	"errors"
	"strings"
)

// errTyped is a name, share, phone or identity number that cannot be read; its sentence is in the *FileError around it.
var errTyped = errors.New("people as typed")

// Parties reads people as a person types them for one room, in the words of a register's cells: names with shares
// (张三60%;李四40%), phones and identity numbers in the same order. What a register would only warn of is refused here, because the
// person is still there to say it rightly. 张山>张三 is the same person, whose name the register has wrongly as 张山. It returns a
// *FileError.
func Parties(role Role, names, phones, ids string) ([]Party, error) {
	text := func(s string) Cell { return Cell{Kind: kindText, Text: s} }
	parties, trouble := parseParties(text(names), role)
	if trouble != nil {
		return nil, refuseFile(errTyped, "%s", trouble.text)
	}
	if len(parties) == 0 {
		return nil, refuseFile(errTyped, "没有写姓名，没有保存。请先写姓名。")
	}
	for i := range parties {
		if was, name, isMended := strings.Cut(parties[i].Name, ">"); isMended {
			was, name = strings.TrimRight(was, "-= "), strings.TrimSpace(name) // 张山->张三 as well
			if was == "" || name == "" || strings.Contains(name, ">") {
				return nil, refuseFile(errTyped, "改正姓名请写成“错的>对的”，如“张山>张三”，没有保存。")
			}
			parties[i].Was, parties[i].Name, parties[i].Kind = was, name, kindOf(name)
		}
	}
	for _, party := range parties {
		if strings.Trim(party.Name, "0123456789 -") == "" {
			return nil, refuseFile(errTyped, "姓名里只有数字，没有保存。请核对姓名和电话是不是填反了。")
		}
	}
	found, trouble := parsePhones(text(phones))
	if trouble != nil {
		return nil, refuseFile(errTyped, "%s", trouble.text)
	}
	if len(found.all()) > 0 && !givePhones(parties, found) {
		return nil, refuseFile(errTyped, "电话有 %d 个，人有 %d 位，没有保存。请按同样的顺序用分号隔开。", len(found.all()), len(parties))
	}
	numbers, suspect := parseIDs(text(ids))
	if suspect != "" {
		return nil, refuseFile(errTyped, "%s", suspect)
	}
	if len(numbers) > 0 && !giveIDs(parties, numbers) {
		return nil, refuseFile(errTyped, "证件号码有 %d 个，人有 %d 位，没有保存。请按同样的顺序用分号隔开。", len(numbers), len(parties))
	}
	return parties, nil
}

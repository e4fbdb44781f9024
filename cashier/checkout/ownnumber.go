package checkout

import (
	"strconv"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// note is the largest note, in fen; units are what sums of cash are made up from, the largest first.
const note = 100_00

var units = []money.Fen{note, 10_00, 1_00}

// ownNumber warns of a sum that was typed and is a number of this very household: its room, or a phone of somebody there. Where
// exactly the bills ticked are paid, to the fen or with the cash that one hands over for them, the sum is right whatever it
// looks like.
func (d *Draft) ownNumber(q Quote) (Guard, bool) {
	if d.isExact() && isAsHanded(q) {
		return Guard{}, false
	}
	for _, sum := range d.typedSums(q) {
		if estate.IsTypedAs(d.Household.Room, sum.digits) {
			return Guard{"own_room", []any{sum.fen.Yuan(), d.Household.Room.Code}}, true
		}
		for _, person := range d.Household.People {
			if masked, found := person.PhoneLike(sum.digits); found {
				return Guard{"own_phone", []any{sum.fen.Yuan(), person.Name, masked}}, true
			}
		}
	}
	return Guard{}, false
}

// isAsHanded reports whether what is handed over for the rest is the rest itself, or the rest rounded up to whole hundreds, tens or
// yuan: 2,000 or 1,910 for 1,900.30. Who types a number by mistake hits such a sum once in thousands of times.
func isAsHanded(q Quote) bool {
	over := q.TenderedFen - q.RestFen
	for _, unit := range units {
		if q.TenderedFen%unit == 0 {
			return over < unit
		}
	}
	return over == 0
}

// typedSum is a sum in whole yuan and the digits in which it was typed: 0417 is the end of a phone, and 417 yuan.
type typedSum struct {
	fen    money.Fen
	digits string
}

// typedSums are the sums of a draft that somebody typed: the cash, what is put by, the tenders of a stated part, and what is paid
// of a bill that is not paid whole. Of the cash alone the draft has the digits as they were typed.
func (d *Draft) typedSums(q Quote) (sums []typedSum) {
	add := func(fen money.Fen, typed string) {
		if fen <= 0 || fen%100 != 0 {
			return
		}
		if typed == "" || strings.Trim(typed, "0123456789") != "" {
			typed = strconv.FormatInt(int64(fen/100), 10)
		}
		sums = append(sums, typedSum{fen, typed})
	}
	if d.isCash() && d.Typed != "" {
		add(q.TenderedFen, d.Typed)
	}
	add(d.PrepayFen, "")
	for _, tender := range d.Given {
		add(tender.Fen, "")
	}
	for _, line := range d.Household.Lines {
		if part := d.Parts[line.ID]; part < line.OwedFen() {
			add(part, "")
		}
	}
	return sums
}

package ledger_test

// The model's offers (who pays so many bills ahead is given the next ones) and packages (named sets of items that tick bills); see
// model_rules_test.go.

import (
	"fmt"
	"maps"
	"slices"
)

// modelOffer is what an item gives on the days from and to, to "" for ever. Of pay and free 0 it gives nothing.
type modelOffer struct {
	item, from, to string
	pay, free      int
}

func (m *model) setOffer(who string, o modelOffer, approval consent) (no refusals) {
	no.when(m.people[who].role == "cashier", "staff.may_not")
	_, known := modelItems[o.item]
	no.when(!known, "billing.unknown_item")
	none := o.pay == 0 && o.free == 0
	no.when(!none && (o.pay < 1 || o.pay > 36 || o.free < 1 || o.free > 12), "billing.offer")
	no.when(o.to != "" && o.to < o.from, "billing.period")
	no.unless(approval)
	if len(no) == 0 {
		m.offers = append(m.offers, o)
	}
	return no
}

// offerOn returns what an item gives on a day: of those that run that day the one that began last, and of one beginning the one that
// was set last.
func (m *model) offerOn(item, day string) (running modelOffer) {
	for _, o := range m.offers {
		runs := o.item == item && o.from <= day && (o.to == "" || day <= o.to)
		if runs && o.from >= running.from {
			running = o
		}
	}
	if running.free == 0 {
		return modelOffer{}
	}
	return running
}

// given returns which bills of an order's are given on a day. For each item and room, the bills that are paid whole, were untouched
// before and fall due later stand in the order of their periods; wherever pay + free of them follow each other without a gap, the
// last free ones are given and the count begins anew. What is put right afterwards is no period.
func (m *model) given(parts []modelPart, day string) (given []*modelBill) {
	rows := map[string][]*modelBill{}
	for _, part := range parts {
		b := part.bill
		isUntouched := b.of == nil && b.paid == 0 && b.reduced == 0 && part.fen == b.owed()
		if b.span.from != "" && b.due > day && isUntouched && m.offerOn(b.item, day).free > 0 {
			rows[b.item+b.room] = append(rows[b.item+b.room], b)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		row := rows[key]
		slices.SortFunc(row, func(a, b *modelBill) int { // one period's adjustments stand behind it
			if a.span.from != b.span.from {
				return map[bool]int{true: -1, false: 1}[a.span.from < b.span.from]
			}
			return a.revision - b.revision
		})
		offer := m.offerOn(row[0].item, day)
		var chain []*modelBill
		for _, b := range row {
			if len(chain) > 0 && dayPlus(chain[len(chain)-1].span.to, 0, 0, 1) != b.span.from {
				chain = nil
			}
			if chain = append(chain, b); len(chain) == offer.pay+offer.free {
				given = append(given, chain[offer.pay:]...)
				chain = nil
			}
		}
	}
	return given
}

// gifts returns the sum of what an order says is given.
func (o modelOrder) given() (sum int64) {
	for _, gift := range o.gifts {
		sum += gift.fen
	}
	return sum
}

// checkGifts holds an order's gifts to what is given: each the whole of one of its parts, and none twice.
func (m *model) checkGifts(o modelOrder, on string, no *refusals) {
	given := m.given(o.parts, on)
	seen := map[*modelBill]bool{}
	for _, gift := range o.gifts {
		part := int64(0)
		for _, p := range o.parts {
			if p.bill == gift.bill {
				part = p.fen
			}
		}
		no.when(gift.fen <= 0, "till.amount")
		no.when(part != gift.fen || seen[gift.bill], "till.offer_bill")
		no.when(!slices.Contains(given, gift.bill), "till.offer_gone")
		seen[gift.bill] = true
	}
}

// modelPackage is a set of items under a name, for some rooms or, with none, for all.
type modelPackage struct {
	items, rooms []string
	active       bool
}

func (m *model) setPackage(who, name string, p modelPackage) (no refusals) {
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.when(name == "", "billing.package_name")
	no.when(len(p.items) == 0, "billing.package_items")
	for _, item := range p.items {
		_, known := modelItems[item]
		no.when(!known, "billing.unknown_item")
	}
	for _, room := range p.rooms {
		_, known := m.areas[room]
		no.when(!known, "billing.scope_unknown")
	}
	if len(no) > 0 {
		return no
	}
	once := modelPackage{rooms: p.rooms, active: true}
	for _, item := range p.items {
		if !slices.Contains(once.items, item) {
			once.items = append(once.items, item)
		}
	}
	m.packages[name] = once
	return nil
}

func (m *model) endPackage(who, name string) (no refusals) {
	p, known := m.packages[name]
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.when(!known, "billing.unknown_package")
	if len(no) == 0 {
		p.active = false
		m.packages[name] = p
	}
	return no
}

// ticks returns the bills of a room that a package ticks, nil where it is not for the room: what is owed of its items, and late fees
// with what they are for.
func (m *model) ticks(name, room string) (bills []*modelBill, offered bool) {
	p := m.packages[name]
	if offered = p.active && (len(p.rooms) == 0 || slices.Contains(p.rooms, room)); !offered {
		return nil, false
	}
	for _, b := range m.bills {
		isOf := slices.Contains(p.items, b.item) || b.of != nil && b.item == b.of.item+"违约金" && slices.Contains(p.items, b.of.item)
		if b.room == room && !b.undone && b.owed() > 0 && isOf {
			bills = append(bills, b)
		}
	}
	return bills, true
}

func (o modelOffer) String() string {
	return fmt.Sprintf("%s %d+%d %s..%s", o.item, o.pay, o.free, o.from, o.to)
}

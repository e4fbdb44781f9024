package ledger_test

// The model's bills by rule: runs, late fees day by day, reductions and adjustments; see model_rules_test.go.

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

const modelWaiverMost = 1000

// modelItem is what is charged by area: a price in thousandths of a yuan for a square metre and month, and what being
// late costs: so many ten-thousandths a day, at most so many percent of the bill (0: no bound).
type modelItem struct {
	months      int
	advance     bool
	dueDays     int
	priceMilli  int64
	rate        int64
	grace       int
	graceIsFree bool
	mostPercent int64
}

var modelItems = map[string]modelItem{
	"物业费":   {months: 1, dueDays: 10, priceMilli: 2850, rate: 30, grace: 3, mostPercent: 10},
	"公共能耗费": {months: 3, advance: true, dueDays: 5, priceMilli: 1333, rate: 5, grace: 45, graceIsFree: true},
}

const modelDay = "2006-01-02"

func dayPlus(day string, years, months, days int) string {
	on, err := time.Parse(modelDay, day)
	if err != nil {
		panic(err)
	}
	return on.AddDate(years, months, days).Format(modelDay)
}

// modelSpan is a period of days, both included.
type modelSpan struct{ from, to string }

// periods returns the calendar's months or quarters that touch from to to.
func (i modelItem) periods(from, to string) (spans []modelSpan) {
	month := 0
	_, _ = fmt.Sscanf(from[5:7], "%d", &month) // a day of the model is well formed
	begin := dayPlus(from[:8]+"01", 0, -((month - 1) % i.months), 0)
	for ; begin <= to; begin = dayPlus(begin, 0, i.months, 0) {
		spans = append(spans, modelSpan{begin, dayPlus(begin, 0, i.months, -1)})
	}
	return spans
}

// amount of a room for one period: rounded once, halves up.
func (i modelItem) amount(areaCentiM2 int64) int64 {
	return (areaCentiM2*i.priceMilli*int64(i.months)*2 + 1000) / 2000
}

func (i modelItem) due(span modelSpan) string {
	if i.advance {
		return dayPlus(span.from, 0, 0, i.dueDays)
	}
	return dayPlus(span.to, 0, 0, i.dueDays)
}

type modelPaid struct {
	on  string
	fen int64
}

// standing returns the bills of a room's period that were not taken back, the first one first.
func (m *model) standing(item, room string, span modelSpan) (bills []*modelBill) {
	for _, b := range m.bills {
		if b.item == item && b.room == room && b.span == span && !b.undone {
			bills = append(bills, b)
		}
	}
	slices.SortFunc(bills, func(a, b *modelBill) int { return a.revision - b.revision })
	return bills
}

// charge makes a bill of the first revision that no bill of its period has.
func (m *model) charge(item, room string, span modelSpan, due string, fen int64, of *modelBill) *modelBill {
	b := &modelBill{room: room, object: room, item: item, span: span, due: due, amount: fen, of: of}
	for _, other := range m.bills {
		if other.item == item && other.room == room && other.span == span {
			b.revision = max(b.revision, other.revision+1)
		}
	}
	m.bills = append(m.bills, b)
	return b
}

// unbilled returns the periods of rooms that a run still has to bill, and how many it has not.
func (m *model) unbilled(item string, rooms []string, from, to string) (open []modelBill, already int) {
	for _, span := range modelItems[item].periods(from, to) {
		for _, room := range rooms {
			first := func(b *modelBill) bool { return b.of == nil }
			if slices.ContainsFunc(m.standing(item, room, span), first) {
				already++
				continue
			}
			open = append(open, modelBill{item: item, room: room, span: span})
		}
	}
	return open, already
}

func (m *model) issue(open []modelBill) (sum int64) {
	for _, b := range open {
		rule := modelItems[b.item]
		sum += m.charge(b.item, b.room, b.span, rule.due(b.span), rule.amount(m.areas[b.room]), nil).amount
	}
	return sum
}

// run bills an item for the periods that touch from to to; it gives what it made.
func (m *model) run(who, id, item string, rooms []string, from, to string) (no refusals, count int, sum int64) {
	content := fmt.Sprint("run", item, rooms, from, to)
	if no, done := m.again(id, content); done {
		return no, m.requests[id].count, m.requests[id].sum
	}
	no.when(m.people[who].role == "cashier", "staff.may_not")
	open, already := m.unbilled(item, rooms, from, to)
	no.when(len(open) == 0 && already > 0, "billing.already_all")
	if len(no) > 0 {
		return no, 0, 0
	}
	sum = m.issue(open)
	m.requests[id] = modelRequest{content: content, count: len(open), sum: sum}
	return nil, len(open), sum
}

// collectTo makes a room's bills of every item up to a day.
func (m *model) collectTo(who, id, room, today, to string) (no refusals, count int, sum int64) {
	content := fmt.Sprint("ahead", room, to)
	no.when(!m.mayCollect(who), "staff.may_not")
	if again, done := m.again(id, content); done && len(no) == 0 {
		return again, m.requests[id].count, m.requests[id].sum
	}
	no.when(to < today, "billing.ahead_date")
	var all []modelBill
	for _, item := range slices.Sorted(maps.Keys(modelItems)) { // a seed plays the same again
		open, _ := m.unbilled(item, []string{room}, today, to)
		all = append(all, open...)
	}
	no.when(len(all) == 0, "billing.nothing_ahead")
	if len(no) > 0 {
		return no, 0, 0
	}
	sum = m.issue(all)
	m.requests[id] = modelRequest{content: content, count: len(all), sum: sum}
	return nil, len(all), sum
}

// paidBefore returns what was paid on a bill on days before this one; an undoing takes it back on the day it was paid.
func (b *modelBill) paidBefore(day string) (sum int64) {
	for _, p := range b.history {
		if p.on < day {
			sum += p.fen
		}
	}
	return sum
}

// lateFee returns what a bill has cost by being late up to a day: for every day after it was due the rate of what was still
// open, a payment counting from the day after it came. What came within the grace costs nothing, and with a free grace
// its days cost nothing at all.
func (m *model) lateFee(b *modelBill, to string) int64 {
	rule, known := modelItems[b.item]
	if !known || b.undone {
		return 0
	}
	principal, graceEnd := b.amount-b.reduced, dayPlus(b.due, 0, 0, rule.grace)
	if to <= graceEnd {
		return 0
	}
	afterGrace := principal - b.paidBefore(dayPlus(graceEnd, 0, 0, 1))
	sum := int64(0) // in ten-thousandths of a fen
	for day := dayPlus(b.due, 0, 0, 1); day <= to; day = dayPlus(day, 0, 0, 1) {
		open := principal - b.paidBefore(day)
		if day <= graceEnd {
			if open = min(open, afterGrace); rule.graceIsFree {
				open = 0
			}
		}
		sum += max(0, open) * rule.rate
	}
	fee := (sum*2 + 10000) / 20000
	if most := principal * rule.mostPercent * 100; rule.mostPercent > 0 && sum > most {
		fee = most / 10000
	}
	fee -= b.waived
	for _, other := range m.bills {
		if other.of == b && other.item == b.item+"违约金" && !other.undone {
			fee -= other.amount
		}
	}
	return max(0, fee)
}

func (m *model) waive(who string, b *modelBill, fen int64, to string, approval consent) (no refusals) {
	no.when(!m.mayCollect(who), "staff.may_not")
	no.when(fen <= 0 || fen > m.lateFee(b, to), "billing.waive_much")
	alone := m.waivesAlone(who, b, fen)
	if !alone {
		no.unless(approval)
	}
	if len(no) > 0 {
		return no
	}
	if b.waived += fen; alone {
		b.waivedAlone += fen
		m.lower(who, 1, fen)
	}
	return nil
}

// waivesAlone says whether a person may waive so much without a second one: a cashier only so much of one bill.
func (m *model) waivesAlone(who string, b *modelBill, fen int64) bool {
	return m.mayLowerAlone(who, 1, fen) && (m.people[who].role != "cashier" || b.waivedAlone+fen <= modelWaiverMost)
}

func (m *model) reduce(who string, b *modelBill, fen int64, today string, approval consent) (no refusals) {
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.unless(approval)
	no.when(b.undone, "billing.undone")
	no.when(fen <= 0 || fen > b.amount-b.reduced, "billing.reduce_much")
	if len(no) == 0 {
		b.agreed += fen
		m.takeOff(b, fen, today)
	}
	return no
}

// takeOff takes something off a bill. Where nothing is left to be paid by that, what the bill cost by being late is a bill.
func (m *model) takeOff(b *modelBill, fen int64, today string) {
	open := b.owed() > 0
	if b.reduced += fen; !open || b.owed() > 0 {
		return
	}
	if fee := m.lateFee(b, today); fee > 0 {
		m.charge(b.item+"违约金", b.room, b.span, today, fee, b)
	}
}

// creditExcess moves what was paid on a bill beyond what is left of it to its household's prepayment.
func (m *model) creditExcess(who string, b *modelBill) (no refusals, excess int64) {
	excess = max(0, b.paid-(b.amount-b.reduced))
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.when(excess == 0, "till.no_excess")
	no.when(excess > 0 && m.boundToGift(b), "till.excess_given")
	if len(no) > 0 {
		return no, 0
	}
	b.paid, b.moved = b.paid-excess, b.moved+excess
	m.credit[b.room] += excess
	return nil, excess
}

// boundToGift says whether a payment that stands paid the bill and was given something for bills of its item and room: it is undone as a
// whole, so nothing of it moves away alone.
func (m *model) boundToGift(b *modelBill) bool {
	return slices.ContainsFunc(m.paid, func(p *modelPayment) bool {
		paid := func(part modelPart) bool { return part.bill == b }
		likeIt := func(gift modelPart) bool { return gift.bill.item == b.item && gift.bill.room == b.room }
		return !p.undone && slices.ContainsFunc(p.order.parts, paid) && slices.ContainsFunc(p.order.gifts, likeIt)
	})
}

// exceedsGift says whether so much less, off the newest bills, would leave more paid on one of them than is left of it, which a gift binds.
func (m *model) exceedsGift(bills []*modelBill, less int64) bool {
	for _, b := range slices.Backward(bills) {
		off := max(0, min(less, b.amount-b.reduced))
		if less -= off; off > 0 && b.paid > b.amount-b.reduced-off && m.boundToGift(b) {
			return true
		}
	}
	return false
}

// adjust brings the bills of a span to what the areas of now make of them: more by a bill, less off the newest ones.
func (m *model) adjust(who, id, item string, rooms []string, from, to, today string, approval consent) (no refusals, sum int64) {
	content := fmt.Sprint("adjust", item, rooms, from, to)
	if no, done := m.again(id, content); done {
		return no, m.requests[id].sum
	}
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.unless(approval)
	rule := modelItems[item]
	differs := func(span modelSpan, room string) (bills []*modelBill, more int64) {
		bills = m.standing(item, room, span)
		left := int64(0)
		for _, b := range bills {
			left += b.amount - b.reduced
			more -= b.amount - b.reduced + b.agreed // what was agreed is not asked for again
		}
		return bills, max(more+rule.amount(m.areas[room]), -left)
	}
	changed, refused := 0, 0
	for _, span := range rule.periods(from, to) {
		for _, room := range rooms {
			if bills, more := differs(span, room); len(bills) > 0 && more != 0 {
				if changed++; m.exceedsGift(bills, -more) {
					refused++
				}
			}
		}
	}
	no.when(changed == 0, "billing.nothing_to_adjust")
	no.when(changed > 0 && refused == changed, "till.excess_given")
	if len(no) > 0 {
		return no, 0
	}
	for _, span := range rule.periods(from, to) {
		for _, room := range rooms {
			bills, more := differs(span, room)
			if len(bills) == 0 || m.exceedsGift(bills, -more) {
				continue
			}
			sum += more
			if more > 0 {
				due := max(rule.due(span), dayPlus(today, 0, 0, rule.dueDays)) // adjustments fall due no earlier than today plus the item's due days
				m.charge(item, room, span, due, more, bills[0])
			}
			for _, b := range slices.Backward(bills) {
				off := max(0, min(-more, b.amount-b.reduced))
				m.takeOff(b, off, today)
				more += off
			}
		}
	}
	m.requests[id] = modelRequest{content: content, sum: sum}
	return nil, sum
}

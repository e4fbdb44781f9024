package ledger_test

// The model's payments, voids and reversals; see model_rules_test.go.

import (
	"fmt"
	"slices"
)

type modelTender struct {
	kind string
	fen  int64
	ref  string
}

type modelPart struct {
	bill *modelBill
	fen  int64
	made bool  // the payment made the bill
	of   int64 // all of a late fee that is paid in part, 0 where fen is all of it
}

// whole is all of a late fee, of which fen may be a part.
func (p modelPart) whole() int64 { return max(p.fen, p.of) }

type modelOrder struct {
	id, room string
	parts    []modelPart
	fees     []modelPart // late fees, each of a bill
	gifts    []modelPart // what an offer gives, each a whole bill of parts
	prepay   int64
	tenders  []modelTender
	keep     bool
	sameSlip bool // somebody looked at the slip that an earlier receipt has
	payer    string
	late     *modelLate
}

// modelLate is a late entry; day is its value date.
type modelLate struct {
	paper, day string
	approval   consent
}

// content is what the request asks, which is what makes it the same request.
func (o modelOrder) content() string {
	text := fmt.Sprint("pay", o.room, o.prepay, o.tenders, o.keep, o.sameSlip, o.payer)
	for _, p := range o.parts {
		text += fmt.Sprintf("%p/%d,", p.bill, p.fen)
	}
	for _, p := range o.fees {
		text += fmt.Sprintf("late %p/%d/%d,", p.bill, p.fen, p.of)
	}
	for _, p := range o.gifts {
		text += fmt.Sprintf("gift %p/%d,", p.bill, p.fen)
	}
	if o.late != nil {
		text += o.late.paper + o.late.day
	}
	return text
}

type modelPayment struct {
	number        string // of the first of its slips
	slips         []modelSlip
	room          string
	from          *modelBill // the deposit that paid it
	shift         *modelShift
	order         modelOrder
	total, change int64
	made          int64 // how much became prepayment
	paper         string
	copies        int
	undone        bool
	kind          string // payment, void, reversal, refund
}

// modelSlip is a receipt of a payment: what goes to deposits has one of its own.
type modelSlip struct {
	number string
	fen    int64
}

func (o modelOrder) of(kind string) (sum int64) {
	for _, t := range o.tenders {
		if t.kind == kind {
			sum += t.fen
		}
	}
	return sum
}

func (p *modelPayment) cash() int64 { return p.order.of("cash") - p.change }

func (p *modelPayment) electronic() bool { return p.order.of("card")+p.order.of("transfer") > 0 }

// receive takes a payment; a repeated request gives the payment it made before.
func (m *model) receive(who string, o modelOrder) (no refusals, payment *modelPayment) {
	if no, done := m.again(o.id, o.content()); done {
		payment = m.requests[o.id].payment
		no.when(len(no) == 0 && payment.undone, "till.request_undone")
		return no, payment
	}
	shift, no := m.inShift(who, true)
	asked := o.prepay
	no.when(o.prepay < 0, "till.amount")
	seen := map[*modelBill]bool{}
	for _, part := range o.parts {
		no.when(part.bill.room != o.room, "till.other_household")
		no.when(part.fen <= 0 || seen[part.bill], "till.amount")
		no.when(part.bill.undone || part.fen > part.bill.owed(), "till.overpays")
		seen[part.bill] = true
		asked += part.fen
	}
	if shift != nil {
		asked += m.checkFees(o, o.valueOn(shift), &no)
		m.checkGifts(o, o.valueOn(shift), &no)
	}
	tendered := m.checkTenders(o, asked-o.given(), &no) + o.given() // what is given asks nothing of the owner
	if o.late != nil && shift != nil {
		m.checkLate(shift, o.late, &no)
	}
	if len(no) > 0 {
		return no, nil
	}
	payment = &modelPayment{kind: "payment", room: o.room, shift: shift, order: o, total: asked, made: o.prepay}
	if over := tendered - asked; o.keep {
		payment.total, payment.made = asked+over, payment.made+over
	} else {
		payment.change = over
	}
	for _, fee := range o.fees {
		late := m.charge(fee.bill.item+"违约金", fee.bill.room, fee.bill.span, o.valueOn(shift), fee.whole(), fee.bill)
		payment.order.parts = append(payment.order.parts[:len(payment.order.parts):len(payment.order.parts)], modelPart{bill: late, fen: fee.fen, made: true})
	}
	m.book(payment)
	m.requests[o.id] = modelRequest{content: o.content(), payment: payment}
	return nil, payment
}

func (o modelOrder) valueOn(shift *modelShift) string {
	if o.late != nil {
		return o.late.day
	}
	return shift.day
}

// checkFees holds every late fee to what it has come to by the value date; nobody pays what they were not told.
func (m *model) checkFees(o modelOrder, on string, no *refusals) (sum int64) {
	seen := map[*modelBill]bool{}
	for _, fee := range o.fees {
		no.when(seen[fee.bill], "till.amount")
		no.when(fee.fen < 0 || fee.whole() <= 0 || fee.whole() != m.lateFee(fee.bill, on), "till.late_fee")
		no.when(fee.fen < fee.whole() && o.paid(fee.bill) != fee.bill.owed(), "till.late_fee_part")
		seen[fee.bill] = true
		sum += fee.fen
	}
	for _, part := range o.parts { // who pays a bill off pays what it cost to be late
		left := part.fen == part.bill.owed() && m.lateFee(part.bill, on) > 0
		no.when(left && !seen[part.bill], "till.late_fee_left")
	}
	return sum
}

// paid is what the order pays of a bill, all parts of it together.
func (o modelOrder) paid(bill *modelBill) (sum int64) {
	for _, part := range o.parts {
		if part.bill == bill {
			sum += part.fen
		}
	}
	return sum
}

func (m *model) checkTenders(o modelOrder, asked int64, no *refusals) (tendered int64) {
	otherThanCash := int64(0)
	for _, t := range o.tenders {
		no.when(t.fen <= 0 || t.fen > modelAmountMost, "till.amount")
		slip := t.kind == "card" || t.kind == "transfer" || t.kind == "cheque"
		no.when(slip != (t.ref != ""), "till.reference")
		tendered += t.fen
		if t.kind != "cash" && t.kind != "rounding" {
			otherThanCash += t.fen
		}
		no.when(!o.sameSlip && m.hasPaid(t), "till.reference_used")
	}
	no.when(tendered > modelAmountMost || asked > modelAmountMost, "till.amount")
	no.when(len(o.tenders)+len(o.gifts) == 0 || (asked+o.given() == 0 && !o.keep), "till.nothing")
	no.when(asked < o.prepay, "till.amount") // more is given than is paid
	over := tendered - asked
	no.when(over < 0, "till.not_enough")
	fees := int64(0)
	for _, fee := range o.fees {
		fees += fee.fen
	}
	no.when(over < 0 && -over-modelRoundingMost <= fees && fees > 0, "till.late_fee_short") // the bills are covered; told apart in words alone
	no.when(over > o.of("cash") && !o.keep, "till.change")
	no.when(o.of("cash")%10 != 0 || !o.keep && over%10 != 0, "till.cash_jiao") // there is no coin below 1 jiao
	inCash := asked - otherThanCash
	no.when(o.of("cash") > 0 && inCash <= 0 && !o.keep, "till.cash_unneeded") // it would only come back as change
	if rounding := o.of("rounding"); rounding != 0 {
		no.when(rounding > modelRoundingMost || rounding != inCash%10 || o.of("cash") == 0 || o.prepay > 0 || o.keep, "till.rounding")
		no.when(inCash < 10, "till.rounding") // it would give away the whole and leave the cash nothing to pay
	}
	if spent := o.of("prepaid"); spent != 0 {
		billed := asked - o.prepay
		no.when(spent > m.spendable(o.room) || spent > billed || o.prepay > 0, "till.credit_short")
	}
	return tendered
}

// hasPaid says whether a slip stands on a receipt whose money is still there.
func (m *model) hasPaid(slip modelTender) bool {
	for _, p := range m.paid {
		for _, t := range p.order.tenders {
			if p.kind == "payment" && !p.undone && t.ref != "" && t.kind == slip.kind && t.ref == slip.ref {
				return true
			}
		}
	}
	return false
}

func (m *model) checkLate(shift *modelShift, late *modelLate, no *refusals) {
	no.when(late.day > shift.day, "till.late_date")
	no.when(late.day[:7] <= m.closed, "till.late_closed")
	no.when(late.paper == "", "till.late_paper")
	for _, p := range m.paid {
		no.when(p.kind == "payment" && !p.undone && late.paper != "" && p.paper == late.paper, "till.late_twice")
	}
	no.unless(late.approval)
}

// book writes an accepted payment down: bills, credit, drawer and the next number of the business day's year.
func (m *model) book(p *modelPayment) {
	if p.order.late != nil {
		p.paper = p.order.late.paper
	}
	for _, part := range p.order.parts {
		part.bill.paid += part.fen
		part.bill.history = append(part.bill.history, modelPaid{p.order.valueOn(p.shift), part.fen})
	}
	m.credit[p.room] += p.made - p.order.of("prepaid")
	p.shift.drawer += p.cash()
	p.shift.stale = p.shift.stale || p.order.of("cash") > 0
	p.shift.takenFen += p.order.of("cash")
	p.shift.givenFen += p.change
	p.shift.payments++
	m.number(p)
	m.paid = append(m.paid, p)
}

// number gives a payment its receipts: first that of its deposits, then one for all the rest.
func (m *model) number(p *modelPayment) {
	deposits, rest := int64(0), p.made > 0
	for _, part := range p.order.parts {
		if part.bill.deposit {
			deposits += part.fen
		} else {
			rest = true
		}
	}
	if deposits > 0 {
		p.slips = append(p.slips, modelSlip{m.nextNumber(p.shift), deposits})
	}
	if rest {
		p.slips = append(p.slips, modelSlip{m.nextNumber(p.shift), p.total - deposits})
	}
	p.number = p.slips[0].number
}

func (m *model) nextNumber(shift *modelShift) string {
	year := 0
	_, _ = fmt.Sscan(shift.day[:4], &year)
	m.numbers[year]++
	return fmt.Sprintf("01-%d-%06d", year, m.numbers[year])
}

type modelUndoing struct {
	id       string
	of       *modelPayment
	copies   int
	cashBack int64
	approval consent
	approver string // who gives it, where it is given
}

func (m *model) void(who string, u modelUndoing) (refusals, *modelPayment) {
	return m.undo(who, "void", u, func(shift *modelShift, no *refusals) {
		no.when(u.of.shift != shift, "till.void_shift")
		no.when(u.of.electronic(), "till.void_electronic")
		no.when(u.copies != u.of.copies, "till.copies")
	})
}

func (m *model) reverse(who string, u modelUndoing) (refusals, *modelPayment) {
	return m.undo(who, "reversal", u, func(shift *modelShift, no *refusals) {
		no.when(u.of.shift == shift && !u.of.electronic(), "till.reverse_shift")
	})
}

// movedBack returns what was moved to the prepayment and would not have been without this part.
func (p modelPart) movedBack() int64 {
	b := p.bill
	tooMuch := max(0, b.paid+b.moved-p.fen-(b.amount-b.reduced))
	return max(0, b.moved-tooMuch)
}

func (p *modelPayment) movedBack() (sum int64) {
	for _, part := range p.order.parts {
		sum += part.movedBack()
	}
	return sum
}

func (m *model) undo(who, kind string, u modelUndoing, check func(*modelShift, *refusals)) (refusals, *modelPayment) {
	content := fmt.Sprint(kind, u.of.number, u.copies, u.cashBack)
	if no, done := m.again(u.id, content); done {
		return no, m.requests[u.id].payment
	}
	shift, no := m.inShift(who, true)
	no.when(u.of.kind != "payment", "till.undo_undoing")
	no.when(u.of.undone, "till.undone")
	no.when(u.cashBack != u.of.cash(), "till.cash_back")
	no.when(shift != nil && u.of.cash() > shift.drawer, "till.drawer_short")
	no.when(u.of.made > max(0, m.credit[u.of.room]-m.askedOfPrepaid(u.of.room))+u.of.order.of("prepaid"), "till.credit_spent")
	no.when(m.frozen[u.of.room] && u.of.made > u.of.order.of("prepaid"), "till.prepaid_frozen")
	back := u.of.movedBack()
	no.when(back > 0 && m.frozen[u.of.room], "till.prepaid_frozen")
	no.when(back > 0 && back > m.spendable(u.of.room)+min(0, u.of.order.of("prepaid")-u.of.made), "till.excess_spent")
	m.checkGoneBack(u.of, &no)
	for _, part := range u.of.order.parts {
		no.when(part.bill.deposit && m.inspectedBy(part.bill, who), "till.inspect_own")
		no.when(part.bill.deposit && u.approval == consented && m.inspectedBy(part.bill, u.approver), "till.inspect_approver")
	}
	check(shift, &no)
	no.unless(u.approval)
	if len(no) > 0 {
		return no, nil
	}
	undoing := &modelPayment{kind: kind, room: u.of.room, shift: shift, total: -u.of.total, change: -u.of.change}
	for _, part := range u.of.order.parts {
		returned := part.movedBack()
		part.bill.moved -= returned
		part.bill.paid += returned - part.fen
		part.bill.history = append(part.bill.history, modelPaid{u.of.order.valueOn(u.of.shift), -part.fen}) // as if it had never come
		closed := part.bill.of != nil && !part.bill.of.undone && part.bill.of.amount-part.bill.of.reduced-part.bill.of.paid <= 0
		if part.made && !closed && part.bill.paid == 0 && !slices.ContainsFunc(m.bills, func(b *modelBill) bool { return b.of == part.bill && !b.undone }) {
			part.bill.undone = true // it was late to that day; it is late to another now
		}
	}
	m.credit[u.of.room] += u.of.order.of("prepaid") - u.of.made - back
	shift.drawer -= u.of.cash()
	shift.stale = shift.stale || u.of.order.of("cash") > 0
	shift.undoings++
	if kind == "void" {
		shift.payments-- // what was voided is counted among the voids alone
	}
	u.of.undone = true
	if u.of.from != nil {
		u.of.from.used -= u.of.total
	}
	if kind == "reversal" {
		for _, slip := range u.of.slips {
			undoing.slips = append(undoing.slips, modelSlip{m.nextNumber(shift), -slip.fen})
		}
		undoing.number = undoing.slips[0].number
	}
	m.paid = append(m.paid, undoing)
	m.requests[u.id] = modelRequest{content: content, payment: undoing}
	return nil, undoing
}

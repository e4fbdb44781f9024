package ledger_test

// The model's refunds; see model_rules_test.go.

import "fmt"

// modelRefundLine takes from a household's prepayment, from a deposit's bill, or from what a payment paid of a bill.
type modelRefundLine struct {
	source string
	bill   *modelBill
	of     *modelPayment
	fen    int64
}

type modelRefund struct {
	room, way, asker, state string
	lines                   []modelRefundLine
}

func (r *modelRefund) content() string {
	text := "refund" + r.room + r.way
	for _, line := range r.lines {
		text += fmt.Sprintf("%s %p %p %d,", line.source, line.bill, line.of, line.fen)
	}
	return text
}

// live says whether a refund still takes, or has taken, what it asks.
func (r *modelRefund) live() bool {
	return r.state == "asked" || r.state == "approved" || r.state == "paid"
}

// asks returns what refunds that are not paid ask of lines like this one, and taken what refunds of any kind took or ask.
func (m *model) asks(like func(line modelRefundLine, room string) bool) (asked, taken int64) {
	for _, r := range m.refunds {
		for _, line := range r.lines {
			if !r.live() || !like(line, r.room) {
				continue
			}
			if taken += line.fen; r.state != "paid" {
				asked += line.fen
			}
		}
	}
	return asked, taken
}

// left returns what a line can take at most.
func (m *model) left(room string, l modelRefundLine) int64 {
	switch l.source {
	case "prepaid":
		asked := m.askedOfPrepaid(room)
		return max(0, m.credit[room]-asked)
	case "deposit":
		return m.freeOf(l.bill)
	}
	_, ofThis := m.asks(func(line modelRefundLine, _ string) bool {
		return line.source == "payment" && line.of == l.of && line.bill == l.bill
	})
	asked, _ := m.asks(func(line modelRefundLine, _ string) bool { return line.source == "payment" && line.bill == l.bill })
	paid := int64(0)
	for _, part := range l.of.order.parts {
		if part.bill == l.bill {
			paid = part.fen
		}
	}
	return max(0, min(paid-ofThis, l.bill.paid-asked))
}

// askedOfPrepaid returns what of a room's prepayment refunds ask back that are not paid yet.
func (m *model) askedOfPrepaid(room string) int64 {
	asked, _ := m.asks(func(line modelRefundLine, of string) bool { return line.source == "prepaid" && of == room })
	return asked
}

// freeOf returns what of a deposit nobody asked back.
func (m *model) freeOf(bill *modelBill) int64 {
	asked, _ := m.asks(func(line modelRefundLine, _ string) bool { return line.source == "deposit" && line.bill == bill })
	return bill.held() - asked
}

// deduct pays a bill that it makes from a deposit, with a second person.
func (m *model) deduct(who, id string, deposit *modelBill, fen int64, approval consent) (no refusals, payment *modelPayment) {
	content := fmt.Sprintf("deduct %p %d", deposit, fen)
	if no, done := m.again(id, content); done {
		payment = m.requests[id].payment
		no.when(len(no) == 0 && payment.undone, "till.request_undone")
		return no, payment
	}
	shift, no := m.inShift(who, true)
	no.when(deposit.paid == 0, "till.unknown_deposit")
	no.when(fen <= 0, "billing.amount")
	no.when(fen > m.freeOf(deposit), "till.deposit_short")
	no.when(deposit.frozen, "till.deposit_frozen")
	no.unless(approval)
	if len(no) > 0 {
		return no, nil
	}
	bill := &modelBill{room: deposit.room, object: deposit.room, item: "装修损坏赔偿", amount: fen}
	m.bills = append(m.bills, bill)
	payment = &modelPayment{kind: "payment", room: deposit.room, shift: shift, total: fen, from: deposit,
		order: modelOrder{id: id, room: deposit.room, parts: []modelPart{{bill: bill, fen: fen}}, tenders: []modelTender{{kind: "deposit", fen: fen}}}}
	deposit.used += fen
	m.book(payment)
	m.requests[id] = modelRequest{content: content, payment: payment}
	return nil, payment
}

// askRefund asks for a refund of one line, approved at once where somebody else, the approver, agrees.
func (m *model) askRefund(who, id string, r *modelRefund, approver string, approval consent) (no refusals) {
	if no, done := m.again(id, r.content()); done {
		return no
	}
	line := r.lines[0]
	no.when(line.fen <= 0, "till.amount")
	no.when(r.way == "cash" && line.fen%10 != 0, "till.whole_jiao")
	no.when(line.source == "payment" && (line.of.undone || line.of.kind != "payment"), "till.undone")
	no.when(line.fen > m.left(r.room, line), "till.refund_too_much")
	if line.of != nil {
		for _, gift := range line.of.order.gifts { // it is undone as a whole, and the gift with it
			no.when(gift.bill.item == line.bill.item && gift.bill.room == line.bill.room, "till.refund_gift")
		}
	}
	if line.source == "deposit" {
		no.when(line.bill.paid == 0, "till.unknown_deposit")
		m.mayGoBack(line.bill, &no)
		no.when(approval == consented && m.inspectedBy(line.bill, approver), "till.inspect_approver")
	}
	no.when(line.source == "prepaid" && m.frozen[r.room], "till.prepaid_frozen")
	no.when(approval == usedUp, "staff.approval_used")
	if len(no) > 0 {
		return no
	}
	r.asker, r.state = who, "asked"
	if approval == consented {
		r.state = "approved"
	}
	m.refunds = append(m.refunds, r)
	m.requests[id] = modelRequest{content: r.content()}
	return nil
}

// mayApprove: the office approves, and nobody their own.
func (m *model) mayApprove(who string) bool { return m.people[who].role != "cashier" }

func (m *model) decideRefund(who string, r *modelRefund, approve bool) (no refusals) {
	no.when(!m.mayApprove(who), "staff.may_not")
	no.when(r.asker == who, "till.refund_own")
	no.when(r.state != "asked", "till.refund_state")
	line := r.lines[0]
	no.when(approve && line.source == "deposit" && m.inspectedBy(line.bill, who), "till.inspect_approver")
	if len(no) > 0 {
		return no
	}
	if r.state = "refused"; approve {
		r.state = "approved"
	}
	return nil
}

func (m *model) withdrawRefund(who string, r *modelRefund) (no refusals) {
	no.when(r.asker != who && !m.mayApprove(who), "staff.may_not")
	no.when(r.state != "asked" && r.state != "approved", "till.refund_state")
	if len(no) == 0 {
		r.state = "withdrawn"
	}
	return no
}

// payRefund gives the money back: out of the drawer, or by a transfer with its number.
func (m *model) payRefund(who, id string, r *modelRefund, ref string) (no refusals, payment *modelPayment) {
	content := fmt.Sprintf("payout %p %s", r, ref)
	if no, done := m.again(id, content); done {
		return no, m.requests[id].payment
	}
	shift, no := m.inShift(who, true)
	line := r.lines[0]
	no.when(r.state != "approved", "till.refund_state")
	no.when((r.way == "transfer") != (ref != ""), "till.reference")
	no.when(line.source == "prepaid" && line.fen > m.credit[r.room], "till.refund_too_much")
	no.when(line.source == "prepaid" && m.frozen[r.room], "till.prepaid_frozen")
	no.when(line.source == "payment" && line.fen > line.bill.paid, "till.refund_too_much")
	if line.source == "deposit" {
		m.mayGoBack(line.bill, &no)
		no.when(m.inspectedBy(line.bill, who), "till.inspect_own")
	}
	no.when(r.way == "cash" && shift != nil && line.fen > shift.drawer, "till.drawer_short")
	if len(no) > 0 {
		return no, nil
	}
	r.state = "paid"
	payment = &modelPayment{kind: "refund", room: r.room, shift: shift, total: -line.fen}
	switch line.source {
	case "prepaid":
		m.credit[r.room] -= line.fen
	case "deposit":
		line.bill.returned += line.fen
	default:
		line.bill.paid -= line.fen
		line.bill.history = append(line.bill.history, modelPaid{shift.day, -line.fen})
	}
	if r.way == "cash" {
		shift.drawer -= line.fen
		shift.stale = true
	}
	payment.slips = []modelSlip{{m.nextNumber(shift), -line.fen}}
	payment.number = payment.slips[0].number
	m.paid = append(m.paid, payment)
	m.requests[id] = modelRequest{content: content, payment: payment}
	return nil, payment
}

// checkGoneBack refuses to undo a payment of which something goes back another way.
func (m *model) checkGoneBack(p *modelPayment, no *refusals) {
	for _, part := range p.order.parts {
		no.when(part.bill.deposit && part.fen > m.freeOf(part.bill), "till.deposit_spent")
		no.when(part.bill.frozen, "till.deposit_frozen")
		no.when(part.bill.deposit && m.failed(part.bill), "till.inspect_failed")
	}
	for _, r := range m.refunds {
		for _, line := range r.lines {
			no.when(r.live() && line.of == p, "till.refunded")
		}
	}
}

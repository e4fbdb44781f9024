package ledger_test

// The model's deposits while they are held: inspected, frozen, moved to another household; see model_rules_test.go. What is paid in,
// used and given back stands in model_money_test.go and model_refund_test.go.

import (
	"fmt"
	"strings"
)

// modelSeen is one inspection of a deposit. The last by its day holds, and of one day the one that was noted last. After is how many
// payments the book had when it was noted.
type modelSeen struct {
	on, by string
	passed bool
	after  int
}

// held returns what of a deposit is still there.
func (b *modelBill) held() int64 { return b.paid - b.used - b.returned - b.over }

// wantsLook says whether a deposit goes back only after an inspection: one for works does.
func (b *modelBill) wantsLook() bool { return strings.Contains(b.item, "装修") }

// look returns the inspection of a deposit that holds, nil for none: one that came before all of the money says nothing, and one that
// passed before some of it lets nothing go back.
func (m *model) look(b *modelBill) (last *modelSeen) {
	count := func(seen modelSeen) (before, after int) {
		m.eachPaidIn(b, func(no int, on string) {
			if no < seen.after && on <= seen.on {
				before++
			} else {
				after++
			}
		})
		return before, after
	}
	for i := range b.seen {
		if before, after := count(b.seen[i]); (before > 0 || after == 0) && (last == nil || b.seen[i].on >= last.on) {
			last = &b.seen[i]
		}
	}
	if last == nil || !last.passed {
		return last
	}
	if _, after := count(*last); after > 0 {
		return nil
	}
	return last
}

// eachPaidIn calls each with the payments that paid a deposit in and stand, by the order and the day of each.
func (m *model) eachPaidIn(deposit *modelBill, each func(no int, on string)) {
	for i, p := range m.paid {
		for _, part := range p.order.parts {
			if p.kind == "payment" && !p.undone && part.bill == deposit {
				each(i, p.order.valueOn(p.shift))
			}
		}
	}
}

// paidSince returns the last day on which anything of a deposit was paid that stands, or came over from another household.
func (m *model) paidSince(deposit *modelBill) (day string) {
	day = deposit.since
	m.eachPaidIn(deposit, func(_ int, on string) { day = max(day, on) })
	return day
}

// inspectedBy says whether a person found what lets a deposit go back: that person neither approves that nor pays it out.
func (m *model) inspectedBy(b *modelBill, who string) bool {
	last := m.look(b)
	return b.wantsLook() && last != nil && last.by == who
}

// failed says whether the last look at a deposit found something.
func (m *model) failed(b *modelBill) bool {
	last := m.look(b)
	return last != nil && !last.passed
}

// mayGoBack collects why a deposit does not go back: frozen, found faulty, or not looked at where it must be.
func (m *model) mayGoBack(b *modelBill, no *refusals) {
	last := m.look(b)
	no.when(b.frozen, "till.deposit_frozen")
	no.when(m.failed(b), "till.inspect_failed")
	no.when(last == nil && b.wantsLook(), "till.inspect_missing")
}

func (m *model) inspect(who, id string, deposit *modelBill, on string, passed bool) (no refusals) {
	content := fmt.Sprintf("inspect %p %s %v", deposit, on, passed)
	if no, done := m.again(id, content); done {
		return no
	}
	no.when(m.people[who].role != "supervisor" && m.people[who].role != "manager", "staff.may_not")
	no.when(deposit.paid == 0, "till.unknown_deposit")
	no.when(on > m.day(), "till.inspect_date")
	no.when(on < m.paidSince(deposit), "till.inspect_early")
	if len(no) > 0 {
		return no
	}
	deposit.seen = append(deposit.seen, modelSeen{on, who, passed, len(m.paid)})
	m.requests[id] = modelRequest{content: content}
	return nil
}

// freezeDeposit freezes a deposit or lets it go; the office does it, with a second person.
func (m *model) freezeDeposit(who, id string, deposit *modelBill, frozen bool, approval consent) (no refusals) {
	content := fmt.Sprintf("freeze %p %v", deposit, frozen)
	if no, done := m.again(id, content); done {
		return no
	}
	no.when(m.people[who].role == "cashier", "staff.may_not")
	no.when(deposit.paid == 0, "till.unknown_deposit")
	no.when(deposit.frozen && frozen, "till.deposit_frozen")
	no.when(!deposit.frozen && !frozen, "till.deposit_not_frozen")
	no.unless(approval)
	if len(no) > 0 {
		return no
	}
	deposit.frozen = frozen
	m.requests[id] = modelRequest{content: content}
	return nil
}

// moveDeposit gives a part of a deposit to another household, which gets a deposit of its own: not looked at and not frozen.
func (m *model) moveDeposit(id string, deposit *modelBill, to string, fen int64, approval consent) (no refusals, made *modelBill) {
	content := fmt.Sprintf("move deposit %p %s %d", deposit, to, fen)
	if no, done := m.again(id, content); done {
		return no, nil
	}
	no.when(deposit.paid == 0, "till.unknown_deposit")
	no.when(deposit.frozen, "till.deposit_frozen")
	no.when(m.failed(deposit), "till.inspect_failed")
	no.when(to == deposit.room, "till.deposit_move_same")
	no.when(fen <= 0, "till.amount")
	no.when(fen > m.freeOf(deposit), "till.deposit_move_short")
	no.unless(approval)
	if len(no) > 0 {
		return no, nil
	}
	deposit.over += fen
	made = &modelBill{room: to, object: to, item: deposit.item, amount: fen, paid: fen, deposit: true, since: m.day()}
	m.bills = append(m.bills, made)
	m.requests[id] = modelRequest{content: content}
	return nil, made
}

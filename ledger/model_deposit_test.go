package ledger_test

// The model's deposits while they are held: inspected, frozen, moved to another household; see model_rules_test.go. What is paid in,
// used and given back stands in model_money_test.go and model_refund_test.go.

import (
	"fmt"
	"strings"
)

// modelSeen is one inspection of a deposit. The last by its day holds, and of one day the one that was noted last.
type modelSeen struct {
	on, by string
	passed bool
}

// held returns what of a deposit is still there.
func (b *modelBill) held() int64 { return b.paid - b.used - b.returned - b.over }

// wantsLook says whether a deposit goes back only after an inspection: one for works does.
func (b *modelBill) wantsLook() bool { return strings.Contains(b.item, "装修") }

// look returns the inspection of a deposit that holds, nil for none.
func (b *modelBill) look() (last *modelSeen) {
	for i := range b.seen {
		if last == nil || b.seen[i].on >= last.on {
			last = &b.seen[i]
		}
	}
	return last
}

// paidSince returns the first day on which anything of a deposit was paid that stands, or came over from another household.
func (m *model) paidSince(deposit *modelBill) (day string) {
	day = deposit.since
	for _, p := range m.paid {
		for _, part := range p.order.parts {
			if on := p.order.valueOn; p.kind == "payment" && !p.undone && part.bill == deposit && (day == "" || on(p.shift) < day) {
				day = on(p.shift)
			}
		}
	}
	return day
}

// inspectedBy says whether a person found what lets a deposit go back: that person neither approves that nor pays it out.
func (b *modelBill) inspectedBy(who string) bool {
	last := b.look()
	return b.wantsLook() && last != nil && last.by == who
}

// failed says whether the last look at a deposit found something.
func (b *modelBill) failed() bool {
	last := b.look()
	return last != nil && !last.passed
}

// mayGoBack collects why a deposit does not go back: frozen, found faulty, or not looked at where it must be.
func (b *modelBill) mayGoBack(no *refusals) {
	last := b.look()
	no.when(b.frozen, "till.deposit_frozen")
	no.when(b.failed(), "till.inspect_failed")
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
	deposit.seen = append(deposit.seen, modelSeen{on, who, passed})
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
	no.when(deposit.failed(), "till.inspect_failed")
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

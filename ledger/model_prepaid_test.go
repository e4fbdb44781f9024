package ledger_test

import (
	"fmt"

	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// The model's prepayments: credit is what each room prepaid for any bill, parking what it prepaid for parking alone, which no bill
// of these days asks for, and frozen says of the former that nothing goes out of it.

// spendable returns what of the prepayment for any bill can be spent.
func (m *model) spendable(room string) int64 {
	if m.frozen[room] {
		return 0
	}
	return m.credit[room]
}

// modelMove is a part of a prepayment that moves; parking names the purpose of either end.
type modelMove struct {
	from, to               string
	fromParking, toParking bool
	fen                    int64
}

func (m *model) purse(parking bool) map[string]int64 {
	if parking {
		return m.parking
	}
	return m.credit
}

// movePrepaid takes it from one place and adds it to the other, once for its request.
func (m *model) movePrepaid(who, id string, move modelMove, approval consent) (no refusals) {
	content := fmt.Sprint("move prepaid ", move)
	if no, done := m.again(id, content); done {
		return no
	}
	no.when(!m.mayCollect(who), "staff.may_not")
	no.when(move.from == move.to && move.fromParking == move.toParking, "till.prepaid_same")
	no.when(move.fen <= 0, "till.amount")
	no.when(!move.fromParking && m.frozen[move.from], "till.prepaid_frozen")
	free := m.parking[move.from]
	if !move.fromParking {
		free = m.left(move.from, modelRefundLine{source: "prepaid"})
	}
	no.when(move.fen > free, "till.refund_too_much")
	no.unless(approval)
	if len(no) > 0 {
		return no
	}
	m.purse(move.fromParking)[move.from] -= move.fen
	m.purse(move.toParking)[move.to] += move.fen
	m.requests[id] = modelRequest{content: content}
	return nil
}

// freezePrepaid freezes or releases what a room prepaid for any bill; as it is already, nothing happens and nobody is asked.
func (m *model) freezePrepaid(who, room string, frozen bool, approval consent) (no refusals) {
	no.when(frozen && m.frozen[room], "till.prepaid_held")
	no.when(!frozen && !m.frozen[room], "till.prepaid_not_frozen")
	no.when(!m.mayCollect(who), "staff.may_not")
	no.unless(approval)
	if len(no) == 0 {
		m.frozen[room] = frozen
	}
	return no
}

func purposeOf(parking bool) billing.Purpose {
	if parking {
		return billing.Parking
	}
	return billing.AnyPurpose
}

func (s *trial) movePrepaid(t *rapid.T) {
	rooms := []string{"1-1-101", "1-1-102", "1-1-103"}
	move := modelMove{from: rapid.SampledFrom(rooms).Draw(t, "from"), to: rapid.SampledFrom(rooms).Draw(t, "to"),
		fromParking: seldom(t, "from parking", 3), toParking: seldom(t, "to parking", 3)}
	has := s.model.purse(move.fromParking)[move.from]
	move.fen = rapid.SampledFrom([]int64{has, has / 2, has / 3, has + 1, 0, 10}).Draw(t, "fen")
	who, id := rapid.SampledFrom([]string{"101", "101", "102", "200", "300"}).Draw(t, "who"), s.id()
	approval, approved := s.approval(t, staff.MovePrepaid, who)
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no := s.model.movePrepaid(who, id, move, approved)
		_, err := s.book.Till.MovePrepaid(s.ctx, s.actors[who], approval, till.PrepaidMove{RequestID: id, Room: s.rooms[move.from], Purpose: purposeOf(move.fromParking),
			To: s.rooms[move.to], ToPurpose: purposeOf(move.toParking), Fen: fenOf(move.fen), Reason: till.Reason{Code: "owner_asks"}})
		s.agrees(t, fmt.Sprint("move prepaid ", move), no, err, before)
		if err == nil {
			s.spend(staff.MovePrepaid, who)
		}
	}
}

func (s *trial) freezePrepaid(t *rapid.T) {
	room := rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	if s.model.credit[room] == 0 {
		return // there may never have been any
	}
	frozen := seldom(t, "freeze", 2) // released more often than frozen, so that the days go on
	who := rapid.SampledFrom([]string{"101", "102", "200", "300"}).Draw(t, "who")
	action := staff.UnfreezePrepaid
	if frozen {
		action = staff.FreezePrepaid
	}
	approval, approved := s.approval(t, action, who)
	before, reason := s.head(t), "settled"
	if frozen {
		reason = "dispute"
	}
	no := s.model.freezePrepaid(who, room, frozen, approved)
	err := s.book.Till.FreezePrepaid(s.ctx, s.actors[who], approval, s.rooms[room], billing.AnyPurpose, frozen, till.Reason{Code: reason})
	s.agrees(t, fmt.Sprint("freeze ", frozen), no, err, before)
	if err == nil {
		s.spend(action, who)
	}
}

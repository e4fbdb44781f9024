package ledger_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// refundLine draws where money comes from, and how much: mostly all of it.
func (s *trial) refundLine(t *rapid.T, room string) (line modelRefundLine, ok bool) {
	switch rapid.SampledFrom([]string{"prepaid", "deposit", "payment"}).Draw(t, "source") {
	case "prepaid":
		line = modelRefundLine{source: "prepaid"}
	case "deposit":
		deposits := s.deposits(room)
		if len(deposits) == 0 {
			return line, false
		}
		line = modelRefundLine{source: "deposit", bill: rapid.SampledFrom(deposits).Draw(t, "deposit")}
	default:
		var paid []modelRefundLine
		for _, p := range s.model.paid {
			// What the prepayment or rounding paid does not go back in money: only payments whose every fen came in are asked of.
			if p.kind != "payment" || p.room != room || p.order.of("prepaid")+p.order.of("rounding")+p.order.of("deposit") > 0 {
				continue
			}
			for _, part := range p.order.parts {
				if !part.bill.deposit {
					paid = append(paid, modelRefundLine{source: "payment", bill: part.bill, of: p})
				}
			}
		}
		if len(paid) == 0 {
			return line, false
		}
		line = rapid.SampledFrom(paid).Draw(t, "paid")
	}
	left := s.model.left(room, line)
	line.fen = rapid.SampledFrom([]int64{left, left - left%10, left - left%10, left / 2, left + 10, 10}).Draw(t, "fen")
	return line, true
}

func (s *trial) askRefund(t *rapid.T) {
	room := rapid.SampledFrom([]string{"1-1-101", "1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	line, ok := s.refundLine(t, room)
	if !ok {
		return // nothing of the kind was paid
	}
	s.askBack(t, room, line)
}

// askDepositBack asks for a deposit, mostly all of it that is left.
func (s *trial) askDepositBack(t *rapid.T) {
	deposit := s.anyDeposit(t)
	if deposit == nil {
		return // nobody paid a deposit in
	}
	free := s.model.freeOf(deposit)
	s.askBack(t, deposit.room, modelRefundLine{source: "deposit", bill: deposit, fen: rapid.SampledFrom([]int64{free - free%10, free / 20 * 10, free + 10}).Draw(t, "fen")})
}

func (s *trial) askBack(t *rapid.T, room string, line modelRefundLine) {
	who, id := rapid.SampledFrom([]string{"101", "101", "200", "300"}).Draw(t, "who"), s.id()
	refund := &modelRefund{room: room, way: rapid.SampledFrom([]string{"cash", "transfer"}).Draw(t, "way"), lines: []modelRefundLine{line}}
	wish := till.RefundWish{RequestID: id, Room: s.rooms[room], Way: till.TenderKind(refund.way), Reason: till.Reason{Code: "owner_asks"},
		Lines: []till.RefundLine{{Source: till.RefundSource(line.source), Fen: fenOf(line.fen)}}}
	if line.bill != nil {
		wish.Lines[0].Bill = s.ids[line.bill]
	}
	if line.of != nil {
		wish.Lines[0].Of = line.of.number
	}
	if wish.Way == till.Transfer {
		wish.Payee = "开户行与账号"
	}
	approval, approved := s.approval(t, staff.Refund, who)
	approver := map[bool]string{true: "100", false: "200"}[who == "200"] // whose word approval gets
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before, known := s.head(t), s.refunds[refund]
		no := s.model.askRefund(who, id, refund, approver, approved)
		got, err := s.book.Till.AskRefund(s.ctx, s.actors[who], approval, wish)
		s.agrees(t, fmt.Sprint("ask refund ", line.source, line.fen), no, err, before)
		if err != nil {
			continue
		}
		if known == "" && approved == consented {
			s.spend(staff.Refund, who)
		}
		require.True(t, known == "" || known == got.Number, "the same request again is the same refund")
		s.refunds[refund] = got.Number
	}
}

// refund draws a refund, mostly one that is in one of these states.
func (s *trial) refund(t *rapid.T, states ...string) *modelRefund {
	all := s.model.refunds
	if !seldom(t, "any refund", 6) {
		all = slices.DeleteFunc(slices.Clone(all), func(r *modelRefund) bool { return !slices.Contains(states, r.state) })
	}
	if len(all) == 0 {
		return nil
	}
	return rapid.SampledFrom(all).Draw(t, "refund")
}

func (s *trial) decideRefund(t *rapid.T) {
	refund := s.refund(t, "asked")
	if refund == nil {
		return
	}
	who, approve := rapid.SampledFrom([]string{"200", "300", "100", "101"}).Draw(t, "who"), !seldom(t, "refuse", 4)
	before := s.head(t)
	_, err := s.book.Till.DecideRefund(s.ctx, s.actors[who], s.refunds[refund], approve)
	s.agrees(t, fmt.Sprint("decide refund ", approve), s.model.decideRefund(who, refund, approve), err, before)
}

func (s *trial) withdrawRefund(t *rapid.T) {
	refund := s.refund(t, "asked", "approved")
	if refund == nil || !seldom(t, "withdraw", 3) {
		return
	}
	who := rapid.SampledFrom([]string{refund.asker, "102", "200"}).Draw(t, "who")
	before := s.head(t)
	_, err := s.book.Till.WithdrawRefund(s.ctx, s.actors[who], s.refunds[refund])
	s.agrees(t, "withdraw refund", s.model.withdrawRefund(who, refund), err, before)
}

func (s *trial) payRefund(t *rapid.T) {
	s.atWork(t)
	refund := s.refund(t, "approved")
	if refund == nil {
		return
	}
	who, id, ref := s.who(t), s.id(), ""
	if refund.way == "transfer" && !seldom(t, "no number", 8) {
		ref = "BANK-" + id
	}
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no, want := s.model.payRefund(who, id, refund, ref)
		got, err := s.book.Till.PayRefund(s.ctx, s.actors[who], till.Payout{RequestID: id, Number: s.refunds[refund], Reference: ref})
		s.agrees(t, "pay refund", no, err, before)
		if err == nil {
			require.Equal(t, want.number, got.Number)
			require.Equal(t, want.total, int64(got.TotalFen))
		}
	}
}

// deposits returns what was paid in on the deposits of a room.
func (s *trial) deposits(room string) (paid []*modelBill) {
	for _, bill := range s.model.bills {
		if bill.deposit && bill.room == room && bill.paid > 0 {
			paid = append(paid, bill)
		}
	}
	return paid
}

func (s *trial) deduct(t *rapid.T) {
	s.atWork(t)
	deposits := s.deposits(rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room"))
	if len(deposits) == 0 {
		return // nobody paid a deposit in
	}
	who, id, deposit := s.who(t), s.id(), rapid.SampledFrom(deposits).Draw(t, "deposit")
	free := s.model.freeOf(deposit)
	fen := rapid.SampledFrom([]int64{free / 3, free / 3, free, free + 1, 0}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.DeductDeposit, who)
	wish := till.Deduction{RequestID: id, Deposit: s.ids[deposit], Fen: fenOf(fen), Item: "装修损坏赔偿", Why: "电梯门划伤"}
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before, bills := s.head(t), len(s.model.bills)
		no, want := s.model.deduct(who, id, deposit, fen, approved)
		got, err := s.book.Till.Deduct(s.ctx, s.actors[who], approval, wish)
		s.agrees(t, fmt.Sprint("deduct ", fen), no, err, before)
		if err != nil {
			continue
		}
		require.Equal(t, want.number, got.Number)
		if len(s.model.bills) > bills {
			s.ids[s.model.bills[bills]] = got.Allocations[0].Bill
			s.spend(staff.DeductDeposit, who)
		}
	}
}

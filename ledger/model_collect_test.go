package ledger_test

import (
	"fmt"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// collect draws an order, mostly one a cashier would send and sometimes one nobody should, and takes it.
func (s *trial) collect(t *rapid.T) {
	s.atWork(t)
	who := s.who(t)
	order := modelOrder{id: s.id(), room: rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")}
	approval := s.drawLate(t, who, &order)
	asked := s.drawParts(t, &order) + s.drawFees(t, &order)
	asked -= s.drawGifts(t, &order)
	order.prepay = rapid.SampledFrom([]int64{0, 0, 0, 0, 0, 0, 5000, 5000, 33, 100, -1, modelAmountMost + 1}).Draw(t, "prepay")
	order.tenders, order.keep = s.drawTenders(t, order.room, asked+order.prepay)
	order.sameSlip = seldom(t, "looked at the slip", 6)
	if seldom(t, "on behalf", 6) {
		order.payer = "代缴人"
	}
	s.take(t, who, order, approval)
	s.orders = append(s.orders, order)
}

func (s *trial) drawLate(t *rapid.T, who string, order *modelOrder) (approval staff.Approval) {
	if seldom(t, "late", 5) {
		late := &modelLate{paper: rapid.SampledFrom([]string{"A001", "A002", "A003", "A004", "A005", "A006", ""}).Draw(t, "paper"),
			day: string(lateDay(t, calendar.Date(s.model.day())))}
		approval, late.approval = s.approval(t, staff.EnterLate, who)
		order.late = late
	}
	return approval
}

// drawFees asks the late fees of the bills that are paid, mostly as they are.
func (s *trial) drawFees(t *rapid.T, order *modelOrder) (asked int64) {
	shift := s.model.openShift()
	if shift == nil {
		return 0
	}
	for _, part := range order.parts {
		fee := s.model.lateFee(part.bill, order.valueOn(shift))
		if part.bill.room != order.room || fee == 0 && !seldom(t, "no fee", 60) || seldom(t, "without the fee", 5) {
			continue
		}
		if seldom(t, "another fee", 20) {
			fee += rapid.SampledFrom([]int64{1, -1, 500}).Draw(t, "off by")
		}
		whole := int64(0)
		if fee > 1 && seldom(t, "a part of the fee", 4) {
			whole = fee
			fee = rapid.Int64Range(0, whole-1).Draw(t, "how much of the fee")
		}
		for range 1 + map[bool]int{true: 1}[seldom(t, "the fee twice", 30)] {
			order.fees = append(order.fees, modelPart{bill: part.bill, fen: fee, of: whole})
			asked += fee
		}
	}
	return asked
}

// seldom is true about once in n times. The library leans to small numbers, so the largest is the seldom one.
func seldom(t *rapid.T, what string, n int) bool {
	return rapid.IntRange(1, n).Draw(t, what) == n
}

func (s *trial) drawParts(t *rapid.T, order *modelOrder) (asked int64) {
	for _, bill := range s.model.bills {
		ours := bill.room == order.room && !bill.undone && bill.owed() > 0
		if ours && seldom(t, "leave", 5) || !ours && !seldom(t, "a stranger's, a paid or an undone one", 100) {
			continue
		}
		fen := bill.owed()
		switch {
		case seldom(t, "a part", 3):
			fen = max(1, fen/3)
		case seldom(t, "a wrong amount", 20):
			fen = rapid.SampledFrom([]int64{0, -1, fen + 1, modelAmountMost + 1}).Draw(t, "wrong amount")
		case seldom(t, "twice", 30):
			order.parts = append(order.parts, modelPart{bill: bill, fen: fen})
			asked += fen
		}
		order.parts = append(order.parts, modelPart{bill: bill, fen: fen})
		asked += fen
	}
	return asked
}

// drawTenders pays what is asked in one of the ways of a counter.
func (s *trial) drawTenders(t *rapid.T, room string, asked int64) (tenders []modelTender, keep bool) {
	cash := func(fen int64) { tenders = append(tenders, modelTender{"cash", fen, ""}) }
	spend := func() int64 {
		spent := min(s.model.credit[room], asked)
		if seldom(t, "more than there is", 8) {
			spent += 10
		}
		tenders = append(tenders, modelTender{"prepaid", spent, ""})
		return spent
	}
	slip, number := rapid.SampledFrom([]string{"card", "transfer", "cheque"}).Draw(t, "slip"), "S-"+s.id()
	if seldom(t, "the slip of yesterday", 4) {
		number = "S-1"
	}
	switch rapid.SampledFrom([]string{"exact", "over", "rounded", "slip", "slip over", "prepaid", "prepaid first", "prepaid last", "kept", "mixed", "short",
		"none", "no slip", "wrong rounding"}).Draw(t, "tender") {
	case "exact":
		cash(asked)
	case "over":
		cash((asked/10000 + 1) * 10000)
		if asked%10 != 0 {
			tenders = append(tenders, modelTender{"rounding", asked % 10, ""})
		}
	case "rounded":
		cash((asked/100 + 1) * 100)
		if asked%10 != 0 {
			tenders = append(tenders, modelTender{"rounding", asked % 10, ""})
		}
	case "wrong rounding":
		cash(asked)
		tenders = append(tenders, modelTender{"rounding", rapid.Int64Range(1, 12).Draw(t, "fen"), ""})
	case "slip":
		tenders = append(tenders, modelTender{slip, asked, number})
	case "slip over":
		tenders = append(tenders, modelTender{slip, asked + 100, number})
		keep = rapid.Bool().Draw(t, "keep")
	case "no slip":
		tenders = append(tenders, modelTender{slip, asked, ""})
	case "prepaid":
		spend()
	case "prepaid first":
		cash(asked - spend() + 1000)
		keep = rapid.Bool().Draw(t, "keep")
	case "prepaid last":
		cash(max(0, asked-s.model.credit[room]) + 1000)
		spend()
		keep = rapid.Bool().Draw(t, "keep")
	case "kept":
		cash((asked+5000)/10*10 + 10)
		keep = true
	case "mixed":
		tenders = append(tenders, modelTender{slip, asked/20*10 + asked%10, number})
		cash(asked - asked/20*10 - asked%10 + 50)
	case "short":
		cash(asked - 10)
	}
	return tenders, keep
}

// take sends the order to both and compares.
func (s *trial) take(t *rapid.T, who string, order modelOrder, approval staff.Approval) {
	told := till.Order{RequestID: order.id, Room: s.rooms[order.room], PrepayFen: fenOf(order.prepay), KeepChange: order.keep, PayerName: order.payer}
	if order.sameSlip {
		told.Overridden = []string{till.ReferenceUsed}
	}
	for _, part := range order.parts {
		told.Bills = append(told.Bills, till.BillPart{Bill: s.ids[part.bill], Fen: fenOf(part.fen)})
	}
	for _, part := range order.fees {
		told.LateFees = append(told.LateFees, till.BillPart{Bill: s.ids[part.bill], Fen: fenOf(part.fen), OfFen: fenOf(part.of)})
	}
	for _, gift := range order.gifts {
		told.Tenders = append(told.Tenders, till.Tender{Kind: till.OfferGift, Fen: fenOf(gift.fen), Reference: s.ids[gift.bill]})
	}
	for _, tender := range order.tenders {
		told.Tenders = append(told.Tenders, till.Tender{Kind: till.TenderKind(tender.kind), Fen: fenOf(tender.fen), Reference: tender.ref})
	}
	if order.late != nil {
		told.Late, told.Approval = &till.Late{PaperNumber: order.late.paper, ValueOn: calendar.Date(order.late.day), Reason: till.Reason{Code: "power_cut"}}, approval
	}
	before := s.head(t)
	no, want := s.model.receive(who, order)
	got, err := s.book.Till.Receive(s.ctx, s.actors[who], told)
	s.agrees(t, fmt.Sprint("collect ", who, " ", describe(order)), no, err, before)
	if err != nil {
		return
	}
	s.nameCharges()
	require.Equal(t, []any{want.number, want.total, want.change}, []any{got.Number, int64(got.TotalFen), int64(got.ChangeFen)})
	if order.late != nil {
		s.spend(staff.EnterLate, who)
		require.Equal(t, order.late.day, string(got.ValueOn))
	}
}

// again sends an earlier order once more, as it was or with another content.
func (s *trial) again(t *rapid.T) {
	if len(s.orders) == 0 {
		return // no orders
	}
	order := rapid.SampledFrom(s.orders[max(0, len(s.orders)-8):]).Draw(t, "order")
	if _, happened := s.model.requests[order.id]; !happened {
		return // it was refused
	}
	if seldom(t, "altered", 3) {
		order.prepay++
	}
	before := s.head(t)
	s.take(t, s.who(t), order, staff.Approval{})
	require.Equal(t, before, s.head(t), "a request that was sent again wrote something")
}

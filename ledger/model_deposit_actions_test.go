package ledger_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// anyDeposit draws a deposit of any room that was paid in, and seldom one that only was asked for.
func (s *trial) anyDeposit(t *rapid.T) *modelBill {
	all := s.deposits(rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room"))
	if seldom(t, "not paid in", 10) {
		for _, bill := range s.model.bills {
			if bill.deposit && bill.paid == 0 {
				all = append(all, bill)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return rapid.SampledFrom(all).Draw(t, "deposit")
}

// payDeposit asks for a deposit and takes it as it is, so that there mostly is one.
func (s *trial) payDeposit(t *rapid.T) {
	s.atWork(t)
	shift := s.model.openShift()
	if shift == nil || len(s.deposits("1-1-101"))+len(s.deposits("1-1-102"))+len(s.deposits("1-1-103")) > 6 {
		return
	}
	id, room := s.id(), rapid.SampledFrom([]string{"1-1-101", "1-1-102", "1-1-103"}).Draw(t, "room")
	item := rapid.SampledFrom([]string{"门禁押金", "装修押金"}).Draw(t, "for what")
	no, _ := s.model.addBill("200", id, room, item, 200_00, consented)
	require.Empty(t, no)
	require.NoError(t, s.book.Store.Write(s.ctx, func(tx *store.Tx) error {
		made, err := s.book.Billing.In(tx).Add(tx.Context(), s.actors["200"], staff.Approval{}, billing.ByHand{RequestID: id, Room: room, Item: item, Kind: billing.Deposit, AmountFen: 200_00})
		s.ids[s.model.bills[len(s.model.bills)-1]] = made.ID
		return err
	}))
	order := modelOrder{id: s.id(), room: room, parts: []modelPart{{bill: s.model.bills[len(s.model.bills)-1], fen: 200_00}}, tenders: []modelTender{{"cash", 300_00, ""}}}
	s.take(t, shift.cashier, order, staff.Approval{})
	s.orders = append(s.orders, order)
}

func (s *trial) inspect(t *rapid.T) {
	deposit := s.anyDeposit(t)
	if deposit == nil {
		return
	}
	who, id := rapid.SampledFrom([]string{"200", "200", "100", "101", "300"}).Draw(t, "who"), s.id()
	on, passed := s.today().AddDays(-rapid.SampledFrom([]int{0, 0, 1, 5, -1}).Draw(t, "days ago")), !seldom(t, "failed", 3)
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no := s.model.inspect(who, id, deposit, string(on), passed)
		_, err := s.book.Till.Inspect(s.ctx, s.actors[who], till.Inspection{RequestID: id, Deposit: s.ids[deposit], On: on, Passed: passed})
		s.agrees(t, fmt.Sprint("inspect ", on, passed), no, err, before)
	}
}

func (s *trial) freezeDeposit(t *rapid.T) {
	deposit := s.anyDeposit(t)
	if deposit == nil {
		return
	}
	frozen := !deposit.frozen
	if seldom(t, "as it is already", 8) {
		frozen = !frozen
	}
	who, id := rapid.SampledFrom([]string{"200", "300", "100", "101"}).Draw(t, "who"), s.id()
	action, command, reason := staff.UnfreezeDeposit, s.book.Till.UnfreezeDeposit, "settled"
	if frozen {
		action, command, reason = staff.FreezeDeposit, s.book.Till.FreezeDeposit, "dispute"
	}
	approval, approved := s.approval(t, action, who)
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no := s.model.freezeDeposit(who, id, deposit, frozen, approved)
		got, err := command(s.ctx, s.actors[who], approval, till.DepositFreeze{RequestID: id, Deposit: s.ids[deposit], Reason: till.Reason{Code: reason}})
		s.agrees(t, fmt.Sprint("freeze deposit ", frozen), no, err, before)
		if err == nil {
			require.Equal(t, frozen, got.Frozen)
			s.spend(action, who)
		}
	}
}

func (s *trial) moveDeposit(t *rapid.T) {
	deposit := s.anyDeposit(t)
	if deposit == nil {
		return
	}
	who, id, free := rapid.SampledFrom([]string{"101", "101", "200", "300"}).Draw(t, "who"), s.id(), s.model.freeOf(deposit)
	others := slices.DeleteFunc([]string{"1-1-101", "1-1-102", "1-1-103"}, func(room string) bool { return room == deposit.room && !seldom(t, "the same household", 8) })
	to, fen := rapid.SampledFrom(others).Draw(t, "to"), rapid.SampledFrom([]int64{free / 2, free, free / 3, 1, free + 1, 0}).Draw(t, "fen")
	approval, approved := s.approval(t, staff.MoveDeposit, who)
	first := ""
	for range rapid.IntRange(1, 2).Draw(t, "times") {
		before := s.head(t)
		no, made := s.model.moveDeposit(id, deposit, to, fen, approved)
		got, err := s.book.Till.MoveDeposit(s.ctx, s.actors[who], approval, till.DepositMoving{RequestID: id, Deposit: s.ids[deposit], To: s.rooms[to], Fen: fenOf(fen),
			Reason: till.Reason{Code: "sold"}})
		s.agrees(t, fmt.Sprint("move deposit ", fen, " to ", to), no, err, before)
		if err != nil {
			continue
		}
		if made != nil {
			s.ids[made], first = got.To, got.Number
			s.spend(staff.MoveDeposit, who)
		}
		require.Equal(t, []any{first, s.ids[deposit], fen}, []any{got.Number, got.From, int64(got.Fen)}, "the same request again is the same move")
	}
}

// checkDeposits compares every deposit that was paid in, with what the last inspection found.
func (s *trial) checkDeposits(t *rapid.T, tx *store.Tx) {
	for _, bill := range s.model.bills {
		if !bill.deposit || bill.paid == 0 {
			continue
		}
		d, err := till.DepositOf(tx, s.ids[bill])
		require.NoError(t, err)
		require.Equal(t, []int64{bill.paid, bill.used, bill.returned, bill.over, bill.held(), s.model.freeOf(bill)},
			[]int64{int64(d.PaidFen), int64(d.UsedFen), int64(d.ReturnedFen), int64(d.MovedFen), int64(d.HeldFen()), int64(d.FreeFen())}, bill.item)
		require.Equal(t, []bool{bill.frozen, bill.wantsLook()}, []bool{d.Frozen, d.WantsInspection}, bill.item)
		found, on, by := "", "", ""
		if last := s.model.look(bill); last != nil {
			found, on, by = map[bool]string{true: "passed", false: "failed"}[last.passed], last.on, s.actors[last.by].ID()
		}
		require.Equal(t, []string{found, on, by}, []string{string(d.Inspection), string(d.InspectedOn), d.Inspector}, bill.item)
	}
}

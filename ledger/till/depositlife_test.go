package till_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// neighbours is a desk with two households, of which 3-2-1201 paid a deposit for works of 2,000.00 in cash.
type neighbours struct {
	*desk
	other, deposit string
	paid           till.Payment
}

func newNeighbours(t *testing.T) *neighbours {
	t.Helper()
	n := &neighbours{desk: &desk{Desk: ledgertest.New(t, time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone), ledger.Register{
		Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830, Spaces: []string{"B1-047"}}, {Code: "3-2-1202", AreaCentiM2: 9830}}})}}
	n.room, n.other = estate.ObjectID(estate.Room, "3-2-1201"), estate.ObjectID(estate.Room, "3-2-1202")
	n.deposit = n.billed("装修押金", billing.Deposit, 2_000_00)
	require.Empty(t, n.open(1_000_00))
	var code string
	n.paid, code = n.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: n.deposit, Fen: 2_000_00}}, []till.Tender{{Kind: till.Cash, Fen: 2_000_00}}
	})
	require.Empty(t, code)
	return n
}

// of returns a deposit as it stands.
func (n *neighbours) of(bill string) (one till.Deposit) {
	n.Helper()
	n.Read(func(tx *store.Tx) (err error) {
		one, err = till.DepositOf(tx, bill)
		return err
	})
	return one
}

func (n *neighbours) inspects(by staff.Actor, on calendar.Date, passed bool) string {
	n.made++
	_, err := n.Book.Till.Inspect(n.Ctx, by, till.Inspection{RequestID: fmt.Sprint("inspect-", n.made), Deposit: n.deposit, On: on, Passed: passed, Note: "卫生间防水"})
	return store.Code(err)
}

// freezes freezes the deposit by the supervisor and the manager, or lets it go.
func (n *neighbours) freezes(frozen bool) string {
	n.made++
	wish, act, action := till.DepositFreeze{RequestID: fmt.Sprint("freeze-", n.made), Deposit: n.deposit, Reason: till.Reason{Code: "dispute"}}, n.Book.Till.FreezeDeposit, staff.FreezeDeposit
	if !frozen {
		wish.Reason.Code, act, action = "settled", n.Book.Till.UnfreezeDeposit, staff.UnfreezeDeposit
	}
	approval, err := n.Book.Staff.Approve(n.Ctx, n.Supervisor, "100", ledgertest.ManagerPIN, action)
	require.NoError(n, err)
	_, err = act(n.Ctx, n.Supervisor, approval, wish)
	return store.Code(err)
}

func (n *neighbours) moves(bill, to string, fen money.Fen) (till.DepositMove, string) {
	n.made++
	move, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, n.approve(staff.MoveDeposit), till.DepositMoving{RequestID: fmt.Sprint("move-", n.made), Deposit: bill, To: to, Fen: fen,
		Reason: till.Reason{Code: "sold"}})
	return move, store.Code(err)
}

func (n *neighbours) deducts(bill string, fen money.Fen) string {
	n.made++
	_, err := n.Book.Till.Deduct(n.Ctx, n.Cashier, n.approve(staff.DeductDeposit), till.Deduction{RequestID: fmt.Sprint("deduct-", n.made), Deposit: bill, Fen: fen, Item: "装修损坏赔偿", Why: "电梯门"})
	return store.Code(err)
}

func (n *neighbours) voids() string {
	n.made++
	_, err := n.Book.Till.Void(n.Ctx, n.Cashier, n.approve(staff.VoidPayment), till.Undoing{RequestID: fmt.Sprint("undo-", n.made), Number: n.paid.Number, CashBackFen: 2_000_00,
		Reason: till.Reason{Code: "wrong_room"}})
	return store.Code(err)
}

func (n *neighbours) back(fen money.Fen) till.RefundLine {
	return till.RefundLine{Source: till.FromDeposit, Bill: n.deposit, Fen: fen}
}

// A deposit for works goes back when the last inspection by its day passed, and by the hand of somebody who did not inspect.
func TestADepositForWorksGoesBackAfterAnInspection(t *testing.T) {
	n := newNeighbours(t)
	n.closeAll(3_000_00)
	n.Clock = n.Clock.Add(72 * time.Hour)
	require.Empty(t, n.open(3_000_00))
	require.True(t, n.of(n.deposit).WantsInspection)
	_, code := n.asks(true, till.Cash, n.back(100_00))
	require.Equal(t, "till.inspect_missing", code)
	require.Equal(t, staff.CodeMayNot, n.inspects(n.Cashier, "", true))
	require.Equal(t, "till.inspect_date", n.inspects(n.Supervisor, "2026-11-25", true), "nobody has been there tomorrow")
	require.Equal(t, "till.inspect_date", n.inspects(n.Supervisor, "2026-11-31", true))

	require.Empty(t, n.inspects(n.Manager, "2026-11-23", false))
	_, code = n.asks(true, till.Cash, n.back(100_00))
	require.Equal(t, "till.inspect_failed", code)
	require.Empty(t, n.deducts(n.deposit, 10_00), "what is broken is deducted all the same")
	require.Empty(t, n.inspects(n.Manager, "2026-11-22", true))
	require.Equal(t, till.Failed, n.of(n.deposit).Inspection, "an earlier day noted later does not hold")
	require.Empty(t, n.inspects(n.Manager, "2026-11-23", true))
	require.Equal(t, till.Passed, n.of(n.deposit).Inspection, "of one day the one noted last holds")
	require.Equal(t, calendar.Date("2026-11-23"), n.of(n.deposit).InspectedOn)

	refund, code := n.asks(true, till.Cash, n.back(100_00))
	require.Empty(t, code)
	require.Empty(t, n.inspects(n.Manager, "", false))
	_, code = n.paysOut(refund, "")
	require.Equal(t, "till.inspect_failed", code, "approved, and then something was found")
	require.Empty(t, n.inspects(n.Manager, "", true))
	n.closeAll(3_000_00)
	_, err := n.Book.Till.Open(n.Ctx, n.Manager, till.Opening{Counted: n.count(3_000_00)})
	require.NoError(t, err)
	_, err = n.Book.Till.PayRefund(n.Ctx, n.Manager, till.Payout{RequestID: "own", Number: refund.Number})
	require.Equal(t, "till.inspect_own", store.Code(err))
	n.Verify()
}

// Whether a deposit wants an inspection is its item's to say; without an item of the name, works want one.
func TestTheItemSaysWhetherADepositWantsAnInspection(t *testing.T) {
	n := newNeighbours(t)
	card := n.billed("门禁押金", billing.Deposit, 100_00)
	_, code := n.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: card, Fen: 100_00}}, []till.Tender{{Kind: till.Cash, Fen: 100_00}}
	})
	require.Empty(t, code)
	require.False(t, n.of(card).WantsInspection)
	item := billing.Item{Name: "门禁押金", Kind: billing.Deposit, HangsOn: estate.Room, Cycle: "once", Active: true, Inspect: true}
	sets := func(item billing.Item) string {
		return store.Code(n.Book.Billing.SetItem(n.Ctx, n.Manager, n.Approve(n.Manager, staff.SetPrices), item))
	}
	require.Empty(t, sets(item))
	require.True(t, n.of(card).WantsInspection)
	item.Name, item.Inspect = "装修押金", false
	require.Empty(t, sets(item))
	require.False(t, n.of(n.deposit).WantsInspection)
	item.Kind, item.Inspect = billing.Income, true
	require.Equal(t, "billing.inspect", sets(item))
	n.Verify()
}

// A deposit for works is one by whatever name: written apart, in another word or with other signs it goes back no earlier. To let
// one go back uninspected is two people's, whether the item is new, changed or called so afterwards.
func TestADepositForWorksIsOneByAnyName(t *testing.T) {
	n := newNeighbours(t)
	for name, wants := range map[string]bool{"装修 押金": true, "装　修押金": true, "装·修保证金": true, "裝修押金": true, "装潢押金": true, "装璜保证金": true, "装饰装潢押金": true,
		"施工押金": true, "家装押金": true, "家 裝 保证金": true, "改造保证金": true, "施工保证金": true, "裝潢押金": true, "裝飾押金": true, "阳台改建押金": true,
		"外墙修缮押金": true, "工程押金": true, "敲墙保证金": true, "砸墙押金": true, "封阳台押金": true, "封窗押金": true, "防水押金": true, "水电改装押金": true,
		"开槽打孔押金": true, "拆除押金": true, "動火押金": true, "防护栏安装押金": true, "水电改线押金": true, "工装押金": false, "水电押金": false, "门禁押金": false, "装载机押金": false} {
		require.Equal(t, wants, n.of(n.paidIn(name)).WantsInspection, name)
	}
	item := billing.Item{Name: "围挡押金", Kind: billing.Deposit, HangsOn: estate.Room, Cycle: "once", Active: true, Inspect: true}
	sets := func(approval staff.Approval, item billing.Item) string {
		return store.Code(n.Book.Billing.SetItem(n.Ctx, n.Manager, approval, item))
	}
	require.Empty(t, sets(staff.Approval{}, item))
	require.Equal(t, "围挡押金", n.of(n.paidIn("围挡 押金")).Item, "the item that is meant")
	require.True(t, n.of(n.paidIn("围挡-押金")).WantsInspection)

	item.Name, item.Inspect = "装潢保证金", false
	first := billing.NewTariff{Name: "标准", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "2000"}}}}
	require.Equal(t, staff.CodeNeedsApproval, sets(staff.Approval{}, item))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(n.Book.Billing.AddItem(n.Ctx, n.Manager, staff.Approval{}, item, first)))
	require.NoError(t, n.Book.Billing.AddItem(n.Ctx, n.Manager, n.Approve(n.Manager, staff.SetPrices), item, first))
	require.False(t, n.of(n.paidIn("装潢保证金")).WantsInspection, "as the two of them say")
	item.Inspect = true
	require.Empty(t, sets(n.Approve(n.Manager, staff.SetPrices), item))
	item.Inspect = false
	require.Equal(t, staff.CodeNeedsApproval, sets(staff.Approval{}, item))

	item.Name = "钥匙押金"
	require.Empty(t, sets(staff.Approval{}, item))
	require.Equal(t, "billing.works_name", store.Code(n.Book.Billing.RenameItem(n.Ctx, n.Manager, "钥匙押金", "装修押金", "2026-12-01")))
	n.Verify()
}

// paidIn returns the bill of a deposit that 3-2-1201 paid in cash.
func (n *neighbours) paidIn(name string) string {
	bill := n.billed(name, billing.Deposit, 100_00)
	_, code := n.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: bill, Fen: 100_00}}, []till.Tender{{Kind: till.Cash, Fen: 100_00}}
	})
	require.Empty(n, code)
	return bill
}

// A frozen deposit goes no way, not even one that was asked and approved before, nor with its payment.
func TestAFrozenDepositGoesNoWay(t *testing.T) {
	n := newNeighbours(t)
	require.Empty(t, n.inspects(n.Manager, "", true))
	refund, code := n.asks(true, till.Cash, n.back(100_00))
	require.Empty(t, code)
	_, err := n.Book.Till.FreezeDeposit(n.Ctx, n.Cashier, staff.Approval{}, till.DepositFreeze{RequestID: "f", Deposit: n.deposit, Reason: till.Reason{Code: "court"}})
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	_, err = n.Book.Till.FreezeDeposit(n.Ctx, n.Supervisor, staff.Approval{}, till.DepositFreeze{RequestID: "f", Deposit: n.deposit, Reason: till.Reason{Code: "court"}})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	require.Equal(t, "till.deposit_not_frozen", n.freezes(false))
	require.Empty(t, n.freezes(true))
	require.Equal(t, "till.deposit_frozen", n.freezes(true))

	_, code = n.asks(true, till.Cash, n.back(100_00))
	require.Equal(t, "till.deposit_frozen", code)
	_, code = n.paysOut(refund, "")
	require.Equal(t, "till.deposit_frozen", code)
	require.Equal(t, "till.deposit_frozen", n.deducts(n.deposit, 10_00))
	_, code = n.moves(n.deposit, n.other, 10_00)
	require.Equal(t, "till.deposit_frozen", code)
	require.Equal(t, "till.deposit_frozen", n.voids())
	require.Equal(t, money.Fen(2_000_00), n.of(n.deposit).HeldFen())

	require.Empty(t, n.freezes(false))
	_, code = n.paysOut(refund, "")
	require.Empty(t, code)
	require.Empty(t, n.freezes(true), "it may be frozen again")
	require.True(t, n.of(n.deposit).Frozen)
	n.Verify()
}

// What moves leaves one household and is the other's to the fen; it is a deposit like any other there, and can be moved back.
func TestADepositMovesToAnotherHousehold(t *testing.T) {
	n := newNeighbours(t)
	require.Empty(t, n.deducts(n.deposit, 350_00))
	require.Empty(t, n.inspects(n.Manager, "", true))
	asked, code := n.asks(true, till.Cash, n.back(150_00))
	require.Empty(t, code)
	for _, wrong := range []struct {
		to   string
		fen  money.Fen
		code string
	}{{n.other, 1_500_01, "till.deposit_move_short"}, {n.other, 0, "till.amount"}, {n.room, 1, "till.deposit_move_same"},
		{estate.ObjectID(estate.Space, "B1-047"), 1, "estate.unknown_room"}} {
		_, code = n.moves(n.deposit, wrong.to, wrong.fen)
		require.Equal(t, wrong.code, code)
	}
	_, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, staff.Approval{}, till.DepositMoving{RequestID: "m", Deposit: n.deposit, To: n.other, Fen: 1, Reason: till.Reason{Code: "sold"}})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))

	move, code := n.moves(n.deposit, n.other, 1_200_00)
	require.Empty(t, code)
	require.Equal(t, []string{n.deposit, n.room, n.other}, []string{move.From, move.FromObject, move.ToObject})
	n.Read(func(tx *store.Tx) error {
		again, err := till.DepositMoveByNumber(tx, move.Number)
		require.Equal(t, move, again)
		return err
	})
	from, to := n.of(n.deposit), n.of(move.To)
	require.Equal(t, money.Fen(1_200_00), from.MovedFen)
	require.Equal(t, money.Fen(450_00), from.HeldFen())
	require.Equal(t, money.Fen(300_00), from.FreeFen())
	require.Equal(t, []string{n.deposit, n.room}, []string{to.From, to.FromObject})
	require.Equal(t, money.Fen(1_200_00), to.FreeFen())
	require.Equal(t, till.NotInspected, to.Inspection, "the new household's works are looked at for themselves")
	require.Equal(t, money.Fen(1_650_00), n.balance(billing.AccountDeposit), "no money came or went")
	require.Zero(t, n.balance("deposit_moving"))
	require.Equal(t, "till.deposit_spent", n.voids())

	require.Empty(t, n.deducts(move.To, 200_00))
	back, code := n.moves(move.To, n.room, 1_000_00)
	require.Empty(t, code)
	require.Zero(t, n.of(move.To).HeldFen())
	require.Equal(t, money.Fen(1_000_00), n.of(back.To).HeldFen())
	_, code = n.paysOut(asked, "")
	require.Empty(t, code)
	n.Read(func(tx *store.Tx) error {
		held, err := till.HeldSum(tx)
		require.Equal(t, n.balance(billing.AccountDeposit), held)
		require.Equal(t, money.Fen(1_300_00), held)
		return err
	})
	n.closeAll(1_000_00 + 2_000_00 - 150_00)
	n.Verify()
}

// What came by a code that nobody verified does not move either.
func TestUnverifiedMoneyDoesNotMove(t *testing.T) {
	n := newNeighbours(t)
	bill := n.billed("门禁押金", billing.Deposit, 100_00)
	_, code := n.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: bill, Fen: 100_00}}, []till.Tender{{Kind: till.WeChatCode, Fen: 100_00, Reference: "4200009"}}
	})
	require.Empty(t, code)
	_, code = n.moves(bill, n.other, 100_00)
	require.Equal(t, "till.unverified_source", code)
	_, err := n.Book.Till.Verify(n.Ctx, n.Supervisor, "4200009", "")
	require.NoError(t, err)
	_, code = n.moves(bill, n.other, 100_00)
	require.Empty(t, code)
	n.Verify()
}

// Twenty windows move it at once, each with a request of its own: no more leaves than was there, and a request twice moves once.
func TestManyAtOnceMoveNoMoreThanIsThere(t *testing.T) {
	n := newNeighbours(t)
	approvals := make([]staff.Approval, 20)
	for i := range approvals {
		approvals[i] = n.approve(staff.MoveDeposit)
	}
	var all sync.WaitGroup
	for i, approval := range approvals {
		all.Go(func() {
			wish := till.DepositMoving{RequestID: fmt.Sprintf("0192%032d", i), Deposit: n.deposit, To: n.other, Fen: 300_00, Reason: till.Reason{Code: "sold"}}
			if _, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, approval, wish); err != nil {
				return
			}
			again, err := n.Book.Till.MoveDeposit(n.Ctx, n.Cashier, staff.Approval{}, wish)
			if err != nil || again.Fen != 300_00 {
				n.Errorf("the same request again: %v", err)
			}
		})
	}
	all.Wait()
	require.Equal(t, money.Fen(1_800_00), n.of(n.deposit).MovedFen)
	require.Equal(t, money.Fen(200_00), n.of(n.deposit).HeldFen())
	n.Verify()
}

// Who inspected neither approves on the spot nor later that the deposit goes back, nor pays it; one who inspects after having
// approved has undone the approval.
func TestWhoInspectedDoesNotApproveThatTheDepositGoesBack(t *testing.T) {
	n := newNeighbours(t)
	require.Empty(t, n.inspects(n.Supervisor, "", true))
	_, code := n.asks(true, till.Cash, n.back(100_00)) // the supervisor agrees on the spot
	require.Equal(t, "till.inspect_approver", code)
	refund, code := n.asks(false, till.Cash, n.back(100_00))
	require.Empty(t, code)
	_, err := n.Book.Till.DecideRefund(n.Ctx, n.Supervisor, refund.Number, true)
	require.Equal(t, "till.inspect_approver", store.Code(err))
	refund, err = n.Book.Till.DecideRefund(n.Ctx, n.Manager, refund.Number, true)
	require.NoError(t, err)

	require.Empty(t, n.inspects(n.Manager, "", true), "the manager looks once more, and then has done both")
	_, code = n.paysOut(refund, "")
	require.Equal(t, "till.inspect_approver", code)
	require.Empty(t, n.inspects(n.Supervisor, "", true))
	_, code = n.paysOut(refund, "")
	require.Empty(t, code)

	refund, code = n.asks(false, till.Cash, n.back(100_00))
	require.Empty(t, code)
	_, err = n.Book.Till.DecideRefund(n.Ctx, n.Supervisor, refund.Number, false)
	require.NoError(t, err, "refusing is no way back")
	n.Verify()
}

// What was found while the money lay here says nothing once it went back and was paid in again: the works begin anew, and whoever
// broke something since would get it back on an old look. Where a part is paid in later, the whole is looked at again.
func TestAnInspectionCountsForTheMoneyThatWasThere(t *testing.T) {
	n := newNeighbours(t)
	n.closeAll(3_000_00)
	n.Clock = n.Clock.Add(24 * time.Hour)
	require.Empty(t, n.open(3_000_00))
	pays := func(fen money.Fen) (paid till.Payment) {
		paid, code := n.pay(func(o *till.Order) {
			o.Bills, o.Tenders = []till.BillPart{{Bill: n.deposit, Fen: fen}}, []till.Tender{{Kind: till.Cash, Fen: fen}}
		})
		require.Empty(t, code)
		return paid
	}
	back := func() string {
		_, code := n.asks(true, till.Cash, n.back(100_00))
		return code
	}
	require.Empty(t, n.inspects(n.Manager, "", true))
	reversed, err := n.Book.Till.Reverse(n.Ctx, n.Cashier, n.approve(staff.Reverse), till.Undoing{RequestID: "back", Number: n.paid.Number, CashBackFen: 2_000_00,
		Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, n.paid.Number, reversed.Of)

	paid := pays(1_500_00) // the same day, so that only the order of the events tells
	require.Equal(t, []any{till.NotInspected, calendar.Date(""), ""}, []any{n.of(n.deposit).Inspection, n.of(n.deposit).InspectedOn, n.of(n.deposit).Inspector})
	require.Equal(t, "till.inspect_missing", back())
	require.Empty(t, n.inspects(n.Manager, "", true))
	require.Equal(t, till.Passed, n.of(n.deposit).Inspection)
	pays(500_00)
	require.Equal(t, "till.inspect_missing", back(), "the rest came after the look")
	require.Empty(t, n.inspects(n.Manager, "", false))
	require.Equal(t, "till.inspect_failed", back())
	require.Empty(t, n.inspects(n.Manager, "", true))
	require.Empty(t, back())
	n.Verify()
	require.Equal(t, money.Fen(1_500_00), paid.TotalFen)
}

// What was found faulty stays so when a part more is paid in: paying a fen more must not wipe it out.
func TestAFaultStaysWhereMoreIsPaidIn(t *testing.T) {
	n := newNeighbours(t)
	n.deposit = n.billed("装修保证金", billing.Deposit, 2_000_00)
	pays := func(fen money.Fen) {
		_, code := n.pay(func(o *till.Order) {
			o.Bills, o.Tenders = []till.BillPart{{Bill: n.deposit, Fen: fen}}, []till.Tender{{Kind: till.Cash, Fen: fen}}
		})
		require.Empty(t, code)
	}
	pays(1_000_00)
	require.Empty(t, n.inspects(n.Supervisor, "", false))
	pays(1_000_00)
	require.Equal(t, till.Failed, n.of(n.deposit).Inspection)
	n.Clock = n.Clock.Add(24 * time.Hour)
	require.Equal(t, "till.inspect_early", n.inspects(n.Supervisor, "2026-11-20", true))
	n.Verify()
}

// Nobody inspected before the deposit was paid in; of one that was taken over the day of the move counts.
func TestAnInspectionIsNotOfBeforeTheDeposit(t *testing.T) {
	n := newNeighbours(t)
	require.Equal(t, "till.inspect_early", n.inspects(n.Supervisor, "2026-11-20", true))
	require.Empty(t, n.inspects(n.Supervisor, "2026-11-21", true))
	n.Clock = n.Clock.Add(48 * time.Hour)
	move, code := n.moves(n.deposit, n.other, 500_00)
	require.Empty(t, code)
	n.deposit = move.To
	require.Equal(t, "till.inspect_early", n.inspects(n.Supervisor, "2026-11-22", true))
	require.Empty(t, n.inspects(n.Supervisor, "2026-11-23", true))
	n.Verify()
}

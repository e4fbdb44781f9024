package ledger_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func roomCode(n int) string { return fmt.Sprintf("%d-1-%d%02d", n/100+1, n%100/4+1, n%4+1) }

// manyRooms is a register of n rooms, each with an owner, a phone, arrears of 840.47 and a prepayment of 50.00.
func manyRooms(n int) ledger.Register {
	register := ledger.Register{FileHash: "8899aabbccddeeff"}
	for i := range n {
		code := roomCode(i)
		register.Rooms = append(register.Rooms, estate.Row{Code: code, Building: fmt.Sprint(i/100 + 1), Unit: "1", Floor: i%100/4 + 1, Number: code[len(code)-3:],
			AreaCentiM2: 9830, State: "自住", Fields: map[string]string{"物业费单价": "2.85"}, Plates: []string{fmt.Sprintf("京A%05d", i)},
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: fmt.Sprintf("业主%d", i), Phones: []string{fmt.Sprintf("138%08d", i)}, ShareBasisPoints: 10000}}})
		register.Arrears = append(register.Arrears, billing.OpeningArrears{Room: code, Item: "期初欠费", Fen: 84047})
		register.Credits = append(register.Credits, till.OpeningCredit{Room: code, Fen: 5000})
	}
	return register
}

// partOrder asks for 10.00 in cash from the n-th room: 6.00 of its arrears, and 4.00 kept as prepayment.
func partOrder(c *counter, request string, n int) till.Order {
	object := estate.ObjectID(estate.Room, roomCode(n))
	var owed []billing.Bill
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
		owed, err = billing.OpenOf(tx, object)
		return err
	}))
	return till.Order{RequestID: request, Room: object, Bills: []till.BillPart{{Bill: owed[0].ID, Fen: 600}}, PrepayFen: 400,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: money.Fen(1000)}}}
}

// writes runs work in one transaction of the book.
func (c *counter) writes(work func(tx *store.Tx) error) {
	c.Helper()
	require.NoError(c, c.book.Store.Write(c.ctx, work))
}

// richBook is a book in which every kind of event has happened and every table has rows: two shifts with part payments,
// tenders of all kinds, a late entry, voids, a reversal, cash moves, copies, an undone bill, an erased owner and a person
// locked out and let in again.
func richBook(t *testing.T) *counter { return rich(t, true) }

// loneBook is a rich book of one counter.
func loneBook(t *testing.T) *counter { return rich(t, false) }

func rich(t *testing.T, shared bool) *counter {
	c := newCounter(t)
	require.NoError(t, c.book.AddPassphrase(c.ctx, c.manager, "一句很长的口令吧"))
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(8), false)
	require.NoError(t, err)
	c.register()
	require.NoError(t, c.book.Staff.SetLimit(c.ctx, c.manager, staff.Approval{}, staff.DifferenceMax, 500))
	require.NoError(t, c.book.SetPolicy(c.ctx, c.manager, c.agreed(staff.RaiseLimit), estate.PolicyCutoffHour, "3"))
	c.meters()
	c.leases()
	c.charges()
	c.mends()
	c.firstShift()
	c.people()
	c.clock = c.clock.Add(24 * time.Hour)
	c.secondShift()
	if shared {
		c.anotherCounter()
	}
	c.writes(func(tx *store.Tx) error {
		return estate.RecordRestored(tx, c.book.Journal, estate.Restored{Seq: 7, Discarded: 2, By: c.manager.ID(), Approver: c.cashier.ID()})
	})
	c.writes(func(tx *store.Tx) error {
		if err := c.book.Estate.Retire(tx, c.manager.ID()); err != nil {
			return err
		}
		if err := till.Skip(tx, c.book.Journal, "01-2025", 7); err != nil {
			return err
		}
		return estate.Place(tx, c.book.Journal, estate.Placed{Machine: "ab", Seq: 7, Paper: "01-2025-000007"})
	})
	return c
}

func (c *counter) take(order till.Order) till.Payment {
	c.Helper()
	paid, err := c.book.Till.Receive(c.ctx, c.cashier, order)
	require.NoError(c, err)
	return paid
}

// anotherCounter lets another counter in, which without this one does what this one does: of the two the other's comes later. A third one is
// let in and ended.
func (c *counter) anotherCounter() {
	b := c.joinedTo("02")
	for _, one := range []*counter{c, b} {
		people, err := one.book.Staff.List(one.ctx)
		require.NoError(c, err)
		ledgertest.Hire(c.T, one.book, one.manager, one.agreed(staff.GiveLogin), staff.Entry{Code: "501", Name: "新来的", Role: staff.Cashier, Active: true}, "4729")
		for _, person := range people {
			if person.Code == "101" {
				require.NoError(c, one.book.Staff.Change(one.ctx, one.manager, one.agreed(staff.GiveLogin), person.ID, staff.Entry{Code: "101", Name: "王丽丽", Role: staff.Cashier, Active: true}))
			}
		}
	}
	c.hear(b)
	require.NoError(c, c.settle("seen", c.conflicts()[0], till.ConflictSeen))
	c.joinedTo("03")
	require.NoError(c, c.end("03"))
}

func (c *counter) firstShift() {
	_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(c, err)
	c.take(partOrder(c, "r0", 0))
	order := partOrder(c, "r1", 1)
	order.PrepayFen, order.PayerName = 0, "代缴人甲"
	order.Tenders = []till.Tender{{Kind: till.Card, Fen: 500, Reference: "SLIP-1"}, {Kind: till.Prepaid, Fen: 100}}
	order.Overridden = []string{"tenth_of_usual", "paid_just_now"}
	c.take(order)
	c.payFee(6)
	late := partOrder(c, "r2", 2)
	late.Late, late.Approval = &till.Late{PaperNumber: "NO-17", ValueOn: "2026-11-19", Reason: till.Reason{Code: "other", Note: "停电手写"}}, c.approve(staff.EnterLate)
	c.take(late)
	voided := c.take(partOrder(c, "r3", 3))
	c.writes(func(tx *store.Tx) error {
		copied, err := c.book.Till.RecordCopy(tx, c.cashier, voided.Number)
		if err == nil {
			err = c.book.Till.RecordCopyFailed(tx, c.cashier.ID(), voided.Number, copied)
		}
		if err == nil {
			_, err = c.book.Till.RecordCopy(tx, c.cashier, voided.Number)
		}
		return err
	})
	_, err = c.book.Till.Void(c.ctx, c.cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: "v3", Number: voided.Number, CopiesTaken: 1,
		CashBackFen: voided.CashFen(), Reason: till.Reason{Code: "other", Note: "业主要求"}})
	require.NoError(c, err)
	require.NoError(c, c.book.Till.MoveCash(c.ctx, c.cashier, c.approve(staff.MoveCash), till.Move{RequestID: "m1", Direction: till.MoveOut, Fen: 10000,
		Reason: till.Reason{Code: "other", Note: "送存"}}))
	require.NoError(c, c.book.Store.Write(c.ctx, func(tx *store.Tx) error { return c.book.Till.LogDrawer(tx, c.cashier, "change_money") }))
	c.endShift(600, 5000)
	c.bank()
}

// bank brings cash to the bank under a slip that was mistyped, takes it back and books the right one.
func (c *counter) bank() {
	_, err := c.book.Till.Bank(c.ctx, c.cashier, c.approve(staff.BankCash), till.Banking{RequestID: "k1", Slip: "BJ-101", Fen: 10000, On: "2026-11-21"})
	require.NoError(c, err)
	_, err = c.book.Till.Unbank(c.ctx, c.cashier, c.approve(staff.BankCash), till.Unbanking{RequestID: "k2", Slip: "BJ-101", Reason: till.Reason{Code: "other", Note: "抄错了"}})
	require.NoError(c, err)
	banking := till.Banking{RequestID: "k3", Slip: "BJ-101", Fen: 9000, On: "2026-11-21", Counted: &till.Count{0, 1, 2}}
	_, err = c.book.Till.Bank(c.ctx, c.cashier, c.approve(staff.BankCash), banking)
	require.NoError(c, err)
}

// counterfeits hands one note back and finds one in the drawer.
func (c *counter) counterfeits() {
	_, err := c.book.Till.LogCounterfeit(c.ctx, c.cashier, staff.Approval{}, till.CounterfeitWish{RequestID: "f1", Fen: 100_00, Serial: "HD90123456", What: till.CounterfeitReturned})
	require.NoError(c, err)
	_, err = c.book.Till.LogCounterfeit(c.ctx, c.cashier, c.approve(staff.MoveCash), till.CounterfeitWish{RequestID: "f2", Fen: 10_00, Serial: "C1D2345678",
		What: till.CounterfeitKept, Place: till.PlaceDrawer})
	require.NoError(c, err)
}

// endShift counts with so much over, explains it and closes.
func (c *counter) endShift(overFen, leftFen money.Fen) till.ZReport {
	counted, err := c.book.Till.Count(c.ctx, c.cashier, c.count(10000))
	require.NoError(c, err)
	_, err = c.book.Till.Count(c.ctx, c.cashier, c.count(counted.ExpectedFen+overFen))
	require.NoError(c, err)
	_, err = c.book.Till.CountSlips(c.ctx, c.cashier, []till.SlipCount{{Kind: till.Card, Count: 1, Fen: 1}})
	require.NoError(c, err)
	receiver, err := c.book.Staff.Approve(c.ctx, c.cashier, "200", supervisorPIN, staff.TakeOver)
	require.NoError(c, err)
	z, err := c.book.Till.Close(c.ctx, c.cashier, till.Closing{LeftFen: leftFen, Receiver: receiver, Approval: c.approve(staff.Difference),
		Reason: till.Reason{Code: "other", Note: "零钱多出"}, SlipReason: till.Reason{Code: "other", Note: "刷卡单在会计处"}})
	require.NoError(c, err)
	return z
}

func (c *counter) secondShift() {
	_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(4400), Approval: c.approve(staff.Difference),
		Reason: till.Reason{Code: "other", Note: "零钱袋不见了"}})
	require.NoError(c, err)
	_, err = c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), till.Undoing{RequestID: "x0", Number: "01-2026-000001", CashBackFen: 1000,
		Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(c, err)
	rounded := partOrder(c, "r4", 4)
	rounded.Bills[0].Fen, rounded.PrepayFen = 607, 0
	rounded.Tenders = []till.Tender{{Kind: till.Cash, Fen: 1000}, {Kind: till.Rounding, Fen: 7}}
	c.take(rounded)
	for i, number := range []string{"WX-1", "WX-2"} {
		coded := partOrder(c, "c"+number, 4+i)
		coded.Tenders = []till.Tender{{Kind: till.WeChatCode, Fen: 1000, Reference: number}}
		c.take(coded)
	}
	c.refunds(c.payDeposit(7))
	c.prepayments(1, 2)
	c.counterfeits()
	_, err = c.book.Till.Verify(c.ctx, c.manager, "WX-1", "")
	require.NoError(c, err)
	c.writes(func(tx *store.Tx) error {
		bill, err := c.book.Billing.In(tx).Add(tx.Context(), c.manager, staff.Approval{}, billing.ByHand{RequestID: "b1", Room: roomCode(5), Item: "装修押金清运", AmountFen: 8000, Why: "一次"})
		if err == nil {
			err = c.book.Billing.In(tx).Undo(tx.Context(), c.manager, staff.Approval{}, bill.ID, "wrong_item")
		}
		return err
	})
	c.overChannel(6)
	c.endShift(-700, 2000)
}

// payDeposit pays a deposit beside a part of what room n owes: two receipts.
func (c *counter) payDeposit(n int) till.Payment {
	order := partOrder(c, "deposit", n)
	c.writes(func(tx *store.Tx) error {
		bill, err := c.book.Billing.In(tx).Add(tx.Context(), c.manager, staff.Approval{}, billing.ByHand{RequestID: "d1", Room: roomCode(n), Item: "装修押金", Kind: billing.Deposit, AmountFen: 200000})
		order.Bills = append(order.Bills, till.BillPart{Bill: bill.ID, Fen: 200000})
		return err
	})
	order.Tenders = []till.Tender{{Kind: till.Card, Fen: 150000, Reference: "SLIP-3"}, {Kind: till.Cash, Fen: 51000}}
	return c.take(order)
}

// refunds uses a part of the deposit that a payment took, gives another part back, and leaves a refund of every other state.
func (c *counter) refunds(of till.Payment) {
	bill, deposit := of.Allocations[0].Bill, of.Allocations[1].Bill
	_, err := c.book.Till.Deduct(c.ctx, c.cashier, c.approve(staff.DeductDeposit), till.Deduction{RequestID: "deduct", Deposit: deposit, Fen: 35000, Item: "装修损坏赔偿", Why: "电梯门划伤"})
	require.NoError(c, err)
	ask := func(id string, approval staff.Approval, line till.RefundLine) till.Refund {
		refund, err := c.book.Till.AskRefund(c.ctx, c.cashier, approval, till.RefundWish{RequestID: id, Room: of.Object, Lines: []till.RefundLine{line}, Way: till.Transfer,
			Payee: "开户行与账号", Reason: till.Reason{Code: "other", Note: "装修验收合格"}})
		require.NoError(c, err)
		return refund
	}
	c.depositLife(deposit)
	back := ask("t1", c.approve(staff.Refund), till.RefundLine{Source: till.FromDeposit, Bill: deposit, Fen: 100000})
	_, err = c.book.Till.PayRefund(c.ctx, c.cashier, till.Payout{RequestID: "o1", Number: back.Number, Reference: "BANK-1"})
	require.NoError(c, err)
	part := ask("t2", staff.Approval{}, till.RefundLine{Source: till.FromPayment, Bill: bill, Of: of.Number, Fen: 100})
	_, err = c.book.Till.DecideRefund(c.ctx, c.manager, part.Number, true)
	require.NoError(c, err)
	refused := ask("t3", staff.Approval{}, till.RefundLine{Source: till.FromPrepaid, Fen: 100})
	_, err = c.book.Till.DecideRefund(c.ctx, c.manager, refused.Number, false)
	require.NoError(c, err)
	withdrawn := ask("t4", staff.Approval{}, till.RefundLine{Source: till.FromPrepaid, Fen: 200})
	_, err = c.book.Till.WithdrawRefund(c.ctx, c.cashier, withdrawn.Number)
	require.NoError(c, err)
}

// prepayments puts by for water, moves a part to another household and freezes what is left; the other pays by itself.
func (c *counter) prepayments(from, to int) {
	order := partOrder(c, "prepaid", from)
	order.PrepayFen, order.PrepayPurpose = 30000, billing.Utilities
	order.Tenders = []till.Tender{{Kind: till.Cash, Fen: 30000 + order.Bills[0].Fen}}
	c.take(order)
	other := estate.ObjectID(estate.Room, roomCode(to))
	_, err := c.book.Till.MovePrepaid(c.ctx, c.cashier, c.approve(staff.MovePrepaid), till.PrepaidMove{RequestID: "pm1", Room: order.Room, Purpose: billing.Utilities, To: other, Fen: 20000,
		Reason: till.Reason{Code: "other", Note: "存错了"}})
	require.NoError(c, err)
	require.NoError(c, c.book.Till.FreezePrepaid(c.ctx, c.cashier, c.approve(staff.FreezePrepaid), order.Room, billing.Utilities, true, till.Reason{Code: "dispute"}))
	require.NoError(c, c.book.Till.SetAuto(c.ctx, c.cashier, other, true))
	require.NoError(c, c.book.Till.SetLargePrint(c.ctx, c.cashier, other, true))
	asked, err := c.book.Staff.AskApproval(c.ctx, c.cashier, staff.Ask{RequestID: "ask1", Action: staff.MovePrepaid, About: staff.From(order.Room, other), Terms: "reason=other", Fen: 1000})
	require.NoError(c, err)
	_, err = c.book.Staff.DecideApproval(c.ctx, c.manager, asked.Number, true)
	require.NoError(c, err)
	agreed, err := c.book.Staff.Approve(c.ctx, c.manager, "200", supervisorPIN, staff.SetPrices)
	require.NoError(c, err)
	require.NoError(c, c.book.Billing.SetOffer(c.ctx, c.manager, agreed, billing.Offer{Item: "物业费", Pay: 11, Free: 1, FromOn: "2026-11-01"}))
}

// depositLife inspects a deposit until it passes, freezes it and lets it go, and moves a part of it to another room.
func (c *counter) depositLife(deposit string) {
	for i, passed := range []bool{false, true} {
		_, err := c.book.Till.Inspect(c.ctx, c.manager, till.Inspection{RequestID: fmt.Sprint("inspect", i), Deposit: deposit, Passed: passed, Note: "卫生间防水"})
		require.NoError(c, err)
	}
	agreed := func(action staff.Action) staff.Approval {
		approval, err := c.book.Staff.Approve(c.ctx, c.manager, "200", supervisorPIN, action)
		require.NoError(c, err)
		return approval
	}
	wish := till.DepositFreeze{RequestID: "freeze", Deposit: deposit, Reason: till.Reason{Code: "other", Note: "邻居漏水待查"}}
	_, err := c.book.Till.FreezeDeposit(c.ctx, c.manager, agreed(staff.FreezeDeposit), wish)
	require.NoError(c, err)
	wish.RequestID, wish.Reason.Code = "unfreeze", "other"
	_, err = c.book.Till.UnfreezeDeposit(c.ctx, c.manager, agreed(staff.UnfreezeDeposit), wish)
	require.NoError(c, err)
	_, err = c.book.Till.MoveDeposit(c.ctx, c.cashier, c.approve(staff.MoveDeposit), till.DepositMoving{RequestID: "move", Deposit: deposit,
		To: estate.ObjectID(estate.Room, roomCode(6)), Fen: 5000, Reason: till.Reason{Code: "other", Note: "过户协议"}})
	require.NoError(c, err)
}

func (c *counter) people() {
	var owner string
	c.writes(func(tx *store.Tx) error {
		parties, err := estate.PartiesOn(tx, estate.ObjectID(estate.Room, roomCode(6)), "2026-11-22")
		owner = parties[0].Person
		return err
	})
	c.writes(func(tx *store.Tx) error {
		if _, err := c.book.Estate.Unmask(tx, c.manager.ID(), owner); err != nil {
			return err
		}
		return c.book.Estate.Erase(tx, c.manager.ID(), owner)
	})
	_, err := c.book.Staff.SignIn(c.ctx, "101", "9999")
	require.Equal(c, "staff.pin_wrong", store.Code(err))
	require.NoError(c, c.book.Staff.Unlock(c.ctx, c.manager, c.cashier.ID()))
	_, err = c.book.Staff.SignIn(c.ctx, "200", "9999")
	require.Equal(c, "staff.pin_wrong", store.Code(err))
}

// shell runs a script with the sqlite3 shell on a copy of a book, which nobody has open, and gives what it says.
func shell(t *testing.T, path, script string) (said string, err error) {
	t.Helper()
	command := exec.Command("sqlite3", "-batch", "-bail", path)
	command.Stdin = strings.NewReader(script)
	output, err := command.CombinedOutput()
	return string(output), err
}

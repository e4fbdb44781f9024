package till_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// asks asks for a refund by the cashier; approved lets the supervisor agree on the spot.
func (d *desk) asks(approved bool, way till.TenderKind, lines ...till.RefundLine) (till.Refund, string) {
	d.made++
	wish := till.RefundWish{RequestID: "refund-" + string(rune('a'+d.made)), Room: d.room, Lines: lines, Way: way, Reason: till.Reason{Code: "paid_too_much"}}
	if way == till.Transfer {
		wish.Payee = "张建国 6222 0000 1111"
	}
	approval := staff.Approval{}
	if approved {
		approval = d.approve(staff.Refund)
	}
	refund, err := d.Book.Till.AskRefund(d.Ctx, d.Cashier, approval, wish)
	return refund, store.Code(err)
}

func (d *desk) paysOut(refund till.Refund, reference string) (till.Payment, string) {
	paid, err := d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: "out-" + refund.Number + reference, Number: refund.Number, Reference: reference})
	return paid, store.Code(err)
}

func putBy(fen money.Fen) till.RefundLine { return till.RefundLine{Source: till.FromPrepaid, Fen: fen} }

// One person asks and another approves; then it is paid once, with a receipt of its own, out of the drawer of the open shift.
func TestARefundIsAskedApprovedAndPaidByTwoPeople(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(1_000_00))
	refund, code := d.asks(false, till.Cash, putBy(300_00))
	require.Empty(t, code)
	require.Equal(t, till.RefundAsked, refund.State)
	require.Equal(t, "2026-12-06", string(refund.DueOn), "promised within 15 days")
	_, code = d.paysOut(refund, "")
	require.Equal(t, "till.refund_state", code, "nobody approved it yet")
	_, err := d.Book.Till.DecideRefund(d.Ctx, d.Cashier, refund.Number, true)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	refund, err = d.Book.Till.DecideRefund(d.Ctx, d.Supervisor, refund.Number, true)
	require.NoError(t, err)
	require.Equal(t, till.RefundApproved, refund.State)
	_, err = d.Book.Till.DecideRefund(d.Ctx, d.Manager, refund.Number, false)
	require.Equal(t, "till.refund_state", store.Code(err), "decided once")

	paid, code := d.paysOut(refund, "")
	require.Empty(t, code)
	again, code := d.paysOut(refund, "")
	require.Empty(t, code)
	require.Equal(t, paid.Number, again.Number, "the same request pays once")
	require.Equal(t, till.Refunded, paid.Kind)
	require.Equal(t, money.Fen(-300_00), paid.TotalFen)
	require.Equal(t, money.Fen(-300_00), paid.CashFen())
	require.Equal(t, money.Fen(200_00), paid.CreditAfterFen)
	d.Read(func(tx *store.Tx) error {
		refund, err = till.RefundByNumber(tx, refund.Number)
		require.Equal(t, till.RefundPaid, refund.State)
		require.Equal(t, paid.Number, refund.Receipt)
		return err
	})
	z := d.closeAll(700_00)
	require.Equal(t, till.Sum{Count: 1, Fen: -300_00}, z.Refunds, "a shift with nothing but a refund closes and explains itself")
	require.Equal(t, money.Fen(-300_00), z.ReceivedFen)
	d.Verify()
}

// Who may approve does not approve their own, and who asked may withdraw until it is paid.
func TestNobodyApprovesTheirOwnRefund(t *testing.T) {
	d := newDesk(t)
	refund, err := d.Book.Till.AskRefund(d.Ctx, d.Supervisor, staff.Approval{}, till.RefundWish{RequestID: "own", Room: d.room, Lines: []till.RefundLine{putBy(10_00)},
		Way: till.Cash, Reason: till.Reason{Code: "moved_out"}})
	require.NoError(t, err)
	_, err = d.Book.Till.DecideRefund(d.Ctx, d.Supervisor, refund.Number, true)
	require.Equal(t, "till.refund_own", store.Code(err))
	_, err = d.Book.Till.WithdrawRefund(d.Ctx, d.Cashier, refund.Number)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	refund, err = d.Book.Till.WithdrawRefund(d.Ctx, d.Supervisor, refund.Number)
	require.NoError(t, err)
	require.Equal(t, till.RefundWithdrawn, refund.State)
	_, err = d.Book.Till.DecideRefund(d.Ctx, d.Manager, refund.Number, true)
	require.Equal(t, "till.refund_state", store.Code(err))
	d.Verify()
}

// No refund, nor several together, asks for more than is there, whatever the source, and what is asked back is spent no more.
func TestNoMoreGoesBackThanWasPaid(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(3_000_00))
	_, code := d.asks(true, till.Cash, putBy(500_10))
	require.Equal(t, "till.refund_too_much", code)
	_, code = d.asks(true, till.Cash, putBy(300_00), putBy(200_10))
	require.Equal(t, "till.refund_too_much", code, "two lines of one wish")
	first, code := d.asks(true, till.Cash, putBy(300_00))
	require.Empty(t, code)
	_, code = d.asks(true, till.Cash, putBy(200_10))
	require.Equal(t, "till.refund_too_much", code, "beside one that waits")
	_, code = d.pay(func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Prepaid, Fen: 40_00}} })
	require.Empty(t, code)
	_, code = d.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: d.bill, Fen: 200_00}}, []till.Tender{{Kind: till.Prepaid, Fen: 200_00}}
	})
	require.Empty(t, code, "the household may still pay its bills from it")
	_, code = d.paysOut(first, "")
	require.Equal(t, "till.refund_too_much", code, "and then there is less to give back")

	paid, code := d.pay(nil)
	require.Empty(t, code)
	of := till.RefundLine{Source: till.FromPayment, Bill: d.bill, Of: paid.Number, Fen: 30_00}
	part, code := d.asks(true, till.Cash, of)
	require.Empty(t, code)
	_, code = d.asks(true, till.Cash, of)
	require.Equal(t, "till.refund_too_much", code, "30 of 40 are asked for already")
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "undo", Number: paid.Number, CashBackFen: 40_00, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "till.refunded", store.Code(err), "a part of it goes back by another way")
	out, code := d.paysOut(part, "")
	require.Empty(t, code)
	require.Equal(t, money.Fen(-30_00), out.TotalFen)
	d.Read(func(tx *store.Tx) error {
		bill, err := billing.ByID(tx, d.bill)
		require.Equal(t, money.Fen(840_47-40_00-200_00-40_00+30_00), bill.OwedFen(), "what went back is owed again")
		return err
	})
	d.Verify()
}

// A transfer needs the account it goes to, its number when it is paid, and no drawer.
func TestARefundByTransferHasItsNumber(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	_, code := d.asks(true, till.Card, putBy(10_00))
	require.Equal(t, "till.refund_way", code)
	refund, code := d.asks(true, till.Transfer, putBy(10_07))
	require.Empty(t, code)
	_, code = d.paysOut(refund, "")
	require.Equal(t, "till.reference", code)
	_, code = d.paysOut(refund, "B2026112100017")
	require.Empty(t, code)
	another, code := d.asks(true, till.Transfer, putBy(1_00))
	require.Empty(t, code)
	_, code = d.paysOut(another, "b2026112100017")
	require.Equal(t, "till.transfer_used", code)
	_, code = d.asks(true, till.Cash, putBy(10_07))
	require.Equal(t, "till.whole_jiao", code, "there is no coin for seven fen")
	cash, code := d.asks(true, till.Cash, putBy(10_00))
	require.Empty(t, code)
	_, code = d.paysOut(cash, "")
	require.Equal(t, "till.drawer_short", code)
	d.closeAll(0)
	d.Verify()
}

// What came by a code does not go back before somebody found it, neither where it was asked before nor as a bill that it paid.
func TestUnverifiedMoneyDoesNotGoBack(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(1_000_00))
	early, code := d.asks(true, till.Cash, putBy(500_00))
	require.Empty(t, code)
	_, code = d.paysCode(10_00, "4200001", false)
	require.Empty(t, code)
	_, code = d.paysOut(early, "")
	require.Equal(t, "till.unverified_source", code)
	_, code = d.asks(true, till.Cash, putBy(10_00))
	require.Equal(t, "till.unverified_source", code)
	_, err := d.Book.Till.Verify(d.Ctx, d.Supervisor, "4200001", "")
	require.NoError(t, err)
	_, code = d.paysOut(early, "")
	require.Empty(t, code)

	bill := d.billed("门禁卡", billing.Income, 30_00)
	paid, code := d.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: bill, Fen: 30_00}}, []till.Tender{{Kind: till.AlipayCode, Fen: 30_00, Reference: "2026001"}}
	})
	require.Empty(t, code)
	_, code = d.asks(true, till.Cash, till.RefundLine{Source: till.FromPayment, Bill: bill, Of: paid.Number, Fen: 30_00})
	require.Equal(t, "till.unverified_source", code)
	d.Verify()
}

// A deposit's whole life: paid in, a part used for what was broken, the rest given back, once and never twice.
func TestADepositsWholeLife(t *testing.T) {
	d := newDesk(t)
	bill := d.billed("装修押金", billing.Deposit, 2_000_00)
	deposit := func() (one till.Deposit) {
		d.Read(func(tx *store.Tx) (err error) {
			one, err = till.DepositOf(tx, bill)
			return err
		})
		return one
	}
	d.Read(func(tx *store.Tx) error {
		_, err := till.DepositOf(tx, bill)
		require.Equal(t, "till.unknown_deposit", store.Code(err), "asked for, and nothing is there")
		return nil
	})
	require.Empty(t, d.open(1_000_00))
	paid, code := d.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: bill, Fen: 2_000_00}}, []till.Tender{{Kind: till.Cash, Fen: 2_000_00}}
	})
	require.Empty(t, code)
	require.Equal(t, money.Fen(2_000_00), deposit().FreeFen())

	wish := till.Deduction{RequestID: "door", Deposit: bill, Fen: 350_00, Item: "装修损坏赔偿", Why: "电梯门划伤，见验收单"}
	_, err := d.Book.Till.Deduct(d.Ctx, d.Cashier, staff.Approval{}, wish)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	used, err := d.Book.Till.Deduct(d.Ctx, d.Cashier, d.approve(staff.DeductDeposit), wish)
	require.NoError(t, err)
	again, err := d.Book.Till.Deduct(d.Ctx, d.Cashier, staff.Approval{}, wish)
	require.NoError(t, err)
	require.Equal(t, used.Number, again.Number, "asked twice, used once")
	require.Zero(t, used.Sums().ReceivedFen, "nobody handed anything over")
	require.Equal(t, money.Fen(350_00), used.Sums().OffsetFen)
	require.Equal(t, money.Fen(1_650_00), deposit().HeldFen())
	require.Equal(t, money.Fen(1_650_00), d.balance(billing.AccountDeposit))
	d.Read(func(tx *store.Tx) error {
		sum, err := till.HeldSum(tx)
		require.Equal(t, money.Fen(1_650_00), sum)
		listed, listErr := till.HeldDeposits(tx, 0)
		require.Empty(t, listed, "the sum is of all, also of those that are not listed")
		return errors.Join(err, listErr)
	})

	_, err = d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "undo", Number: paid.Number, CashBackFen: 2_000_00, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "till.deposit_spent", store.Code(err))

	_, err = d.Book.Till.Inspect(d.Ctx, d.Manager, till.Inspection{RequestID: "looked", Deposit: bill, Passed: true})
	require.NoError(t, err)
	back := till.RefundLine{Source: till.FromDeposit, Bill: bill, Fen: 1_650_00}
	refund, code := d.asks(false, till.Cash, back)
	require.Empty(t, code)
	_, code = d.asks(false, till.Cash, till.RefundLine{Source: till.FromDeposit, Bill: bill, Fen: 10})
	require.Equal(t, "till.refund_too_much", code)
	wish = till.Deduction{RequestID: "again", Deposit: bill, Fen: 10_00, Item: "装修损坏赔偿"}
	_, err = d.Book.Till.Deduct(d.Ctx, d.Cashier, d.approve(staff.DeductDeposit), wish)
	require.Equal(t, "till.deposit_short", store.Code(err), "all of the rest is asked back")
	refund, err = d.Book.Till.DecideRefund(d.Ctx, d.Supervisor, refund.Number, true)
	require.NoError(t, err)
	out, code := d.paysOut(refund, "")
	require.Empty(t, code)
	require.Equal(t, till.DepositBook, out.Receipts[0].Book)
	require.Zero(t, deposit().HeldFen())
	require.Zero(t, d.balance(billing.AccountDeposit))
	_, code = d.asks(true, till.Cash, till.RefundLine{Source: till.FromDeposit, Bill: bill, Fen: 10})
	require.Equal(t, "till.refund_too_much", code)
	d.Read(func(tx *store.Tx) error {
		asked, err := billing.ByID(tx, bill)
		require.Zero(t, asked.OwedFen(), "the deposit is not asked for again")
		return err
	})
	d.closeAll(1_000_00 + 2_000_00 - 1_650_00)
	d.Verify()
}

// A deposit pays open bills at the desk as any other way does, but no other deposit; undone, it is there again.
func TestADepositPaysBillsAndNoDeposit(t *testing.T) {
	d := newDesk(t)
	one, other := d.billed("装修押金", billing.Deposit, 2_000_00), d.billed("门禁押金", billing.Deposit, 100_00)
	require.Empty(t, d.open(1_000_00))
	_, code := d.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: one, Fen: 2_000_00}}, []till.Tender{{Kind: till.Card, Fen: 2_000_00, Reference: "K1"}}
	})
	require.Empty(t, code)
	spends := func(fen money.Fen, bills ...till.BillPart) (till.Payment, string) {
		return d.pay(func(o *till.Order) {
			due := money.Fen(0)
			for _, part := range bills {
				due += part.Fen
			}
			o.Bills, o.Tenders = bills, []till.Tender{{Kind: till.DepositOffset, Fen: fen, Reference: one}}
			if due > fen {
				o.Tenders = append(o.Tenders, till.Tender{Kind: till.Cash, Fen: due - fen})
			}
			o.Approval = d.approve(staff.DeductDeposit)
		})
	}
	_, code = spends(100_00, till.BillPart{Bill: other, Fen: 100_00})
	require.Equal(t, "till.deposit_for_bills", code)
	_, code = spends(100_00, till.BillPart{Bill: other, Fen: 100_00}, till.BillPart{Bill: d.bill, Fen: 40_00})
	require.Equal(t, "till.deposit_for_bills", code)
	paid, code := spends(40_00, till.BillPart{Bill: other, Fen: 100_00}, till.BillPart{Bill: d.bill, Fen: 40_00})
	require.Empty(t, code)
	require.Len(t, paid.Receipts, 2)
	require.Equal(t, []till.Tender{{Kind: till.DepositOffset, Fen: 40_00, Reference: one}}, paid.Part(paid.Receipts[1].Number).Tenders)
	require.Equal(t, money.Fen(2_060_00), d.balance(billing.AccountDeposit))
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), till.Undoing{RequestID: "undo", Number: paid.Number, CashBackFen: 100_00, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, money.Fen(2_000_00), d.balance(billing.AccountDeposit))
	d.closeAll(1_000_00)
	d.Verify()
}

// What was paid too much on a bill became prepayment and goes back from there: never twice, by both ways.
func TestWhatBecamePrepaymentGoesBackOnce(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(1_000_00))
	paid, code := d.pay(func(o *till.Order) {
		o.Bills, o.Tenders = []till.BillPart{{Bill: d.bill, Fen: 840_47}}, []till.Tender{{Kind: till.Card, Fen: 840_47, Reference: "K1"}}
	})
	require.Empty(t, code)
	whole := till.RefundLine{Source: till.FromPayment, Bill: d.bill, Of: paid.Number, Fen: 840_47}
	asked, code := d.asks(true, till.Transfer, whole)
	require.Empty(t, code)
	d.moveExcess(40_47, 40_47)
	_, code = d.paysOut(asked, "B1")
	require.Equal(t, "till.refund_too_much", code, "40.47 of it are prepayment by now")
	_, err := d.Book.Till.WithdrawRefund(d.Ctx, d.Cashier, asked.Number)
	require.NoError(t, err)
	_, code = d.asks(true, till.Transfer, whole)
	require.Equal(t, "till.refund_too_much", code)
	whole.Fen = 800_00
	asked, code = d.asks(true, till.Transfer, whole, putBy(540_47))
	require.Empty(t, code)
	_, code = d.paysOut(asked, "B2")
	require.Empty(t, code)
	d.Verify()
}

// Twenty windows press at once, each with a request of its own: one pays, and no more is asked back than is there.
func TestManyAtOnceGiveBackOnce(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(5_000_00))
	refund, code := d.asks(true, till.Cash, putBy(300_00))
	require.Empty(t, code)
	codes := make(chan string, 40)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			_, err := d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: fmt.Sprint("out ", i), Number: refund.Number})
			codes <- store.Code(err)
		})
		all.Go(func() {
			_, err := d.Book.Till.AskRefund(d.Ctx, d.Cashier, staff.Approval{}, till.RefundWish{RequestID: fmt.Sprint("ask ", i), Room: d.room,
				Lines: []till.RefundLine{putBy(50_00)}, Way: till.Cash, Reason: till.Reason{Code: "moved_out"}})
			codes <- store.Code(err)
		})
	}
	all.Wait()
	close(codes)
	said := map[string]int{}
	for code := range codes {
		said[code]++
	}
	require.Equal(t, map[string]int{"": 1 + 4, "till.refund_state": 19, "till.refund_too_much": 16}, said, "one payout, and four times 50 of the 200 that are left")
	d.Verify()
}

// Who is no supervisor any more decides no refund, though still signed in as one.
func TestARefundIsDecidedByTheRoleOfNow(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(1_000_00))
	refund, code := d.asks(false, till.Cash, putBy(300_00))
	require.Empty(t, code)
	// A cashier, and a supervisor by a sign-in of before.
	require.NoError(t, d.Book.Staff.Change(d.Ctx, d.Manager, d.Approve(d.Manager, staff.GiveLogin), d.Supervisor.ID(), staff.Entry{Code: d.Supervisor.Code(), Name: d.Supervisor.Name(), Role: staff.Cashier, Active: true}))
	_, err := d.Book.Till.DecideRefund(d.Ctx, d.Supervisor, refund.Number, true)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	_, err = d.Book.Till.WithdrawRefund(d.Ctx, d.Supervisor, refund.Number)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	d.Verify()
}

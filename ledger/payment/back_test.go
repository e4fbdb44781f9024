package payment_test

import (
	"testing"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"

	"github.com/stretchr/testify/require"
)

func (d *desk) backs(order string) (backs []payment.Back) {
	d.Read(func(tx *store.Tx) (err error) {
		backs, err = payment.BacksOf(tx, order)
		return err
	})
	return backs
}

// reversed is a payment over a channel that was reversed, and what the channel now has to give back.
func (d *desk) reversed(fen money.Fen) (payment.Intent, payment.Back) {
	d.Helper()
	intent := d.paid(fen)
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(d, err)
	return intent, d.backs(intent.Order.No)[0]
}

// It was the wrong room: the reversal is its exact negation, and the money goes back the way it came, asked for until it is there and
// with one number however often.
func TestAReversalSendsTheMoneyBack(t *testing.T) {
	d := newDesk(t)
	intent := d.paid(840_47)
	undo := till.Undoing{RequestID: "undo", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}}
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.VoidPayment), undo)
	require.Equal(t, "till.void_electronic", store.Code(err))
	reversal, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), undo)
	require.NoError(t, err)
	require.Equal(t, money.Fen(-840_47), reversal.TotalFen)
	require.Equal(t, money.Fen(840_47), d.owed())
	back := d.backs(intent.Order.No)[0]
	require.Equal(t, payment.BackCreated, back.State)
	d.Verify()

	d.bank.lose = true
	require.Error(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, payment.BackUnknown, d.backs(intent.Order.No)[0].State)
	d.bank.lose = false
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, payment.BackWaiting, d.backs(intent.Order.No)[0].State)
	d.bank.gives(back.No)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, payment.BackDone, d.backs(intent.Order.No)[0].State)
	require.Len(t, d.bank.refunds, 1)
	require.Equal(t, 1, d.bank.asksBack)
	// Asked again, the same reversal sends nothing back a second time.
	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, staff.Approval{}, undo)
	require.NoError(t, err)
	require.Len(t, d.backs(intent.Order.No), 1)
	d.Verify()
}

// The report of a shift names what channels still have to give back.
func TestTheReportNamesWhatIsOnItsWayBack(t *testing.T) {
	d := newDesk(t)
	_, back := d.reversed(840_47)
	z, err := d.closes(0, false)
	require.NoError(t, err, "nobody's word is wanted for it")
	require.Equal(t, []till.Unresolved{{No: back.No, Kind: till.WeChatPay, Fen: 840_47, Place: "3-2-1201"}}, z.GoingBack)
	require.Contains(t, z.Text(), "原路退回中")
	d.Verify()
}

// A part goes back the way it came, and never more than came.
func TestARefundGoesBackTheWayItCame(t *testing.T) {
	d := newDesk(t)
	intent := d.paid(800_00)
	ask := func(request string, fen money.Fen, way till.TenderKind) (till.Refund, error) {
		return d.Book.Till.AskRefund(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Refund), till.RefundWish{RequestID: request, Room: d.room, Way: way, Reason: till.Reason{Code: "paid_too_much"},
			Lines: []till.RefundLine{{Source: till.FromPayment, Bill: d.bill, Of: intent.Receipt, Fen: fen}}})
	}
	_, err := ask("alipay", 10_00, till.AlipayPay)
	require.Equal(t, "till.refund_way", store.Code(err), "it did not come that way")
	_, err = ask("much", 800_01, till.WeChatPay)
	require.Equal(t, till.CodeRefundTooMuch, store.Code(err))
	refund, err := ask("part", 300_00, till.WeChatPay)
	require.NoError(t, err)
	paid, err := d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: "pay", Number: refund.Number})
	require.NoError(t, err)
	require.Equal(t, []till.Tender{{Kind: till.WeChatPay, Fen: -300_00, Reference: intent.Order.No}}, paid.Tenders)
	require.Equal(t, money.Fen(340_47), d.owed())
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	d.bank.gives(d.backs(intent.Order.No)[0].No)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	_, err = ask("more", 500_01, till.WeChatPay)
	require.Equal(t, till.CodeRefundTooMuch, store.Code(err))
	refund, err = ask("rest", 500_00, till.WeChatPay)
	require.NoError(t, err)
	_, err = d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: "pay-rest", Number: refund.Number})
	require.NoError(t, err)
	d.Verify()
}

// The merchant's own page gives back what was kept for the household: the owner has it twice, which is named until the receipt is reversed.
func TestWhatWasKeptAndWentBackAfterAllIsNamed(t *testing.T) {
	d := newDesk(t)
	intent, asked := d.reversed(840_47)
	no := asked.No
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	d.bank.cannotGive(no)
	_, kept, err := d.Book.Payments.KeepBack(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Refund), no)
	require.NoError(t, err)
	asks := d.bank.asksBack
	d.bank.gives(no)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, asks, d.bank.asksBack, "it is asked about, and not for")
	back := d.backs(intent.Order.No)[0]
	require.Equal(t, payment.BackTwice, back.State)
	require.Equal(t, kept.Number, back.Kept)
	d.Read(func(tx *store.Tx) error {
		open, err := payment.GoingBack(tx)
		require.Len(t, open, 1)
		return err
	})
	d.Verify()
	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo-kept", Number: kept.Number, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, payment.BackDone, d.backs(intent.Order.No)[0].State)
	require.Zero(t, d.credit())
	d.Verify()
}

// What a channel paid into the prepayment or for a deposit goes back over it too, and no more than it brought.
func TestAPrepaymentAndADepositGoBackTheWayTheyCame(t *testing.T) {
	d := newDesk(t)
	var deposit string
	require.NoError(t, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		bill, err := d.Book.Billing.In(tx).Add(d.Ctx, d.Manager, staff.Approval{}, billing.ByHand{RequestID: "card", Room: "3-2-1201", Item: "门禁卡押金", Kind: billing.Deposit, AmountFen: 2000_00})
		deposit = bill.ID
		return err
	}))
	intent, err := d.Book.Payments.Begin(d.Ctx, d.Cashier, payment.Asking{Way: payment.Shown, Order: till.Order{RequestID: "both", Room: d.room,
		Bills: []till.BillPart{{Bill: deposit, Fen: 2000_00}}, PrepayFen: 300_00, Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 2300_00}}}})
	require.NoError(t, err)
	d.bank.pays(intent.Order)
	_, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "cash", Room: d.room, PrepayFen: 500_00, Tenders: []till.Tender{{Kind: till.Cash, Fen: 500_00}}})
	require.NoError(t, err)
	ask := func(request string, way till.TenderKind, line till.RefundLine) (till.Refund, error) {
		return d.Book.Till.AskRefund(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Refund), till.RefundWish{RequestID: request, Room: d.room, Way: way, Reason: till.Reason{Code: "owner_asks"}, Lines: []till.RefundLine{line}})
	}
	_, err = ask("over", till.WeChatPay, till.RefundLine{Source: till.FromPrepaid, Fen: 300_01})
	require.Equal(t, till.CodeRefundTooMuch, store.Code(err), "the rest came in cash")
	_, err = ask("other", till.AlipayPay, till.RefundLine{Source: till.FromPrepaid, Fen: 1_00})
	require.Equal(t, "till.refund_way", store.Code(err))
	for request, line := range map[string]till.RefundLine{"prepaid": {Source: till.FromPrepaid, Fen: 300_00}, "deposit": {Source: till.FromDeposit, Bill: deposit, Fen: 2000_00}} {
		refund, err := ask(request, till.WeChatPay, line)
		require.NoError(t, err, request)
		_, err = d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: "pay-" + request, Number: refund.Number})
		require.NoError(t, err, request)
	}
	_, err = ask("again", till.WeChatPay, till.RefundLine{Source: till.FromPrepaid, Fen: 1_00})
	require.Equal(t, till.CodeRefundTooMuch, store.Code(err), "all that it brought is on its way back")
	d.Verify()
}

// What a channel cannot give back is the household's again, and is paid out another way.
func TestWhatCannotGoBackIsKeptForTheHousehold(t *testing.T) {
	d := newDesk(t)
	intent, asked := d.reversed(840_47)
	no := asked.No
	keep := func(approval staff.Approval) (payment.Back, till.Payment, error) {
		return d.Book.Payments.KeepBack(d.Ctx, d.Cashier, approval, no)
	}
	_, _, err := keep(d.Approve(d.Cashier, staff.Refund))
	require.Equal(t, "payment.back_open", store.Code(err), "the channel is at it")
	d.bank.cannotGive(no)
	_, _, err = keep(staff.Approval{})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	require.Equal(t, payment.BackFailed, d.backs(intent.Order.No)[0].State)
	back, kept, err := keep(d.Approve(d.Cashier, staff.Refund))
	require.NoError(t, err)
	require.Equal(t, payment.BackKept, back.State)
	require.Equal(t, money.Fen(840_47), kept.CreditAfterFen)
	require.Equal(t, []till.Tender{{Kind: till.WeChatPay, Fen: 840_47, Reference: no}}, kept.Tenders)
	d.Verify()

	asks := d.bank.asksBack
	again, same, err := keep(staff.Approval{})
	require.NoError(t, err)
	require.Equal(t, back, again)
	require.Equal(t, kept.Receipts, same.Receipts)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, asks, d.bank.asksBack, "nobody is asked any more")
	require.NoError(t, d.Book.Store.Read(d.Ctx, func(tx *store.Tx) error {
		open, err := payment.GoingBack(tx)
		require.NoError(t, err)
		require.Empty(t, open)
		count, err := payment.CountUnsettled(tx)
		require.NoError(t, err)
		require.Zero(t, count)
		_, err = payment.IsPretend(tx, no)
		require.NoError(t, err, "its receipt can be laid out")
		found, err := till.ByReference(tx, no, 9)
		require.NoError(t, err)
		require.Equal(t, kept.Number, found[0].Number)
		paid, err := till.ByNumber(tx, intent.Receipt)
		require.NoError(t, err)
		who, _ := paid.Payer()
		whose, _ := found[0].Payer()
		require.Equal(t, who, whose, "who paid then is the payer again")
		return nil
	}))

	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo-kept", Number: kept.Number, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "payment.back_kept", store.Code(err))
	refund, err := d.Book.Till.AskRefund(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Refund), till.RefundWish{RequestID: "out", Room: d.room, Way: till.Transfer, Payee: "建行 6217", Reason: till.Reason{Code: "owner_asks"},
		Lines: []till.RefundLine{{Source: till.FromPrepaid, Fen: 840_47}}})
	require.NoError(t, err)
	_, err = d.Book.Till.PayRefund(d.Ctx, d.Cashier, till.Payout{RequestID: "paid-out", Number: refund.Number, Reference: "B20261129001"})
	require.NoError(t, err)
	d.Verify()
}

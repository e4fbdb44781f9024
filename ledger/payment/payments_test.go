package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// An owner pays 40.47 in cash and 800.00 by the code on our screen: one payment, once the channel says so.
func TestPartInCashPartByCode(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 800_47, 40_00)
	require.Equal(t, payment.Created, intent.State)
	require.Regexp(t, `^[0-9A-Z]{20,32}$`, intent.Order.No)
	require.Equal(t, money.Fen(840_47), d.owed(), "nothing is booked before the money is there")

	code, intent, err := d.Book.Payments.Show(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Contains(t, code, intent.Order.No)
	require.Equal(t, payment.Pending, intent.State)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Empty(t, intent.Receipt)

	d.bank.pays(intent.Order)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsPaid, intent.State)
	require.Equal(t, "01-2026-000001", intent.Receipt)
	require.Zero(t, d.owed())
	require.Empty(t, d.tray())
	d.Read(func(tx *store.Tx) error {
		paid, err := till.ByNumber(tx, intent.Receipt)
		require.Equal(t, []till.Tender{{Kind: till.WeChatPay, Fen: 800_47, Reference: intent.Order.No}, {Kind: till.Cash, Fen: 40_00}}, paid.Tenders)
		require.Equal(t, money.Fen(40_00), paid.CashFen())
		return err
	})
	// Asked again, nothing more happens.
	again, err := d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, intent, again)
	d.Verify()
	z, err := d.closes(40_00, false)
	require.NoError(t, err)
	require.Empty(t, z.Unresolved)
	require.Contains(t, z.Text(), "微信支付 1 笔")
	d.Verify()
}

// The channel took the money and the answer got lost; the program ends and starts again, and finds it.
func TestALostAnswerIsFoundAfterARestart(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Charged, 840_47, 0)
	d.bank.lose = true
	intent, err := d.Book.Payments.Charge(d.Ctx, intent.Order.No, payerCode)
	require.Equal(t, payment.CodeNoAnswer, store.Code(err))
	require.Equal(t, payment.Unknown, intent.State)
	d.bank.pays(intent.Order)

	require.NoError(t, d.Book.Close())
	d.Open()
	d.connect()
	d.bank.lose = false
	require.Len(t, d.tray(), 1)
	d.Clock = d.Clock.Add(time.Minute)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Empty(t, d.tray())
	require.Zero(t, d.owed())
	d.Verify()
}

// An order whose code ran out while the program was off is closed by the first sweep, and its bill is free.
func TestAnOrderThatRanOutMeanwhileIsClosed(t *testing.T) {
	for _, way := range []payment.Way{payment.Shown, payment.Charged} {
		d := newDesk(t)
		d.begun(way, 840_47, 0)
		require.NoError(t, d.Book.Close())
		d.Open()
		d.connect()
		d.Clock = d.Clock.Add(10 * time.Minute)
		require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
		require.Empty(t, d.tray())
		d.begun(payment.Shown, 840_47, 0)
		d.Verify()
	}
}

// A code that the channel refuses is said to be refused until the channel says that nobody pays the order, which is asked of it 15 seconds later.
func TestARefusedCodeIsGivenUpByItself(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Charged, 840_47, 0)
	d.bank.refuses = true
	intent, err := d.Book.Payments.Charge(d.Ctx, intent.Order.No, payerCode)
	require.Equal(t, payment.CodeRefused, store.Code(err))
	require.True(t, intent.IsRefused())
	d.Clock = d.Clock.Add(3 * time.Second)
	intent, nextMS, err := d.Book.Payments.Advance(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.True(t, intent.IsRefused(), "that the channel has no such order does not make it one that is waited for")
	require.LessOrEqual(t, nextMS, intent.Order.MadeMS+15_000)
	d.Clock = d.Clock.Add(13 * time.Second)
	intent, _, err = d.Book.Payments.Advance(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsClosed, intent.State)
	d.Verify()
}

// No other order may pay a bill while one may, nobody can charge one twice, and no cashier says by hand that a channel's money came.
func TestOneOpenOrderForABill(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Charged, 800_00, 0)
	_, err := d.asks(payment.Shown, 10_00, 0)
	require.Equal(t, till.CodeOrderOpen, store.Code(err))
	intent, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, payerCode)
	require.NoError(t, err)
	require.Equal(t, payment.Pending, intent.State, "the owner types the password")
	asked := len(d.bank.orders)
	_, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, "134567890123456780")
	require.NoError(t, err)
	require.Len(t, d.bank.orders, asked)

	_, err = d.Book.Payments.Stop(d.Ctx, d.Cashier, intent.Order.No)
	require.Equal(t, payment.CodeTooEarly, store.Code(err))
	d.Clock = d.Clock.Add(16 * time.Second)
	intent, err = d.Book.Payments.Stop(d.Ctx, d.Cashier, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsClosed, intent.State)
	require.Equal(t, money.Fen(840_47), d.owed())
	d.begun(payment.Shown, 10_00, 0)

	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "by-hand", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 800_00}},
		Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 800_00, Reference: intent.Order.No}}})
	require.Equal(t, till.CodeTender, store.Code(err))
	d.Verify()
}

// An owner pays an expired code in the last moment, after the bill was paid in cash: the money is the household's prepayment.
func TestMoneyThatComesLateIsPutBy(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 840_47, 0)
	_, _, err := d.Book.Payments.Show(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	intent, err = d.Book.Payments.Stop(d.Ctx, d.Cashier, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsClosed, intent.State)
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "cash", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 840_40}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 840_40}}})
	require.NoError(t, err)

	d.bank.pays(intent.Order)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsPaid, intent.State)
	require.Equal(t, "till.overpays", intent.Credited)
	require.Equal(t, money.Fen(840_47), d.credit())
	require.Equal(t, money.Fen(7), d.owed())
	d.Verify()
}

// What is found with no shift open waits, and is booked in the next one, with the late fees of the day it was paid.
func TestMoneyFoundBetweenShiftsIsBookedInTheNext(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 840_47, 0)
	_, err := d.closes(0, false)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err), "nobody knows whether the money comes")
	z, err := d.closes(0, true)
	require.NoError(t, err)
	require.Equal(t, []till.Unresolved{{No: intent.Order.No, Kind: till.WeChatPay, Fen: 840_47, Place: "3-2-1201"}}, z.Unresolved)
	require.Zero(t, z.ReceivedFen)
	require.Contains(t, z.Text(), intent.Order.No)
	require.Equal(t, "200", z.CarriedBy)
	require.Empty(t, z.Approver, "nobody agreed to a difference where there is none")
	d.bank.pays(intent.Order)
	d.Clock = d.Clock.Add(24 * time.Hour)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.True(t, d.tray()[0].IsFound())
	require.Equal(t, money.Fen(840_47), d.owed())
	d.Verify()
	d.opens()
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Empty(t, d.tray())
	d.Read(func(tx *store.Tx) error {
		intent, err := payment.IntentByNo(tx, intent.Order.No)
		require.NoError(t, err)
		paid, err := till.ByNumber(tx, intent.Receipt)
		require.Equal(t, calendar.Date("2026-11-22"), paid.BusinessOn)
		require.Equal(t, calendar.Date("2026-11-21"), paid.ValueOn)
		return err
	})
	d.Verify()
}

// paid is an owner who paid fen by the code on our screen.
func (d *desk) paid(fen money.Fen) payment.Intent {
	d.Helper()
	intent := d.begun(payment.Shown, fen, 0)
	d.bank.pays(intent.Order)
	intent, err := d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(d, err)
	return intent
}

// Another sum than was asked for is no answer, and an answer that nobody signed ends nothing.
func TestAnotherSumIsNoAnswer(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 800_00, 0)
	d.bank.orders[intent.Order.No] = payment.Answer{State: payment.Paid, Fen: 8_00}
	intent, err := d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.Unknown, intent.State)
	require.Equal(t, payment.CodeMismatch, intent.Failure)
	require.Equal(t, money.Fen(840_47), d.owed())
	d.Verify()
}

// The clocks differ: nothing is asked for any more.
func TestAClockThatIsFarOffAsksForNothing(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 10_00, 0)
	d.bank.orders[intent.Order.No] = payment.Answer{State: payment.Waiting, ClockMS: d.Clock.Add(-5 * time.Minute).UnixMilli()}
	_, err := d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	ms, warn := d.Book.Payments.SkewMS()
	require.Equal(t, int64(300_000), ms)
	require.True(t, warn)
	_, err = d.asks(payment.Shown, 20_00, 0)
	require.Equal(t, payment.CodeClock, store.Code(err))
}

// Nothing without the right, nothing for a channel that the counter has no contract with, nothing where the till would refuse.
func TestBeginIsRefusedAsThePaymentWouldBe(t *testing.T) {
	d := newDesk(t)
	_, err := d.asks(payment.Shown, 900_00, 0)
	require.Equal(t, "till.overpays", store.Code(err))
	_, err = d.Book.Payments.Begin(d.Ctx, staff.Actor{}, payment.Asking{Way: payment.Shown, Order: till.Order{RequestID: "x", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 1_00}},
		Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 1_00}}}})
	require.Error(t, err)
	d.Book.Payments.Connect(payment.WeChat, nil)
	_, err = d.asks(payment.Shown, 10_00, 0)
	require.Equal(t, payment.CodeChannel, store.Code(err))
	require.Empty(t, d.tray())
	d.Verify()
}

func TestWhoseCodeItIs(t *testing.T) {
	for code, want := range map[string]any{
		"134567890123456789\r\n": payment.WeChat, "281234567890123456": payment.Alipay, "3012345678901234": payment.Alipay,
		"6212345678901234567": "payment.payer_unionpay", "0112345678901234567": "payment.payer_digital_yuan",
		"wxp://f2f0abc": "payment.payer_receives", "https://qr.alipay.com/fkx": "payment.payer_receives",
		"13456789012345678": "payment.payer_code", "3-2-1201": "payment.payer_code", "": "payment.payer_code",
	} {
		channel, err := payment.ChannelOf(code)
		if want, isChannel := want.(payment.Channel); isChannel {
			require.NoError(t, err)
			require.Equal(t, want, channel, code)
			continue
		}
		require.Equal(t, want, store.Code(err), code)
		if code != "" {
			require.NotContains(t, err.Error(), code)
		}
	}
}

// The cash beside a code is in the drawer of the shift that took it: when that shift is closed over the order, it goes back to the owner, and the
// next shift books what came over the channel alone, as prepayment.
func TestCashBesideACodeBelongsToItsShift(t *testing.T) {
	d := newDesk(t)
	intent := d.begun(payment.Shown, 800_47, 40_00)
	require.Equal(t, money.Fen(40_00), intent.BesideFen)
	_, _, err := d.Book.Payments.Show(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	z, err := d.closes(0, true)
	require.NoError(t, err)
	require.Equal(t, money.Fen(40_00), z.Unresolved[0].BesideFen)
	require.Contains(t, z.Text(), "另收现金、凭条 40.00 未计入")
	d.opens()
	d.bank.pays(intent.Order)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, "till.promise_shift", intent.Credited)
	require.Equal(t, money.Fen(800_47), d.credit())
	require.Equal(t, money.Fen(840_47), d.owed())
	d.Read(func(tx *store.Tx) error {
		paid, err := till.ByNumber(tx, intent.Receipt)
		require.Zero(t, paid.CashFen())
		return err
	})
	d.Verify()
}

// An order with cash beside it was given up and its cash went back; the owner's phone pays it all the same, before or after its channel closed it:
// what came over the channel is prepayment, and nobody looks for the cash.
func TestCashBesideACodeThatWasGivenUpIsNotBooked(t *testing.T) {
	for name, closes := range map[string]bool{"closed": true, "not closed yet": false} {
		d := newDesk(t)
		intent := d.begun(payment.Shown, 800_47, 40_00)
		_, _, err := d.Book.Payments.Show(d.Ctx, intent.Order.No)
		require.NoError(t, err)
		d.bank.lose = !closes
		intent, err = d.Book.Payments.Stop(d.Ctx, d.Cashier, intent.Order.No)
		d.bank.lose = false
		require.Equal(t, closes, err == nil, name)
		require.True(t, intent.Stopped)
		d.bank.pays(intent.Order)
		intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
		require.NoError(t, err)
		require.Equal(t, "payment.given_up", intent.Credited, name)
		require.Equal(t, money.Fen(800_47), d.credit())
		require.Equal(t, money.Fen(840_47), d.owed())
		d.Verify()
	}
}

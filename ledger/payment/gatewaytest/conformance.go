package gatewaytest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

const payerCode = "134567890123456789"

// Setup is a gateway and the bank that it asks. Wire says that answers come over one, on which they can be forged.
type Setup struct {
	Gateway payment.Gateway
	Bank    *Bank
	Wire    bool
}

// till is a counter at a gateway.
type till struct {
	*testing.T
	Setup
	ctx  context.Context
	made int
}

func (c *till) order(way payment.Way, fen money.Fen) payment.Order {
	c.made++
	now := c.Bank.Now().UnixMilli()
	return payment.Order{No: fmt.Sprintf("SQTEST%018d", c.made), Way: way, Fen: fen, Subject: "物业费", MadeMS: now, ExpiresMS: now + 300_000}
}

func (c *till) asks(order payment.Order, want payment.State) payment.Answer {
	c.Helper()
	answer, err := c.Gateway.Query(c.ctx, order)
	require.NoError(c, err)
	require.Equal(c, want, answer.State)
	return answer
}

// Run holds a gateway to the port. setup makes it anew for each case.
func Run(t *testing.T, setup func(t *testing.T) Setup) {
	for name, check := range map[string]func(c *till){
		"a code is shown, scanned and paid":                  showAndPay,
		"a charge is paid at once":                           chargeAtOnce,
		"a charge asks for the password":                     chargeWithPassword,
		"money was taken and the answer lost":                lostAfterCharge,
		"an order that nobody knows is absent":               absent,
		"what nobody has paid is closed for good":            closeUnpaid,
		"a paid code is not closed":                          closePaid,
		"a charge is taken back":                             reverse,
		"an answer that is no answer":                        noAnswers,
		"an answer of another order or sum is none":          mismatches,
		"a refund goes back once":                            refundOnce,
		"no more goes back than came":                        refundTooMuch,
		"a refund that fails, and one whose answer is lost":  refundFails,
		"the statement of a day has payments and refunds":    statement,
		"a channel that does not answer is given up in time": slow,
	} {
		t.Run(name, func(t *testing.T) { check(&till{T: t, Setup: setup(t), ctx: t.Context()}) })
	}
}

func showAndPay(c *till) {
	order := c.order(payment.Shown, 1_438_35)
	code, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.NotEmpty(c, code)
	c.asks(order, payment.Waiting)
	again, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.NotEmpty(c, again, "the same order again")
	require.True(c, c.Bank.Pay(order.No))
	paid := c.asks(order, payment.Paid)
	require.Equal(c, order.Fen, paid.Fen)
	require.NotEmpty(c, paid.ChannelNo)
	require.WithinDuration(c, c.Bank.Now(), time.UnixMilli(paid.PaidMS), 2*time.Second)
	require.WithinDuration(c, c.Bank.Now(), time.UnixMilli(paid.ClockMS), 3*time.Second)
	require.Equal(c, paid.ChannelNo, c.asks(order, payment.Paid).ChannelNo)
}

func chargeAtOnce(c *till) {
	order := c.order(payment.Charged, 35_00)
	answer, err := c.Gateway.Charge(c.ctx, order, payerCode)
	require.NoError(c, err)
	// Only the question is the last word: a channel may say no more than that it took note.
	require.Contains(c, []payment.State{payment.Paid, payment.Entering}, answer.State)
	require.Equal(c, order.Fen, c.asks(order, payment.Paid).Fen)
}

func chargeWithPassword(c *till) {
	order := c.order(payment.Charged, 3_000_00)
	answer, err := c.Gateway.Charge(c.ctx, order, payerCode)
	require.NoError(c, err)
	require.Equal(c, payment.Entering, answer.State)
	require.False(c, c.asksAny(order).State.IsFinal())
	require.True(c, c.Bank.Pay(order.No))
	c.asks(order, payment.Paid)
}

func (c *till) asksAny(order payment.Order) payment.Answer {
	c.Helper()
	answer, err := c.Gateway.Query(c.ctx, order)
	require.NoError(c, err)
	return answer
}

func lostAfterCharge(c *till) {
	for _, fault := range []Fault{LostAfter, BadSign, Unsigned} {
		c.Bank.Fails(ChargeCall, fault)
		order := c.order(payment.Charged, 35_00)
		_, err := c.Gateway.Charge(c.ctx, order, payerCode)
		require.Error(c, err, fault)
		require.NotEqual(c, payment.CodeRefused, store.Code(err), fault)
		c.asks(order, payment.Paid)
	}
}

func absent(c *till) { c.asks(c.order(payment.Charged, 1_00), payment.Absent) }

func closeUnpaid(c *till) {
	order := c.order(payment.Shown, 10_00)
	_, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	answer, err := c.Gateway.Close(c.ctx, order)
	require.NoError(c, err)
	require.Equal(c, payment.Closed, answer.State)
	require.False(c, c.Bank.Pay(order.No), "nobody can pay it any more")
	c.asks(order, payment.Closed)
}

func closePaid(c *till) {
	order := c.order(payment.Shown, 10_00)
	_, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.True(c, c.Bank.Pay(order.No))
	answer, err := c.Gateway.Close(c.ctx, order)
	require.NoError(c, err)
	require.Equal(c, payment.Paid, answer.State)
}

func reverse(c *till) {
	order := c.order(payment.Charged, 3_000_00)
	_, err := c.Gateway.Charge(c.ctx, order, payerCode)
	require.NoError(c, err)
	answer, err := c.Gateway.Close(c.ctx, order)
	require.NoError(c, err)
	require.Equal(c, payment.Closed, answer.State)
	require.False(c, c.Bank.Pay(order.No))
	// One that had been paid after all goes back to the owner as a whole.
	paid := c.order(payment.Charged, 35_00)
	_, err = c.Gateway.Charge(c.ctx, paid, payerCode)
	require.NoError(c, err)
	answer, err = c.Gateway.Close(c.ctx, paid)
	require.NoError(c, err)
	require.True(c, answer.State.IsFinal())
	if answer.State != payment.Paid {
		made, _ := c.Bank.Order(paid.No)
		require.Equal(c, paid.Fen, made.RefundedFen)
	}
}

func noAnswers(c *till) {
	order := c.order(payment.Shown, 10_00)
	_, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.True(c, c.Bank.Pay(order.No))
	for _, fault := range []Fault{Lost, LostAfter, Broken, BadSign, Unsigned, Skewed} {
		c.Bank.Fails(QueryCall, fault)
		answer, err := c.Gateway.Query(c.ctx, order)
		require.Error(c, err, fault)
		require.Zero(c, answer, fault)
		require.Contains(c, []string{payment.CodeNoAnswer, payment.CodeUntrusted, payment.CodeClock}, store.Code(err), fault)
	}
	c.asks(order, payment.Paid)
	c.Bank.Fails(ShowCall, BadSign)
	code, err := c.Gateway.Show(c.ctx, c.order(payment.Shown, 10_00))
	require.Error(c, err)
	require.Empty(c, code)
}

func mismatches(c *till) {
	order := c.order(payment.Shown, 10_00)
	_, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.True(c, c.Bank.Pay(order.No))
	for _, fault := range []Fault{OtherOrder, OtherSum} {
		c.Bank.Fails(QueryCall, fault)
		_, err := c.Gateway.Query(c.ctx, order)
		require.Equal(c, payment.CodeMismatch, store.Code(err), fault)
	}
	// A channel that refuses says so without a signature: it frees no order.
	unpaid := c.order(payment.Shown, 10_00)
	_, err = c.Gateway.Show(c.ctx, unpaid)
	require.NoError(c, err)
	c.Bank.Fails(CloseCall, Refusal)
	answer, err := c.Gateway.Close(c.ctx, unpaid)
	require.False(c, err == nil && answer.State == payment.Closed)
}

// paid is an order that an owner paid.
func (c *till) paid(fen money.Fen) (payment.Order, string) {
	c.Helper()
	order := c.order(payment.Shown, fen)
	_, err := c.Gateway.Show(c.ctx, order)
	require.NoError(c, err)
	require.True(c, c.Bank.Pay(order.No))
	return order, c.asks(order, payment.Paid).ChannelNo
}

func refundOnce(c *till) {
	order, channelNo := c.paid(100_00)
	refund := payment.Refund{Order: order, ChannelNo: channelNo, No: "SQBACK000000000000000001", Fen: 40_00, Reason: "退款"}
	answer, err := c.Gateway.QueryRefund(c.ctx, refund)
	require.NoError(c, err)
	require.Equal(c, payment.RefundAbsent, answer.State)
	for range 3 {
		answer, err = c.Gateway.Refund(c.ctx, refund)
		require.NoError(c, err)
		require.NotEqual(c, payment.RefundAbsent, answer.State)
	}
	made, _ := c.Bank.Order(order.No)
	require.Equal(c, money.Fen(40_00), made.RefundedFen)
	c.Bank.Arrive(refund.No, payment.RefundDone)
	answer, err = c.Gateway.QueryRefund(c.ctx, refund)
	require.NoError(c, err)
	require.Equal(c, payment.RefundDone, answer.State)
	require.Equal(c, money.Fen(40_00), answer.Fen)
	c.asks(order, payment.Paid)
}

func refundTooMuch(c *till) {
	order, channelNo := c.paid(100_00)
	_, err := c.Gateway.Refund(c.ctx, payment.Refund{Order: order, ChannelNo: channelNo, No: "SQBACK000000000000000002", Fen: 60_00, Reason: "退款"})
	require.NoError(c, err)
	_, err = c.Gateway.Refund(c.ctx, payment.Refund{Order: order, ChannelNo: channelNo, No: "SQBACK000000000000000003", Fen: 40_01, Reason: "退款"})
	require.Equal(c, payment.CodeRefused, store.Code(err))
	made, _ := c.Bank.Order(order.No)
	require.Equal(c, money.Fen(60_00), made.RefundedFen)
}

func refundFails(c *till) {
	order, channelNo := c.paid(100_00)
	refund := payment.Refund{Order: order, ChannelNo: channelNo, No: "SQBACK000000000000000004", Fen: 10_00, Reason: "退款"}
	c.Bank.Fails(RefundCall, LostAfter)
	_, err := c.Gateway.Refund(c.ctx, refund)
	require.Error(c, err)
	answer, err := c.Gateway.QueryRefund(c.ctx, refund)
	require.NoError(c, err)
	require.Equal(c, payment.RefundWaiting, answer.State)
	c.Bank.Arrive(refund.No, payment.RefundFailed)
	answer, err = c.Gateway.QueryRefund(c.ctx, refund)
	require.NoError(c, err)
	require.Equal(c, payment.RefundFailed, answer.State)
	c.Bank.Fails(QueryRefundCall, OtherSum)
	_, err = c.Gateway.QueryRefund(c.ctx, refund)
	require.Equal(c, payment.CodeMismatch, store.Code(err))
}

func statement(c *till) {
	day := calendar.Of(c.Bank.Now())
	_, err := c.Gateway.Statement(c.ctx, day)
	require.Equal(c, payment.CodeNoStatement, store.Code(err), "a day without trade has none")
	order, channelNo := c.paid(100_05)
	_, err = c.Gateway.Refund(c.ctx, payment.Refund{Order: order, ChannelNo: channelNo, No: "SQBACK000000000000000005", Fen: 10_01, Reason: "退款"})
	require.NoError(c, err)
	lines, err := c.Gateway.Statement(c.ctx, day)
	require.NoError(c, err)
	require.Len(c, lines, 2)
	require.Equal(c, order.No, lines[0].OrderNo)
	require.Equal(c, channelNo, lines[0].ChannelNo)
	require.Equal(c, money.Fen(100_05), lines[0].Fen)
	require.Equal(c, payment.StatementLine{OrderNo: order.No, RefundNo: "SQBACK000000000000000005", ChannelNo: channelNo, Fen: -10_01, AtMS: lines[1].AtMS}, lines[1])
	if c.Wire {
		c.Bank.Fails(StatementCall, BadSign)
		_, err = c.Gateway.Statement(c.ctx, day)
		require.Equal(c, payment.CodeUntrusted, store.Code(err), "a file with another digest")
	}
}

func slow(c *till) {
	if !c.Wire {
		return // nothing to wait for
	}
	ctx, stop := context.WithTimeout(c.ctx, 200*time.Millisecond)
	defer stop()
	c.Bank.Fails(QueryCall, Lost)
	_, err := c.Gateway.Query(ctx, c.order(payment.Shown, 1_00))
	require.Equal(c, payment.CodeNoAnswer, store.Code(err))
}

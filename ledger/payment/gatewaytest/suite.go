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

// Setup is a gateway with the bank that it asks in the end. The gateway takes its time from the clock and gives up a call after a second
// at most.
type Setup struct {
	Gateway payment.Gateway
	Channel payment.Channel
	Bank    *Bank
	Clock   *Clock
}

// NewSetup returns a bank and its clock for a channel, at noon in China; its gateway is for the caller to add.
func NewSetup(channel payment.Channel) Setup {
	clock := &Clock{}
	clock.Pass(time.Until(calendar.Of(time.Now()).AddDays(1).Time().Add(12 * time.Hour)))
	return Setup{Channel: channel, Bank: NewBank(clock.Now), Clock: clock}
}

// Run asks a gateway for all that payment.Gateway promises; setup makes one with a bank that is empty.
func Run(t *testing.T, setup func(t *testing.T) Setup) {
	for _, c := range []struct {
		name string
		run  func(*scene)
	}{
		{"a code that is shown is paid", (*scene).shownIsPaid},
		{"a charge is paid at once", (*scene).chargedAtOnce},
		{"a password is entered", (*scene).passwordEntered},
		{"a password is refused", (*scene).passwordRefused},
		{"a code of the owner works once", (*scene).codeWorksOnce},
		{"the money was taken and the answer lost", (*scene).chargeLost},
		{"the same order again", (*scene).sameOrderAgain},
		{"an answer that cannot be trusted says nothing", (*scene).untrusted},
		{"closed before it was paid", (*scene).closedBefore},
		{"closed after it was paid", (*scene).closedAfter},
		{"a charge is taken back", (*scene).takenBack},
		{"what the channel never heard of is closed in the end", (*scene).neverHeardOf},
		{"what goes wrong while closing closes nothing", (*scene).closingFails},
		{"refunds in parts", (*scene).refundsInParts},
		{"a refund that waits", (*scene).refundWaits},
		{"a refund that fails or is refused", (*scene).refundFails},
		{"a refund whose answer is bad", (*scene).refundUntrusted},
		{"the file of a day", (*scene).statement},
		{"a day's file that is bad", (*scene).statementBroken},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(&scene{T: t, Setup: setup(t), ctx: t.Context()}) })
	}
}

// scene is one test of the suite.
type scene struct {
	*testing.T
	Setup
	ctx  context.Context
	made int
}

// order makes an order as the counter does, of 1234.56 yuan and more.
func (s *scene) order(way payment.Way) payment.Order {
	s.made++
	nowMS := s.Clock.Now().UnixMilli()
	return payment.Order{No: fmt.Sprintf("SQ%018d", s.made), Way: way, Fen: 1234_56 + money.Fen(s.made), Subject: "阳光花园 物业费", MadeMS: nowMS, ExpiresMS: nowMS + 300_000}
}

// show makes an order whose code is on the screen.
func (s *scene) show() payment.Order {
	s.Helper()
	order := s.order(payment.Shown)
	code, err := s.Gateway.Show(s.ctx, order)
	require.NoError(s, err)
	require.NotEmpty(s, code)
	return order
}

// charge makes an order and charges it by a code of the owner's phone.
func (s *scene) charge(password bool) (payment.Order, payment.Answer, error) {
	order := s.order(payment.Charged)
	answer, err := s.Gateway.Charge(s.ctx, order, s.Bank.NewCode(s.Channel, password))
	return order, answer, err
}

// paid makes an order that is paid.
func (s *scene) paid() (payment.Order, payment.Answer) {
	s.Helper()
	order, answer, err := s.charge(false)
	require.NoError(s, err)
	s.isPaid(order, answer)
	return order, answer
}

func (s *scene) query(order payment.Order) payment.Answer {
	s.Helper()
	answer, err := s.Gateway.Query(s.ctx, order)
	require.NoError(s, err)
	return answer
}

func (s *scene) close(order payment.Order) payment.Answer {
	s.Helper()
	answer, err := s.Gateway.Close(s.ctx, order)
	require.NoError(s, err)
	return answer
}

func (s *scene) isPaid(order payment.Order, answer payment.Answer) {
	s.Helper()
	require.Equal(s, payment.Paid, answer.State)
	require.Equal(s, order.Fen, answer.Fen)
	require.NotEmpty(s, answer.ChannelNo)
	require.InDelta(s, s.Clock.Now().UnixMilli(), answer.PaidMS, 5_000)
	if s.Channel.HasCodes() { // the terminal's clock is its own
		require.InDelta(s, s.Clock.Now().UnixMilli(), answer.ClockMS, 5_000)
	}
}

// isOpen asks for an order that may still be paid.
func (s *scene) isOpen(answer payment.Answer) {
	s.Helper()
	require.False(s, answer.State.IsFinal(), "it is %s", answer.State)
}

// fails asks for an error of a code and an empty answer.
func (s *scene) fails(code string, answer payment.Answer, err error) {
	s.Helper()
	require.Equal(s, code, store.Code(err), "%v", err)
	require.Equal(s, payment.State(""), answer.State)
}

func (s *scene) shownIsPaid() {
	order := s.show()
	s.isOpen(s.query(order))
	require.NoError(s, s.Bank.Scan(s.Channel, order.No))
	require.Equal(s, payment.Waiting, s.query(order).State)
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	s.isPaid(order, s.query(order))
	s.isPaid(order, s.query(order))
}

func (s *scene) chargedAtOnce() {
	order, answer := s.paid()
	require.Equal(s, answer.ChannelNo, s.query(order).ChannelNo)
}

func (s *scene) passwordEntered() {
	order, answer, err := s.charge(true)
	require.NoError(s, err)
	require.Equal(s, payment.Entering, answer.State)
	require.Equal(s, payment.Entering, s.query(order).State)
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	s.isPaid(order, s.query(order))
}

func (s *scene) passwordRefused() {
	order, _, err := s.charge(true)
	require.NoError(s, err)
	require.NoError(s, s.Bank.Decline(s.Channel, order.No))
	require.NotEqual(s, payment.Paid, s.query(order).State)
	require.Equal(s, payment.Closed, s.close(order).State)
	require.Equal(s, payment.Closed, s.query(order).State)
	require.Error(s, s.Bank.Pay(s.Channel, order.No))
}

func (s *scene) codeWorksOnce() {
	code := s.Bank.NewCode(s.Channel, false)
	_, err := s.Gateway.Charge(s.ctx, s.order(payment.Charged), code)
	require.NoError(s, err)
	second := s.order(payment.Charged)
	answer, err := s.Gateway.Charge(s.ctx, second, code)
	s.fails(payment.CodeRefused, answer, err)
	require.NotContains(s, err.Error(), code)
	require.Equal(s, payment.Absent, s.query(second).State)
	require.Zero(s, s.Bank.Holds(s.Channel, second.No))
}

func (s *scene) chargeLost() {
	for _, fault := range []Fault{Lost, Slow, Huge} {
		s.Bank.Script.Next(s.Channel, MethodCharge, fault)
		order, answer, err := s.charge(false)
		s.fails(payment.CodeNoAnswer, answer, err)
		s.isPaid(order, s.query(order))
	}
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	_, err := s.Gateway.Query(ctx, s.order(payment.Shown))
	require.ErrorIs(s, err, context.Canceled)
}

func (s *scene) sameOrderAgain() {
	order := s.show()
	code, err := s.Gateway.Show(s.ctx, order)
	require.NoError(s, err)
	require.NotEmpty(s, code)
	other := order
	other.Fen++
	_, err = s.Gateway.Show(s.ctx, other)
	require.Equal(s, payment.CodeRefused, store.Code(err), "%v", err)
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	answer, err := s.Gateway.Query(s.ctx, other)
	s.fails(payment.CodeMismatch, answer, err)
	_, err = s.Gateway.Show(s.ctx, order)
	require.Error(s, err)
	s.isPaid(order, s.query(order))
	charged, _ := s.paid()
	if answer, err = s.Gateway.Charge(s.ctx, charged, s.Bank.NewCode(s.Channel, false)); err == nil {
		s.isPaid(charged, answer)
	}
	require.Equal(s, charged.Fen, s.Bank.Holds(s.Channel, charged.No))
}

// untrustedBy is what each bad answer to a question about the money is called.
var untrustedBy = []struct {
	fault Fault
	code  string
}{
	{Unsigned, payment.CodeUntrusted}, {Forged, payment.CodeUntrusted}, {OtherOrder, payment.CodeMismatch}, {OtherSum, payment.CodeMismatch},
	{Skewed, payment.CodeClock}, {Down, payment.CodeNoAnswer}, {HTML, payment.CodeNoAnswer}, {Lost, payment.CodeNoAnswer},
	{Slow, payment.CodeNoAnswer}, {Huge, payment.CodeNoAnswer}, {Refused, payment.CodeRefused},
}

func (s *scene) untrusted() {
	order := s.show()
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	for _, bad := range untrustedBy {
		s.Bank.Script.Next(s.Channel, MethodQuery, bad.fault)
		answer, err := s.Gateway.Query(s.ctx, order)
		require.Equal(s, bad.code, store.Code(err), "%s: %v", bad.fault, err)
		require.Empty(s, answer.State, bad.fault)
		s.Bank.Script.Next(s.Channel, MethodCharge, bad.fault)
		_, answer, err = s.charge(false)
		require.Equal(s, bad.code, store.Code(err), "%s: %v", bad.fault, err)
		require.Empty(s, answer.State, bad.fault)
	}
	s.isPaid(order, s.query(order))
}

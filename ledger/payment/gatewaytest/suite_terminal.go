package gatewaytest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// RunTerminal asks a gateway of a card terminal for what payment.Gateway promises of it: a terminal shows no code and scans none, and gives
// nothing back by itself. Setup is as in Run.
func RunTerminal(t *testing.T, setup func(t *testing.T) Setup) {
	for _, c := range []struct {
		name string
		run  func(*scene)
	}{
		{"a card that is tapped pays at once", (*scene).chargedAtOnce},
		{"a PIN is entered", (*scene).passwordEntered},
		{"a card is declined", (*scene).passwordRefused},
		{"the bank took the money and the answer was lost", (*scene).saleLost},
		{"a sale that was refused took nothing", (*scene).saleRefused},
		{"the same order again charges nothing", (*scene).sameSaleAgain},
		{"an answer that cannot be this order's says nothing", (*scene).strangeAnswers},
		{"a damaged answer comes again", (*scene).damagedAnswer},
		{"an order is taken off the screen", (*scene).takenOff},
		{"what is paid is not taken back by closing", (*scene).paidWhileClosing},
		{"a sale that was voided at the terminal goes back", (*scene).voidedByHand},
		{"what the terminal never heard of ends", (*scene).unheardSale},
		{"what goes wrong while closing closes nothing", (*scene).closingSaleFails},
		{"nothing else is asked of a terminal", (*scene).notATerminals},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(&scene{T: t, Setup: setup(t), ctx: t.Context()}) })
	}
}

// saleLost asks for an order whose answer is lost: nothing is known or the owner is said to be at the terminal, never that it failed, and the
// next question finds the money.
func (s *scene) saleLost() {
	for _, fault := range []Fault{Lost, Slow, Huge} {
		s.Bank.Script.Next(s.Channel, MethodCharge, fault)
		order, answer, err := s.charge(false)
		if err != nil {
			s.fails(payment.CodeNoAnswer, answer, err)
		} else {
			require.Equal(s, payment.Entering, answer.State, fault)
		}
		s.isPaid(order, s.query(order))
		require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
	}
}

func (s *scene) saleRefused() {
	s.Bank.Script.Next(s.Channel, MethodCharge, Refused)
	order, answer, err := s.charge(false)
	s.fails(payment.CodeRefused, answer, err)
	require.Equal(s, payment.Absent, s.query(order).State)
	require.Zero(s, s.Bank.Holds(s.Channel, order.No))
}

func (s *scene) sameSaleAgain() {
	order, _ := s.paid()
	answer, err := s.Gateway.Charge(s.ctx, order, s.Bank.NewCode(s.Channel, false))
	require.NoError(s, err)
	s.isPaid(order, answer)
	require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
	other := order
	other.Fen++
	answer, err = s.Gateway.Charge(s.ctx, other, "")
	s.fails(payment.CodeMismatch, answer, err)
}

// strangeAnswersBy is what each bad answer of a terminal is called.
var strangeAnswersBy = []struct {
	fault Fault
	code  string
}{
	{OtherOrder, payment.CodeMismatch}, {OtherSum, payment.CodeMismatch}, {Down, payment.CodeNoAnswer}, {HTML, payment.CodeNoAnswer},
	{Lost, payment.CodeNoAnswer}, {Slow, payment.CodeNoAnswer}, {Huge, payment.CodeNoAnswer}, {Refused, payment.CodeRefused},
}

func (s *scene) strangeAnswers() {
	order, _ := s.paid()
	for _, bad := range strangeAnswersBy {
		s.Bank.Script.Next(s.Channel, MethodQuery, bad.fault)
		answer, err := s.Gateway.Query(s.ctx, order)
		require.Equal(s, bad.code, store.Code(err), "%s: %v", bad.fault, err)
		require.Empty(s, answer.State, bad.fault)
		s.isPaid(order, s.query(order))
	}
	for _, fault := range []Fault{OtherOrder, OtherSum} {
		s.Bank.Script.Next(s.Channel, MethodCharge, fault)
		_, answer, err := s.charge(false)
		s.fails(payment.CodeMismatch, answer, err)
	}
}

func (s *scene) damagedAnswer() {
	order, _ := s.paid()
	s.Bank.Script.Next(s.Channel, MethodQuery, Garbled)
	s.isPaid(order, s.query(order))
}

func (s *scene) takenOff() {
	order, _, err := s.charge(true)
	require.NoError(s, err)
	for range 2 {
		require.Equal(s, payment.Closed, s.close(order).State)
	}
	require.Equal(s, payment.Closed, s.query(order).State)
	require.Error(s, s.Bank.Pay(s.Channel, order.No))
}

func (s *scene) paidWhileClosing() {
	order, _, err := s.charge(true)
	require.NoError(s, err)
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	s.isPaid(order, s.close(order))
	require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
}

func (s *scene) voidedByHand() {
	order, _ := s.paid()
	_, err := s.Bank.Reverse(s.Channel, order.No)
	require.NoError(s, err)
	require.Equal(s, payment.Returned, s.query(order).State)
}

func (s *scene) unheardSale() {
	order := s.order(payment.Charged)
	require.Equal(s, payment.Absent, s.query(order).State)
	s.isOpen(s.close(order))
	s.Clock.Pass(2 * time.Minute)
	require.Equal(s, payment.Closed, s.close(order).State)
}

func (s *scene) closingSaleFails() {
	for _, bad := range strangeAnswersBy {
		order, _, err := s.charge(true)
		require.NoError(s, err)
		s.Bank.Script.Next(s.Channel, MethodClose, bad.fault)
		s.agrees(order, bad.fault)
	}
}

func (s *scene) notATerminals() {
	_, err := s.Gateway.Show(s.ctx, s.order(payment.Shown))
	require.Equal(s, payment.CodeRefused, store.Code(err))
	order, answer := s.paid()
	_, err = s.Gateway.Refund(s.ctx, s.refund(order, answer, 1))
	require.Equal(s, payment.CodeRefused, store.Code(err))
	_, err = s.Gateway.Statement(s.ctx, calendar.Of(s.Clock.Now()))
	require.Equal(s, payment.CodeNoStatement, store.Code(err))
	require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
}

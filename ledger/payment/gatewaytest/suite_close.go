package gatewaytest

import (
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

func (s *scene) closedBefore() {
	order := s.show()
	require.NoError(s, s.Bank.Scan(s.Channel, order.No))
	require.Equal(s, payment.Closed, s.close(order).State)
	require.Equal(s, payment.Closed, s.query(order).State)
	require.Equal(s, payment.Closed, s.close(order).State)
	require.Error(s, s.Bank.Pay(s.Channel, order.No))

	unscanned := s.show()
	if answer := s.close(unscanned); answer.State != payment.Closed {
		require.Equal(s, payment.Waiting, answer.State)
		require.NoError(s, s.Bank.Pay(s.Channel, unscanned.No), "what is not closed can be paid")
		require.Equal(s, payment.Paid, s.close(unscanned).State)
		unscanned = s.show()
		s.Clock.Pass(5*time.Minute + 30*time.Second)
		require.Equal(s, payment.Waiting, s.close(unscanned).State, "a minute too early")
		s.Clock.Pass(time.Minute)
	}
	require.Equal(s, payment.Closed, s.close(unscanned).State)
	require.Error(s, s.Bank.Pay(s.Channel, unscanned.No))
}

func (s *scene) closedAfter() {
	order := s.show()
	require.NoError(s, s.Bank.Pay(s.Channel, order.No))
	s.isPaid(order, s.close(order))
	require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
}

func (s *scene) takenBack() {
	order, _ := s.paid()
	require.Equal(s, payment.Returned, s.close(order).State)
	require.Equal(s, payment.Returned, s.query(order).State)
	require.Equal(s, payment.Returned, s.close(order).State)
	require.Zero(s, s.Bank.Holds(s.Channel, order.No))
	order, _, err := s.charge(true)
	require.NoError(s, err)
	require.Equal(s, payment.Closed, s.close(order).State)
	require.Error(s, s.Bank.Pay(s.Channel, order.No))
}

func (s *scene) neverHeardOf() {
	for _, way := range []payment.Way{payment.Shown, payment.Charged} {
		order := s.order(way)
		require.Equal(s, payment.Absent, s.query(order).State)
		if answer := s.close(order); answer.State != payment.Closed {
			s.isOpen(answer)
			s.Clock.Pass(7 * time.Minute)
			require.Equal(s, payment.Closed, s.close(order).State)
		}
		for _, method := range []string{MethodShow, MethodClose, MethodQuery} {
			order = s.order(way)
			s.Bank.Script.Next(s.Channel, method, Lost)
			if _, err := s.Gateway.Close(s.ctx, order); err != nil {
				require.Equal(s, payment.CodeNoAnswer, store.Code(err))
			}
			s.Clock.Pass(7 * time.Minute)
			require.Equal(s, payment.Closed, s.close(order).State, "after %s went wrong while closing", method)
			s.Bank.Script.Clear()
		}
	}
}

func (s *scene) closingFails() {
	for _, bad := range untrustedBy {
		order, _, err := s.charge(true)
		require.NoError(s, err)
		s.Bank.Script.Next(s.Channel, MethodReverse, bad.fault)
		s.agrees(order, bad.fault)
		order = s.show()
		require.NoError(s, s.Bank.Scan(s.Channel, order.No))
		s.Bank.Script.Next(s.Channel, MethodClose, bad.fault)
		s.agrees(order, bad.fault)
	}
}

// agrees asks to close an order while something goes wrong: it may be said to be closed only if it cannot be paid any more, and is closed
// when asked again.
func (s *scene) agrees(order payment.Order, fault Fault) {
	s.Helper()
	answer, err := s.Gateway.Close(s.ctx, order)
	if err == nil && answer.State == payment.Closed {
		require.Error(s, s.Bank.Pay(s.Channel, order.No), fault)
	}
	require.Equal(s, payment.Closed, s.close(order).State, fault)
	require.Error(s, s.Bank.Pay(s.Channel, order.No), fault)
}

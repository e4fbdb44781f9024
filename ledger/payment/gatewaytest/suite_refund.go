package gatewaytest

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// refund makes a refund of a paid order.
func (s *scene) refund(order payment.Order, answer payment.Answer, fen money.Fen) payment.Refund {
	s.made++
	return payment.Refund{Order: order, ChannelNo: answer.ChannelNo, No: fmt.Sprintf("SQR%017d", s.made), Fen: fen, MadeMS: order.MadeMS, Reason: "多收退回"}
}

func (s *scene) gives(refund payment.Refund) payment.RefundAnswer {
	s.Helper()
	answer, err := s.Gateway.Refund(s.ctx, refund)
	require.NoError(s, err)
	return answer
}

func (s *scene) queryRefund(refund payment.Refund) payment.RefundAnswer {
	s.Helper()
	answer, err := s.Gateway.QueryRefund(s.ctx, refund)
	require.NoError(s, err)
	return answer
}

func (s *scene) refundsInParts() {
	order, answer := s.paid()
	first := s.refund(order, answer, 1_00)
	require.Equal(s, payment.RefundAbsent, s.queryRefund(first).State)
	for range 3 {
		given := s.gives(first)
		require.Equal(s, payment.RefundDone, given.State)
		require.Equal(s, money.Fen(1_00), given.Fen)
		require.Equal(s, order.Fen-1_00, s.Bank.Holds(s.Channel, order.No), "the same number gives nothing back twice")
	}
	require.Equal(s, payment.RefundDone, s.queryRefund(first).State)
	s.isPaid(order, s.query(order))

	_, err := s.Gateway.Refund(s.ctx, s.refund(order, answer, order.Fen))
	require.Equal(s, payment.CodeRefused, store.Code(err), "more than is left: %v", err)
	other := first
	other.Fen++
	_, err = s.Gateway.QueryRefund(s.ctx, other)
	require.Equal(s, payment.CodeMismatch, store.Code(err), "%v", err)
	require.Equal(s, order.Fen-1_00, s.Bank.Holds(s.Channel, order.No))

	require.Equal(s, payment.RefundDone, s.gives(s.refund(order, answer, order.Fen-1_00)).State)
	require.Zero(s, s.Bank.Holds(s.Channel, order.No))
	// One channel says that it was paid, the other that all of it went back. Neither may say that it was never paid.
	require.Contains(s, []payment.State{payment.Paid, payment.Returned}, s.query(order).State)
	_, err = s.Gateway.Refund(s.ctx, s.refund(s.show(), answer, 1))
	require.Equal(s, payment.CodeRefused, store.Code(err), "not paid: %v", err)
}

func (s *scene) refundWaits() {
	order, answer := s.paid()
	refund := s.refund(order, answer, 5_00)
	s.Bank.Script.Next(s.Channel, MethodRefund, Waits)
	require.Equal(s, payment.RefundWaiting, s.gives(refund).State)
	require.NotEqual(s, payment.RefundDone, s.queryRefund(refund).State)
	require.NoError(s, s.Bank.Settle(s.Channel, refund.No, payment.RefundDone))
	given := s.queryRefund(refund)
	require.Equal(s, payment.RefundDone, given.State)
	require.Equal(s, money.Fen(5_00), given.Fen)
	require.Equal(s, order.Fen-5_00, s.Bank.Holds(s.Channel, order.No))
}

func (s *scene) refundFails() {
	order, answer := s.paid()
	refund := s.refund(order, answer, 5_00)
	s.Bank.Script.Next(s.Channel, MethodRefund, Refused)
	_, err := s.Gateway.Refund(s.ctx, refund)
	require.Equal(s, payment.CodeRefused, store.Code(err), "%v", err)
	require.Equal(s, order.Fen, s.Bank.Holds(s.Channel, order.No))
	s.Bank.Script.Next(s.Channel, MethodRefund, Fails)
	_, err = s.Gateway.Refund(s.ctx, refund)
	require.NoError(s, err)
	require.Contains(s, []payment.RefundState{payment.RefundFailed, payment.RefundAbsent}, s.queryRefund(refund).State)
}

func (s *scene) refundUntrusted() {
	order, answer := s.paid()
	for _, bad := range untrustedBy {
		refund := s.refund(order, answer, 1_00)
		s.Bank.Script.Next(s.Channel, MethodRefund, bad.fault)
		if given, err := s.Gateway.Refund(s.ctx, refund); err == nil {
			// Where the answer says nothing that could be wrong, what was given is asked for after it.
			require.Equal(s, bad.fault, OtherSum)
			require.Equal(s, money.Fen(1_00), given.Fen)
		}
		require.Equal(s, payment.RefundDone, s.gives(refund).State, bad.fault)
		s.Bank.Script.Next(s.Channel, MethodQueryRefund, bad.fault)
		given, err := s.Gateway.QueryRefund(s.ctx, refund)
		require.Equal(s, bad.code, store.Code(err), "%s: %v", bad.fault, err)
		require.Empty(s, given.State)
	}
	require.Equal(s, order.Fen-money.Fen(len(untrustedBy))*1_00, s.Bank.Holds(s.Channel, order.No))
}

func (s *scene) statement() {
	today := calendar.Of(s.Clock.Now())
	order, answer := s.paid()
	back, _ := s.paid()
	require.Equal(s, payment.Returned, s.close(back).State)
	refund := s.refund(order, answer, 34_56)
	s.gives(refund)
	shownOrder := s.show()
	require.NoError(s, s.Bank.Pay(s.Channel, shownOrder.No))
	s.show()
	_, err := s.Gateway.Statement(s.ctx, today)
	require.Equal(s, payment.CodeNoStatement, store.Code(err), "%v", err)
	_, err = s.Gateway.Statement(s.ctx, "")
	require.Error(s, err)
	s.Clock.Pass(48 * time.Hour)
	lines, err := s.Gateway.Statement(s.ctx, today)
	require.NoError(s, err)
	want, _ := s.Bank.Bill(s.Channel, today)
	require.Len(s, lines, 5)
	for i := range want {
		if want[i].Fen < 0 && want[i].RefundNo == "" {
			want[i].RefundNo = want[i].OrderNo
		}
		want[i].AtMS -= want[i].AtMS % 1000
		lines[i].AtMS -= lines[i].AtMS % 1000
	}
	require.Equal(s, want, lines)
	require.Equal(s, payment.StatementLine{OrderNo: order.No, ChannelNo: answer.ChannelNo, Fen: order.Fen, FeeFen: feeOf(order.Fen), AtMS: lines[0].AtMS}, lines[0])

	lines, err = s.Gateway.Statement(s.ctx, today.AddDays(1))
	if store.Code(err) != payment.CodeNoStatement { // before ten o'clock there is no file yet
		require.NoError(s, err)
	}
	require.Empty(s, lines)
	lines, err = s.Gateway.Statement(s.ctx, today.AddDays(-1))
	require.NoError(s, err)
	require.Empty(s, lines)
}

func (s *scene) statementBroken() {
	s.paid()
	today := calendar.Of(s.Clock.Now())
	s.Clock.Pass(48 * time.Hour)
	for method, faults := range map[string][]Fault{MethodBill: {Unsigned, Forged, Down, HTML, Lost, Skewed}, MethodFile: {Broken, HTML, Lost}} {
		for _, fault := range faults {
			s.Bank.Script.Next(s.Channel, method, fault)
			lines, err := s.Gateway.Statement(s.ctx, today)
			require.Error(s, err, fault)
			require.NotEqual(s, payment.CodeNoStatement, store.Code(err), fault)
			require.Empty(s, lines)
		}
	}
	s.Bank.Script.Next(s.Channel, MethodFile, Broken)
	_, err := s.Gateway.Statement(s.ctx, today)
	require.Equal(s, payment.CodeUntrusted, store.Code(err), "%v", err)
	lines, err := s.Gateway.Statement(s.ctx, today)
	require.NoError(s, err)
	require.Len(s, lines, 1)
}

package gatewaytest

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// Fake is a gateway on a bank in the same process. It also stands for a service that holds the keys elsewhere.
type Fake struct{ Bank *Bank }

var _ payment.Gateway = Fake{}

// do runs one call with the fault that it has: what becomes of it, and whether its answer is given.
func (f Fake) do(call Call, work func() error) error {
	fault := f.Bank.fault(call)
	switch fault {
	case Lost, Broken:
		return store.Refuse(payment.CodeNoAnswer)
	case Refusal:
		return store.Refuse(payment.CodeRefused, "REFUSED")
	}
	if err := work(); err != nil {
		return err
	}
	switch fault {
	case LostAfter:
		return store.Refuse(payment.CodeNoAnswer)
	case BadSign, Unsigned:
		return store.Refuse(payment.CodeUntrusted)
	case Skewed:
		return store.Refuse(payment.CodeClock, 60)
	case OtherOrder, OtherSum:
		return store.Refuse(payment.CodeMismatch)
	}
	return nil
}

// Show is payment.Gateway's.
func (f Fake) Show(_ context.Context, order payment.Order) (code string, err error) {
	err = f.do(ShowCall, func() error {
		if !f.Bank.Show(order.No, order.Subject, order.Fen) {
			return store.Refuse(payment.CodeRefused, "ORDER_CLOSED")
		}
		code = "fake://pay/" + order.No
		return nil
	})
	return given(code, err)
}

// Charge is payment.Gateway's.
func (f Fake) Charge(_ context.Context, order payment.Order, _ string) (answer payment.Answer, err error) {
	err = f.do(ChargeCall, func() error {
		made, ok := f.Bank.Charge(order.No, order.Subject, order.Fen)
		if !ok {
			return store.Refuse(payment.CodeRefused, "OUT_TRADE_NO_USED")
		}
		answer = f.answer(made)
		return nil
	})
	return given(answer, err)
}

// given returns no answer beside an error.
func given[A any](answer A, err error) (A, error) {
	if err != nil {
		return *new(A), err
	}
	return answer, nil
}

func (f Fake) answer(order Order) payment.Answer {
	answer := payment.Answer{State: order.State, ChannelNo: order.ChannelNo, ClockMS: f.Bank.Now().UnixMilli()}
	if order.State == payment.Paid {
		answer.Fen, answer.PaidMS = order.Fen, order.PaidMS
	}
	return answer
}

// Query is payment.Gateway's.
func (f Fake) Query(_ context.Context, order payment.Order) (answer payment.Answer, err error) {
	err = f.do(QueryCall, func() error {
		made, found := f.Bank.Order(order.No)
		if !found {
			answer = payment.Answer{State: payment.Absent, ClockMS: f.Bank.Now().UnixMilli()}
			return nil
		}
		answer = f.answer(made)
		return nil
	})
	return given(answer, err)
}

// Close is payment.Gateway's.
func (f Fake) Close(ctx context.Context, order payment.Order) (answer payment.Answer, err error) {
	err = f.do(CloseCall, func() error {
		if order.Way == payment.Charged {
			f.Bank.Reverse(order.No)
		} else {
			f.Bank.Close(order.No)
		}
		return nil
	})
	if err != nil {
		return payment.Answer{}, err
	}
	return f.Query(ctx, order)
}

// Refund is payment.Gateway's.
func (f Fake) Refund(_ context.Context, refund payment.Refund) (answer payment.RefundAnswer, err error) {
	err = f.do(RefundCall, func() error {
		made, ok := f.Bank.Refund(refund.No, refund.Order.No, refund.Fen)
		if !ok {
			return store.Refuse(payment.CodeRefused, "INVALID_REQUEST")
		}
		answer = payment.RefundAnswer{State: made.State, ChannelNo: made.ChannelNo, Fen: made.Fen}
		return nil
	})
	return given(answer, err)
}

// QueryRefund is payment.Gateway's.
func (f Fake) QueryRefund(_ context.Context, refund payment.Refund) (answer payment.RefundAnswer, err error) {
	err = f.do(QueryRefundCall, func() error {
		made, found := f.Bank.Refunded(refund.No)
		if answer.State = payment.RefundAbsent; found {
			answer = payment.RefundAnswer{State: made.State, ChannelNo: made.ChannelNo, Fen: made.Fen}
		}
		return nil
	})
	return given(answer, err)
}

// Statement is payment.Gateway's.
func (f Fake) Statement(_ context.Context, day calendar.Date) (lines []payment.StatementLine, err error) {
	err = f.do(StatementCall, func() error {
		if lines = f.Bank.Statement(day); len(lines) == 0 {
			return store.Refuse(payment.CodeNoStatement, string(day))
		}
		return nil
	})
	return given(lines, err)
}

package gatewaytest

import (
	"context"
	"errors"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// endMS is how long after its end an order that the channel does not have is still waited for.
const endMS = 60_000

// Fake is a payment.Gateway that asks the bank without any network. It stands for a service that holds the keys elsewhere too: what it says
// is what such a service has found out.
type Fake struct {
	bank    *Bank
	channel payment.Channel
}

// Gateway returns the gateway of one of the bank's channels.
func (b *Bank) Gateway(channel payment.Channel) *Fake { return &Fake{bank: b, channel: channel} }

// call does what a method is asked, and returns what is wrong with its answer.
func (f *Fake) call(ctx context.Context, method string, do func(Fault) error) error {
	fault := f.bank.Script.call(f.channel, method)
	switch fault {
	case Down, HTML:
		return store.Refuse(payment.CodeNoAnswer)
	case Refused:
		return store.Refuse(payment.CodeRefused, string(fault))
	}
	if err := ctx.Err(); err != nil {
		return store.Fail(payment.CodeNoAnswer, err)
	}
	err := do(fault)
	switch fault {
	case Lost, Slow, Huge:
		return store.Refuse(payment.CodeNoAnswer)
	case Unsigned, Forged, Broken:
		return store.Refuse(payment.CodeUntrusted)
	case OtherOrder, OtherSum:
		return store.Refuse(payment.CodeMismatch)
	case Skewed:
		return store.Refuse(payment.CodeClock, 10)
	}
	var refusal Refusal
	if errors.As(err, &refusal) {
		return store.Refuse(payment.CodeRefused, string(refusal))
	}
	return err
}

// answer says how an order stands.
func (f *Fake) answer(o Order) payment.Answer {
	answer := payment.Answer{ChannelNo: o.ChannelNo, ClockMS: f.bank.nowMS()}
	switch o.State {
	case entering:
		answer.State = payment.Entering
	case paid:
		answer.State, answer.Fen, answer.PaidMS = payment.Paid, o.Fen, o.PaidMS
	case closed:
		answer.State = payment.Closed
	case reversed:
		answer.State = payment.Closed
		if o.PaidMS != 0 {
			answer.State, answer.Fen, answer.PaidMS = payment.Returned, o.Fen, o.PaidMS
		}
	default:
		answer.State = payment.Waiting
	}
	return answer
}

// Show is Gateway's.
func (f *Fake) Show(ctx context.Context, order payment.Order) (code string, err error) {
	if err := f.byHand(); err != nil {
		return "", err
	}
	err = f.call(ctx, MethodShow, func(Fault) error {
		code, err = f.bank.Show(f.channel, order.No, order.Fen, order.Subject, order.ExpiresMS)
		return err
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// byHand refuses what a card terminal does not do for a counter.
func (f *Fake) byHand() error {
	if f.channel.HasCodes() {
		return nil
	}
	return store.Refuse(payment.CodeRefused, f.channel.Name())
}

// Charge is Gateway's.
func (f *Fake) Charge(ctx context.Context, order payment.Order, payerCode string) (answer payment.Answer, err error) {
	if !f.channel.HasCodes() {
		if known, err := f.Query(ctx, order); err != nil || known.State != payment.Absent {
			return known, err
		}
	}
	err = f.call(ctx, MethodCharge, func(Fault) error {
		o, err := f.bank.Charge(f.channel, order.No, order.Fen, order.Subject, payerCode)
		answer = f.answer(o)
		return err
	})
	return only(answer, err)
}

// Query is Gateway's.
func (f *Fake) Query(ctx context.Context, order payment.Order) (answer payment.Answer, err error) {
	err = f.call(ctx, MethodQuery, func(Fault) error {
		o, err := f.bank.Find(f.channel, order.No)
		switch {
		case errors.Is(err, Absent):
			answer = payment.Answer{State: payment.Absent, ClockMS: f.bank.nowMS()}
			return nil
		case o.Fen != order.Fen:
			return store.Refuse(payment.CodeMismatch)
		}
		answer = f.answer(o)
		return err
	})
	return only(answer, err)
}

// Close is Gateway's.
func (f *Fake) Close(ctx context.Context, order payment.Order) (answer payment.Answer, err error) {
	method, end := MethodClose, order.ExpiresMS+endMS
	isTakenBack := order.Way == payment.Charged && f.channel.HasCodes() // the terminal only takes an order off its screen
	if order.Way == payment.Charged {
		end = order.MadeMS + 2*endMS
	}
	if isTakenBack {
		method = MethodReverse
	}
	var absent bool
	err = f.call(ctx, method, func(Fault) error {
		var err error
		if isTakenBack {
			_, err = f.bank.Reverse(f.channel, order.No)
		} else {
			err = f.bank.Close(f.channel, order.No)
		}
		absent = errors.Is(err, Absent)
		if absent || errors.Is(err, AlreadyPaid) || errors.Is(err, Gone) {
			return nil
		}
		return err
	})
	if err != nil {
		return payment.Answer{}, err
	}
	if !absent {
		return f.Query(ctx, order)
	}
	answer = payment.Answer{State: payment.Waiting, ClockMS: f.bank.nowMS()}
	if answer.ClockMS >= end {
		answer.State = payment.Closed
	}
	return answer, nil
}

// Refund is Gateway's.
func (f *Fake) Refund(ctx context.Context, refund payment.Refund) (answer payment.RefundAnswer, err error) {
	if err := f.byHand(); err != nil {
		return answer, err
	}
	err = f.call(ctx, MethodRefund, func(fault Fault) error {
		_, given, err := f.bank.Refund(f.channel, refund.Order.No, refund.No, refund.Fen, outcome(fault))
		answer = payment.RefundAnswer{State: given.State, ChannelNo: given.ChannelNo, Fen: given.Fen}
		return err
	})
	return only(answer, err)
}

// outcome is how a refund stands after it was asked for.
func outcome(fault Fault) payment.RefundState {
	switch fault {
	case Waits:
		return payment.RefundWaiting
	case Fails:
		return payment.RefundFailed
	}
	return payment.RefundDone
}

// QueryRefund is Gateway's.
func (f *Fake) QueryRefund(ctx context.Context, refund payment.Refund) (answer payment.RefundAnswer, err error) {
	if err := f.byHand(); err != nil {
		return answer, err
	}
	err = f.call(ctx, MethodQueryRefund, func(Fault) error {
		o, given, err := f.bank.FindRefund(f.channel, refund.No)
		switch {
		case errors.Is(err, Absent):
			answer = payment.RefundAnswer{State: payment.RefundAbsent}
			return nil
		case o.No != refund.Order.No || given.Fen != refund.Fen:
			return store.Refuse(payment.CodeMismatch)
		}
		answer = payment.RefundAnswer{State: given.State, ChannelNo: given.ChannelNo, Fen: given.Fen}
		return err
	})
	return only(answer, err)
}

// Statement is Gateway's.
func (f *Fake) Statement(ctx context.Context, day calendar.Date) (lines []payment.StatementLine, err error) {
	if !f.channel.HasCodes() {
		return nil, store.Refuse(payment.CodeNoStatement)
	}
	err = f.call(ctx, MethodBill, func(Fault) error { return nil })
	if err == nil {
		err = f.call(ctx, MethodFile, func(Fault) error {
			var ready bool
			if lines, ready = f.bank.Bill(f.channel, day); !ready || !day.Valid() {
				return store.Refuse(payment.CodeNoStatement)
			}
			for i := range lines {
				if lines[i].Fen < 0 && lines[i].RefundNo == "" {
					lines[i].RefundNo = lines[i].OrderNo
				}
			}
			return nil
		})
	}
	return only(lines, err)
}

// only returns an answer alone, or an error alone.
func only[T any](answer T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return answer, nil
}

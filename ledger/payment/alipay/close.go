package alipay

import (
	"context"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Close is payment.Gateway's. A code that nobody scanned is no order for Alipay and cannot be closed: it dies by itself.
func (g *Gateway) Close(ctx context.Context, order payment.Order) (payment.Answer, error) {
	ctx, call := wire.Begin(ctx)
	if order.Way == payment.Charged {
		return g.cancel(ctx, call, order)
	}
	answer, named, err := g.look(ctx, call, order)
	switch {
	case err != nil || answer.State.IsFinal():
		return answer, err
	case answer.State == payment.Absent:
		answer = g.absent(call, order.ExpiresMS+shownGraceMS)
		if answer.State == payment.Closed && !named {
			return g.cancel(ctx, call, order) // its answer names the order
		}
		return answer, nil
	}
	got, failed := g.ask(ctx, call, "alipay.trade.close", fields{"out_trade_no": order.No})
	if failed == nil {
		failed = g.refusal(call, got)
	}
	answer, err = g.query(ctx, call, order)
	if err == nil && !answer.State.IsFinal() {
		err = failed
	}
	if err != nil {
		return payment.Answer{}, err
	}
	return answer, nil
}

// cancel takes a charge back, paid or not.
func (g *Gateway) cancel(ctx context.Context, call *wire.Call, order payment.Order) (payment.Answer, error) {
	got, err := g.ask(ctx, call, "alipay.trade.cancel", fields{"out_trade_no": order.No})
	if err != nil {
		return payment.Answer{}, err
	}
	if err = g.refusal(call, got); err != nil && got.SubCode != subAbsent {
		return payment.Answer{}, err
	}
	if got.OutTradeNo != order.No {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	answer := payment.Answer{ChannelNo: got.TradeNo, ClockMS: call.ClockMS()}
	switch {
	case got.SubCode == subAbsent:
		return g.absent(call, order.MadeMS+chargedGraceMS), nil
	case got.RetryFlag != "N":
		return payment.Answer{}, store.Fail(payment.CodeNoAnswer, errState) // it did not go through, and is to be asked for again
	case got.Action == "refund":
		answer.State, answer.Fen = payment.Returned, order.Fen
	case got.Action == "close":
		answer.State = payment.Closed
	case got.Action == "": // it found no order
		return g.absent(call, order.MadeMS+chargedGraceMS), nil
	default:
		return payment.Answer{}, store.Fail(payment.CodeNoAnswer, errState)
	}
	return answer, nil
}

// absent is the answer about an order that Alipay does not have: it may still come until endMS, by the clocks of both ends.
func (g *Gateway) absent(call *wire.Call, endMS int64) payment.Answer {
	answer := payment.Answer{State: payment.Waiting, ClockMS: call.ClockMS()}
	if call.Past(g.now(), endMS) {
		answer.State = payment.Closed
	}
	return answer
}

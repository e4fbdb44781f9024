package alipay

import (
	"context"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Refund is payment.Gateway's. Alipay's answer does not name the refund, so that an older one of the same order could come again: what was
// given back is asked for after it.
func (g *Gateway) Refund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, call := wire.Begin(ctx)
	got, err := g.ask(ctx, call, "alipay.trade.refund", fields{"out_trade_no": refund.Order.No, "trade_no": refund.ChannelNo, "refund_amount": refund.Fen.String(),
		"out_request_no": refund.No, "refund_reason": refund.Reason})
	if err == nil {
		err = g.refusal(call, got)
	}
	if err != nil {
		return payment.RefundAnswer{}, err
	}
	if got.OutTradeNo != refund.Order.No {
		return payment.RefundAnswer{}, store.Refuse(payment.CodeMismatch)
	}
	answer, err := g.queryRefund(ctx, call, refund)
	if err != nil || answer.State == payment.RefundAbsent {
		answer = payment.RefundAnswer{State: payment.RefundWaiting, Fen: refund.Fen}
		// Alipay has no word for a refund that failed: it moves no money, and says afterwards that it has none.
		if err == nil && got.FundChange == "N" && call.Past(g.now(), refund.MadeMS+refundGraceMS) {
			answer.State = payment.RefundFailed
		}
	}
	return answer, nil
}

// QueryRefund is payment.Gateway's. Alipay says only of a refund that went through that it has it.
func (g *Gateway) QueryRefund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, call := wire.Begin(ctx)
	return g.queryRefund(ctx, call, refund)
}

func (g *Gateway) queryRefund(ctx context.Context, call *wire.Call, refund payment.Refund) (payment.RefundAnswer, error) {
	got, err := g.ask(ctx, call, "alipay.trade.fastpay.refund.query", fields{"out_trade_no": refund.Order.No, "out_request_no": refund.No})
	if err != nil {
		return payment.RefundAnswer{}, err
	}
	if got.SubCode == subAbsent {
		return payment.RefundAnswer{State: payment.RefundAbsent}, nil
	}
	if err = g.refusal(call, got); err != nil {
		return payment.RefundAnswer{}, err
	}
	if got.RefundStatus != "REFUND_SUCCESS" {
		return payment.RefundAnswer{State: payment.RefundAbsent}, nil
	}
	if got.OutTradeNo != refund.Order.No || got.OutRequestNo != refund.No || !isSum(got.RefundAmount, refund.Fen) {
		return payment.RefundAnswer{}, store.Refuse(payment.CodeMismatch)
	}
	return payment.RefundAnswer{State: payment.RefundDone, Fen: refund.Fen}, nil
}

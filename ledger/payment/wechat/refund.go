package wechat

import (
	"context"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
	"github.com/wechatpay-apiv3/wechatpay-go/services/refunddomestic"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Refund is payment.Gateway's.
func (g *Gateway) Refund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, call := wire.Begin(ctx)
	request := refunddomestic.CreateRequest{OutTradeNo: &refund.Order.No, OutRefundNo: &refund.No, Amount: &refunddomestic.AmountReq{
		Refund: core.Int64(int64(refund.Fen)), Total: core.Int64(int64(refund.Order.Fen)), Currency: core.String("CNY")}}
	if refund.Reason != "" {
		request.Reason = &refund.Reason
	}
	given, result, err := g.refunds.Create(ctx, request)
	if err != nil {
		return payment.RefundAnswer{}, g.failure(call, result, err)
	}
	return readRefund(refund, given)
}

// QueryRefund is payment.Gateway's.
func (g *Gateway) QueryRefund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, call := wire.Begin(ctx)
	given, result, err := g.refunds.QueryByOutRefundNo(ctx, refunddomestic.QueryByOutRefundNoRequest{OutRefundNo: &refund.No})
	if refusedBy(err) == codeRefundAbsent {
		return payment.RefundAnswer{State: payment.RefundAbsent}, nil
	}
	if err != nil {
		return payment.RefundAnswer{}, g.failure(call, result, err)
	}
	return readRefund(refund, given)
}

// readRefund reads what WeChat says of a refund, once it is known to be this one.
func readRefund(refund payment.Refund, given *refunddomestic.Refund) (payment.RefundAnswer, error) {
	if text(given.OutRefundNo) != refund.No || text(given.OutTradeNo) != refund.Order.No || refund.ChannelNo != "" && text(given.TransactionId) != refund.ChannelNo ||
		given.Amount == nil || !is(given.Amount.Refund, refund.Fen) || !is(given.Amount.Total, refund.Order.Fen) {
		return payment.RefundAnswer{}, store.Refuse(payment.CodeMismatch)
	}
	answer := payment.RefundAnswer{ChannelNo: text(given.RefundId), Fen: refund.Fen}
	if given.Status == nil {
		return payment.RefundAnswer{}, store.Fail(payment.CodeNoAnswer, errState)
	}
	switch *given.Status {
	case refunddomestic.STATUS_SUCCESS:
		answer.State = payment.RefundDone
	case refunddomestic.STATUS_PROCESSING:
		answer.State = payment.RefundWaiting
	case refunddomestic.STATUS_ABNORMAL, refunddomestic.STATUS_CLOSED:
		answer.State = payment.RefundFailed
	default:
		return payment.RefundAnswer{}, store.Fail(payment.CodeNoAnswer, errState)
	}
	return answer, nil
}

func is(value *int64, fen money.Fen) bool { return value != nil && money.Fen(*value) == fen }

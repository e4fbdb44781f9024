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

// refundStates are what WeChat calls the states of a refund.
var refundStates = map[refunddomestic.Status]payment.RefundState{refunddomestic.STATUS_SUCCESS: payment.RefundDone,
	refunddomestic.STATUS_PROCESSING: payment.RefundWaiting, refunddomestic.STATUS_ABNORMAL: payment.RefundFailed, refunddomestic.STATUS_CLOSED: payment.RefundFailed}

// Refund gives back a part of a paid order or all of it; see payment.Gateway. The same number again gives nothing back twice.
func (g *Gateway) Refund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, clock := wire.NotingClock(ctx)
	answer, _, err := g.refunds.Create(ctx, refunddomestic.CreateRequest{OutTradeNo: &refund.Order.No, OutRefundNo: &refund.No, Reason: &refund.Reason,
		Amount: &refunddomestic.AmountReq{Refund: core.Int64(int64(refund.Fen)), Total: core.Int64(int64(refund.Order.Fen)), Currency: core.String(currency)}})
	if err != nil {
		return payment.RefundAnswer{}, g.failed(err, clock)
	}
	return refundAnswer(answer, refund)
}

// QueryRefund asks how a refund stands; see payment.Gateway.
func (g *Gateway) QueryRefund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	ctx, clock := wire.NotingClock(ctx)
	answer, _, err := g.refunds.QueryByOutRefundNo(ctx, refunddomestic.QueryByOutRefundNoRequest{OutRefundNo: &refund.No})
	if is(err, "RESOURCE_NOT_EXISTS") {
		return payment.RefundAnswer{State: payment.RefundAbsent}, nil
	}
	if err != nil {
		return payment.RefundAnswer{}, g.failed(err, clock)
	}
	return refundAnswer(answer, refund)
}

// refundAnswer reads what WeChat says of a refund, which must be of this order, this number and this sum.
func refundAnswer(answer *refunddomestic.Refund, refund payment.Refund) (payment.RefundAnswer, error) {
	if answer.Status == nil || answer.Amount == nil || answer.Amount.Refund == nil {
		return payment.RefundAnswer{}, store.Refuse(payment.CodeUntrusted)
	}
	state, known := refundStates[*answer.Status]
	switch {
	case !known:
		return payment.RefundAnswer{}, store.Refuse(payment.CodeUntrusted)
	case text(answer.OutRefundNo) != refund.No, text(answer.OutTradeNo) != refund.Order.No, money.Fen(*answer.Amount.Refund) != refund.Fen:
		return payment.RefundAnswer{}, store.Refuse(payment.CodeMismatch)
	}
	return payment.RefundAnswer{State: state, ChannelNo: text(answer.RefundId), Fen: refund.Fen}, nil
}

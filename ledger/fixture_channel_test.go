package ledger_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// channel is a channel at which every owner has paid by the time it is asked, and every refund is there at once, but for orders that are
// stopped.
type channel struct{ payment.Gateway }

func (channel) Show(_ context.Context, order payment.Order) (string, error) {
	return "weixin://wxpay/" + order.No, nil
}

func (channel) Query(_ context.Context, order payment.Order) (payment.Answer, error) {
	if order.Way == payment.Charged {
		return payment.Answer{State: payment.Waiting}, nil
	}
	return payment.Answer{State: payment.Paid, Fen: order.Fen, ChannelNo: "4200" + order.No}, nil
}

func (channel) Close(context.Context, payment.Order) (payment.Answer, error) {
	return payment.Answer{State: payment.Closed}, nil
}

func (channel) Refund(_ context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	return payment.RefundAnswer{State: payment.RefundDone, Fen: refund.Fen, ChannelNo: "50" + refund.No}, nil
}

// overChannel is a household that pays by the code on our screen, is in the wrong room and gets the money back; and one that gives up.
func (c *counter) overChannel(n int) {
	require.NoError(c, c.book.Payments.RecordMerchants(c.ctx, c.manager, c.agreed(staff.ConnectChannel),
		[]payment.Merchant{{Channel: payment.WeChat, Number: "1900000001", Fingerprint: "00ff00ff00ff00ff", Pretend: true}}))
	c.book.Payments.Connect(payment.WeChat, channel{})
	begin := func(request string, way payment.Way) payment.Intent {
		order := partOrder(c, request, n)
		fen := order.PrepayFen
		for _, part := range order.Bills {
			fen += part.Fen
		}
		order.Tenders, order.PayerName = []till.Tender{{Kind: till.WeChatPay, Fen: fen}}, "代缴人丙"
		intent, err := c.book.Payments.Begin(c.ctx, c.cashier, payment.Asking{Order: order, Way: way})
		require.NoError(c, err)
		return intent
	}
	intent := begin("code1", payment.Shown)
	intent, err := c.book.Payments.Ask(c.ctx, intent.Order.No)
	require.NoError(c, err)
	require.NotEmpty(c, intent.Receipt)
	_, err = c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), till.Undoing{RequestID: "code2", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(c, err)
	require.NoError(c, c.book.Payments.Sweep(c.ctx))

	given := begin("code3", payment.Charged)
	c.clock = c.clock.Add(20 * time.Second)
	_, err = c.book.Payments.Stop(c.ctx, c.cashier, given.Order.No)
	require.NoError(c, err)
}

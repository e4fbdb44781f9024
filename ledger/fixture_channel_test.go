package ledger_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// channel is a channel at which every owner has paid by the time it is asked, but for orders that are stopped, and every refund is there at
// once, unless none can be given back.
type channel struct {
	payment.Gateway
	keeps *bool
}

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

func (c channel) Refund(_ context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	if *c.keeps {
		return payment.RefundAnswer{State: payment.RefundFailed, Fen: refund.Fen}, nil
	}
	return payment.RefundAnswer{State: payment.RefundDone, Fen: refund.Fen, ChannelNo: "50" + refund.No}, nil
}

func (c channel) QueryRefund(ctx context.Context, refund payment.Refund) (payment.RefundAnswer, error) {
	return c.Refund(ctx, refund)
}

// overChannel is a household that pays by the code on our screen, is in the wrong room and gets the money back; the same once more, and the
// channel cannot give it back; and one that gives up.
func (c *counter) overChannel(n int) {
	require.NoError(c, c.book.Payments.RecordMerchants(c.ctx, c.manager, c.agreed(staff.ConnectChannel),
		[]payment.Merchant{{Channel: payment.WeChat, Number: "1900000001", Fingerprint: "00ff00ff00ff00ff", Pretend: true}}))
	keeps := false
	c.book.Payments.Connect(payment.WeChat, channel{keeps: &keeps})
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
	goesBack := func(request string) (backs []payment.Back) {
		intent, err := c.book.Payments.Ask(c.ctx, begin(request, payment.Shown).Order.No)
		require.NoError(c, err)
		require.NotEmpty(c, intent.Receipt)
		_, err = c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), till.Undoing{RequestID: request + "-back", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
		require.NoError(c, err)
		require.NoError(c, c.book.Payments.Sweep(c.ctx))
		c.writes(func(tx *store.Tx) (err error) {
			backs, err = payment.BacksOf(tx, intent.Order.No)
			return err
		})
		return backs
	}
	require.Equal(c, payment.BackDone, goesBack("code1")[0].State)
	keeps = true
	_, kept, err := c.book.Payments.KeepBack(c.ctx, c.cashier, c.approve(staff.Refund), goesBack("code2")[0].No)
	require.NoError(c, err)
	require.NotEmpty(c, kept.Number)

	given := begin("code3", payment.Charged)
	c.clock = c.clock.Add(20 * time.Second)
	_, err = c.book.Payments.Stop(c.ctx, c.cashier, given.Order.No)
	require.NoError(c, err)
}

package receipts_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// Money of a pretend channel is no money: its receipt says so, in the demo as when the book later collects over a real channel.
func TestAReceiptOfAPretendChannelSaysSoForGood(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	bank := gatewaytest.NewBank(func() time.Time { return counter.Clock })
	pays := func(request string) till.Payment {
		t.Helper()
		order, err := counter.Collecting.Begin(ctx, counter.Who(), till.Order{RequestID: request, Room: counter.Household("1-1-0602").Room.ID, PrepayFen: 20_00,
			Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 20_00}}}, payment.Shown)
		require.NoError(t, err)
		_, err = counter.Collecting.Show(ctx, order.Order.No)
		require.NoError(t, err)
		require.NoError(t, bank.Pay(payment.WeChat, order.Order.No))
		order, err = counter.Collecting.Ask(ctx, order.Order.No)
		require.NoError(t, err)
		require.NotNil(t, order.Payment)
		return *order.Payment
	}
	pretends := func() bool {
		t.Helper()
		state, err := counter.State(ctx)
		require.NoError(t, err)
		return state.Pretends
	}
	counter.Book.Payments.Connect(payment.WeChat, payment.Pretended{Gateway: bank.Gateway(payment.WeChat)})
	require.True(t, pretends(), "every screen says so")
	played := pays("played")
	require.True(t, papers(t, counter, played)[0].Pretend)

	counter.Book.Payments.Connect(payment.WeChat, bank.Gateway(payment.WeChat))
	require.False(t, pretends())
	require.False(t, papers(t, counter, pays("real"))[0].Pretend)
	require.False(t, papers(t, counter, counter.Pay("1-1-0602"))[0].Pretend, "cash is money")
	require.True(t, papers(t, counter, played)[0].Pretend, "its receipt was never money")
}

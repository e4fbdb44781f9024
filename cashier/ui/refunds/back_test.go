package refunds_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// A part of what was paid by WeChat goes back the way it came: the drawer is left alone, and the money is on its way.
func TestMoneyOfAChannelGoesBackTheWayItCame(t *testing.T) {
	hand, counter := open(t)
	ctx, room := t.Context(), estate.ObjectID(estate.Room, "3-2-1201")
	bank := gatewaytest.NewBank(func() time.Time { return countertest.Noon })
	counter.Book.Payments.Connect(payment.WeChat, bank.Gateway(payment.WeChat))
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	supervisor, _ := counter.Actor()
	bill, err := counter.Book.Billing.Add(ctx, supervisor, staff.Approval{}, billing.ByHand{RequestID: "card", Room: "3-2-1201", Item: "门禁卡", Kind: billing.Income, AmountFen: 35_00})
	require.NoError(t, err)
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	cashier, _ := counter.Actor()
	order, err := counter.Collecting.Begin(ctx, cashier, till.Order{RequestID: "code", Room: room, Bills: []till.BillPart{{Bill: bill.ID, Fen: 35_00}},
		Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 35_00}}}, payment.Shown)
	require.NoError(t, err)
	_, err = counter.Collecting.Show(ctx, order.Order.No)
	require.NoError(t, err)
	require.NoError(t, bank.Pay(payment.WeChat, order.Order.No))
	order, err = counter.Collecting.Ask(ctx, order.Order.No)
	require.NoError(t, err)
	require.NotEmpty(t, order.Receipt)

	hand.Press(fyne.KeyF4)
	hand.Enter("321201")
	hand.Shows("门禁卡", "¥35.00 · 微信 · ")
	hand.Type("3")
	hand.Shows("3 原路退回微信支付")
	hand.Enter("5", "3", "1", "200", countertest.SupervisorPIN)
	hand.Press(fyne.KeyReturn)
	hand.Type("1")
	hand.Shows("按 Enter 记账并打印退款单")
	hand.Press(fyne.KeyReturn)
	require.Equal(t, money.Fen(-5_00), last(t, counter).TotalFen)
	tray, err := counter.Collecting.Tray(ctx)
	require.NoError(t, err)
	require.Len(t, tray.Backs, 1)
	require.Equal(t, money.Fen(5_00), tray.Backs[0].Fen)
	_, err = counter.Book.Payments.Return(ctx, tray.Backs[0].No)
	require.NoError(t, err)
	require.Equal(t, money.Fen(30_00), bank.Holds(payment.WeChat, order.Order.No))
}

package shift_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// A code is still open when the shift ends: a second person carries it by name into the Z report, and no sum has it.
func TestAShiftClosesOverOpenMoneyWithASecondPerson(t *testing.T) {
	d := registered(t)
	d.counter.Book.Payments.Connect(payment.WeChat, gatewaytest.NewBank(time.Now).Gateway(payment.WeChat))
	actor, _ := d.counter.Actor()
	intent, err := d.counter.Book.Payments.Begin(t.Context(), actor, payment.Asking{Way: payment.Shown, Order: till.Order{RequestID: "code",
		Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00, Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 300_00}}}})
	require.NoError(t, err)
	d.frame.Show(d.screen)
	d.count("3", "4")
	d.shows("账款相符", "有 1 笔电子收款还没有了结，共 ¥300.00")
	d.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	require.Zero(t, d.last().ClosedSeq, "nobody agreed")
	d.enter("200", countertest.SupervisorPIN)
	require.NotZero(t, d.last().ClosedSeq)
	d.shows("已交班", "未了结，带入下一班", intent.Order.No, "微信支付 3-2-1201")
}

// A card's sale is booked and then taken back at the terminal: the count finds it, and whoever closes is told which receipt to reverse first.
func TestASaleTakenBackAtTheTerminalIsSaidAtTheClose(t *testing.T) {
	d := registered(t)
	bank := gatewaytest.NewBank(time.Now)
	d.counter.Book.Payments.Connect(payment.Terminal, bank.Gateway(payment.Terminal))
	actor, _ := d.counter.Actor()
	intent, err := d.counter.Book.Payments.Begin(t.Context(), actor, payment.Asking{Way: payment.Charged, Order: till.Order{RequestID: "card",
		Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00, Tenders: []till.Tender{{Kind: till.TerminalPay, Fen: 300_00}}}})
	require.NoError(t, err)
	bank.NewCode(payment.Terminal, false)
	intent, err = d.counter.Book.Payments.Charge(t.Context(), intent.Order.No, "")
	require.NoError(t, err)
	require.NotEmpty(t, intent.Receipt)
	d.frame.Show(d.screen)
	_, err = bank.Reverse(payment.Terminal, intent.Order.No)
	require.NoError(t, err)
	d.count("3", "4")
	d.shows("有 1 笔电子收款还没有了结，共 ¥300.00", "其中 1 笔已计入本班，刷卡机上又撤销了")
	d.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	require.Zero(t, d.last().ClosedSeq, "nobody agreed")
	d.enter("200", countertest.SupervisorPIN)
	d.shows("已交班", "刷卡机上又撤销了", intent.Order.No)
}

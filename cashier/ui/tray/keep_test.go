package tray_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// Money that its channel cannot give back becomes the household's prepayment: with a second person, with a paper that says where it is from.
func TestWhatCannotGoBackIsKeptWithASecondPerson(t *testing.T) {
	p := open(t)
	ctx := context.Background()
	order := p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	require.NoError(t, p.bank.Pay(payment.WeChat, order.Order.No))
	order, err := p.counter.Collecting.Ask(ctx, order.Order.No)
	require.NoError(t, err)
	refund, err := p.counter.Refunding.Ask(ctx, till.RefundWish{RequestID: "back", Room: order.Object, Way: till.WeChatPay, Reason: till.Reason{Code: "owner_asks"},
		Lines: []till.RefundLine{{Source: till.FromPrepaid, Fen: 120_00}}}, session.Second{Who: "200", PIN: uitest.SupervisorPIN})
	require.NoError(t, err)
	p.bank.Script.Next(payment.WeChat, gatewaytest.MethodRefund, gatewaytest.Fails)
	_, err = p.counter.Refunding.Pay(ctx, till.Payout{RequestID: "pay", Number: refund.Number})
	require.NoError(t, err)
	p.screen.Refresh()
	p.Press(fyne.KeyReturn)
	p.Shows("渠道退不回去", "转预存款")

	p.Press(fyne.KeyF8)
	p.Shows("先到渠道的商户页面核对")
	p.Enter("101", uitest.CashierPIN)
	p.Shows("批准")
	p.Press(fyne.KeyEscape, fyne.KeyF8)
	p.Enter("200", uitest.SupervisorPIN)
	p.Shows("已转为这一户的预存款", "01-2026-0000", "没有未了结的电子收款")
	backs, err := p.counter.Collecting.Find(ctx, order.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.BackKept, backs.Backs[0].State)
	receipt, err := p.counter.Printing.PaperReceipt(ctx, backs.Backs[0].Kept, 1)
	require.NoError(t, err)
	require.Equal(t, "原路退不回，转为预存款；原收据 "+order.Receipt, receipt.Lines[0].Why)
}

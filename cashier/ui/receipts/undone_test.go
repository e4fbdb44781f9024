package receipts

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
)

// A deposit has a receipt of its own: who voids the payment takes both papers back, so the answer names both with what each is for.
func TestAVoidNamesEveryReceiptOfThePayment(t *testing.T) {
	r := newRoom(t)
	r.counter.As("200", uitest.SupervisorPIN)
	_, err := r.counter.Charging.AddBill(context.Background(), billing.ByHand{RequestID: "deposit", Room: "1-1-0602", Item: "装修押金", Kind: billing.Deposit,
		AmountFen: 2000_00, DueOn: "2026-11-20", Why: "人工"}, session.Second{})
	require.NoError(t, err)
	r.counter.As("101", uitest.CashierPIN)
	paid := r.pay("1-1-0602")
	require.Len(t, paid.Receipts, 2)
	r.counter.Print()
	r.frame.Show(r.screen)
	r.press(fyne.KeyF6).typing("2").press(enter).typing("2").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	r.sees("已作废", "本次共 2 张收据", "押金收据 "+paid.Receipts[0].Number, "¥2,000.00", "收据 "+paid.Receipts[1].Number, "¥300.00", "请退现金", "¥2,300.00")
}

package receipts

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/till"
)

// codeOf is what a scanner reads from the paper of a receipt.
func (r *room) codeOf(payment till.Payment) string {
	r.t.Helper()
	paper, err := r.counter.Printing.PaperReceipt(context.Background(), payment.Number, 1)
	require.NoError(r.t, err)
	return paper.QR
}

// scan is a scanner at whatever has the keyboard, with its Enter.
func (r *room) scan(code string) *room {
	uitest.Rush(time.Millisecond, func() { r.typing(code).press(enter) })
	return r
}

func TestAReceiptThatIsScannedIsSaidToBeTrueAndOpened(t *testing.T) {
	r := newRoom(t)
	first, second := r.pay("1-1-0602"), r.pay("3021201")
	r.counter.Print()
	r.frame.Show(r.screen)
	r.scan(r.codeOf(first))
	r.sees("真", "收据 "+first.Number, "请核对纸上的收据号和金额", "1-1-0602")
	require.Equal(t, first.Number, r.screen.chosen)
	r.press(enter)
	r.sees("请核对纸上") // one Enter too many
	r.press(fyne.KeyEscape)
	r.hides("请核对纸上")
	r.scan(r.codeOf(second))
	require.Equal(t, second.Number, r.screen.chosen)
	r.sees("收据 " + second.Number)
}

func TestF9AsksForTheCodeOfAReceipt(t *testing.T) {
	r := newRoom(t)
	payment := r.pay("1-1-0602")
	r.counter.Print()
	r.frame.Show(r.screen)
	r.press(fyne.KeyF9)
	r.sees("扫一下收据上的二维码", "只有收据号验不了")
	r.press(enter)
	r.sees("请扫收据上的二维码。")
	r.typing(strings.ToLower(r.codeOf(payment))).press(enter)
	r.sees("真", "收据 "+payment.Number)
	r.press(fyne.KeyEscape, fyne.KeyF9)
	r.typing(payment.Number).press(enter)
	r.sees("不明", "只有收据号证明不了什么")
	r.hides("真 ")
}

func TestAReceiptThatWasUndoneOrAlteredIsNotTrue(t *testing.T) {
	r := newRoom(t)
	payment := r.pay("1-1-0602")
	r.counter.Print()
	code := r.codeOf(payment)
	r.frame.Show(r.screen)
	r.scan(strings.Replace(code, "CNY 300.00", "CNY 900.00", 1))
	r.sees("不明", "签名不对", payment.Number)
	r.hides("900.00")
	r.press(fyne.KeyEscape)
	r.scan(code)
	r.sees("请核对纸上")
	r.press(fyne.KeyF6).typing("2").press(enter).typing("1").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	r.press(fyne.KeyEscape)
	r.sees("已作废", "不作付款凭证")
	r.hides("请核对纸上")
}

// What was given out as a code is voided without paper to take back, and the code says so from then on.
func TestAReceiptGivenAsACodeIsVoidedWithoutPaper(t *testing.T) {
	r := newRoom(t)
	payment := r.pay("1-1-0602")
	given, err := r.counter.Printing.GiveCodes(context.Background(), payment.Numbers())
	require.NoError(t, err)
	r.frame.Show(r.screen)
	r.sees("业主扫码带走，没有打印")
	r.press(fyne.KeyF6)
	r.sees("不用收回纸")
	r.typing("2").press(enter, enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	r.sees("已作废", "请退现金")
	r.press(fyne.KeyEscape)
	r.scan(given[0].Code)
	r.sees("已作废", "不作付款凭证")
}

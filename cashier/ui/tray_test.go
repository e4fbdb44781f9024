package ui_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// begins asks WeChat for a prepayment behind the window, and returns the order's number.
func (r *running) begins(bank *gatewaytest.Bank) string {
	r.t.Helper()
	counter := r.app.Counter()
	counter.Book.Payments.Connect(payment.WeChat, payment.Pretended{Gateway: bank.Gateway(payment.WeChat)})
	order, err := counter.Collecting.Begin(r.t.Context(), counter.Who(), till.Order{RequestID: "code", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00,
		Tenders: []till.Tender{{Kind: till.WeChatPay, Fen: 300_00}}}, payment.Shown)
	require.NoError(r.t, err)
	_, err = counter.Collecting.Show(r.t.Context(), order.Order.No)
	require.NoError(r.t, err)
	return order.Order.No
}

// looks lets the window read the counter's state anew, as it does twice a minute.
func (r *running) looks() {
	r.let()
	r.app.TickAt(time.Now().Truncate(time.Minute))
	r.let()
}

// What is not settled stands in the bar at the top with the key that leads there, from the desk as from the shift, and Esc leads back. A
// pretend channel is named on every page, and its money on its receipt.
func TestWhatIsNotSettledIsOneKeyAway(t *testing.T) {
	r := startShift(t)
	r.Hides("未了结", "模拟支付")
	bank := gatewaytest.NewBank(time.Now)
	no := r.begins(bank)
	r.looks()
	r.Shows("未了结 1 Ctrl U", "模拟支付")
	r.Chord(fyne.KeyU)
	require.Equal(t, "收讫 · 未了结的电子收款", r.title())
	r.Shows("3-2-1201", "等业主扫码付款", "模拟支付")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 收银", r.title())
	r.Chord(fyne.Key3)
	r.Chord(fyne.KeyU)
	require.NoError(t, bank.Pay(payment.WeChat, no))
	r.Press(fyne.KeyReturn)
	r.Shows("没有未了结的电子收款") // asked by hand, or a moment before by itself
	r.Hides("未了结 1")
	r.Press(fyne.KeyF6)
	r.Enter(no)
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 收据", r.title())
	r.Shows("300.00")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 未了结的电子收款", r.title())
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 交班", r.title())
	r.Chord(fyne.KeyL)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Shows("模拟支付")
	require.Empty(t, r.troubles)
}

// The owner's screen names a pretend channel too: whoever watches a demo must not take it for a receipt of money.
func TestTheOwnerIsToldOfAPretendChannel(t *testing.T) {
	owner := uitest.NewWindow(t, nil)
	r := start(t, ui.Options{Book: countertest.Create(t), Owner: owner})
	r.Enter("101", countertest.CashierPIN)
	r.looks()
	require.NotContains(t, test.RenderToMarkup(owner.Canvas()), "模拟")
	r.app.Counter().Book.Payments.Connect(payment.Alipay, payment.Pretended{Gateway: gatewaytest.NewBank(time.Now).Gateway(payment.Alipay)})
	r.looks()
	require.Contains(t, test.RenderToMarkup(owner.Canvas()), "模拟 · 不是真的钱")
}

// A clock that is off is said before it stops electronic money, and by whom it is set right.
func TestAClockThatIsOffIsSaidInTheBar(t *testing.T) {
	for by, said := range map[time.Duration]string{30 * time.Second: "", 2 * time.Minute: "电脑时间快了 1", -2 * time.Minute: "电脑时间慢了 1", 5 * time.Minute: "现在不能收电子款"} {
		t.Run(by.String(), func(t *testing.T) {
			r := startShift(t)
			no := r.begins(gatewaytest.NewBank(func() time.Time { return time.Now().Add(-by) }))
			_, err := r.app.Counter().Collecting.Ask(t.Context(), no)
			require.NoError(t, err)
			r.looks()
			if said == "" {
				r.Hides("请经理校准")
				return
			}
			r.Shows(said, "请经理校准", "王丽")
		})
	}
}

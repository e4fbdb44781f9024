package desk

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/collecting"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

// payDesk is a desk whose counter asks channels that are pretended, with the room of 张建国 open.
type payDesk struct {
	*counted
	bank *gatewaytest.Bank
}

func newCollecting(t *testing.T) *payDesk {
	t.Helper()
	d := &payDesk{counted: newDesk(t)}
	d.bank = gatewaytest.NewBank(func() time.Time { return d.counter.Clock })
	for _, channel := range payment.Channels {
		d.counter.Book.Payments.Connect(channel, d.bank.Gateway(channel))
	}
	d.screen.Refresh()
	d.typing("1-1-0602").press(fyne.KeyReturn)
	return d
}

// no is the number of the order that is open on the desk.
func (d *payDesk) no() string {
	d.t.Helper()
	require.NotNil(d.t, d.screen.view.Draft)
	require.NotNil(d.t, d.screen.view.Draft.AtChannel)
	return d.screen.view.Draft.AtChannel.Order.No
}

// scan types as a scanner does.
func (d *payDesk) scan(code string) {
	uitest.Rush(5*time.Millisecond, func() { d.typing(code).press(fyne.KeyReturn) })
}

// follows lets the follower look once, some seconds later, and tell the desk.
func (d *payDesk) follows() *payDesk {
	d.t.Helper()
	d.counter.Clock = d.counter.Clock.Add(3 * time.Second)
	ctx, cancel := context.WithCancel(context.Background())
	changed := make(chan string, 10)
	end := d.counter.Collecting.Subscribe(func(order collecting.Order) { changed <- order.Order.No })
	ended := make(chan error, 1)
	go func() { ended <- d.counter.Collecting.Follow(ctx, func(err error) { d.t.Error(err) }) }()
	no := <-changed
	cancel()
	require.ErrorIs(d.t, <-ended, context.Canceled)
	end()
	d.screen.OrderChanged(no)
	return d
}

func TestOneKeyShowsTheCodeAndThePhonePays(t *testing.T) {
	d := newCollecting(t)
	d.sees("微信", "支付宝", "扫付款码")
	d.press("/")
	d.sees("请业主用微信扫码", "¥300.00", "等业主付款")
	require.NotEmpty(t, d.screen.view.Draft.AtChannel.Code)
	require.Nil(t, d.window.Canvas().Focused(), "what is typed begins a search")
	d.press(fyne.KeyReturn, fyne.KeyReturn)
	d.sees("等业主付款")

	require.NoError(t, d.bank.Pay(payment.WeChat, d.no()))
	d.follows()
	d.sees("本次实收", "¥300.00", "微信支付")
	require.Len(t, d.counter.Pending(spool.Receipt), 1)
	require.Empty(t, d.counter.Pending(spool.Drawer), "no cash moves")
}

func TestTheOwnersCodeIsScanned(t *testing.T) {
	d := newCollecting(t)
	code := d.bank.NewCode(payment.Alipay, true)
	d.press("+")
	d.sees("请业主出示付款码", "¥300.00")
	d.scan(code)
	d.hides(code)
	d.sees("支付宝")
	d.sees("手机上若要密码")
	require.NoError(t, d.bank.Pay(payment.Alipay, d.no()))
	d.follows()
	require.NotNil(t, d.screen.view.Paid)
	require.Equal(t, "¥300.00", halfYen.Replace(d.screen.view.Paid.Payment.TotalFen.Yuan()))
}

func TestTheNextHouseholdIsServedWhileOnePays(t *testing.T) {
	d := newCollecting(t)
	d.press("*")
	no := d.no()
	d.typing("3-2-1201").press(fyne.KeyReturn)
	d.sees("3-2-1201", "1-1-0602 放在一边：支付宝 ¥300.00，等业主付款")
	require.NoError(t, d.bank.Scan(payment.Alipay, no))
	require.NoError(t, d.bank.Pay(payment.Alipay, no))
	d.follows()
	d.hides("放在一边")
	d.press(fyne.KeyReturn)
	d.sees("¥1,045.40")
}

func TestEscTakesTheCodeBackAndCashIsTaken(t *testing.T) {
	d := newCollecting(t)
	d.press("/")
	d.press(fyne.KeyEscape)
	d.sees("已撤销，没有收钱")
	d.press(fyne.KeyReturn)
	d.sees("改收现金：按 F9 或输入实收金额")
	d.press(fyne.KeyF9)
	d.press(fyne.KeyReturn)
	d.sees("本次实收")
	require.Len(t, d.counter.Pending(spool.Drawer), 1)
	_, warn := d.counter.Book.Payments.SkewMS()
	require.False(t, warn)
}

func TestAWrongCodeIsSaidAndAPaymentCodeElsewhereIsNamed(t *testing.T) {
	d := newCollecting(t)
	code := d.bank.NewCode(payment.WeChat, false)
	d.scan(code) // into the cash
	d.hides(code)
	d.sees("这是付款码，没有收款", "1-1-0602")
	require.Nil(t, d.screen.view.Draft.AtChannel)
	d.press("+")
	d.scan("6901234567892")
	d.sees("这不是付款码", "请业主出示付款码")
	d.press(fyne.KeyReturn)
	d.sees("请业主出示付款码")
}

func TestTheKeyOfACodeIsAskedForAgainAndAHeldOneIsNoSearch(t *testing.T) {
	d := newCollecting(t)
	d.press(fyne.KeyEscape)
	d.typing("1-1-0602")
	uitest.Rush(20*time.Millisecond, func() { d.press(fyne.KeyReturn, "/") })
	d.sees("再按一次 /")
	require.Nil(t, d.screen.view.Draft.AtChannel)
	uitest.Hold(d.window, "/", 20)
	d.sees("请业主用微信扫码")
	require.Empty(t, d.screen.view.Search.Query)
}

// The card terminal has a key of its own, and nothing to scan: the sum is on it at once, and the owner taps the card there.
func TestOneKeySendsTheSumToTheTerminal(t *testing.T) {
	d := newCollecting(t)
	d.sees("刷卡机")
	d.press("-")
	d.sees("¥300.00", "请业主刷卡、插卡或拍卡")
	require.Equal(t, payment.Charged, d.screen.view.Draft.AtChannel.Order.Way)
	require.NoError(t, d.bank.Pay(payment.Terminal, d.no()))
	d.follows()
	d.sees("本次实收", "¥300.00", "刷卡机")
	require.Len(t, d.counter.Pending(spool.Receipt), 1)
	require.Empty(t, d.counter.Pending(spool.Drawer), "no cash moves")
}

// After figures a hyphen still says that they are a room's: nothing goes to the terminal by it.
func TestAHyphenAfterFiguresIsARooms(t *testing.T) {
	d := newCollecting(t)
	d.typing("3-2-1201").press(fyne.KeyReturn)
	d.sees("3-2-1201")
	require.Empty(t, d.bank.Open(1))
}

// hearsScans does what the window does with a scan that reached the desk.
func (d *counted) hearsScans() {
	widgets.SetScanned(func(code string) bool {
		switch _, err := payment.ChannelOf(code); {
		case err == nil:
			d.screen.NamePayerCode()
		case d.screen.IsSearching():
			return false
		default:
			d.screen.Search(code)
		}
		return true
	})
	d.t.Cleanup(func() { widgets.SetScanned(func(string) bool { return false }) })
}

// What was just sent to the terminal is not called off at once: the desk says when, and that the terminal itself can.
func TestASumOnTheTerminalIsNotCalledOffAtOnce(t *testing.T) {
	d := newCollecting(t)
	d.press("-")
	d.press(fyne.KeyEscape)
	d.sees("金额刚送到刷卡机")
	d.counter.Clock = d.counter.Clock.Add(20 * time.Second)
	var unsettled []int
	d.screen.deps.StateRead = func(state session.State) { unsettled = append(unsettled, state.Unsettled) }
	d.press(fyne.KeyEscape)
	d.sees("已撤销，没有收钱")
	require.Empty(t, d.bank.Open(1))
	require.True(t, d.screen.view.Problem.Calm, "what the terminal agreed to is no trouble")
	require.Equal(t, []int{0}, unsettled, "the status bar hears of it at once")
}

// A card that is declined was called off by nobody, and is said as what it is.
func TestADeclinedCardIsSaid(t *testing.T) {
	d := newCollecting(t)
	d.press("-")
	require.NoError(t, d.bank.Decline(payment.Terminal, d.no()))
	d.follows()
	d.sees("刷卡没有成功，没有收钱")
	require.False(t, d.screen.view.Problem.Calm)
}

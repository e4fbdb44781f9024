package tray_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/tray"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// page is the tray on a real counter whose channels are pretended.
type page struct {
	*countertest.Hand
	t        *testing.T
	counter  *uitest.Counter
	bank     *gatewaytest.Bank
	screen   *tray.Screen
	changed  []string
	receipts []string
	backs    int
}

func open(t *testing.T) *page {
	t.Helper()
	p := &page{t: t, counter: uitest.NewCounter(t)}
	p.bank = gatewaytest.NewBank(func() time.Time { return p.counter.Clock })
	for _, channel := range payment.Channels {
		p.counter.Book.Payments.Connect(channel, p.bank.Gateway(channel))
	}
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	p.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	p.screen = tray.New(frame, p.counter.Counter, tray.Deps{Explain: countertest.Explain, Back: func() { p.backs++ },
		ToReceipt: func(number string) { p.receipts = append(p.receipts, number) }, Changed: func(no string) { p.changed = append(p.changed, no) }})
	frame.Show(p.screen)
	return p
}

// begins puts an order of a prepayment on the disk, and asks the channel for it.
func (p *page) begins(request, room string, channel payment.Channel, way payment.Way, fen money.Fen) collecting.Order {
	p.t.Helper()
	ctx := context.Background()
	order, err := p.counter.Collecting.Begin(ctx, p.counter.Who(), till.Order{RequestID: request, Room: p.counter.Household(room).Room.ID, PrepayFen: fen,
		Tenders: []till.Tender{{Kind: till.TenderKind(channel), Fen: fen}}}, way)
	require.NoError(p.t, err)
	if way == payment.Shown {
		order, err = p.counter.Collecting.Show(ctx, order.Order.No)
	} else {
		order, err = p.counter.Collecting.Charge(ctx, order.Order.No, p.bank.NewCode(channel, true))
	}
	require.NoError(p.t, err)
	p.screen.Refresh()
	return order
}

// What is open stands there whole: whose, how much, since when, and how it stands; asked by hand, it is booked and gone.
func TestWhatIsOpenIsAskedAndBooked(t *testing.T) {
	p := open(t)
	p.Shows("没有未了结的电子收款", "用微信、支付宝收了还没有结果的")
	order := p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	p.begins("two", "3-2-1201", payment.Alipay, payment.Charged, 86_40)
	p.Shows("1-1-0602", "微信", "300.00", "11-21 10:24", "王丽", "等业主扫码付款", "交易单号 "+order.Order.No, "3-2-1201", "支付宝", "等业主输密码")
	p.Press(fyne.KeyReturn)
	p.Shows("1-1-0602 微信 ¥300.00：业主还没有付")
	require.NoError(t, p.bank.Pay(payment.WeChat, order.Order.No))
	p.Press(fyne.KeyReturn)
	p.Shows("1-1-0602 微信 ¥300.00：已付，已入账。收据 01-2026-000001")
	p.Hides("等业主扫码付款")
	require.Equal(t, []string{order.Order.No, order.Order.No}, p.changed)
	p.Press(fyne.KeyEscape)
	require.Equal(t, 1, p.backs)
}

// Nothing is guessed: what a channel did not answer is unknown, and says what went wrong last.
func TestWhatWentWrongLastIsSaid(t *testing.T) {
	p := open(t)
	p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	p.bank.Script.Next(payment.WeChat, gatewaytest.MethodQuery, gatewaytest.Forged)
	p.Press(fyne.KeyReturn)
	p.Shows("结果未知，正在查", "请不要让业主再付一遍", "最近一次查询：支付渠道的答复验不了签")
}

// A charge is taken back at the earliest when the channel must know of it: the page says after how many seconds, and keeps the question.
func TestAnOrderIsStoppedOnceItCanBe(t *testing.T) {
	p := open(t)
	order := p.begins("one", "1-1-0602", payment.Alipay, payment.Charged, 300_00)
	p.Press(fyne.KeyDelete)
	p.Shows("1-1-0602 支付宝 ¥300.00", "渠道先查一次")
	p.Press(fyne.KeyReturn)
	p.Shows("再过 15 秒才能撤销")
	p.counter.Clock = p.counter.Clock.Add(16 * time.Second)
	p.Press(fyne.KeyReturn)
	p.Shows("1-1-0602 支付宝 ¥300.00：没有付，已撤销，没有收钱", "没有未了结的电子收款")
	now, err := p.counter.Collecting.Read(context.Background(), order.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsClosed, now.State)
}

// An owner shows a number on the phone: any order of the book is found by it, ours or the channel's, and its receipt is one key away.
func TestAnyOrderIsFoundByItsNumber(t *testing.T) {
	p := open(t)
	order := p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	require.NoError(t, p.bank.Pay(payment.WeChat, order.Order.No))
	p.Press(fyne.KeyReturn)
	paid, err := p.counter.Collecting.Read(context.Background(), order.Order.No)
	require.NoError(t, err)
	p.Press(fyne.KeyF6)
	p.Enter("SQ0")
	p.Shows("没有这个交易单号的电子收款")
	p.Press(fyne.KeyEscape)
	for _, number := range []string{order.Order.No, paid.ChannelNo} {
		p.Press(fyne.KeyF6)
		p.Enter(number)
		p.Shows("已付，已入账", "收据 01-2026-000001", "11-21 10:24 由 王丽 发起", "打开收据")
		p.Press(fyne.KeyReturn)
	}
	require.Equal(t, []string{"01-2026-000001", "01-2026-000001"}, p.receipts)
}

// The owner paid in the moment in which the order was closed, or the channel said so wrongly: it is found and asked about again.
func TestAClosedOrderIsAskedAboutAgain(t *testing.T) {
	p := open(t)
	order := p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	p.Press(fyne.KeyDelete, fyne.KeyReturn)
	p.Shows("没有付，已撤销")
	p.Press(fyne.KeyF6)
	p.Enter(order.Order.No)
	p.Shows("没有付，已撤销，没有收钱")
	p.Press(fyne.KeyReturn)
	p.Shows("1-1-0602 微信 ¥300.00：没有付，已撤销")
	require.Len(t, p.changed, 2)
}

// Money on its way back stands there until the owner has it.
func TestMoneyOnItsWayBackIsAskedAbout(t *testing.T) {
	p := open(t)
	order := p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	require.NoError(t, p.bank.Pay(payment.WeChat, order.Order.No))
	p.Press(fyne.KeyReturn)
	p.Shows("没有未了结的电子收款")
	_, err := p.counter.Undoing.Reverse(context.Background(), p.counter.Undo("01-2026-000001"))
	require.NoError(t, err)
	p.screen.Refresh()
	p.Shows("1-1-0602", "微信 原路退回", "300.00", "等着请渠道退", "账上已退", "原交易单号 "+order.Order.No)
	p.bank.Script.Next(payment.WeChat, gatewaytest.MethodRefund, gatewaytest.Waits)
	p.Press(fyne.KeyReturn)
	p.Shows("退回中", "一般几分钟到三天")
	p.Hides("Del")
	var read collecting.Tray
	read, err = p.counter.Collecting.Tray(context.Background())
	require.NoError(t, err)
	require.NoError(t, p.bank.Settle(payment.WeChat, read.Backs[0].No, payment.RefundDone))
	p.Press(fyne.KeyReturn)
	p.Shows("已退回业主", "没有未了结的电子收款")
}

// A card's sale is booked, and taken back at the terminal: it stands there until its receipt, one key away, is reversed.
func TestASaleTakenBackAtTheTerminalStandsUntilItIsReversed(t *testing.T) {
	p := open(t)
	p.begins("one", "1-1-0602", payment.Terminal, payment.Charged, 300_00)
	order := p.begins("two", "3-2-1201", payment.Terminal, payment.Charged, 86_40)
	p.screen.Refresh()
	p.Shows("等业主刷卡", "金额已送到刷卡机，还没有付")
	p.Hides("已扣款")
	require.NoError(t, p.bank.Pay(payment.Terminal, order.Order.No))
	_, err := p.counter.Collecting.Ask(context.Background(), order.Order.No)
	require.NoError(t, err)
	_, err = p.bank.Reverse(payment.Terminal, order.Order.No)
	require.NoError(t, err)
	require.NoError(t, p.counter.Collecting.Confirm(context.Background()))
	p.screen.Refresh()
	p.Shows("3-2-1201", "刷卡机上撤销了")
	p.Press(fyne.KeyDown)
	p.Shows("钱没有到公司", "红冲这张收据", "收据 01-2026-000001")
	p.Press(fyne.KeyReturn)
	require.Equal(t, []string{"01-2026-000001"}, p.receipts)
	_, err = p.counter.Undoing.Reverse(context.Background(), p.counter.Undo("01-2026-000001"))
	require.NoError(t, err)
	p.screen.Refresh()
	p.Hides("刷卡机上撤销了")
}

// The line comes back and twenty orders change at once: the tray is read for all of them together.
func TestManyChangesAtOnceAreReadTogether(t *testing.T) {
	var waiting []func()
	isHeld := false
	options := uitest.InPlace()
	options.Go = func(work func()) {
		if isHeld {
			waiting = append(waiting, work)
			return
		}
		work()
	}
	p := open(t)
	frame := shell.New(uitest.NewWindow(t, nil), options)
	t.Cleanup(frame.Close)
	screen := tray.New(frame, p.counter.Counter, tray.Deps{Explain: countertest.Explain, Back: func() {}, Changed: func(string) {}})
	frame.Show(screen)
	isHeld = true
	screen.Refresh()
	p.begins("one", "1-1-0602", payment.WeChat, payment.Shown, 300_00)
	for range 20 {
		screen.Refresh()
	}
	require.Len(t, waiting, 1)
	isHeld = false
	waiting[0]()
	countertest.NewHand(t, func() *shell.Shell { return frame }).Shows("1-1-0602", "等业主扫码付款")
}

// In the smallest window every sentence is read whole.
func TestTheTrayIsReadWholeInTheSmallestWindow(t *testing.T) {
	window := uitest.NewWindow(t, nil)
	size := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	window.Resize(size)
	look.SetRoom(size)
	for _, shot := range tray.Gallery() {
		frame := shell.New(window, uitest.InPlace())
		shot.Draw(frame)
		hand := countertest.NewHand(t, func() *shell.Shell { return frame })
		if shot.Name == "tray" {
			hand.Shows("12-1-2801", "12,840.00", "结果未知，正在查", "支付宝 原路退回", "王丽")
			hand.Hides("…")
		}
	}
}

func TestPictures(t *testing.T) { countertest.Pictures(t, tray.Gallery(), "tray", "tray-found") }

package history_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/history"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/estate"
)

// page is the history of 3-2-1201 in a window, with where its keys led.
type page struct {
	*countertest.Hand
	counter *uitest.Counter
	frame   *shell.Shell
	screen  *history.Screen
	back    int
	receipt string
}

func open(t *testing.T, counter *uitest.Counter) *page {
	p := &page{counter: counter, frame: uitest.NewShell(t)}
	t.Cleanup(p.frame.Close)
	p.screen = history.New(p.frame, counter.Households, history.Deps{Lang: assets.Chinese, Explain: countertest.Explain, Back: func() { p.back++ }, ToReceipt: func(number string) { p.receipt = number }})
	p.screen.Open(estate.ObjectID(estate.Room, "3-2-1201"), "3-2-1201")
	p.frame.Show(p.screen)
	p.Hand = countertest.NewHand(t, func() *shell.Shell { return p.frame })
	return p
}

// What happened stands there newest first under its figures; digits show one kind, Enter the receipt or why, and Esc leads back.
func TestAHouseholdsHistoryByKeysAlone(t *testing.T) {
	counter := uitest.NewCounter(t)
	counter.Overdue()
	late := counter.Household("3-2-1201").Lines[0]
	for _, line := range counter.Household("3-2-1201").Lines {
		if line.LateFen > 0 {
			late = line
		}
	}
	require.NoError(t, counter.Charging.Waive(t.Context(), late.ID, 1_00, "2026-11-21", "our_fault", session.Second{}))
	open(t, counter).Shows("现在欠费，含违约金 ¥4.88", "¥1,630.51", "还没有") // 840.47, 205.00, 300.00 not yet due, 280.16 and its late fee
	paid := counter.Pay("3-2-1201")
	p := open(t, counter)
	p.Shows("3-2-1201 全部记录", "共 7 条", "¥300.00", "预存款，期初 ¥500.00", paid.Number, "收款", "物业费违约金", "期初欠费", "已缴清", "欠 ¥300.00", "王丽", "张*国")
	p.Press(fyne.KeyReturn)
	require.Equal(t, paid.Number, p.receipt, "the newest is the payment")

	p.Type("1")
	p.Shows("账单 · 全部年份 · 共 5 条")
	p.Type("8")
	p.Shows("违约金 · 全部年份 · 共 2 条", "4.88", "减免违约金", "-1.00", "我方差错")
	p.Type("0")
	p.Shows("全部 · 全部年份 · 共 7 条")
	p.Type("4")
	p.Shows("没有这样的记录")
	p.Type("1")
	p.Press(fyne.KeyDown)
	p.Press(fyne.KeyReturn)
	p.Shows("物业费 2026-09 计算过程", "98.30 m²", "2.85", "2026-11-21 已缴，收据 "+paid.Number, "还欠")
	p.Press(fyne.KeyReturn)
	p.Hides("计算过程 ")

	p.Press(fyne.KeyLeft)
	p.Shows("2026 年 · 共 5 条")
	p.Press(fyne.KeyLeft) // there is no older one
	p.Shows("2026 年 · 共 5 条")
	p.Press(fyne.KeyRight)
	p.Shows("账单 · 全部年份 · 共 5 条")
	p.Press(fyne.KeyEscape)
	require.Equal(t, 1, p.back)
}

// A long history is read on as the cursor comes to its end.
func TestALongHistoryIsReadOnAtItsEnd(t *testing.T) {
	counter := uitest.NewCounter(t)
	counter.As("200", uitest.SupervisorPIN)
	for n := range 320 {
		counter.Bill("3-2-1201", fmt.Sprintf("维修 %03d", n), 100, "2026-11-20")
	}
	p := open(t, counter)
	p.Shows("共 323 条，已列出 300 条", "维修 319")
	p.Press(fyne.KeyEnd)
	p.Hides("已列出") // all of them are there now
	p.Press(fyne.KeyEnd)
	p.Shows("期初欠费")
}

// A book that cannot be read is said in the place of the lines, and never looks like a household without any.
func TestAHistoryThatCannotBeReadIsNotEmpty(t *testing.T) {
	counter := uitest.NewCounter(t)
	p := open(t, counter)
	p.screen.Open("nothing", "3-2-1201")
	p.frame.Show(p.screen)
	p.Shows("没有读出来")
	p.Hides("这一户还没有记录")
}

// Whoever locks the counter while it is read sees nothing of it afterwards, and another household's answer is never shown.
func TestALateAnswerOfAnotherHouseholdIsDropped(t *testing.T) {
	counter := uitest.NewCounter(t)
	var held []func()
	options := uitest.InPlace()
	options.Go = func(work func()) { held = append(held, work) }
	frame := shell.New(uitest.NewWindow(t, nil), options)
	t.Cleanup(frame.Close)
	screen := history.New(frame, counter.Households, history.Deps{Explain: countertest.Explain, Back: func() {}, ToReceipt: func(string) {}})
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	screen.Open(estate.ObjectID(estate.Room, "3-2-1201"), "3-2-1201")
	frame.Show(screen)
	hand.Shows("正在读取")
	screen.Open(estate.ObjectID(estate.Room, "1-1-0602"), "1-1-0602")
	frame.Show(screen)
	require.Len(t, held, 2)
	held[1]()
	held[0]()
	hand.Shows("1-1-0602 全部记录", "共 1 条", "300.00")
	hand.Hides("水费")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, history.Gallery(), "history", "history-why")
}

package shift_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// desk is a shift's screen on a real book, with what it told the window.
type desk struct {
	t        *testing.T
	frame    *shell.Shell
	counter  *cashier.Counter
	screen   *shift.Screen
	deps     shift.Deps
	opened   int
	closed   int
	exported []calendar.Date
}

func open(t *testing.T) *desk {
	d := &desk{t: t, frame: uitest.NewShell(t), counter: countertest.Open(t)}
	t.Cleanup(d.frame.Close)
	countertest.SignIn(t, d.counter, "101", countertest.CashierPIN)
	d.deps = shift.Deps{
		Explain: func(err error) string { return words.Explain(err, assets.Chinese) },
		Changed: func() {}, Opened: func() { d.opened++ }, Closed: func() { d.closed++ }, Receipts: func() {},
		Export: func(_ context.Context, day calendar.Date) (string, error) {
			d.exported = append(d.exported, day)
			return "/tmp/日报.xlsx", nil
		},
	}
	d.begin()
	return d
}

// begin shows the page anew, as after a sign-in.
func (d *desk) begin() {
	d.screen = shift.New(d.frame, d.counter, d.deps)
	d.frame.SetItems([]shell.Item{{Name: "shift", Screen: d.screen}})
	d.frame.Show(d.screen)
}

func (d *desk) press(names ...fyne.KeyName) { uitest.Press(d.frame.Window(), names...) }

func (d *desk) typed(text string) { uitest.Type(d.frame.Window(), text) }

// count types pieces from the largest denomination down and commits with Enter at the last.
func (d *desk) count(pieces ...string) {
	for index := range 8 {
		if index < len(pieces) {
			d.typed(pieces[index])
		}
		d.press(fyne.KeyReturn)
	}
}

func (d *desk) shows(words ...string) {
	d.t.Helper()
	markup := test.RenderToMarkup(d.frame.Canvas())
	for _, word := range words {
		require.True(d.t, strings.Contains(markup, word), "the screen does not say %s", word)
	}
}

func (d *desk) hides(words ...string) {
	d.t.Helper()
	markup := test.RenderToMarkup(d.frame.Canvas())
	for _, word := range words {
		require.False(d.t, strings.Contains(markup, word), "the screen says %s", word)
	}
}

// last returns the newest shift as the book has it.
func (d *desk) last() till.Shift {
	var last *till.Shift
	require.NoError(d.t, d.counter.Book.Store.Read(d.t.Context(), func(tx *store.Tx) (err error) {
		last, err = till.LastShift(tx, "01")
		return err
	}))
	require.NotNil(d.t, last)
	return *last
}

func TestTheFloatIsCountedAndTheShiftOpens(t *testing.T) {
	d := open(t)
	d.shows("还没有开班", "这是本柜台的第一个班")
	d.count("3", "4")
	require.EqualValues(t, 50000, d.last().FloatFen)
	require.Equal(t, 1, d.opened)
}

func TestWhatShouldBeThereShowsOnlyAfterTheCount(t *testing.T) {
	d := open(t)
	d.count("3", "4")
	d.frame.Show(d.screen)
	d.shows("清点现金", "提交后显示")
	d.hides("应有 ", "未打印确认") // there is no receipt that could be missing
	d.count("3", "4", "", "1")
	d.shows("长款 ¥10.00", "应有 ¥500.00")
	require.Equal(t, 1, d.last().Counts)
}

func TestEscCountsAgainWithWhatWasTyped(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.count("4")
	d.shows("短款 ¥100.00")
	d.press(fyne.KeyEscape)
	d.shows("提交清点")
	d.count("5")
	d.shows("账款相符")
	require.Equal(t, 2, d.last().Counts)
}

func TestTheShiftIsHandedOverByThePINOfTheNextPerson(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.count("5")
	d.typed("300")
	d.press(fyne.KeyReturn)
	d.typed("102")
	d.press(fyne.KeyReturn)
	d.typed("111111")
	d.press(fyne.KeyReturn)
	d.shows("密码不对，还可以试 4 次")
	require.Zero(t, d.last().ClosedSeq)
	d.typed(countertest.SecondPIN)
	d.press(fyne.KeyReturn)
	closed := d.last()
	require.NotZero(t, closed.ClosedSeq)
	require.EqualValues(t, 30000, closed.LeftFen)
	require.EqualValues(t, 20000, closed.HandedFen)
	d.shows("已交班", "交班报表（Z）", "没有设打印机")
	d.press(fyne.KeyF6)
	require.Equal(t, []calendar.Date{"2026-11-21"}, d.exported)
	d.shows("/tmp/日报.xlsx")
	d.press(fyne.KeyReturn)
	require.Equal(t, 1, d.closed)
}

func TestWhereAllIsLeftNobodyReceives(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.count("5")
	d.press(fyne.KeyReturn)
	require.NotZero(t, d.last().ClosedSeq)
}

func TestADifferenceBeyondTheLimitWantsAReasonAndASupervisor(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.count("4")
	d.shows("短款 ¥100.00", "要写明原因")
	d.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	d.shows("请按 F5 选长短款的原因")
	require.Zero(t, d.last().ClosedSeq)
	d.press(fyne.KeyF5)
	d.typed("2")
	d.typed("200")
	d.press(fyne.KeyReturn)
	d.typed(countertest.SupervisorPIN)
	d.press(fyne.KeyReturn)
	require.NotZero(t, d.last().ClosedSeq)
}

func TestADifferentFloatIsSaidAfterItWasCommitted(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.count("5")
	d.press(fyne.KeyReturn, fyne.KeyReturn)
	d.frame.Forget(d.screen)
	next := open2(t, d)
	next.shows("上一班留下", "¥500.00")
	next.count("4", "1", "2")
	next.shows("少 ¥10.00")
	require.Zero(t, next.opened)
	next.press(fyne.KeyReturn)
	require.Equal(t, 1, next.opened)
}

// open2 is the next person's screen on the same counter.
func open2(t *testing.T, before *desk) *desk {
	d := &desk{t: t, frame: before.frame, counter: before.counter}
	countertest.SignIn(t, d.counter, "102", countertest.SecondPIN)
	d.screen = shift.New(d.frame, d.counter, shift.Deps{Explain: func(err error) string { return words.Explain(err, assets.Chinese) },
		Changed: func() {}, Opened: func() { d.opened++ }, Closed: func() { d.closed++ }, Receipts: func() {}})
	d.frame.Show(d.screen)
	return d
}

func TestSomebodyElsesShiftIsNamed(t *testing.T) {
	d := open(t)
	d.count("5")
	next := open2(t, d)
	next.shows("现在是 王丽 的班")
	next.press(fyne.KeyReturn)
	require.Equal(t, 1, next.closed)
}

func TestASupervisorClosesForACashierWhoWentHome(t *testing.T) {
	d := open(t)
	d.count("5")
	countertest.SignIn(t, d.counter, "200", countertest.SupervisorPIN)
	d.frame.Show(d.screen)
	d.shows("清点现金")
	d.count("5")
	d.press(fyne.KeyReturn)
	require.NotZero(t, d.last().ClosedSeq)
	d.shows("代为交班", "工号 200")
}

func TestCashIsTakenOutWithASecondPerson(t *testing.T) {
	d := open(t)
	d.count("5")
	d.frame.Show(d.screen)
	d.press(fyne.KeyF7)
	d.typed("2")
	d.typed("2")
	d.typed("120")
	d.press(fyne.KeyReturn)
	d.typed("200")
	d.press(fyne.KeyReturn)
	d.typed("999999")
	d.press(fyne.KeyReturn)
	d.shows("密码不对")
	for range 3 {
		d.press(fyne.KeyReturn)
	}
	d.typed(countertest.SupervisorPIN)
	d.press(fyne.KeyReturn)
	require.True(t, d.frame.Canvas().Overlays().Top() == nil)
	d.count("3", "1", "1", "1")
	d.shows("账款相符")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	for _, picture := range shift.Gallery() {
		switch picture.Name {
		case "shift-open", "shift-count", "shift-short", "shift-closed":
			t.Run(picture.Name, func(t *testing.T) {
				frame := uitest.NewShell(t)
				t.Cleanup(frame.Close)
				picture.Draw(frame)
				uitest.AssertMarkup(t, frame.Window(), picture.Name)
			})
		}
	}
}

func TestFault2AnEnterHeldOrBouncedAfterTheCountClosesNoShift(t *testing.T) {
	d := open(t)
	d.count("3", "4")
	d.frame.Show(d.screen)
	d.count("3", "4", "", "", "", "", "")
	require.Equal(t, 1, d.last().Counts)
	require.Zero(t, d.last().ClosedSeq)

	d.press(fyne.KeyEscape) // counted again, and the last Enter bounces and is held
	d.count()
	uitest.Rush(60*time.Millisecond, func() { d.press(fyne.KeyReturn) })
	uitest.Rush(0, func() { uitest.Hold(d.frame.Window(), fyne.KeyReturn, 30) })
	require.Zero(t, d.last().ClosedSeq)
	d.press(fyne.KeyReturn)
	require.NotZero(t, d.last().ClosedSeq)
	require.Zero(t, d.closed)
	uitest.Rush(60*time.Millisecond, func() { d.press(fyne.KeyReturn) })
	require.Zero(t, d.closed, "the report was not seen yet")
	d.press(fyne.KeyReturn)
	require.Equal(t, 1, d.closed)
}

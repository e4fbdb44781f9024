package shift_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/till"
)

// morning opens the screen on the day after a shift that left 500 yuan.
func morning(t *testing.T) *desk {
	d := open(t)
	d.count("5")
	_, err := d.counter.Shifts.Count(t.Context(), till.CountedSum(500_00))
	require.NoError(t, err)
	_, err = d.counter.Shifts.Close(t.Context(), shifts.Handover{LeftFen: 500_00})
	require.NoError(t, err)
	d.counter.Book.Journal.Now = func() time.Time { return countertest.Noon.Add(24 * time.Hour) }
	d.frame.Show(d.screen)
	d.opened = 0
	d.shows("上一班留下", "¥500.00")
	return d
}

func TestTheOpeningFloatIsGuardedAgainstEightEnters(t *testing.T) {
	d := morning(t)
	d.count()
	d.shows("清点合计是 0", "上一班留下 ¥500.00")
	d.press(fyne.KeyEscape)
	d.shows("还没有开班")
	require.NotZero(t, d.last().ClosedSeq, "nothing is opened")
	d.count()
	d.press(fyne.KeyReturn)
	d.shows("短款 ¥500.00", "超过 ¥10.00")
	require.NotZero(t, d.last().ClosedSeq, "nobody answered for it yet")
	d.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	d.shows("请按 F5 选长短款的原因")
	require.NotZero(t, d.last().ClosedSeq)
	require.Zero(t, d.opened)
}

func TestTheOpeningFloatIsGuardedByAReasonAndASecondPerson(t *testing.T) {
	d := morning(t)
	d.count("3")
	d.shows("短款 ¥200.00")
	d.press(fyne.KeyF5)
	d.press(fyne.KeyDown, fyne.KeyReturn)
	d.typed("200")
	d.press(fyne.KeyReturn)
	d.typed("111111")
	d.press(fyne.KeyReturn)
	d.shows("密码不对，还可以试 4 次")
	require.NotZero(t, d.last().ClosedSeq)
	d.typed(countertest.SupervisorPIN)
	d.press(fyne.KeyReturn)
	shift := d.last()
	require.Zero(t, shift.ClosedSeq)
	require.EqualValues(t, -200_00, shift.FloatDifferenceFen)
	require.NotEmpty(t, shift.FloatApprover)
	require.Equal(t, 1, d.opened)
}

func TestTheOpeningFloatIsGuardedAndEscKeepsTheCount(t *testing.T) {
	d := morning(t)
	d.count("3")
	d.press(fyne.KeyEscape)
	d.shows("数一数钱箱里的钱", "¥300.00")
	d.count("", "4")
	require.EqualValues(t, 500_00, d.last().FloatFen)
	require.Equal(t, 1, d.opened)
}

func TestTheOpeningFloatIsGuardedOnlyBeyondTheLimit(t *testing.T) {
	d := morning(t)
	d.count("4", "1", "1", "2", "1")
	d.shows("比上一班留下的少 ¥5.00")
	require.Zero(t, d.last().ClosedSeq)
	require.Empty(t, d.last().FloatApprover)
}

// A clock a year ahead asks a second person, and the page says both days.
func TestAShiftOnAFarDayTakesASecondPerson(t *testing.T) {
	d := morning(t)
	d.counter.Book.Journal.Now = func() time.Time { return countertest.Noon.AddDate(1, 0, 0) }
	d.frame.Show(d.screen)
	d.count("5")
	d.shows("2026-11-21", "2027-11-21", "隔得太远", "营业日")
	d.hides("长短款")
	require.NotZero(t, d.last().ClosedSeq, "nobody agreed yet")
	d.press(fyne.KeyReturn, fyne.KeyReturn)
	d.shows("请批准人输入工号和密码")
	d.typed("200")
	d.press(fyne.KeyReturn)
	d.typed(countertest.SupervisorPIN)
	d.press(fyne.KeyReturn)
	require.Zero(t, d.last().ClosedSeq)
	require.EqualValues(t, "2027-11-21", d.last().BusinessOn)
	require.NotEmpty(t, d.last().FloatApprover)
	require.Equal(t, 1, d.opened)

	// The clock is right again: the open shift says so, and is closed.
	d.counter.Book.Journal.Now = func() time.Time { return countertest.Noon }
	d.frame.Show(d.screen)
	d.shows("开着的班是 2027-11-21 的", "今天是 2026-11-21")
}

// A float that differs on a far day takes one answer for both.
func TestAFloatThatDiffersOnAFarDayTakesOneAnswer(t *testing.T) {
	d := morning(t)
	d.counter.Book.Journal.Now = func() time.Time { return countertest.Noon.AddDate(0, 0, -3) }
	d.frame.Show(d.screen)
	d.count("3")
	d.shows("短款 ¥200.00", "2026-11-21", "2026-11-18")
	d.press(fyne.KeyF5)
	d.press(fyne.KeyDown, fyne.KeyReturn)
	d.typed("200")
	d.press(fyne.KeyReturn)
	d.typed(countertest.SupervisorPIN)
	d.press(fyne.KeyReturn)
	require.Zero(t, d.last().ClosedSeq)
	require.EqualValues(t, -200_00, d.last().FloatDifferenceFen)
}

package settings_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The lines of the list, counted from the one where the cursor begins.
const (
	lineText = 1 + iota
	lineLock
	lineFolder
	linePrinter
)

// lineOwner is the owner's colours, and lineRules the last line before the rules.
const (
	lineOwner = linePrinter + 5
	lineRules = lineOwner + 4 + 5
)

func open(t *testing.T, code, pin string) (*countertest.Hand, *cashier.Counter, *int) {
	frame, counter, changed := uitest.NewShell(t), countertest.Open(t), 0
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, code, pin)
	frame.Show(settings.New(frame, counter, settings.Deps{Explain: countertest.Explain, Changed: func() { changed++ }, Folder: t.TempDir(), LockMinutes: 10}))
	return countertest.NewHand(t, func() *shell.Shell { return frame }), counter, &changed
}

func down(hand *countertest.Hand, lines int) {
	for range lines {
		hand.Press(fyne.KeyDown)
	}
}

func TestACashierChangesTheTextSizeAndNothingElse(t *testing.T) {
	hand, counter, changed := open(t, "101", countertest.CashierPIN)
	down(hand, lineText)
	hand.Press(fyne.KeyReturn)
	hand.Type("2")
	value, err := counter.LocalSetting(t.Context(), settings.TextSize)
	require.NoError(t, err)
	require.Equal(t, settings.LargeText, value)
	require.Equal(t, 1, *changed)
	down(hand, linePrinter-lineText)
	hand.Press(fyne.KeyReturn)
	hand.Shows("没有“修改设置”的权限")
}

// The key bar says of Enter what the button beside the line says.
func TestEnterHasOneNameAtEachLine(t *testing.T) {
	hand, _, _ := open(t, "100", countertest.ManagerPIN)
	hand.Shows("修改")
	hand.Hides("执行", "打开")
	down(hand, linePrinter+3)
	hand.Shows("打印测试页", "执行")
	hand.Hides("修改", "打开")
	down(hand, lineRules+8-linePrinter-3)
	hand.Shows("收据上打哪些内容", "打开")
	hand.Hides("修改", "执行")
}

func TestAPrinterThatCannotBeIsRefusedWithTheExamples(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	down(hand, linePrinter)
	hand.Shows("tcp://192.168.1.50:9100?paper=80")
	hand.Press(fyne.KeyReturn)
	hand.Type("打印机")
	hand.Press(fyne.KeyReturn)
	hand.Shows("返回")
	setting, _ := counter.Printing.Printer()
	require.Equal(t, "none", setting)
}

func TestALimitIsWrittenInYuanAndKeptInFen(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	down(hand, lineRules+13)
	hand.Shows("长短款超过它")
	hand.Press(fyne.KeyReturn)
	hand.Enter("25.5")
	require.EqualValues(t, 2550, most(t, counter))
	hand.Shows("¥25.50")
}

// most returns how much over or short one person closes with.
func most(t *testing.T, counter *cashier.Counter) int64 {
	t.Helper()
	state, err := counter.State(t.Context())
	require.NoError(t, err)
	return int64(state.Bounds.Fen(staff.DifferenceMax))
}

// Once the book has asked for money a limit is raised by two: nothing is saved before the second one's PIN was right.
func TestALimitIsRaisedByTwoPeople(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	manager, _ := counter.Actor()
	_, err := counter.Book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "1-1-101", AreaCentiM2: 9830}}}, false)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := counter.Book.Billing.In(tx).Add(tx.Context(), manager, staff.Approval{}, billing.ByHand{RequestID: "one", Room: "1-1-101", Item: "维修费", AmountFen: 5000})
		return err
	}))
	before := most(t, counter)
	down(hand, lineRules+13)
	hand.Press(fyne.KeyReturn)
	hand.Enter("25.5")
	hand.Shows("要批准人输入密码")
	hand.Enter("200", "000000")
	hand.Shows("密码不对")
	require.Equal(t, before, most(t, counter))
	hand.Enter(countertest.SupervisorPIN)
	require.EqualValues(t, 2550, most(t, counter))
	hand.Press(fyne.KeyReturn)
	hand.Enter("1")
	require.EqualValues(t, 100, most(t, counter), "a tighter one is one person's")
}

func TestTheWholeBookIsCheckedAndBackedUp(t *testing.T) {
	hand, _, _ := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyReturn)
	hand.Shows("查过，没有问题")
	path := filepath.Join(t.TempDir(), "backup.book")
	hand.Press(fyne.KeyDown, fyne.KeyReturn)
	empty(hand)
	hand.Type(path)
	hand.Press(fyne.KeyReturn)
	hand.Shows("已备份到")
	require.FileExists(t, path)
	require.NoError(t, os.Remove(path))
}

// What the check found is said in words that a person knows, with the row behind them for whoever helps.
func TestWhatTheFullCheckFoundIsSaidInPlainWords(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	require.NoError(t, counter.Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE staff SET wrong_pins = 4 WHERE code = '101'")
		return err
	}))
	hand.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyReturn)
	hand.Shows("有 1 处问题")
	hand.Press(fyne.KeyEscape)
	hand.Shows("内容和记录不符", "wrong_pins 被改过")
}

// The check goes on while money is taken: nothing covers the screen, and only who asks for it on the page cancels it.
func TestTheFullCheckGoesOnBehindTheScreenUntilItIsCancelled(t *testing.T) {
	options := uitest.InPlace()
	options.Later = func(time.Duration, func()) func() { return func() {} }
	var waiting []func()
	isHeld := false
	options.Go = func(work func()) {
		if isHeld {
			waiting = append(waiting, work)
			return
		}
		work()
	}
	frame, counter := shell.New(uitest.NewWindow(t, nil), options), countertest.Open(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	page := func(check *settings.Check) *settings.Screen {
		return settings.New(frame, counter, settings.Deps{Explain: countertest.Explain, Changed: func() {}, Folder: t.TempDir(), LockMinutes: 10, Check: check})
	}
	var check settings.Check
	frame.Show(page(&check))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Press(fyne.KeyEnd, fyne.KeyUp)
	isHeld = true
	hand.Press(fyne.KeyReturn)
	isHeld = false
	require.Len(t, waiting, 1)
	require.Nil(t, frame.Canvas().Overlays().Top(), "nothing holds the desk")
	hand.Shows("正在查，已到 0%", "取消检查")
	frame.Show(page(&check)) // the next person's
	hand.Press(fyne.KeyEnd, fyne.KeyUp)
	hand.Shows("正在查")
	hand.Press(fyne.KeyReturn)
	hand.Shows("还没有查完")
	hand.Press(fyne.KeyReturn)
	hand.Hides("还没有查完")
	hand.Shows("正在查")
	hand.Press(fyne.KeyReturn, fyne.KeyF12)
	waiting[0]()
	hand.Shows("已取消", "这次打开后还没查")
}

// empty empties the entry with the focus.
func empty(hand *countertest.Hand) {
	for range 200 {
		hand.Press(fyne.KeyBackspace)
	}
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, settings.Gallery(), "settings", "settings-fen")
}

// How a sum is shared out that does not pay all is set by a digit, and what is yes or no by Enter, each after it was asked: one
// Enter too many changes nothing of what money means.
func TestHowAPartIsSharedOutIsSetOnThePage(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	policies := func() estate.Policies {
		state, err := counter.State(t.Context())
		require.NoError(t, err)
		return state.Policies
	}
	before := policies()
	down(hand, lineRules+5)
	hand.Shows("代收代付单独开收据")
	hand.Press(fyne.KeyReturn)
	hand.Shows("代收代付单独开收据：否 → 是")
	hand.Press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn, fyne.Key2)
	hand.Shows("→ ")
	hand.Press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEscape)
	require.Equal(t, before, policies())

	hand.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
	hand.Shows("缴费截止日早的")
	hand.Press(fyne.Key2, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
	now := policies()
	require.True(t, now.AgencyReceipt)
	require.Equal(t, estate.AgencyFirst, now.AllocationOrder)
	require.True(t, now.LateFeeFirst)
}

// A counter where most owners want no paper prints a receipt only when somebody asks for it.
func TestReceiptsArePrintedOnDemandWhereTheCounterWantsIt(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	down(hand, linePrinter+2)
	hand.Shows("收据按需打印", "开：收款后不自动打印")
	hand.Press(fyne.KeyReturn)
	require.True(t, counter.Printing.OnDemand())
	hand.Press(fyne.KeyReturn)
	require.False(t, counter.Printing.OnDemand())
}

func TestTheOwnersScreenIsSetToHighContrast(t *testing.T) {
	hand, counter, _ := open(t, "101", countertest.CashierPIN)
	down(hand, lineOwner)
	hand.Press(fyne.KeyReturn)
	hand.Type("2")
	value, err := counter.LocalSetting(t.Context(), settings.OwnerColours)
	require.NoError(t, err)
	require.Equal(t, settings.HighContrast, value)
}

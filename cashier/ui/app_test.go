package ui_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// running is a window on a book. Posts from other goroutines wait until the test lets them in, as the real window does.
type running struct {
	*countertest.Hand
	t        *testing.T
	app      *ui.App
	quits    int
	delayed  []func()
	mutex    sync.Mutex
	posted   []func()
	troubles []error
}

// start opens a window on the book at path; work runs in place.
func start(t *testing.T, options ui.Options) *running {
	t.Setenv("HOME", t.TempDir())
	r := &running{t: t}
	options.Quit = func() { r.quits++ }
	options.Trouble = func(err error) { r.troubles = append(r.troubles, err) }
	options.Shell = uitest.InPlace()
	options.Shell.Post = r.post
	options.Shell.Later = func(_ time.Duration, do func()) func() {
		r.delayed = append(r.delayed, do)
		return func() {}
	}
	r.app = ui.New(uitest.NewWindow(t, nil), options)
	r.Hand = countertest.NewHand(t, func() *shell.Shell { r.let(); return r.app.Frame() })
	r.app.Start()
	r.let()
	t.Cleanup(func() { require.NoError(t, r.app.Close()) })
	return r
}

func (r *running) post(do func()) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.posted = append(r.posted, do)
}

// let runs what was posted until nothing more is.
func (r *running) let() {
	for {
		r.mutex.Lock()
		posted := r.posted
		r.posted = nil
		r.mutex.Unlock()
		if len(posted) == 0 {
			return
		}
		for _, do := range posted {
			do()
		}
	}
}

func (r *running) title() string {
	r.let()
	return r.app.Frame().Window().Title()
}

func (r *running) last() till.Shift {
	var last *till.Shift
	require.NoError(r.t, r.app.Counter().Book.Store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
		last, err = till.LastShift(tx, "01")
		return err
	}))
	require.NotNil(r.t, last)
	return *last
}

func TestADayFromSignInToTheExportedWorkbook(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	require.Equal(t, "收讫 · 登录", r.title())
	r.Shows("阳光花园", "01 号柜台")
	r.Enter("101", countertest.CashierPIN)
	require.Equal(t, "收讫 · 交班", r.title())
	r.Enter("5", "", "", "", "", "", "", "")
	require.Equal(t, "收讫 · 收银", r.title())
	r.Shows("王丽", "没有设打印机")
	r.Chord(fyne.Key3)
	r.Enter("5", "", "", "", "", "", "", "")
	r.Press(fyne.KeyReturn)
	require.NotZero(t, r.last().ClosedSeq)
	r.Press(fyne.KeyF6)
	r.Shows("已导出到")
	workbooks, err := filepath.Glob(filepath.Join(os.Getenv("HOME"), "收讫", "日报-*.xlsx"))
	require.NoError(t, err)
	require.Len(t, workbooks, 1)
	r.Press(fyne.KeyF6)
	r.Shows("(2).xlsx")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
	require.Empty(t, r.troubles)
}

func TestLockingSignsOutAndTheNextPersonSeesOnlyTheirOwn(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("人员", "设置", "导入")
	r.Press(fyne.KeyF7)
	r.Chord(fyne.KeyL)
	require.Equal(t, "收讫 · 登录", r.title())
	_, signed := r.app.Counter().Actor()
	require.False(t, signed)
	r.Enter("101", countertest.CashierPIN)
	r.Hides("人员", "导入")
	r.Shows("王丽")
}

func TestTheCounterLocksByItselfAndLeavesNoDialogOpen(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("101", countertest.CashierPIN)
	r.title()
	r.Press(fyne.KeyF1)
	require.NotNil(t, r.app.Frame().Canvas().Overlays().Top())
	now := time.Now()
	r.app.TickAt(now)
	r.app.TickAt(now.Add(9 * time.Minute))
	require.NotEqual(t, "收讫 · 登录", r.title())
	r.app.TickAt(now.Add(10*time.Minute + time.Second))
	require.Equal(t, "收讫 · 登录", r.title())
	require.Nil(t, r.app.Frame().Canvas().Overlays().Top())
	r.Shows("已自动锁屏")
}

func TestTheLanguageAndTheTextSizeFollowTheSettings(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("101", countertest.CashierPIN)
	r.title()
	r.Chord(fyne.Key9)
	r.Press(fyne.KeyReturn)
	r.Type("2")
	require.Contains(t, r.title(), assets.Text(assets.English, "app.name"))
	r.Shows("Settings")
}

func TestABookThatIsHeldIsExplainedAndCanBeTriedAgain(t *testing.T) {
	path := countertest.Create(t)
	holder, err := store.Open(t.Context(), path, store.Options{})
	require.NoError(t, err)
	r := start(t, ui.Options{Book: path})
	r.Shows("账本没有打开", "正由另一个程序使用")
	require.NoError(t, holder.Close())
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
}

func TestAFileThatIsNoBookIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book")
	require.NoError(t, os.WriteFile(path, []byte("这是一封信"), 0o600))
	r := start(t, ui.Options{Book: path})
	r.Shows("不是收讫的账本")
	r.Press(fyne.KeyEscape)
	require.Equal(t, 1, r.quits)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "这是一封信", string(content))
}

func TestAFreshComputerCanTryTheDemoBook(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keyring"))
	t.Cleanup(keyring.MockInit)
	r := start(t, ui.Options{Book: filepath.Join(t.TempDir(), "book")})
	require.Equal(t, "收讫 · 欢迎使用收讫", r.title())
	r.Press(fyne.KeyF6)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Shows("演示")
	r.Enter("101", "8642")
	require.Equal(t, "收讫 · 交班", r.title())
}

func TestAnOpenShiftIsNamedBeforeQuitting(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("101", countertest.CashierPIN)
	r.title()
	r.Enter("5", "", "", "", "", "", "", "")
	r.Chord(fyne.KeyL)
	r.title()
	r.Chord(fyne.KeyQ)
	r.Shows("王丽 的班还开着")
	r.Press(fyne.KeyEscape)
	require.Zero(t, r.quits)
	r.Chord(fyne.KeyQ)
	r.Press(fyne.KeyReturn)
	require.Zero(t, r.quits, "Enter stays")
	r.Chord(fyne.KeyQ)
	r.Press(fyne.KeyF9)
	require.Equal(t, 1, r.quits)
}

func TestTheCheckBehindTheDeskStopsMoneyOnAFinding(t *testing.T) {
	path := countertest.Create(t)
	r := start(t, ui.Options{Book: path})
	require.NoError(t, r.app.Counter().Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE staff SET role = 'manager' WHERE code = '101'")
		return err
	}))
	for _, do := range r.delayed {
		do()
	}
	r.app.WaitAudit()
	r.Shows("后台检查发现问题", "暂停收款")
	require.NotNil(t, r.app.Counter().Book.Store.Latched())
}

func TestANewCounterSaysWhatComesNextUntilItIsPutAway(t *testing.T) {
	keyring.MockInit()
	path := filepath.Join(t.TempDir(), "book")
	_, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01",
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: countertest.ManagerPIN})
	require.NoError(t, err)
	r := start(t, ui.Options{Book: path})
	r.Enter("100", countertest.ManagerPIN)
	require.Equal(t, "收讫 · 第一天", r.title())
	r.Shows("打印机", "Ctrl 9", "房产台账", "Ctrl 6")
	r.Hides("✓")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 设置", r.title())
	r.Shows("tcp://192.168.1.50:9100?paper=80") // what is said of the printer's line
	r.Chord(fyne.Key8)
	require.Equal(t, "收讫 · 人员", r.title())
	require.NoError(t, r.app.Counter().People.Add(t.Context(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, "508170", session.Second{}))
	require.NoError(t, r.app.Counter().Book.Staff.OwnPIN(t.Context(), "101", "508170", countertest.CashierPIN))
	r.Chord(fyne.KeyL)
	r.title()
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("第一天", "✓")
	r.Press(fyne.KeyF9)
	require.NotEqual(t, "收讫 · 第一天", r.title())
	r.Chord(fyne.KeyL)
	r.title()
	r.Enter("100", countertest.ManagerPIN)
	require.NotEqual(t, "收讫 · 第一天", r.title())
}

// markup is all that the window shows, as the toolkit writes it down.
func (r *running) markup() string { return test.RenderToMarkup(r.app.Frame().Canvas()) }

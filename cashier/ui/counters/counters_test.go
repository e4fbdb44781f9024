package counters_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/counters"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// seat is a person at the page of a counter, with what the page told the window.
type seat struct {
	*countertest.Hand
	frame   *shell.Shell
	counter *cashier.Counter
	folder  string
	changed int
	leads   []string
}

// sit shows the page to a person; its files are in a folder of the test.
func sit(t *testing.T, counter *cashier.Counter, folder, code, pin string) *seat {
	s := &seat{frame: uitest.NewShell(t), counter: counter, folder: folder}
	t.Cleanup(s.frame.Close)
	s.Hand = countertest.NewHand(t, func() *shell.Shell { return s.frame })
	countertest.SignIn(t, counter, code, pin)
	var page *counters.Screen
	conflicts := counters.NewConflicts(s.frame, counter, counters.ConflictsDeps{Explain: countertest.Explain, Lang: assets.Chinese, Back: func() { s.frame.Show(page) },
		Lead: func(conflict report.Conflict) (string, func()) {
			return "conflicts.key.page", func() { s.leads = append(s.leads, conflict.Kind) }
		}, Changed: func() { s.changed++ }})
	page = counters.New(s.frame, counter, counters.Deps{Explain: countertest.Explain, Back: func() {}, ToConflicts: func() { s.frame.Show(conflicts) },
		Changed: func() { s.changed++ }, Folder: func(context.Context) (string, error) { return folder, nil }})
	s.frame.Show(page)
	return s
}

// hire gives somebody the number 103, which two counters cannot both do.
func hire(t *testing.T, counter *cashier.Counter, name string) {
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	require.NoError(t, counter.People.Add(t.Context(), staff.Entry{Code: "103", Name: name, Role: staff.Cashier, Active: true}, "975310",
		session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
}

// exchanges writes a file of a counter for the others, where a hand finds it.
func exchanges(t *testing.T, counter *cashier.Counter, path string) {
	require.NoError(t, counter.Exchanging.Export(t.Context(), path, false))
}

func TestTwoCountersExchangeByKeysAlone(t *testing.T) {
	first := countertest.Open(t)
	second := countertest.Joined(t, first, "02")
	stick := t.TempDir()
	hire(t, first, "孙静")
	hire(t, second, "赵敏")

	s := sit(t, first, stick, "101", countertest.CashierPIN)
	s.Shows("01 号柜台（这里）", "02 号柜台", "还没有收下过", "还没有加入")
	s.Press(fyne.KeyF4, fyne.KeyReturn)
	written := filepath.Join(stick, "交换-01-20261121-120000.xch")
	s.Shows("写好了："+written, "请拿到别的柜台收下")
	require.FileExists(t, written)
	s.Press(fyne.KeyF4, fyne.KeyReturn)
	s.Shows("已经存在，没有覆盖它")
	s.Press(fyne.KeyEscape)

	exchanges(t, second, filepath.Join(stick, "02.xch"))
	require.NoError(t, os.Remove(written))
	s.Press(fyne.KeyF6)
	s.Shows("02.xch")
	s.Press(fyne.KeyDown, fyne.KeyReturn) // past the folder above
	s.Shows("条新记录", "对不上的有 1 件，按 F7 逐件看", "11-21 12:00")
	s.Hides("还没有加入")
	require.Equal(t, 1, s.changed)
	s.Press(fyne.KeyF6)
	s.Press(fyne.KeyDown, fyne.KeyReturn)
	s.Shows("没有新的")

	s.Press(fyne.KeyF7)
	s.Shows("没有算数：别的柜台先做了", "登记人员")
	uitest.Rush(100*time.Millisecond, func() { s.Press(fyne.KeyReturn) }) // the second half of a key that led here
	require.Empty(t, s.leads)
	s.Press(fyne.KeyReturn)
	require.Equal(t, []string{"staff.recorded"}, s.leads)
	s.Press(fyne.KeyEscape)
	s.Shows("02 号柜台")
}

// A file that is no whole exchange of this book changes nothing, and the sentence says so.
func TestAFileThatIsNoneIsSaidAndChangesNothing(t *testing.T) {
	first := countertest.Open(t)
	second := countertest.Joined(t, first, "02")
	stick := t.TempDir()
	countertest.SignIn(t, second, "101", countertest.CashierPIN)
	whole := filepath.Join(stick, "02.xch")
	exchanges(t, second, whole)
	content, err := os.ReadFile(whole)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(whole, content[:len(content)/2], 0o600))
	require.NoError(t, first.SetLocalSetting(t.Context(), "exchange_folder", stick))
	s := sit(t, first, stick, "101", countertest.CashierPIN)
	s.Press(fyne.KeyF6, fyne.KeyDown, fyne.KeyReturn)
	s.Shows("没有拷全", "账没有动", "还没有加入")
	require.Zero(t, s.changed)
	s.Press(fyne.KeyF6)
	require.NoError(t, os.Remove(whole))
	s.Press(fyne.KeyDown, fyne.KeyReturn)
	s.Shows("打不开 02.xch，账没有动")
}

func TestAComputerIsLetInByTwoWhoCompareItsCode(t *testing.T) {
	counter, stick := countertest.Open(t), t.TempDir()
	path := filepath.Join(t.TempDir(), "book")
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	file, err := os.Create(filepath.Join(stick, "request"))
	require.NoError(t, err)
	require.NoError(t, request.Write(file))
	require.NoError(t, file.Close())

	s := sit(t, counter, stick, "101", countertest.CashierPIN)
	s.Hides("邀请新电脑") // a cashier lets nobody in
	s.Press(fyne.KeyF8)
	s.Hides("新电脑写的加入申请")

	s = sit(t, counter, stick, "100", countertest.ManagerPIN)
	s.Shows("邀请新电脑", "这本账只有这一个柜台")
	require.NoError(t, counter.SetLocalSetting(t.Context(), "exchange_folder", stick))
	s.frame.Current().Shown()
	s.Press(fyne.KeyF8)
	s.Press(fyne.KeyDown, fyne.KeyReturn)
	s.Enter("000000000000", "02", "", "200", countertest.SupervisorPIN)
	s.Shows("校验码和申请对不上，没有让它加入")
	invitation := filepath.Join(stick, "邀请-20261121-120000")
	require.NoFileExists(t, invitation, "what let nobody in is no invitation")
	for range 12 {
		s.Press(fyne.KeyBackspace)
	}
	s.Enter(request.Code(), "01", "", "", countertest.SupervisorPIN)
	s.Shows("柜台编号 01 已经有柜台在用")
	s.Enter("02", "", "", countertest.SupervisorPIN)
	s.Shows("02 号柜台可以加入", "02 号柜台", "还没有加入")
	require.Equal(t, 1, s.changed)
	read, err := os.Open(invitation)
	require.NoError(t, err)
	require.NoError(t, ledger.Join(t.Context(), path, read, ledger.Joining{}))
	require.NoError(t, read.Close())
}

// A counter that was let in lets nobody in itself, and a held key or a second press opens one dialog.
func TestAJoinedCounterInvitesNobody(t *testing.T) {
	second := countertest.Joined(t, countertest.Open(t), "02")
	s := sit(t, second, t.TempDir(), "100", countertest.ManagerPIN)
	s.Shows("02 号柜台（这里）", "01 号柜台")
	s.Hides("邀请新电脑")
	uitest.Hold(s.frame.Window(), fyne.KeyF4, 20)
	s.Press(fyne.KeyEscape)
	require.Nil(t, s.frame.Canvas().Overlays().Top())
	second.SignOut()
	_, err := second.Exchanging.TakeIn(t.Context(), "nothing", nil)
	require.NotEmpty(t, store.Code(err), "a counter that is locked takes nothing in")
}

func TestPictures(t *testing.T) {
	countertest.Pictures(t, counters.Gallery(), "counters", "conflicts", "conflicts-settled")
}

// A key that is pressed before the page knows who may do what does its work once that is known.
func TestAKeyAheadOfThePageIsNotLost(t *testing.T) {
	counter, frame := countertest.Open(t), uitest.NewShell(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	page := counters.New(frame, counter, counters.Deps{Explain: countertest.Explain, Back: func() {}, Folder: func(context.Context) (string, error) {
		uitest.Press(frame.Window(), fyne.KeyF8) // while the page reads
		return t.TempDir(), nil
	}})
	frame.Show(page)
	countertest.NewHand(t, func() *shell.Shell { return frame }).Shows("新电脑写的加入申请")
}

// The stick of the last time is not in: the page says so and proposes the export folder, and the next time the stick is asked for all the same.
func TestAStickThatIsNotInIsAskedForTheNextTime(t *testing.T) {
	first := countertest.Open(t)
	countertest.Joined(t, first, "02")
	stick, exports := filepath.Join(t.TempDir(), "stick"), t.TempDir()
	countertest.SignIn(t, first, "101", countertest.CashierPIN)
	require.NoError(t, first.SetLocalSetting(t.Context(), "exchange_folder", stick))
	s := sit(t, first, exports, "101", countertest.CashierPIN)
	s.Press(fyne.KeyF4)
	s.Shows("上次写在", "插好以后")
	s.Press(fyne.KeyReturn)
	s.Shows("写好了：" + filepath.Join(exports, "交换-01-20261121-120000.xch"))
	s.Press(fyne.KeyEscape)
	require.NoError(t, os.Mkdir(stick, 0o700))
	again := sit(t, first, exports, "101", countertest.CashierPIN)
	again.Press(fyne.KeyF4)
	again.Hides("上次写在")
	again.Press(fyne.KeyReturn)
	require.FileExists(t, filepath.Join(stick, "交换-01-20261121-120000.xch"))
}

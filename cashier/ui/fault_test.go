package ui_test

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// secret is what a panic must not take out of the program.
const secret = "张建国13800006621"

// atDesk is a window on a book with two households, its cashier signed in and at the desk.
func atDesk(t *testing.T) *running {
	t.Helper()
	counter := uitest.NewCounter(t)
	require.NoError(t, counter.Close())
	clock := counter.Clock
	r := start(t, ui.Options{
		Book:   counter.Book.Store.Path(),
		Now:    func() time.Time { return clock },
		Faults: guard.Folder{Path: filepath.Join(t.TempDir(), "faults"), Version: "0.1.0"},
	})
	r.Enter("101", uitest.CashierPIN)
	require.Equal(t, "收讫 · 收银", r.title())
	return r
}

var (
	textForm    = regexp.MustCompile(`<text[^>]*>([^<]*)</text>`)
	secretParts = regexp.MustCompile(`张建国|13800006621|` + uitest.CashierPIN)
)

// reads requires that the screen says words, however they are wrapped.
func (r *running) reads(words ...string) {
	r.t.Helper()
	r.let()
	var all strings.Builder
	for _, line := range textForm.FindAllStringSubmatch(test.RenderToMarkup(r.app.Frame().Canvas()), -1) {
		all.WriteString(html.UnescapeString(line[1]))
	}
	for _, word := range words {
		require.Contains(r.t, all.String(), word)
	}
}

// reports reads the reports kept, and requires that none says a secret.
func (r *running) reports() (all []string) {
	r.t.Helper()
	names, err := filepath.Glob(filepath.Join(r.app.Faults(), "*"))
	require.NoError(r.t, err)
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(r.t, err)
		require.NotRegexp(r.t, secretParts, string(content))
		all = append(all, string(content))
	}
	for _, trouble := range r.troubles {
		require.NotRegexp(r.t, secretParts, trouble.Error())
	}
	return all
}

// breakKey hangs a panic onto F12 of the window as it is now.
func (r *running) breakKey() {
	r.app.Frame().SetGlobalKeys([]shell.Key{{Name: fyne.KeyF12, Do: func() { panic(secret) }}})
}

// stillPays takes the due sum of the second household in cash.
func (r *running) stillPays() {
	r.t.Helper()
	require.NotNil(r.t, r.app.Frame().Canvas().Focused())
	r.Enter("1010602", "")
	r.reads("01-2026-000001", "¥300.00")
	receipts, err := r.app.Counter().Receipts.Newest(context.Background(), "")
	require.NoError(r.t, err)
	require.Len(r.t, receipts, 1)
}

func TestAPanicOfAKeyEmptiesTheDeskSaysSoAndTakesTheNextPayment(t *testing.T) {
	r := atDesk(t)
	r.Enter("3021201")
	r.reads("张建国")
	r.Type("77")
	widgets.ShowNotice(r.app.Frame().Canvas(), "提示", "一句话", "好", nil).Close()
	r.breakKey()
	r.Press(fyne.KeyF12)
	require.Equal(t, "收讫 · 收银", r.title())
	r.reads("刚才出了意外", "没有丢", "最后一笔", "fault-", "王丽")
	r.Hides("张建国")
	reports := r.reports()
	require.Len(t, reports, 1)
	require.Contains(t, reports[0], "*desk.Screen")
	require.Contains(t, reports[0], "breakKey.func1 fault_test.go:")
	require.Contains(t, reports[0], "panic    string")
	r.Press(fyne.KeyReturn)
	r.reads("请先把上面的话看完")
	r.Press(fyne.KeyEscape)
	require.Nil(t, r.app.Frame().Canvas().Overlays().Top())
	r.stillPays()
}

func TestAPanicUnderADialogTakesTheDialogAway(t *testing.T) {
	r := atDesk(t)
	widgets.ShowConfirm(r.app.Frame().Canvas(), "收吗", "一句话", "收", "不收", func(bool) { panic(secret) })
	r.Press(fyne.KeyReturn)
	r.reads("刚才出了意外")
	require.Len(t, r.app.Frame().Canvas().Overlays().List(), 1)
	require.Len(t, r.reports(), 1)
	r.Press(fyne.KeyEscape)
	r.stillPays()
}

func TestAPanicOfAJobIsSaidByWhoWaitsForIt(t *testing.T) {
	r := atDesk(t)
	var said string
	r.app.Frame().Run("", func(context.Context, func(done, total int)) error { panic(secret) }, func(err error) { said = countertest.Explain(err) })
	r.let()
	require.Contains(t, said, "这一步没有做完")
	require.Len(t, r.reports(), 1)
	require.Nil(t, r.app.Frame().Canvas().Overlays().Top())
	r.stillPays()
}

func TestAPanicOfAnAnswerAndOfTheClockIsCaught(t *testing.T) {
	r := atDesk(t)
	r.app.Frame().Run("", func(context.Context, func(done, total int)) error { return nil }, func(error) { panic(secret) })
	r.reads("刚才出了意外")
	r.Press(fyne.KeyEscape)
	r.app.Post(func() { panic(secret) })
	r.reads("刚才出了意外")
	r.Press(fyne.KeyEscape)
	require.Len(t, r.reports(), 2)
	r.stillPays()
}

func TestAPanicInTheBackgroundIsSaidAndLeavesTheDeskAlone(t *testing.T) {
	r := atDesk(t)
	r.Enter("3021201")
	r.app.Background("audit", func() { panic(secret) })
	for r.app.Frame().Canvas().Overlays().Top() == nil {
		time.Sleep(time.Millisecond)
		r.let()
	}
	r.reads("后台的一件事中断了", "张建国")
	r.Press(fyne.KeyEscape)
	require.Contains(t, r.reports()[0], "background audit")
}

func TestTheWindowGivesUpAfterThreePanicsInARowAndComesBackByAKey(t *testing.T) {
	r := atDesk(t)
	for range 3 {
		r.breakKey()
		r.app.Frame().Canvas().Overlays().Remove(r.app.Frame().Canvas().Overlays().Top())
		r.Press(fyne.KeyF12)
		r.let()
	}
	require.Equal(t, "收讫 · 程序连续出错，已经停下", r.title())
	r.reads("不再自己重来", "没有丢")
	_, signed := r.app.Counter().Actor()
	require.False(t, signed)
	require.Len(t, r.reports(), 3)
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Enter("101", uitest.CashierPIN)
	r.title()
	r.stillPays()
}

func TestAPanicWhileRecoveringGoesToTheNetAroundTheLoopWhichClosesTheBook(t *testing.T) {
	r := atDesk(t)
	r.app.BreakRecovery()
	r.breakKey()
	var report string
	func() {
		defer func() { report = r.app.Fall(recover()) }()
		r.Press(fyne.KeyF12)
	}()
	require.Contains(t, report, "fault-")
	require.Len(t, r.reports(), 2)
	require.Nil(t, r.app.Counter())
}

func TestAProgramThatStartedAgainSaysSoAtTheSignIn(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t), Fell: true, FellReport: "~/log/faults/fault-1.txt"})
	require.Equal(t, "收讫 · 登录", r.title())
	r.reads("已经自己重新启动", "~/log/faults/fault-1.txt", "没有丢")
	r.Press(fyne.KeyEscape)
	r.Enter("101", countertest.CashierPIN)
	require.Equal(t, "收讫 · 交班", r.title())
}

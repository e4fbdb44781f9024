package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
)

// Ctrl L in the middle of a payment: the next person finds a clean desk, and who locked it goes on where they were, ticks and tenders and
// all.
func TestALockKeepsThePaymentForTheSamePersonAlone(t *testing.T) {
	r := startShift(t)
	r.Enter("3-2-1201")
	r.Press(fyne.KeySpace)
	r.Press(fyne.KeyF7)
	r.Enter("100", "K8")
	r.Type("1")
	r.Shows("应收 1 张", "¥205.00", "K8")
	r.Chord(fyne.KeyL)
	require.Equal(t, "收讫 · 登录", r.title())
	r.Hides("张建国")

	r.Enter("100", countertest.ManagerPIN)
	r.Hides("张建国")
	r.Chord(fyne.KeyL)
	r.Enter("101", countertest.CashierPIN)
	require.Equal(t, "收讫 · 收银", r.title())
	r.Shows("3-2-1201", "应收 1 张", "¥205.00", "K8")
	r.Press(fyne.KeyReturn)
	r.Shows("本次实收", "¥205.00")
	require.Empty(t, r.troubles)
}

// What was put aside waits over the close of the shift for its person: a card may have been swiped for it.
func TestWhatWasPutAsideWaitsOverTheClose(t *testing.T) {
	r := startShift(t)
	r.Enter("3-2-1201")
	r.Press(fyne.KeyF7)
	r.Enter("100", "K8")
	r.Type("1")
	r.Press(fyne.KeyEscape)
	r.Shows("3-2-1201 放在一边")
	count := func() { r.Enter("5", "", "", "", "", "", "", "") }
	r.Chord(fyne.Key3)
	r.let()
	r.Shows("还有 1 户放在一边没有收款：3-2-1201")
	count()
	r.Shows("账款相符")
	r.Press(fyne.KeyReturn)
	r.Shows("已交班")
	r.Press(fyne.KeyReturn)

	r.Enter("101", countertest.CashierPIN)
	count()
	r.Shows("3-2-1201 放在一边")
	r.Enter("3-2-1201")
	r.Shows("K8", "¥100.00")
	require.Empty(t, r.troubles)
}

// A lock in the middle of a count: whoever counted goes on where they were, before the count was committed and after, and nobody else
// sees what it came to.
func TestALockKeepsWhatWasCountedForTheSamePersonAlone(t *testing.T) {
	r := startShift(t)
	r.Chord(fyne.Key3)
	r.let()
	r.Enter("4")
	r.Type("1")
	r.Shows("¥450.00")
	r.Chord(fyne.KeyL)
	r.Enter("100", countertest.ManagerPIN)
	r.Chord(fyne.Key3)
	r.let()
	r.Hides("¥450.00")
	r.Chord(fyne.KeyL)
	r.Enter("101", countertest.CashierPIN)
	r.let()
	r.Shows("¥450.00")
	r.Press(fyne.KeyEscape) // begins the count anew
	r.Hides("¥450.00")
	r.Enter("5", "", "", "", "", "", "", "")
	r.Shows("账款相符")
	r.Type("300")
	r.Press(fyne.KeyReturn)
	r.Type("200")
	r.Chord(fyne.KeyL)
	r.Enter("101", countertest.CashierPIN)
	r.let()
	r.Shows("账款相符", "300")
	r.Press(fyne.KeyReturn, fyne.KeyReturn)
	r.Type(countertest.SupervisorPIN)
	r.Press(fyne.KeyReturn)
	r.Shows("已交班")
	require.Empty(t, r.troubles)
}

// A lock in the middle of laying receipts out: who locked it goes on with the draft, and nobody else sees it.
func TestALockKeepsAnUnsavedLayoutForTheSamePersonAlone(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	manager := func() {
		r.Enter("100", countertest.ManagerPIN)
		r.let()
	}
	manager()
	r.toLayout()
	r.Hides("不打")
	r.Press(fyne.KeySpace)
	r.Shows("不打")
	r.Chord(fyne.KeyL)
	r.Enter("200", countertest.SupervisorPIN)
	require.NotEqual(t, "收讫 · 收据式样", r.title())
	r.Chord(fyne.KeyL)
	manager()
	require.Equal(t, "收讫 · 收据式样", r.title())
	r.Shows("不打")
	r.Press(fyne.KeyF9)
	r.Shows("已保存，从下一张收据起")
	require.Empty(t, r.troubles)
}

// Another language makes the screens anew, and takes nothing away of what was begun on them.
func TestAnotherLanguageKeepsThePayment(t *testing.T) {
	r := startShift(t)
	r.Enter("3-2-1201")
	r.Press(fyne.KeySpace)
	r.Press(fyne.KeyF7)
	r.Enter("100", "K8")
	r.Type("1")
	r.Shows("K8")
	r.Chord(fyne.Key9)
	r.let()
	r.Press(fyne.KeyReturn)
	r.Type("2")
	r.let()
	r.Press(fyne.KeyF2)
	r.Shows("3-2-1201", "Desk", "K8", "¥205.00")
	require.Empty(t, r.troubles)
}

// toLayout opens the page of how receipts are laid out, the last of the rules in the settings.
func (r *running) toLayout() {
	r.t.Helper()
	const line = 26 // below the first
	r.Chord(fyne.Key9)
	r.let()
	for range line {
		r.Press(fyne.KeyDown)
	}
	r.Press(fyne.KeyReturn)
	require.Equal(r.t, "收讫 · 收据式样", r.title())
}

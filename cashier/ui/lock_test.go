package ui_test

import (
	"path/filepath"
	"testing"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/meter"
	"shouqi/ledger/tariff"
	"shouqi/ledger/vault"

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

// A lock in the middle of a route: who typed it goes on with every figure, and nobody else sees them.
func TestALockKeepsTypedReadingsForTheSamePersonAlone(t *testing.T) {
	r := start(t, ui.Options{Book: withMeter(t)})
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	r.Chord(fyne.Key4)
	r.Type("3")
	require.Equal(t, "收讫 · 抄表", r.title())
	r.Press(fyne.KeyF9)
	r.let()
	r.Shows("的水表")
	r.Enter("99999")
	r.let()
	r.Chord(fyne.KeyL)
	r.Enter("200", countertest.SupervisorPIN)
	r.Hides("99999")
	r.Chord(fyne.KeyL)
	r.Enter("100", countertest.ManagerPIN)
	r.let()
	require.Equal(t, "收讫 · 抄表", r.title())
	r.Shows("99999", "待核对 1")
	r.Press(fyne.KeyF4)
	r.Type("+")
	r.Press(fyne.KeyF9)
	r.let()
	r.Shows("已保存 1 条读数")
	require.Empty(t, r.troubles)
}

// withMeter is a book with a water meter in 1-1-101 that stands at 9 since October.
func withMeter(t *testing.T) string {
	path := countertest.Create(t)
	counter, _, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	sheet, err := intake.Load(t.Context(), filepath.Join("..", "intake", "testdata", "register.xlsx"), "")
	require.NoError(t, err)
	plan, err := counter.Register.PlanSheet(t.Context(), sheet, intake.Options{})
	require.NoError(t, err)
	_, err = counter.Register.Take(t.Context(), plan, false, session.Second{})
	require.NoError(t, err)
	_, err = counter.Metering.InstallMeter(t.Context(), meter.Installing{Room: "1-1-101", Kind: "水", StartOn: "2026-10-01", StartReading: tariff.Whole(9), Terms: meter.Plain("2026-10-01")})
	require.NoError(t, err)
	require.NoError(t, counter.Close())
	return path
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

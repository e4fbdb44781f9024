package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
)

// startShift opens the window on an estate of one household in arrears, with the cashier's shift open.
func startShift(t *testing.T) *running {
	t.Helper()
	r := start(t, ui.Options{Book: countertest.Create(t)})
	book := r.app.Counter().Book
	manager, err := book.Staff.SignIn(t.Context(), "100", countertest.ManagerPIN)
	require.NoError(t, err)
	_, err = book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "0011223344556677",
		Rooms:   []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 840_00}, {Room: "3-2-1201", Item: "水费", Fen: 205_00}}}, false)
	require.NoError(t, err)
	r.Enter("101", countertest.CashierPIN)
	r.Enter("5", "", "", "", "", "", "", "")
	return r
}

// Ctrl H at the open household shows all that happened to it; Esc leads back to the payment as it was left, ticks and all.
func TestTheHistoryOfTheOpenHouseholdAndBack(t *testing.T) {
	r := startShift(t)
	r.Chord(fyne.KeyH)
	require.Equal(t, "收讫 · 收银", r.title(), "no household is open")

	r.Enter("3-2-1201")
	r.Shows("¥1,045.00", "Ctrl H")
	r.Press(fyne.KeySpace)
	r.Shows("应收 1 张", "¥205.00")
	r.Chord(fyne.KeyH)
	require.Equal(t, "收讫 · 3-2-1201 全部记录", r.title())
	r.Shows("期初欠费", "共 2 条")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 收银", r.title())
	r.Shows("应收 1 张", "¥205.00")

	r.Press(fyne.KeyReturn) // the exact sum
	r.Shows("本次实收")
	r.Chord(fyne.KeyH)
	r.Shows("共 3 条", "01-2026-000001")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 收据", r.title(), "Enter on a payment shows its receipt")
	r.Shows("01-2026-000001", "返回记录")
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 3-2-1201 全部记录", r.title(), "Esc leads back to where the receipt was opened from")

	// The line at the cursor is the one that was opened, and not the newest; another receipt that is looked for leads nowhere back.
	r.Press(fyne.KeyEscape)
	r.Press(fyne.KeyF9)
	r.Shows("应收 1 张", "¥840.00")
	r.Press(fyne.KeyReturn)
	r.Press(fyne.KeyF12) // paid minutes ago
	r.Shows("本次实收", "01-2026-000002")
	r.Chord(fyne.KeyH)
	r.Shows("01-2026-000002")
	r.Press(fyne.KeyDown)
	r.Press(fyne.KeyReturn)
	r.Shows("返回记录")
	r.Press(fyne.KeyEscape)
	r.Press(fyne.KeyReturn)
	r.Shows("01-2026-000001", "返回记录")
	r.Hides("01-2026-000002")
	r.Press(fyne.KeyBackspace)
	r.Press(fyne.KeyReturn)
	r.Shows("01-2026-000002")
	r.Hides("返回记录")
	require.Empty(t, r.troubles)
}

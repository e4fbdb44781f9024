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

// Ctrl L in the middle of a payment: the next person finds a clean desk, and who locked it goes on where they were, ticks and tenders and
// all.
func TestALockKeepsThePaymentForTheSamePersonAlone(t *testing.T) {
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
	r.Enter("3-2-1201")
	r.Press(fyne.KeySpace)
	r.Press(fyne.KeyF7)
	r.Type("1")
	r.Enter("100", "K8")
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

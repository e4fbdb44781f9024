package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
	"shouqi/ledger/vault"
)

func TestAManagerFindsTheChargeItemsAndComesBack(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("100", countertest.ManagerPIN)
	r.Chord(fyne.Key4)
	require.Equal(t, "收讫 · 账单", r.title())
	r.Type("1")
	require.Equal(t, "收讫 · 收费项目", r.title())
	r.Shows("还没有收费项目")
	r.Press(fyne.KeyF4, fyne.KeyReturn)
	r.Shows("新建项目", "试算")
	r.Press(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
	require.Equal(t, "收讫 · 账单", r.title())
}

func TestACashierHasNoPricesToSet(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("101", countertest.CashierPIN)
	r.Hides("账单")
}

// A run that is late stands in the bar for who may issue it, until it is issued; a cashier has no business with it.
func TestARunThatIsLateIsSaidInTheBar(t *testing.T) {
	path := countertest.Create(t)
	counter, findings, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	actor, _ := counter.Actor()
	_, err = counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0000000000000001", Rooms: []estate.Row{{Code: "1-101", Building: "1", AreaCentiM2: 10000}}}, false)
	require.NoError(t, err)
	today := counter.Today()
	require.NoError(t, counter.Pricing.AddCharge(t.Context(), billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryYear, Advance: true, Active: true, IssueDays: -1},
		billing.NewTariff{Name: "标准", FromOn: today, Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2"}}}}, session.Second{}))
	require.NoError(t, counter.Close())

	r := start(t, ui.Options{Book: path})
	r.Enter("101", countertest.CashierPIN)
	r.Hides("该出的账")
	r.Chord(fyne.KeyL)
	r.Enter("100", countertest.ManagerPIN)
	r.Shows("该出的账 1 批 Ctrl 4")
	r.Chord(fyne.Key4)
	r.Type("2")
	r.Shows("该出未出 1 批")
	r.Press(fyne.KeyF12)
	r.Shows("物业费", "全部试算")
	r.Press(fyne.KeyReturn)
	r.Shows("将出 1 张")
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已出账")
	r.Hides("该出的账 1 批")
	require.Empty(t, r.troubles)
}

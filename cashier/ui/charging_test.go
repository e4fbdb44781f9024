package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
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

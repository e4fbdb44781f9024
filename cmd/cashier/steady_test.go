//go:build !darwin

package main

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
)

func TestTheCaretStandsStill(t *testing.T) {
	toolkit := test.NewTempApp(t)
	toolkit.Settings().SetTheme(look.Theme())
	require.True(t, fyne.CurrentApp().Settings().ShowAnimations())
	standStill(toolkit)
	require.False(t, fyne.CurrentApp().Settings().ShowAnimations())
	require.Equal(t, look.Theme(), fyne.CurrentApp().Settings().Theme(), "nothing else of the settings changes")
}

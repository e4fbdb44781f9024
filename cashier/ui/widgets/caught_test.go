package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

func TestWhatAScreenHangsOntoAPartMayPanic(t *testing.T) {
	count := 0
	t.Cleanup(guard.Watch(func(*guard.Fault) bool {
		count++
		return true
	}))
	cut := func() { panic("cut") }
	entry := widgets.NewKeyEntry("", func(string) { cut() })
	entry.OnChanged = func(string) { cut() }
	digits := widgets.NewMoneyEntry("", func(string) { cut() })
	table := widgets.NewDataTable([]widgets.Column{{}}, func() int { return 1 }, func(int, int) widgets.Cell { return widgets.Cell{} })
	table.OnOpen = func(int) { cut() }
	table.OnRune = func(rune) bool { cut(); return true }
	button := widgets.NewButton(widgets.PlainButton, "", "", cut)
	window := uitest.NewWindow(t, widgets.VStack(0, entry, digits, table, button))
	for _, part := range []fyne.Focusable{entry, digits, table} {
		window.Canvas().Focus(part)
		uitest.Type(window, "1")
		uitest.Press(window, fyne.KeyReturn)
	}
	uitest.Tap(window, button)
	require.Equal(t, 6, count)
}

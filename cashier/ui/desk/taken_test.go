package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
)

// Who works with the keyboard alone cannot scroll the column of money: what was just taken stands there whole, also above a red note
// about its paper, in the usual window and in the smallest.
func TestWhatWasTakenStandsWholeAboveARedNote(t *testing.T) {
	window := uitest.NewWindow(t, nil)
	for _, size := range []fyne.Size{uitest.CounterSize, fyne.NewSize(look.LeastWidth, look.LeastHeight)} {
		window.Resize(size)
		look.SetRoom(size)
		for _, shot := range Gallery() {
			if shot.Name != "desk-paper-failed" {
				continue
			}
			shot.Draw(shell.New(window, uitest.InPlace()))
			column := 0
			uitest.Walk(window, func(object fyne.CanvasObject) {
				scroll, ok := object.(*container.Scroll)
				if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object); !ok || at.X < size.Width-rightWidth-60 {
					return
				}
				column++
				require.LessOrEqual(t, scroll.Content.MinSize().Height, scroll.Size().Height, "%v", size)
			})
			require.Equal(t, 1, column)
		}
	}
}

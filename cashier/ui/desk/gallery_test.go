package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
)

func TestEnglishFitsInLargePrintAndInTheLeastRoomToo(t *testing.T) {
	window, options := uitest.NewWindow(t, nil), uitest.InPlace()
	options.Lang = assets.English
	for _, size := range []fyne.Size{uitest.CounterSize, fyne.NewSize(look.LeastWidth, look.LeastHeight)} {
		window.Resize(size)
		look.SetRoom(size)
		uitest.SetScale(look.LargePrint)
		for _, shot := range Gallery() {
			frame := shell.New(window, options)
			shot.Draw(frame)
			need := frame.Need()
			if top := window.Canvas().Overlays().Top(); top != nil {
				need = need.Max(top.MinSize())
				window.Canvas().Overlays().Remove(top)
			}
			require.LessOrEqual(t, need.Width, size.Width, shot.Name)
			require.LessOrEqual(t, need.Height, size.Height, shot.Name)
			require.Empty(t, uitest.CutFigures(window), shot.Name)
		}
	}
}

func TestTheMainStatesLookAsTheyWereApproved(t *testing.T) {
	approved := map[string]bool{"desk-empty": true, "desk-results": true, "desk-cash": true, "desk-guard": true, "desk-taken": true, "desk-no-shift": true,
		"desk-why": true, "desk-waive": true, "desk-ahead": true}
	for _, shot := range Gallery() {
		if approved[shot.Name] {
			t.Run(shot.Name, func(t *testing.T) {
				frame := uitest.NewShell(t)
				shot.Draw(frame)
				uitest.AssertMarkup(t, frame.Window(), shot.Name)
			})
		}
	}
}

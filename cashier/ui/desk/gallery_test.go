package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
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

// The change is whole above what stands at the foot, in the least window and with large print in an ordinary one, whatever warns.
func TestTheChangeIsWholeWhateverStandsBelowIt(t *testing.T) {
	for _, setting := range []struct {
		size  fyne.Size
		scale float32
	}{{fyne.NewSize(look.LeastWidth, look.LeastHeight), 1}, {fyne.NewSize(1366, 768), look.LargePrint}} {
		for name, work := range map[string]func(s *Screen){
			"aside": func(s *Screen) { s.view.Aside = []checkout.Aside{{Room: "3-2-1201", Typed: "80"}, {Room: "3-2-1202"}} },
			"guard": func(s *Screen) {
				s.send(checkout.Give{Tender: till.Tender{Kind: till.Card, Fen: 100_00, Reference: "00128834"}})
				s.send(checkout.Confirm{Seen: s.view.No})
			},
		} {
			window := uitest.NewWindow(t, nil)
			window.Resize(setting.size)
			look.SetRoom(setting.size)
			uitest.SetScale(setting.scale)
			flows := newSampleFlows()
			flows.state.Channels = payment.Channels
			screen := newScreen(shell.New(window, uitest.InPlace()), flows, Deps{})
			screen.frame.Show(screen)
			open(screen)
			screen.send(checkout.Tick{Bill: screen.rows[1].line.ID}) // what is left is rounded
			screen.give("2500")
			work(screen)
			screen.redraw()
			window.Resize(setting.size)
			driver := fyne.CurrentApp().Driver()
			change := halfYen.Replace(screen.view.Quote.ChangeFen.Yuan())
			found := false
			uitest.Walk(window, func(object fyne.CanvasObject) {
				if text, ok := object.(*canvas.Text); ok && text.Text == change && text.TextSize > look.RoomSize() {
					found = true
					bottom := driver.AbsolutePositionForObject(text).Y + text.Size().Height
					foot := driver.AbsolutePositionForObject(screen.money.bottom).Y
					require.LessOrEqual(t, bottom, foot+1, "%s at %v: %s", name, setting.size, change)
				}
			})
			require.True(t, found, name)
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

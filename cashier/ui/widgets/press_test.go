package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

func TestAPressIsToldFromTheRepeatsOfAKeyHeldDown(t *testing.T) {
	list := widgets.NewDataTable([]widgets.Column{{}}, func() int { return 1 }, func(int, int) widgets.Cell { return widgets.Cell{} })
	for name, part := range map[string]fyne.CanvasObject{
		"text": widgets.NewKeyEntry("", nil), "money": widgets.NewMoneyEntry("", nil), "list": list,
		"button": widgets.NewButton(widgets.PlainButton, "好", "", nil), "nothing focused": widgets.NewButton(widgets.PlainButton, "好", "", nil),
	} {
		t.Run(name, func(t *testing.T) {
			window := uitest.NewWindow(t, part)
			now := time.Unix(1_800_000_000, 0)
			widgets.Clock = func() time.Time { now = now.Add(time.Second); return now }
			t.Cleanup(func() { widgets.Clock = time.Now })
			var fresh []bool
			var first, last time.Time
			window.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) {
				widgets.DispatchToOverlay(window.Canvas(), event)
				at, isFresh := widgets.PressedAt(event.Name)
				if fresh = append(fresh, isFresh); first.IsZero() {
					first = at
				}
				last = at
			})
			if name != "nothing focused" {
				window.Canvas().Focus(part.(fyne.Focusable))
			}
			uitest.Hold(window, fyne.KeyF9, 3)
			require.Equal(t, first, last)
			uitest.Press(window, fyne.KeyF9)
			require.Equal(t, []bool{true, false, false, true}, fresh)
			require.True(t, last.After(first))
		})
	}
}

func TestAKeyThatNobodySawGoDownCountsAsPressedNow(t *testing.T) {
	uitest.NewWindow(t, nil)
	now := time.Unix(1_800_000_000, 0)
	widgets.Clock = func() time.Time { return now }
	t.Cleanup(func() { widgets.Clock = time.Now })
	widgets.KeyTyped(&fyne.KeyEvent{Name: fyne.KeyF8})
	at, fresh := widgets.PressedAt(fyne.KeyF8)
	require.True(t, fresh)
	require.Equal(t, now, at)
}

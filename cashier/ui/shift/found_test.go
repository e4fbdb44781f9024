package shift_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/uitest"
)

// In the smallest window nothing that a hand-over has to be told lies under the buttons.
func TestTheWholeHandOverIsSeenInTheSmallestWindow(t *testing.T) {
	least := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	t.Cleanup(func() { look.SetRoom(fyne.NewSize(1366, 768)) })
	for _, picture := range shift.Gallery() {
		if picture.Name != "shift-both-differ" && picture.Name != "shift-slips-differ" {
			continue
		}
		frame := uitest.NewShell(t)
		t.Cleanup(frame.Close)
		look.SetRoom(least)
		picture.Draw(frame)
		frame.Window().Resize(least)
		for _, part := range test.LaidOutObjects(frame.Window().Content()) {
			if scroll, ok := part.(*container.Scroll); ok && scroll.Visible() {
				require.LessOrEqual(t, scroll.Content.MinSize().Height, scroll.Size().Height, picture.Name)
			}
		}
	}
}

package shell_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// tiny is a window in which nothing can be shown.
var tiny = fyne.NewSize(800, 600)

func says(frame *shell.Shell, words string) (found bool) {
	uitest.Walk(frame.Window(), func(object fyne.CanvasObject) {
		text, ok := object.(*canvas.Text)
		found = found || ok && strings.Contains(text.Text, words)
	})
	return found
}

func TestAWindowTooSmallSaysSoAndTakesNoKeyUntilItGrows(t *testing.T) {
	frame, desk, _ := openDesk(t)
	uitest.Type(frame.Window(), "3-2")
	frame.Window().Resize(tiny)
	require.True(t, says(frame, "窗口太小"))

	uitest.Press(frame.Window(), fyne.KeyF9, fyne.KeyReturn, fyne.KeyF3)
	uitest.Type(frame.Window(), "99")
	require.Empty(t, desk.events, "no key reaches what cannot be seen")
	require.Equal(t, desk, frame.Current())

	frame.Window().Resize(uitest.CounterSize)
	require.False(t, says(frame, "窗口太小"))
	require.Equal(t, "3-2", desk.entry.Text)
	require.Equal(t, 1, desk.made, "it is what was there before, not a new one")
	uitest.Type(frame.Window(), "-1")
	require.Equal(t, "3-2-1", desk.entry.Text, "the keyboard is where it was")
}

func TestADialogThatComesWhileTheWindowIsTooSmallWaitsBelowTheWords(t *testing.T) {
	frame, _, _ := openDesk(t)
	frame.Window().Resize(tiny)
	agreed := false
	dialog := widgets.ShowConfirm(frame.Canvas(), "作废这张收据", "", "作废", "返回", func(yes bool) { agreed = yes })
	require.IsType(t, &widgets.Cover{}, frame.Canvas().Overlays().Top())
	uitest.Press(frame.Window(), fyne.KeyReturn)
	require.True(t, dialog.Open())

	frame.Window().Resize(uitest.CounterSize)
	require.Equal(t, fyne.CanvasObject(dialog), frame.Canvas().Overlays().Top())
	uitest.Press(frame.Window(), fyne.KeyReturn)
	require.True(t, agreed)
}

func TestADialogThatEndsWhileTheWindowIsTooSmallLeavesTheWords(t *testing.T) {
	frame, desk, _ := openDesk(t)
	dialog := widgets.ShowConfirm(frame.Canvas(), "作废这张收据", "", "作废", "返回", func(bool) {})
	frame.Window().Resize(tiny)
	dialog.Close()
	require.True(t, says(frame, "窗口太小"))
	frame.Window().Resize(uitest.CounterSize)
	require.Nil(t, frame.Canvas().Overlays().Top())
	require.Equal(t, fyne.Focusable(desk.entry), frame.Canvas().Focused())
}

func TestAnotherSizeIsLaidOutAnewOnceNoDialogIsInTheWay(t *testing.T) {
	var later []func()
	options := uitest.InPlace()
	options.Later = func(_ time.Duration, do func()) func() {
		later = append(later, do)
		return func() {}
	}
	run := func() {
		todo := later
		later = nil
		for _, do := range todo {
			do()
		}
	}
	frame := shell.New(uitest.NewWindow(t, nil), options)
	t.Cleanup(frame.Close)
	desk := newScreen(frame, "收银")
	frame.Show(desk)
	dialog := widgets.ShowConfirm(frame.Canvas(), "作废这张收据", "", "作废", "返回", func(bool) {})

	frame.Window().Resize(fyne.NewSize(look.LeastWidth, look.LeastHeight))
	run()
	require.Equal(t, 1, desk.made)
	dialog.Close()
	run()
	require.Equal(t, 2, desk.made)
	require.True(t, look.IsNarrow())
	require.Equal(t, fyne.Focusable(desk.entry), frame.Canvas().Focused(), "the keyboard is at the same part of the new content")
}

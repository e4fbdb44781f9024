package shell_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// In the smallest window, beside a bar that is full, whatever is said of money over a channel is read to its end, and covers nothing below the bar.
func TestAToastIsReadToItsEndInTheSmallestWindow(t *testing.T) {
	window := uitest.NewWindow(t, nil)
	size := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	window.Resize(size)
	look.SetRoom(size)
	frame := shell.New(window, uitest.InPlace())
	t.Cleanup(frame.Close)
	frame.SetStatus(shell.Status{Project: "阳光花园", Counter: "01 号柜台", Shift: "班次 08:02 起", Cashier: "王丽", Unsettled: "未了结 12 Ctrl U", Printer: "打印机 就绪",
		Clock: "2026-11-21 星期六 10:24"})
	raw, err := os.ReadFile("../../../assets/text/zh-Hans.json")
	require.NoError(t, err)
	texts := make(map[string]string)
	require.NoError(t, json.Unmarshal(raw, &texts))
	longest := 0
	for key, text := range texts {
		if !strings.HasPrefix(key, "error.payment.") && !strings.HasPrefix(key, "collect.") && !strings.HasPrefix(key, "desk.collect.") {
			continue
		}
		frame.Toast(text, widgets.ToneOwed)
		toast := frame.ToastShown()
		said := ""
		for _, line := range textsIn(toast) {
			said += line
		}
		require.Equal(t, strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(said, " ", ""), key)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(toast)
		require.LessOrEqual(t, at.Y+toast.Size().Height, look.StatusHeight(), key)
		require.LessOrEqual(t, at.X+toast.Size().Width, frame.StatusRight(), key)
		longest = max(longest, len([]rune(text)))
	}
	require.Greater(t, longest, 60, "there were long ones among them")
}

// textsIn returns the texts of an object, from the top.
func textsIn(object fyne.CanvasObject) (texts []string) {
	switch object := object.(type) {
	case *canvas.Text:
		return []string{object.Text}
	case *fyne.Container:
		for _, child := range object.Objects {
			texts = append(texts, textsIn(child)...)
		}
	}
	return texts
}

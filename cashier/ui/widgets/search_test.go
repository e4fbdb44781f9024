package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

const ctrl = fyne.KeyModifierControl

// focusedSearch shows a search entry that has the focus, with text typed into it.
func focusedSearch(t *testing.T, text string) (*widgets.KeyEntry, fyne.Window) {
	entry, object := widgets.NewSearchEntry("房号", nil)
	window := uitest.NewWindow(t, object)
	window.Canvas().Focus(entry)
	uitest.Type(window, text)
	return entry, window
}

func TestFault6KeysEditTheSearchAsEveryField(t *testing.T) {
	for name, c := range map[string]struct {
		keys func(entry *widgets.KeyEntry, window fyne.Window)
		want string
	}{
		"Ctrl A":         {func(_ *widgets.KeyEntry, w fyne.Window) { uitest.Chord(w, ctrl, fyne.KeyA); uitest.Type(w, "z") }, "z"},
		"Shift Home":     {func(_ *widgets.KeyEntry, w fyne.Window) { uitest.PressShift(w, fyne.KeyHome); uitest.Type(w, "z") }, "z"},
		"Home":           {func(_ *widgets.KeyEntry, w fyne.Window) { uitest.Press(w, fyne.KeyHome, fyne.Key3) }, "33021201"},
		"SelectAll":      {func(e *widgets.KeyEntry, w fyne.Window) { e.SelectAll(); uitest.Type(w, "zj") }, "zj"},
		"SelectAll, End": {func(e *widgets.KeyEntry, w fyne.Window) { e.SelectAll(); uitest.Press(w, fyne.KeyEnd, fyne.Key9) }, "30212019"},
		"SelectAll without the focus": {func(e *widgets.KeyEntry, w fyne.Window) {
			w.Canvas().Unfocus()
			e.SelectAll()
			w.Canvas().Focus(e)
			uitest.Type(w, "zj")
		}, "zj"},
		"Shift End": {func(_ *widgets.KeyEntry, w fyne.Window) {
			uitest.Press(w, fyne.KeyHome)
			uitest.PressShift(w, fyne.KeyEnd)
			uitest.Type(w, "z")
		}, "z"},
		"paste over the selection": {func(_ *widgets.KeyEntry, w fyne.Window) {
			uitest.PressShift(w, fyne.KeyLeft, fyne.KeyLeft)
			uitest.Paste(w, "02\r\n")
		}, "3021202"},
		"text set over a selection": {func(e *widgets.KeyEntry, w fyne.Window) {
			e.SelectAll()
			e.SetText("3-2")
			uitest.Type(w, "-1")
		}, "3-2-1"},
		"emptied over a selection": {func(e *widgets.KeyEntry, w fyne.Window) {
			e.SelectAll()
			e.SetText("")
			uitest.Type(w, "zj")
		}, "zj"},
	} {
		t.Run(name, func(t *testing.T) {
			entry, window := focusedSearch(t, "3021201")
			c.keys(entry, window)
			require.Equal(t, c.want, entry.Text)
		})
	}
}

func TestAnEntryTakesNoMoreThanItHolds(t *testing.T) {
	entry, window := focusedSearch(t, "")
	entry.MaxRunes = 8
	uitest.Paste(window, "阳光花园\n三栋\t二单元")
	require.Equal(t, "阳光花园 三栋 ", entry.Text)
	uitest.Type(window, "x")
	require.Equal(t, "阳光花园 三栋 ", entry.Text)
	uitest.PressShift(window, fyne.KeyLeft, fyne.KeyLeft)
	uitest.Type(window, "xyz")
	require.Equal(t, "阳光花园 三xy", entry.Text)
	uitest.Chord(window, ctrl, fyne.KeyA)
	uitest.Paste(window, strings.Repeat("9", 300))
	require.Equal(t, "99999999", entry.Text)
	uitest.Paste(window, "")
	require.Equal(t, "99999999", entry.Text)
}

func TestTheHintOfASearchGivesWayToWhatIsTyped(t *testing.T) {
	entry, object := widgets.NewSearchEntry("房号 · 姓名首字母 · 手机后四位 · 车牌 · 扫收据", nil)
	window := uitest.NewWindow(t, object)
	window.Resize(fyne.NewSize(420, 60))
	says := func() (shown bool) {
		uitest.Walk(window, func(part fyne.CanvasObject) {
			text, ok := part.(*canvas.Text)
			shown = shown || ok && strings.Contains(text.Text, "手机后四位")
		})
		return shown
	}
	window.Canvas().Focus(entry)
	require.True(t, says())
	uitest.Type(window, "SQ1:01-2026-000565")
	require.False(t, says(), "text and hint stand over each other")
	uitest.Press(window, fyne.KeyHome)
	uitest.Chord(window, ctrl, fyne.KeyA)
	uitest.Press(window, fyne.KeyBackspace)
	require.True(t, says())
	window.Resize(fyne.NewSize(200, 60))
	require.False(t, says(), "a narrow entry has no room for it")
}

// Without a name the toolkit reads every font anew for each search entry, and keeps them all.
func TestTheLettersOfASearchNameTheirFont(t *testing.T) {
	entry, window := focusedSearch(t, "3021201")
	font := look.Theme().Font(fyne.TextStyle{Bold: true})
	named := func() (found bool) {
		uitest.Walk(window, func(object fyne.CanvasObject) {
			if letters, ok := object.(*canvas.Text); ok && letters.Text == entry.Text {
				require.Same(t, font, letters.FontSource)
				found = true
			}
		})
		return found
	}
	require.True(t, named())
	window.Content().Refresh() // It gives the entry its theme anew.
	entry.SetText("3021202")
	require.True(t, named())
}

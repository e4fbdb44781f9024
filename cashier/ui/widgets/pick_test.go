package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// menuCounter is a window with a field under a menu, whose lines are said in chosen.
type menuCounter struct {
	window   fyne.Window
	field    *widgets.DigitEntry
	chosen   []string
	scanned  []string
	entered  []string
	typeWith func(text string, gap time.Duration)
	// rest lets the time pass in which a scanner would have typed on.
	rest func()
}

func newMenuCounter(t *testing.T) *menuCounter {
	c := &menuCounter{field: widgets.NewMoneyEntry("现金 收", nil)}
	c.field.OnSubmitted = func(text string) { c.entered = append(c.entered, text) }
	c.window = uitest.NewWindow(t, widgets.Inset(9, 9, 9, 9, c.field))
	c.typeWith = typedAt(t, c.window)
	var waiting func()
	before := widgets.Later
	widgets.Later = func(_ time.Duration, ui func()) (stop func()) {
		waiting = ui
		return func() { waiting = nil }
	}
	require.NoError(t, widgets.SetScanPrefix("")) // nothing was typed yet
	c.rest = func() {
		now := widgets.Clock
		widgets.Clock = func() time.Time { return now().Add(70 * time.Millisecond) }
		if waiting != nil {
			waiting()
		}
	}
	widgets.SetScanned(func(code string) bool { c.scanned = append(c.scanned, code); return true })
	t.Cleanup(func() {
		widgets.Later = before
		widgets.SetScanned(func(string) bool { return false })
	})
	lines := []widgets.MenuLine{{Key: '2', Words: "零钱转预存款"}, {Key: '8', Words: "分给几笔"}}
	for i := range lines {
		lines[i].Do = func() {
			c.chosen = append(c.chosen, lines[i].Words)
			c.window.Canvas().Focus(c.field)
		}
	}
	widgets.ShowMenu(c.window.Canvas(), "其他", "", lines, "返回", nil)
	return c
}

func TestAScanChoosesNothingInAMenu(t *testing.T) {
	for _, code := range []string{"280202106361000993", "8012345678901", "28-2-1201-4", "6901234567892", "9781234567897"} {
		c := newMenuCounter(t)
		c.typeWith(code+"\n", 4*time.Millisecond)
		c.rest()
		require.Equal(t, []string{code}, c.scanned)
		require.Empty(t, c.chosen)
		require.NotNil(t, c.window.Canvas().Overlays().Top())
	}
}

// Eight figures in one frame may be anybody's typing, but nobody means so much by a choice.
func TestAShortCodeInOneFrameChoosesNothingAndStaysNowhere(t *testing.T) {
	for _, code := range []string{"21234567", "96385274", "96351074"} {
		for _, end := range []string{"\n", ""} {
			c := newMenuCounter(t)
			c.typeWith(code+end, 0)
			c.rest()
			if end != "" {
				require.Equal(t, []string{""}, c.scanned, "it is said")
			}
			require.Empty(t, c.chosen)
			require.Empty(t, c.field.Text())
			require.Empty(t, c.entered)
			require.NotNil(t, c.window.Canvas().Overlays().Top())
		}
	}
}

// Where the window stands still behind the first figure, what follows is still known for the rest of a code.
func TestTheRestOfAScanThatChoseStaysNowhere(t *testing.T) {
	c := newMenuCounter(t)
	c.typeWith("2", 80*time.Millisecond)
	c.rest()
	c.typeWith("8", 200*time.Millisecond)
	c.typeWith("0202106361000993\n", 4*time.Millisecond)
	require.Equal(t, []string{"280202106361000993"}, c.scanned)
	require.Empty(t, c.field.Text())
	require.Empty(t, c.entered)
}

// Whoever presses Enter a while after a scan that never ended means the row.
func TestAnEnterLongAfterAScanOpensTheRow(t *testing.T) {
	c := newMenuCounter(t)
	c.typeWith("96351074", 0)
	c.typeWith("\n", 1100*time.Millisecond)
	require.Empty(t, c.scanned)
	require.Equal(t, []string{"零钱转预存款"}, c.chosen)
}

func TestEscGivesUpWhatIsNotChosenYet(t *testing.T) {
	c := newMenuCounter(t)
	c.typeWith("2", 80*time.Millisecond)
	uitest.Press(c.window, fyne.KeyEscape)
	c.rest()
	require.Empty(t, c.chosen)
	require.Nil(t, c.window.Canvas().Overlays().Top())
}

func TestWhatAHandTypesInAMenuChoosesInItsOrder(t *testing.T) {
	c := newMenuCounter(t)
	c.typeWith("2", 80*time.Millisecond)
	require.Empty(t, c.chosen)
	c.rest()
	require.Equal(t, []string{"零钱转预存款"}, c.chosen)

	c = newMenuCounter(t)
	c.typeWith("2150\n", 4*time.Millisecond) // typed ahead into a busy window
	c.rest()
	require.Equal(t, []string{"零钱转预存款"}, c.chosen)
	require.Equal(t, []string{"150"}, c.entered)
	require.Empty(t, c.scanned)

	c = newMenuCounter(t)
	c.typeWith("8", 80*time.Millisecond)
	c.typeWith("1", 30*time.Millisecond)
	c.rest()
	require.Equal(t, []string{"分给几笔"}, c.chosen)
	require.Equal(t, "1", c.field.Text())
}

func TestAChoiceThatNobodySeesAnyMoreIsNotMade(t *testing.T) {
	c := newMenuCounter(t)
	c.typeWith("2", 80*time.Millisecond)
	c.window.Canvas().Unfocus()
	c.rest()
	require.Empty(t, c.chosen)
}

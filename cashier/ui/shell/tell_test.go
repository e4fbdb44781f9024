package shell_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/telling"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// listener is a shell that tells, with one screen, and what it told.
type listener struct {
	t      *testing.T
	frame  *shell.Shell
	teller *shell.Teller
	said   bytes.Buffer
	run    []func() // work that has been started and not done
}

func listen(t *testing.T) (*listener, *counterScreen) {
	l := &listener{t: t}
	window := uitest.NewWindow(t, nil)
	l.teller = shell.NewTeller(&l.said)
	options := uitest.InPlace()
	options.Teller = l.teller
	options.Go = func(work func()) { l.run = append(l.run, work) }
	l.frame = shell.New(window, options)
	t.Cleanup(l.frame.Close)
	screen := newScreen(l.frame, "收银")
	l.frame.Show(screen)
	return l, screen
}

// told lets some frames go by, and then so much time, and returns what was told meanwhile.
func (l *listener) told(span time.Duration) (lines []telling.Line) {
	l.t.Helper()
	l.said.Reset()
	for range 3 {
		l.teller.Look()
	}
	uitest.Wait(span)
	l.teller.Look()
	for text := range strings.Lines(l.said.String()) {
		var line telling.Line
		require.NoError(l.t, json.Unmarshal([]byte(text), &line))
		lines = append(lines, line)
	}
	return lines
}

func TestWhatIsShownIsToldOnceAKeyCountsAndAgainOnceATapDoes(t *testing.T) {
	l, _ := listen(t)
	require.Empty(t, l.told(widgets.ReactKey-time.Millisecond))
	first := l.told(time.Millisecond)
	require.Len(t, first, 1)
	require.Equal(t, "收银", first[0].Screen)
	require.Equal(t, "text", first[0].Focus)
	require.False(t, first[0].Taps)
	second := l.told(widgets.ReactTap)
	require.Len(t, second, 1)
	require.True(t, second[0].Taps)
	require.Empty(t, l.told(time.Hour), "nothing changed")
}

func TestEachKeyIsCountedAndNeverWhatItWrote(t *testing.T) {
	l, screen := listen(t)
	before := l.told(widgets.ReactKey)[0]
	uitest.Press(l.frame.Window(), fyne.Key4, fyne.Key7, fyne.Key1, fyne.Key1)
	after := l.told(widgets.ReactKey)[0]
	require.Equal(t, before.Keys+4, after.Keys)
	require.Equal(t, 4, after.Typed)
	require.Equal(t, "4711", screen.entry.Text)
	require.NotContains(t, l.said.String(), "4711")
}

func TestAWindowThatRestsIsLookedAtNowAndThen(t *testing.T) {
	l, _ := listen(t)
	l.told(widgets.ReactTap)
	l.told(10 * time.Second)
	l.frame.Show(newScreen(l.frame, "查询"))
	require.Empty(t, l.told(widgets.ReactKey), "within a tenth of a second of the look before")
	told := l.told(100 * time.Millisecond)
	require.Empty(t, told, "seen, and not yet long enough on the glass")
	require.Equal(t, "查询", l.told(widgets.ReactKey)[0].Screen)
	uitest.Press(l.frame.Window(), fyne.Key4)
	require.Equal(t, 1, l.told(widgets.ReactKey)[0].Typed, "a key is seen at the next frame")
}

func TestAPINIsToldByItsLengthAlone(t *testing.T) {
	l, _ := listen(t)
	pin := widgets.NewPINEntry("PIN", nil)
	widgets.ShowDialog(l.frame.Canvas(), widgets.DialogOptions{Title: "第二人", Body: pin, Inputs: []fyne.Focusable{pin}, Yes: "好"})
	uitest.Press(l.frame.Window(), fyne.Key2, fyne.Key4, fyne.Key6, fyne.Key8)
	told := l.told(widgets.ReactKey)[0]
	require.Equal(t, "第二人", told.Dialog)
	require.Equal(t, "input 0", told.Focus)
	require.Equal(t, 4, told.Typed)
	require.NotContains(t, l.said.String(), "2468")
}

func TestADialogThatComesBackIsAnotherOne(t *testing.T) {
	l, _ := listen(t)
	widgets.ShowDialog(l.frame.Canvas(), widgets.DialogOptions{Title: "第二人", Yes: "好", Accept: func() string { return "不对" }})
	before := l.told(widgets.ReactKey)[0]
	uitest.Press(l.frame.Window(), fyne.KeyReturn)
	after := l.told(widgets.ReactKey)[0]
	require.Equal(t, before.Asked+1, after.Asked)
}

func TestTheWindowIsBusyUntilTheAnswerWasHandedOut(t *testing.T) {
	l, _ := listen(t)
	l.frame.Hold()
	l.frame.Run("", func(context.Context, func(int, int)) error { return nil }, func(error) { l.frame.Release() })
	told := l.told(widgets.ReactKey)[0]
	require.True(t, told.Busy)
	require.Equal(t, "held", told.Focus)
	l.run[0]()
	require.False(t, l.told(widgets.ReactKey)[0].Busy)
}

package countertest

import (
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/words"
)

// Hand presses keys in a window and reads what it says.
type Hand struct {
	t     testing.TB
	frame func() *shell.Shell
}

// NewHand makes a hand on the shell that frame gives at the moment of each press.
func NewHand(t testing.TB, frame func() *shell.Shell) *Hand { return &Hand{t, frame} }

// Press presses keys.
func (h *Hand) Press(names ...fyne.KeyName) { uitest.Press(h.frame().Window(), names...) }

// Chord presses a key with Ctrl.
func (h *Hand) Chord(name fyne.KeyName) {
	uitest.Chord(h.frame().Window(), fyne.KeyModifierControl, name)
}

// Type types characters.
func (h *Hand) Type(text string) { uitest.Type(h.frame().Window(), text) }

// Enter types each text with Enter after it.
func (h *Hand) Enter(texts ...string) {
	for _, text := range texts {
		h.Type(text)
		h.Press(fyne.KeyReturn)
	}
}

// Shows asks that the window says each of the words.
func (h *Hand) Shows(words ...string) {
	h.t.Helper()
	for _, word := range words {
		require.True(h.t, h.says(word), "the screen does not say %s", word)
	}
}

// Hides asks that it says none of them.
func (h *Hand) Hides(words ...string) {
	h.t.Helper()
	for _, word := range words {
		require.False(h.t, h.says(word), "the screen says %s", word)
	}
}

func (h *Hand) says(word string) bool {
	return strings.Contains(test.RenderToMarkup(h.frame().Canvas()), word)
}

// Explain makes Chinese sentences of errors, as the window does.
func Explain(err error) string { return words.Explain(err, assets.Chinese) }

// inChinese is a step of an amount as the book keeps it: a figure with its unit in Chinese, or one of the words before it.
var inChinese = regexp.MustCompile(`[0-9] ?(元|月|天|度|人)|合计 |免租期|第[0-9]+阶梯 |阶梯合计|月租|公摊总额|营业额 [0-9]`)

// ExplainedInEnglish draws a gallery on an English screen and fails on an amount that is explained in Chinese, or where no picture
// explains any.
func ExplainedInEnglish(t *testing.T, gallery []shell.Picture) {
	t.Helper()
	explained := false
	for _, picture := range gallery {
		options := uitest.InPlace()
		options.Lang = assets.English
		frame := shell.New(uitest.NewWindow(t, nil), options)
		picture.Draw(frame)
		uitest.Walk(frame.Window(), func(object fyne.CanvasObject) {
			if text, isText := object.(*canvas.Text); isText {
				require.NotRegexp(t, inChinese, text.Text, picture.Name)
				explained = explained || strings.Contains(text.Text, " yuan")
			}
		})
		frame.Close()
	}
	require.True(t, explained)
}

// Pictures holds those of a gallery with these names to their goldens, and all of it to the smallest window.
func Pictures(t *testing.T, gallery []shell.Picture, goldens ...string) {
	t.Helper()
	found := 0
	for _, picture := range gallery {
		frame := uitest.NewShell(t)
		picture.Draw(frame)
		need := frame.Window().Content().MinSize()
		require.LessOrEqual(t, need.Width, uitest.CounterSize.Width, picture.Name)
		require.LessOrEqual(t, need.Height, uitest.CounterSize.Height, picture.Name)
		for _, golden := range goldens {
			if golden == picture.Name {
				found++
				uitest.AssertMarkup(t, frame.Window(), picture.Name)
			}
		}
		frame.Close()
	}
	require.Equal(t, len(goldens), found)
}

// Package uitest is the harness of screen tests and of the gallery: windows without a display, in
// our theme and font, keys as the real driver delivers them, and markup goldens.
//
// It imports Fyne's test package, so only tests and cmd/gallery may import it. Work and posts run in
// place: a test reads from top to bottom. One window at a time: Fyne's test app is global.
package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// CounterSize is the smallest window the desk is made for, in points.
var CounterSize = fyne.NewSize(1366, 768)

// app is kept between tests: each new one would parse the fonts again.
var app fyne.App

// NewWindow makes a window of CounterSize in our theme, showing content (nil for a shell's). It is
// closed, and the text scale put back, when the test ends.
func NewWindow(t testing.TB, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	if app == nil || fyne.CurrentApp() != app {
		app = test.NewApp()
		SetScale(1)
	}
	widgets.Clock, widgets.Later = clock, atOnce
	widgets.ForgetPresses() // the keyboard of another window, and what covered it, are none of this one's
	window := test.NewTempWindow(t, content)
	window.SetPadded(false)
	window.Resize(CounterSize)
	look.SetRoom(CounterSize)
	t.Cleanup(func() {
		if look.AskedScale() != 1 {
			SetScale(1)
		}
	})
	return window
}

// SetScale sets the text scale and the theme with it; call it after NewWindow and rebuild the screen.
func SetScale(factor float32) {
	look.SetScale(factor)
	app.Settings().SetTheme(look.Theme())
}

// NewShell makes a shell in a new window, with InPlace options.
func NewShell(t testing.TB) *shell.Shell {
	t.Helper()
	return shell.New(NewWindow(t, nil), InPlace())
}

// atOnce is a widgets.Later for characters that no scanner types.
func atOnce(_ time.Duration, ui func()) (stop func()) {
	ui()
	return func() {}
}

// InPlace returns shell options that run work and posts at once, and delayed things never.
func InPlace() shell.Options {
	return shell.Options{
		Go:    func(work func()) { work() },
		Post:  func(ui func()) { ui() },
		Later: func(time.Duration, func()) func() { return func() {} },
	}
}

// Tap taps object as the driver does: the tap takes the focus away from any other part first.
func Tap(window fyne.Window, object fyne.Tappable) {
	pass(lookPace)
	if any(window.Canvas().Focused()) != any(object) {
		window.Canvas().Unfocus()
	}
	test.Tap(object)
}

// AssertMarkup compares what window shows with testdata/name.xml. SHOUQI_GOLDEN=update writes the
// file instead: look at the difference before committing it.
func AssertMarkup(t testing.TB, window fyne.Window, name string) {
	t.Helper()
	path := filepath.Join("testdata", name+".xml")
	got := strings.ReplaceAll(test.RenderToMarkup(window.Canvas()), "\r\n", "\n")
	if os.Getenv("SHOUQI_GOLDEN") == "update" {
		require.NoError(t, os.MkdirAll("testdata", 0o700))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "no golden yet: run once with SHOUQI_GOLDEN=update")
	require.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

// Walk visits everything that window shows, its topmost dialog included.
func Walk(window fyne.Window, visit func(object fyne.CanvasObject)) {
	var walk func(object fyne.CanvasObject)
	walk = func(object fyne.CanvasObject) {
		if object == nil || !object.Visible() {
			return
		}
		visit(object)
		switch part := object.(type) {
		case *fyne.Container:
			for _, child := range part.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(part).Objects() {
				walk(child)
			}
		}
	}
	walk(window.Content())
	if top := window.Canvas().Overlays().Top(); top != nil {
		walk(top)
	}
}

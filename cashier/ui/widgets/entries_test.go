package widgets_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// watch records the keys that reach the window's handler.
func watch(window fyne.Window) *[]fyne.KeyName {
	var seen []fyne.KeyName
	window.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) { seen = append(seen, event.Name) })
	return &seen
}

func TestFunctionKeysReachTheScreenWhileAnEntryIsTypedIn(t *testing.T) {
	entry := widgets.NewKeyEntry("", func(string) {})
	window := uitest.NewWindow(t, entry)
	seen := watch(window)
	window.Canvas().Focus(entry)
	uitest.Type(window, "zjg")
	uitest.Press(window, fyne.KeyF9, fyne.KeyEscape, fyne.KeyPageDown, fyne.KeyBackspace)
	require.Equal(t, []fyne.KeyName{fyne.KeyF9, fyne.KeyEscape, fyne.KeyPageDown}, *seen)
	require.Equal(t, "zj", entry.Text)
}

func TestChordsReachTheScreenWhileAnEntryIsTypedIn(t *testing.T) {
	entry := widgets.NewKeyEntry("", nil)
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	locked := 0
	widgets.SetChordHandler(window.Canvas(), func(*desktop.CustomShortcut) { locked++ })
	t.Cleanup(func() { widgets.SetChordHandler(window.Canvas(), nil) })
	uitest.Chord(window, fyne.KeyModifierControl, fyne.KeyL)
	require.Equal(t, 1, locked)
	uitest.Type(window, "abc")
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	require.Equal(t, "abc", entry.SelectedText())
}

func TestAScannersBurstArrivesWholeAndEnterSubmitsOnce(t *testing.T) {
	var submitted []string
	entry := widgets.NewKeyEntry("", func(text string) { submitted = append(submitted, text) })
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	code := strings.Repeat("2880137", 5)
	uitest.Type(window, code)
	uitest.Press(window, fyne.KeyReturn)
	require.Equal(t, []string{code}, submitted)
}

func TestEnterWithoutSubmitGoesToTheScreen(t *testing.T) {
	entry := widgets.NewKeyEntry("", nil)
	window := uitest.NewWindow(t, entry)
	seen := watch(window)
	window.Canvas().Focus(entry)
	uitest.Press(window, fyne.KeyReturn, fyne.KeyEnter)
	require.Equal(t, []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter}, *seen)
}

func TestMoneyEntryTakesOnlyASum(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"whole yuan":                 {"1800", "1800"},
		"cents":                      {"12.86", "12.86"},
		"a third decimal is dropped": {"12.865", "12.86"},
		"a second dot is dropped":    {"1.2.3", "1.23"},
		"a dot first":                {".5", "0.5"},
		"letters are dropped":        {"1a8b0", "180"},
		"full-width figures":         {"１８．５", "18.5"},
		"a Chinese full stop":        {"18。5", "18.5"},
	} {
		t.Run(name, func(t *testing.T) {
			entry := widgets.NewMoneyEntry("现金 收", nil)
			window := uitest.NewWindow(t, entry)
			window.Canvas().Focus(entry)
			uitest.Type(window, c.typed)
			require.Equal(t, c.want, entry.Text())
		})
	}
}

func TestTheFirstDigitReplacesTheSumThatWasThere(t *testing.T) {
	entry := widgets.NewMoneyEntry("现金 收", nil)
	entry.SetText("1800")
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	uitest.Type(window, "20")
	require.Equal(t, "20", entry.Text())
	uitest.Press(window, fyne.KeyBackspace)
	require.Equal(t, "2", entry.Text())
}

func TestAPaymentCodeScannedIntoTheCashEntryIsNeverTakenAsCash(t *testing.T) {
	var submitted, scanned []string
	entry := widgets.NewMoneyEntry("现金 收", nil)
	entry.OnSubmitted = func(text string) { submitted = append(submitted, text) }
	entry.OnScan = func(text string) { scanned = append(scanned, text) }
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	uitest.Rush(time.Millisecond, func() {
		uitest.Type(window, "134567890123456789")
		uitest.Press(window, fyne.KeyReturn)
	})
	require.Empty(t, submitted)
	require.Equal(t, []string{"134567890123456789"}, scanned)
	require.Empty(t, entry.Text())
}

func TestKeysAMoneyEntryDoesNotUseGoToTheScreen(t *testing.T) {
	entry := widgets.NewMoneyEntry("现金 收", nil)
	window := uitest.NewWindow(t, entry)
	seen := watch(window)
	window.Canvas().Focus(entry)
	uitest.Press(window, fyne.Key1, fyne.KeySpace, fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, []fyne.KeyName{fyne.KeySpace, fyne.KeyF9, fyne.KeyReturn}, *seen)
}

// A PIN that was typed one entry too early does not stand there for all to read.
func TestWhatMayBeAPINIsDotsInAPlainEntryToo(t *testing.T) {
	entry := widgets.NewKeyEntry("", nil)
	entry.Conceals = func(text string) bool { return len(text) > 3 }
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	uitest.Type(window, "482")
	require.Contains(t, test.RenderToMarkup(window.Canvas()), "482")
	uitest.Type(window, "1")
	require.NotContains(t, test.RenderToMarkup(window.Canvas()), "482")
	require.Equal(t, "4821", entry.Text)
	uitest.Press(window, fyne.KeyBackspace)
	require.Contains(t, test.RenderToMarkup(window.Canvas()), "482")
	entry.SetText("97531")
	require.NotContains(t, test.RenderToMarkup(window.Canvas()), "975")
}

func TestAPINIsShownAsDotsAndWipedWhenSubmitted(t *testing.T) {
	var pins []string
	entry := widgets.NewPINEntry("PIN", func(pin string) { pins = append(pins, pin) })
	window := uitest.NewWindow(t, entry)
	window.Canvas().Focus(entry)
	uitest.Type(window, "4821")
	markup := test.RenderToMarkup(window.Canvas())
	require.Contains(t, markup, "●●●●")
	require.NotContains(t, markup, "4821")
	uitest.Press(window, fyne.KeyEnter)
	require.Equal(t, []string{"4821"}, pins)
	require.Empty(t, entry.Text())
}

func TestFocusReturnsToTheEntryAfterAButtonIsTapped(t *testing.T) {
	entry := widgets.NewMoneyEntry("现金 收", nil)
	pressed := 0
	button := widgets.NewButton(widgets.ChipButton, "扫码", "F7", func() { pressed++ })
	window := uitest.NewWindow(t, widgets.Inset(9, 9, 9, 9, widgets.VStack(9, entry, button)))
	window.Canvas().Focus(entry)
	uitest.Tap(window, button)
	require.Equal(t, 1, pressed)
	require.Same(t, entry, window.Canvas().Focused())
}

func TestADisabledButtonCannotBePressed(t *testing.T) {
	pressed := 0
	button := widgets.NewButton(widgets.PrimaryButton, "收款并打印", "Enter", func() { pressed++ })
	button.Disable()
	window := uitest.NewWindow(t, button)
	uitest.Tap(window, button)
	require.Zero(t, pressed)
}

// Typing that only looks like a scan is typing still: the text stays, and its Enter goes on to the form.
func TestWhatNobodyTakesForAScanIsTyping(t *testing.T) {
	entered, text := 0, "Sunshine Property Ltd"
	entry := widgets.NewKeyEntry("", nil)
	window := uitest.NewWindow(t, entry)
	window.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) {
		if !widgets.EndScan(event.Name) {
			entered++
		}
	})
	window.Canvas().Focus(entry)
	uitest.Rush(time.Millisecond, func() {
		uitest.Type(window, text)
		uitest.Press(window, fyne.KeyReturn)
	})
	require.Equal(t, text, entry.Text)
	require.Equal(t, 1, entered)

	var taken string
	widgets.SetScanned(func(code string) bool { taken = code; return true })
	t.Cleanup(func() { widgets.SetScanned(func(string) bool { return false }) })
	entry.MaxRunes = 40
	entry.SetText("before ")
	uitest.Rush(time.Millisecond, func() {
		uitest.Type(window, text)
		uitest.Press(window, fyne.KeyReturn)
	})
	require.Equal(t, text, taken)
	require.Equal(t, "before ", entry.Text)
	require.Equal(t, 1, entered)
}

// A note or a name keeps words that came quickly, as an input method puts a whole sentence in at once: a scan that is taken presses no Enter, and who
// tells of it knows that it stands there. Figures no input method puts in, and they are taken away again as everywhere. A key, a passphrase or a path is no scan at all, whoever types it for a person.
func TestAScanStealsNothingFromAFieldOfFreeText(t *testing.T) {
	var taken []string
	var stays bool
	widgets.SetScanned(func(code string) bool {
		taken, stays = append(taken, code), widgets.ScanStays()
		return true
	})
	t.Cleanup(func() { widgets.SetScanned(func(string) bool { return false }) })
	note, verbatim, hidden := widgets.NewKeyEntry("", nil), widgets.NewVerbatimEntry(), widgets.NewVerbatimEntry()
	hidden.Password = true
	entered := 0
	window := uitest.NewWindow(t, widgets.VStack(0, note, verbatim, hidden))
	window.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) {
		if !widgets.EndScan(event.Name) {
			entered++
		}
	})
	for _, text := range []string{"134567890123456789", "6901234567892", "7QKD-M2XA-9RTF-C4WN-H8PE-3VJB-Y6ZS-K5DG-T2LM-W9QA-E7XR-B3CF-N8HJ-4PVK", "/media/usb/2026/shouqi-20261121.bak",
		"业主出差由女儿代交三个月的物业费和车位费"} {
		for _, entry := range []*widgets.KeyEntry{note, verbatim, hidden} {
			taken, entered = nil, 0
			entry.SetText("a")
			window.Canvas().Focus(entry)
			uitest.Rush(time.Millisecond, func() {
				uitest.Type(window, text)
				uitest.Press(window, fyne.KeyReturn)
			})
			if entry == note {
				isNumber := strings.Trim(text, "0123456789") == ""
				require.Equal(t, []string{text}, taken, "it is said what was scanned")
				require.Equal(t, !isNumber, stays)
				require.False(t, widgets.ScanStays())
				require.Equal(t, map[bool]string{true: "a", false: "a" + text}[isNumber], entry.Text)
				require.Zero(t, entered)
				continue
			}
			require.Equal(t, "a"+text, entry.Text)
			require.Empty(t, taken)
			require.Equal(t, 1, entered)
		}
	}
}

package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// typedAt replaces the clock of widgets until the test ends, and returns what types text with so much
// time before each character; each key goes down and up, and '\n' is Enter.
func typedAt(t *testing.T, window fyne.Window) (typeWith func(text string, gap time.Duration)) {
	now := time.Unix(1_800_000_000, 0)
	widgets.Clock = func() time.Time { return now }
	t.Cleanup(func() { widgets.Clock = time.Now })
	return func(text string, gap time.Duration) {
		for _, character := range text {
			now = now.Add(gap)
			if character == '\n' {
				uitest.Press(window, fyne.KeyReturn)
				continue
			}
			uitest.Press(window, fyne.KeyName(character))
		}
	}
}

// focusedMoney shows a money entry that has the focus, with text in it.
func focusedMoney(t *testing.T, text string) (*widgets.DigitEntry, fyne.Window) {
	entry := widgets.NewMoneyEntry("现金 收", nil)
	entry.SetText(text)
	window := uitest.NewWindow(t, widgets.Inset(9, 9, 9, 9, widgets.VStack(9, entry, widgets.NewMoneyEntry("另收", nil))))
	window.Canvas().Focus(entry)
	return entry, window
}

func TestFault6KeysEditTheAmountAsInEveryField(t *testing.T) {
	for name, c := range map[string]struct {
		keys func(window fyne.Window)
		want string
	}{
		"Ctrl A and digits": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyEnd)
			uitest.Chord(w, ctrl, fyne.KeyA)
			uitest.Type(w, "20")
		}, "20"},
		"Shift Home and digits": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyEnd)
			uitest.PressShift(w, fyne.KeyHome)
			uitest.Type(w, "20")
		}, "20"},
		"Shift End and digits": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyHome)
			uitest.PressShift(w, fyne.KeyEnd)
			uitest.Type(w, "20")
		}, "20"},
		"Shift and two steps left": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyEnd)
			uitest.PressShift(w, fyne.KeyLeft, fyne.KeyLeft)
			uitest.Type(w, "9")
		}, "189"},
		"End and a digit appends":       {func(w fyne.Window) { uitest.Press(w, fyne.KeyEnd, fyne.Key5) }, "18005"},
		"Home and a digit":              {func(w fyne.Window) { uitest.Press(w, fyne.KeyHome, fyne.Key5) }, "51800"},
		"Left ends the selection":       {func(w fyne.Window) { uitest.Press(w, fyne.KeyLeft, fyne.Key5) }, "51800"},
		"Right ends the selection":      {func(w fyne.Window) { uitest.Press(w, fyne.KeyRight, fyne.KeyLeft, fyne.Key5) }, "18050"},
		"Backspace on the selection":    {func(w fyne.Window) { uitest.Press(w, fyne.KeyBackspace) }, ""},
		"Delete on the selection":       {func(w fyne.Window) { uitest.Press(w, fyne.KeyDelete) }, ""},
		"Backspace before the cursor":   {func(w fyne.Window) { uitest.Press(w, fyne.KeyEnd, fyne.KeyLeft, fyne.KeyBackspace) }, "180"},
		"Delete behind the cursor":      {func(w fyne.Window) { uitest.Press(w, fyne.KeyHome, fyne.KeyDelete) }, "800"},
		"a dot in the middle":           {func(w fyne.Window) { uitest.Press(w, fyne.KeyEnd, fyne.KeyLeft, fyne.KeyPeriod) }, "180.0"},
		"a dot with too much behind it": {func(w fyne.Window) { uitest.Press(w, fyne.KeyHome, fyne.KeyRight, fyne.KeyPeriod) }, "1800"},
		"a dot before all":              {func(w fyne.Window) { uitest.Press(w, fyne.KeyDelete, fyne.KeyPeriod, fyne.Key5) }, "0.5"},
		"Ctrl Left and a digit": {func(w fyne.Window) {
			uitest.Chord(w, ctrl, fyne.KeyLeft)
			uitest.Type(w, "9")
		}, "91800"},
		"Ctrl Backspace": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyEnd)
			uitest.Chord(w, ctrl, fyne.KeyBackspace)
		}, ""},
		"cut and paste twice": {func(w fyne.Window) {
			uitest.Press(w, fyne.KeyHome)
			uitest.PressShift(w, fyne.KeyRight, fyne.KeyRight)
			uitest.Chord(w, ctrl, fyne.KeyX)
			uitest.Chord(w, ctrl, fyne.KeyV)
			uitest.Chord(w, ctrl, fyne.KeyV)
		}, "181800"},
		"Ctrl Z takes the typing back": {func(w fyne.Window) {
			uitest.Type(w, "20")
			uitest.Chord(w, ctrl, fyne.KeyZ)
		}, "1800"},
	} {
		t.Run(name, func(t *testing.T) {
			entry, window := focusedMoney(t, "1800")
			c.keys(window)
			require.Equal(t, c.want, entry.Text())
		})
	}
}

func TestFault6DigitsBeyondASumAreNotTakenAndAreNoScan(t *testing.T) {
	for name, gap := range map[string]time.Duration{
		"18 keys a second": 55 * time.Millisecond, "8 keys a second": 125 * time.Millisecond,
	} {
		t.Run(name, func(t *testing.T) {
			entry, window := focusedMoney(t, "")
			var submitted, scanned []string
			entry.OnSubmitted = func(text string) { submitted = append(submitted, text) }
			entry.OnScan = func(code string) { scanned = append(scanned, code) }
			typedAt(t, window)("12345678901234567890\n", gap)
			require.Equal(t, []string{"123456789"}, submitted)
			require.Empty(t, scanned)
		})
	}
}

func TestFault6TypingThatABusyWindowDeliversAtOnceIsNoScan(t *testing.T) {
	entry, window := focusedMoney(t, "")
	var submitted []string
	entry.OnSubmitted = func(text string) { submitted = append(submitted, text) }
	entry.OnScan = func(string) { t.Error("typing was taken for a scan") }
	typedAt(t, window)("123456.78\n", 0)
	require.Equal(t, []string{"123456.78"}, submitted)
}

func TestFault6AKeyHeldDownIsNoScan(t *testing.T) {
	for name, before := range map[string]string{"alone": "", "after another figure": "5"} {
		t.Run(name, func(t *testing.T) {
			entry, window := focusedMoney(t, "")
			entry.OnScan = func(string) { t.Error("a key held down was taken for a scan") }
			submitted := ""
			entry.OnSubmitted = func(text string) { submitted = text }
			typeWith := typedAt(t, window)
			typeWith(before, 0)
			uitest.Hold(window, fyne.Key0, 30)
			typeWith("\n", 0)
			require.Equal(t, (before + "000000000")[:9], submitted)
		})
	}
}

func TestAScanGivesBackWhatWasInTheEntryBefore(t *testing.T) {
	for name, end := range map[string]func(fyne.Window, func(string, time.Duration)){
		"Enter": func(_ fyne.Window, typeWith func(string, time.Duration)) { typeWith("\n", time.Millisecond) },
		"Tab":   func(w fyne.Window, _ func(string, time.Duration)) { uitest.Press(w, fyne.KeyTab) },
	} {
		t.Run(name, func(t *testing.T) {
			entry, window := focusedMoney(t, "")
			changed, scanned := "", ""
			entry.OnChanged = func(text string) { changed = text }
			entry.OnScan = func(code string) { scanned = code }
			typeWith := typedAt(t, window)
			typeWith("25", 80*time.Millisecond)
			typeWith("1", 1100*time.Millisecond)
			typeWith("34567890123456789", 12*time.Millisecond)
			end(window, typeWith)
			require.Equal(t, "25", entry.Text())
			require.Equal(t, "25", changed)
			if name == "Enter" {
				require.Equal(t, "134567890123456789", scanned)
			}
		})
	}
}

// A scanner may send no Enter, or send it late: the number that it typed is no sum, whoever presses the key within a second.
func TestALongNumberIsNoSumHoweverLateItsEnter(t *testing.T) {
	for _, code := range []string{"6901234567892", "134567890123456789"} {
		for _, late := range []time.Duration{0, 46, 100, 310, 900} {
			entry, window := focusedMoney(t, "")
			entry.OnSubmitted = func(text string) { t.Errorf("%s, Enter %v ms later: took %s", code, late, text) }
			scanned := ""
			entry.OnScan = func(code string) { scanned = code }
			typeWith := typedAt(t, window)
			typeWith(code, time.Millisecond)
			typeWith("\n", late*time.Millisecond)
			require.Equal(t, code, scanned)
			require.Empty(t, entry.Text())
		}
	}
}

func TestAPastedSumIsTakenWholeOrNotAtAll(t *testing.T) {
	for pasted, want := range map[string]string{
		"1,234.50 元": "1234.50", "￥80": "80", "¥ 1,000": "1000", "１８．５": "18.5", "300\r\n": "300",
		"1 234": "1234", "100元": "100", ".5": "0.5",
		"12abc": "7", "1.2.3": "7", "12.345": "7", "12 50": "7", "1,23": "7", "10\n20": "7", "": "7", ".": "7", "-5": "7",
		"12345678901": "7", "134567890123456789": "7",
	} {
		t.Run(pasted, func(t *testing.T) {
			entry, window := focusedMoney(t, "7")
			uitest.Paste(window, pasted)
			require.Equal(t, want, entry.Text())
		})
	}
	entry, window := focusedMoney(t, "1800")
	uitest.Press(window, fyne.KeyHome, fyne.KeyRight)
	uitest.Paste(window, "1,500")
	require.Equal(t, "11500800", entry.Text())
	uitest.Paste(window, "00")
	require.Equal(t, "11500800", entry.Text(), "ten digits are too many")
}

func TestADotIsKeptWhereTheFiguresWouldBeTooManyWithoutIt(t *testing.T) {
	entry, window := focusedMoney(t, "123456789.12")
	uitest.Press(window, fyne.KeyEnd, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyBackspace)
	require.Equal(t, "123456789.12", entry.Text())
	uitest.Press(window, fyne.KeyHome, fyne.KeyDelete)
	require.Equal(t, "23456789.12", entry.Text())
}

func TestASumLeftWithoutYuanReadsAsNone(t *testing.T) {
	entry, window := focusedMoney(t, "1.50")
	uitest.Press(window, fyne.KeyHome, fyne.KeyDelete)
	require.Equal(t, "0.50", entry.Text())
	uitest.Press(window, fyne.Key2)
	require.Equal(t, "2.50", entry.Text())
}

func TestTheFirstDigitReplacesOnlyWhereTheFocusComesAnew(t *testing.T) {
	entry, window := focusedMoney(t, "")
	uitest.Type(window, "20")
	entry.FocusLost() // As Fyne does when another window comes to the front,
	entry.FocusGained()
	uitest.Type(window, "5")
	require.Equal(t, "205", entry.Text())
	dialog := widgets.ShowNotice(window.Canvas(), "按键", "", "好", nil)
	dialog.Close()
	uitest.Type(window, "6")
	require.Equal(t, "2056", entry.Text())
	uitest.Press(window, fyne.KeyTab, fyne.KeyTab)
	window.Canvas().Focus(entry)
	uitest.Type(window, "7")
	require.Equal(t, "7", entry.Text())
}

func TestAPINKeepsItsDigitsAndGivesNoneToTheClipboard(t *testing.T) {
	pin := widgets.NewPINEntry("PIN", nil)
	window := uitest.NewWindow(t, widgets.VStack(9, pin, widgets.NewMoneyEntry("现金 收", nil)))
	window.Canvas().Focus(pin)
	uitest.Type(window, "48")
	pin.FocusLost()
	pin.FocusGained()
	uitest.Type(window, "21")
	uitest.Press(window, fyne.KeyTab)
	window.Canvas().Focus(pin)
	uitest.Type(window, "7")
	require.Equal(t, "48217", pin.Text())
	fyne.CurrentApp().Clipboard().SetContent("before")
	uitest.Chord(window, ctrl, fyne.KeyA)
	uitest.Chord(window, ctrl, fyne.KeyC)
	uitest.Chord(window, ctrl, fyne.KeyX)
	require.Equal(t, "before", fyne.CurrentApp().Clipboard().Content())
	require.Equal(t, "48217", pin.Text())
	uitest.Type(window, "1234567890123")
	require.Equal(t, "123456789012", pin.Text())
	uitest.Chord(window, ctrl, fyne.KeyZ)
	require.Equal(t, "123456789012", pin.Text())
}

func TestTheMousePutsTheCursorAndSelects(t *testing.T) {
	entry, window := focusedMoney(t, "1800")
	at := func(x float32) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 20)}, Button: desktop.MouseButtonPrimary}
	}
	entry.MouseDown(at(2))
	uitest.Type(window, "9")
	require.Equal(t, "91800", entry.Text())
	entry.MouseDown(at(entry.Size().Width - 2))
	uitest.Type(window, "5")
	require.Equal(t, "918005", entry.Text())
	test.DoubleTap(entry)
	uitest.Type(window, "3")
	require.Equal(t, "3", entry.Text())
	window.Canvas().Unfocus()
	entry.MouseDown(at(2))
	require.Same(t, entry, window.Canvas().Focused())
}

func TestADisabledEntryIsNotEdited(t *testing.T) {
	entry, window := focusedMoney(t, "1800")
	entry.Disable()
	uitest.Press(window, fyne.Key5, fyne.KeyBackspace)
	uitest.Paste(window, "20")
	require.Equal(t, "1800", entry.Text())
}

func TestCursorAndSelectionAreDrawn(t *testing.T) {
	_, window := focusedMoney(t, "1800.50")
	uitest.AssertMarkup(t, window, "digits-all")
	uitest.Press(window, fyne.KeyHome, fyne.KeyRight)
	uitest.AssertMarkup(t, window, "digits-cursor")
	uitest.PressShift(window, fyne.KeyEnd)
	uitest.AssertMarkup(t, window, "digits-part")
}

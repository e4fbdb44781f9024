package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// digitKind tells the three uses of a DigitEntry apart.
type digitKind uint8

const (
	moneyDigits digitKind = iota
	countDigits
	secretDigits
)

// DigitEntry takes figures from a keypad: money, a count, or a PIN. Its figures stand at the right.
// The cursor, the selection, the clipboard and Ctrl Z work as in every field. The figures are selected
// as a whole when the entry gains the focus, so that the first digit replaces them; those of a PIN are
// not. Any other key goes on to the dialog or the shell.
//
// A figure that would make more of the sum than it can have is not taken, and leaves it as it was.
type DigitEntry struct {
	widget.BaseWidget
	keyable

	// OnChanged is called with the figures after each change by the user.
	OnChanged func(text string)
	// OnSubmitted is called with the figures at Enter; with nil, Enter goes on to the screen.
	OnSubmitted func(text string)
	// OnScan is called with the code of a scan that hit the entry, after the figures that were there
	// before it are back. With nil who was named by SetScanned is told.
	OnScan func(code string)
	// OnKey sees every key first, and returns true when it used it.
	OnKey func(name fyne.KeyName) bool
	// OnRune sees every character first, and returns true when it used it: a letter can only be a scan
	// or the beginning of a search.
	OnRune func(character rune) bool
	// Conceals says which figures are shown as dots, as that of a KeyEntry.
	Conceals func(text string) bool
	// Pass and Required are what they are of a KeyEntry: Enter goes past the entry, or does not leave it while it is empty.
	Pass     func() bool
	Required bool

	kind        digitKind
	label       string
	placeholder string
	maxDigits   int
	focused     bool
	disabled    bool

	figures figures
	undone  figures // what Ctrl Z brings back
	typing  bool    // the last change was a character typed, which Ctrl Z takes back with the next ones
	scan    scanWatch
}

// NewMoneyEntry makes an entry for yuan with at most two decimals, up to 9 digits before the dot,
// in big type with label at its left. The text is as typed ("1800", "0.5"): parse it as money.
func NewMoneyEntry(label string, changed func(text string)) *DigitEntry {
	return newDigitEntry(moneyDigits, label, 9, changed)
}

// NewCountEntry makes an entry for a whole number of at most maxDigits digits, as for counting notes.
func NewCountEntry(label string, maxDigits int, changed func(text string)) *DigitEntry {
	return newDigitEntry(countDigits, label, maxDigits, changed)
}

// NewPINEntry makes an entry that shows a dot for each digit, at most 12. The digits are given to
// submitted alone, and wiped from the entry before it is called.
func NewPINEntry(label string, submitted func(pin string)) *DigitEntry {
	entry := newDigitEntry(secretDigits, label, 12, nil)
	entry.OnSubmitted = submitted
	return entry
}

// NewPayerCodeEntry makes an entry for the payment code on an owner's phone, which for a minute is as good as money: it shows a dot for
// each digit, at most 24, and is wiped before scanned is called with what a scanner typed. What a hand typed charges nobody: typed is called.
func NewPayerCodeEntry(label string, scanned func(code string), typed func()) *DigitEntry {
	entry := newDigitEntry(secretDigits, label, 24, nil)
	entry.OnSubmitted, entry.OnScan = func(string) { typed() }, scanned
	return entry
}

func newDigitEntry(kind digitKind, label string, maxDigits int, changed func(string)) *DigitEntry {
	entry := &DigitEntry{kind: kind, label: label, maxDigits: maxDigits, OnChanged: changed}
	entry.ExtendBaseWidget(entry)
	return entry
}

// Text returns the figures as typed; of a PIN entry too, for forms that submit by a button. A sum
// that was left without figures before its dot has a 0 there.
func (d *DigitEntry) Text() string {
	if strings.HasPrefix(d.figures.text, ".") {
		return "0" + d.figures.text
	}
	return d.figures.text
}

// IsSecret says whether it is a field for a PIN.
func (d *DigitEntry) IsSecret() bool { return d.kind == secretDigits }

// Selection returns where the selection begins and ends in the text; both are the cursor where nothing is selected.
func (d *DigitEntry) Selection() (from, to int) { return d.figures.selection() }

// SetText puts figures in without calling OnChanged, selected as a whole: the next digit typed
// replaces them.
func (d *DigitEntry) SetText(text string) {
	d.figures = allOf(text)
	d.undone, d.typing = d.figures, false
	d.scan.forget()
	d.Refresh()
}

// SelectAll selects the figures, so that the next digit replaces them.
func (d *DigitEntry) SelectAll() { d.move(allOf(d.figures.text)) }

// SetLabel changes the words at the left.
func (d *DigitEntry) SetLabel(label string) {
	d.label = label
	d.Refresh()
}

// SetPlaceholder sets what stands in second ink while the entry is empty, such as the exact sum.
func (d *DigitEntry) SetPlaceholder(text string) {
	d.placeholder = text
	d.Refresh()
}

// Enable lets the entry take figures again.
func (d *DigitEntry) Enable() { d.setDisabled(false) }

// Disable shows the figures and takes none.
func (d *DigitEntry) Disable() { d.setDisabled(true) }

// Disabled says whether the entry takes no figures; Fyne then skips it at Tab.
func (d *DigitEntry) Disabled() bool { return d.disabled }

func (d *DigitEntry) setDisabled(disabled bool) {
	d.disabled = disabled
	d.Refresh()
}

// FocusGained shows the focus and selects the figures. Where the focus only comes back, as with the
// window's own, the cursor and the selection are as they were.
func (d *DigitEntry) FocusGained() {
	isBack := rememberFocus(d)
	d.focused, d.typing = true, false
	switch {
	case isBack:
	case d.kind == secretDigits:
		d.figures = d.figures.movedTo(len(d.figures.text), false)
	default:
		d.figures = allOf(d.figures.text)
	}
	d.Refresh()
}

// FocusLost hides the focus, and takes a scan back that ended in a Tab.
func (d *DigitEntry) FocusLost() {
	d.focused = false
	if d.scan.run == arriving.run { // else it ends where the focus went
		d.endScan()
	}
	d.Refresh()
}

// height is that of the search entry for money and PIN, and of a tap for counts.
func (d *DigitEntry) height() float32 {
	if d.kind == countDigits {
		return look.TapHeight()
	}
	return look.SearchHeight()
}

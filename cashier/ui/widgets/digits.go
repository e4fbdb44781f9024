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

// DigitEntry takes figures from a keypad: money, a count, or a PIN. Its figures stand at the right
// and typing appends, so there is no cursor to lose. The first digit after it gains the focus
// replaces what was there. Any other key goes on to the dialog or the shell.
//
// More digits than a sum can have are a scan that hit the wrong field: the entry empties itself
// (OnChanged gets ""), and OnScan gets all the digits at Enter.
type DigitEntry struct {
	widget.BaseWidget

	// OnChanged is called with the figures after each change by the user.
	OnChanged func(text string)
	// OnSubmitted is called with the figures at Enter; with nil, Enter goes on to the screen.
	OnSubmitted func(text string)
	// OnScan is called at Enter with digits too many to be a sum. With nil they are dropped.
	OnScan func(text string)
	// OnKey sees every key first, and returns true when it used it.
	OnKey func(name fyne.KeyName) bool
	// OnRune sees every character first, and returns true when it used it: a letter can only be a scan
	// or the beginning of a search.
	OnRune func(character rune) bool

	kind        digitKind
	label       string
	placeholder string
	text        string
	scanned     string
	maxDigits   int
	focused     bool
	fresh       bool
	disabled    bool
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

func newDigitEntry(kind digitKind, label string, maxDigits int, changed func(string)) *DigitEntry {
	entry := &DigitEntry{kind: kind, label: label, maxDigits: maxDigits, OnChanged: changed}
	entry.ExtendBaseWidget(entry)
	return entry
}

// Text gives the figures as typed; of a PIN entry too, for forms that submit by a button.
func (d *DigitEntry) Text() string { return d.text }

// SetText puts figures in without calling OnChanged. The next digit typed replaces them.
func (d *DigitEntry) SetText(text string) {
	d.text, d.scanned, d.fresh = text, "", true
	d.Refresh()
}

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

// FocusGained shows the focus and readies the entry to be typed over.
func (d *DigitEntry) FocusGained() {
	rememberFocus(d)
	d.focused, d.fresh = true, d.kind != secretDigits
	d.Refresh()
}

// FocusLost drops a half-typed scan.
func (d *DigitEntry) FocusLost() {
	d.focused, d.scanned = false, ""
	d.Refresh()
}

// Tapped gives the entry the focus.
func (d *DigitEntry) Tapped(*fyne.PointEvent) {
	if window := fyne.CurrentApp().Driver().CanvasForObject(d); window != nil && !d.disabled {
		window.Focus(d)
	}
}

// TypedRune takes a digit or a dot; other characters are dropped.
func (d *DigitEntry) TypedRune(character rune) {
	defer caught()
	if d.OnRune != nil && d.OnRune(character) {
		return
	}
	character = halfWidth(character)
	isDigit := character >= '0' && character <= '9'
	if d.disabled || (!isDigit && (character != '.' || d.kind != moneyDigits)) {
		return
	}
	if d.scanned != "" {
		d.growScan(character)
		return
	}
	before := d.text
	if d.fresh {
		before = ""
	}
	whole, cents, hasDot := strings.Cut(before, ".")
	switch {
	case character == '.' && hasDot:
		return
	case character == '.' && whole == "":
		before = "0"
	case isDigit && hasDot && len(cents) >= 2:
		return
	case isDigit && !hasDot && len(whole) >= d.maxDigits:
		d.growScan(character)
		return
	}
	d.fresh = false
	d.change(before + string(character))
}

// growScan keeps digits that are too many for a sum aside; 64 is longer than any code we read.
func (d *DigitEntry) growScan(character rune) {
	if d.kind == secretDigits {
		return
	}
	if d.scanned == "" {
		d.scanned = d.text
		d.change("")
	}
	if len(d.scanned) < 64 {
		d.scanned += string(character)
	}
}

// TypedKey edits the figures, and passes on what does not.
func (d *DigitEntry) TypedKey(event *fyne.KeyEvent) {
	defer caught()
	if event == nil || event.Name == "" || (d.OnKey != nil && d.OnKey(event.Name)) {
		return
	}
	switch {
	case event.Name == fyne.KeyBackspace:
		d.backspace()
	case event.Name == fyne.KeyDelete:
		d.fresh = false
		d.change("")
	case IsEnter(event.Name) && d.scanned != "":
		scanned := d.scanned
		d.scanned = ""
		if d.OnScan != nil {
			d.OnScan(scanned)
		}
	case IsEnter(event.Name) && d.OnSubmitted != nil:
		d.submit()
	case len(event.Name) == 1 && strings.Contains("0123456789.", string(event.Name)):
		// These come again as characters, which TypedRune takes.
	default:
		ForwardKey(d, event)
	}
}

func (d *DigitEntry) submit() {
	text := d.text
	if d.kind == secretDigits {
		d.text = ""
		d.Refresh()
	}
	d.OnSubmitted(text)
}

func (d *DigitEntry) backspace() {
	d.fresh, d.scanned = false, ""
	if d.text != "" && !d.disabled {
		d.change(d.text[:len(d.text)-1])
	}
}

// TypedShortcut takes a pasted sum, and passes other chords on.
func (d *DigitEntry) TypedShortcut(shortcut fyne.Shortcut) {
	defer caught()
	paste, ok := shortcut.(*fyne.ShortcutPaste)
	if !ok {
		ForwardShortcut(d, shortcut)
		return
	}
	d.fresh = true
	for _, character := range strings.ReplaceAll(paste.Clipboard.Content(), ",", "") {
		d.TypedRune(character)
	}
}

func (d *DigitEntry) change(text string) {
	if d.disabled || text == d.text {
		d.Refresh()
		return
	}
	d.text = text
	d.Refresh()
	if d.OnChanged != nil {
		d.OnChanged(text)
	}
}

// height is that of the search entry for money and PIN, and of a tap for counts.
func (d *DigitEntry) height() float32 {
	if d.kind == countDigits {
		return look.TapHeight()
	}
	return look.SearchHeight()
}

package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// KeyEntry is the one line text entry of every screen. Function keys, Esc, the page keys, up and
// down, and chords it does not know go on to the shell. A scanner's burst loses nothing: each
// character is put in as it comes and Enter submits.
type KeyEntry struct {
	widget.Entry

	// OnKey sees every key first, and returns true when it used it: a list below a search entry
	// takes up and down this way.
	OnKey func(name fyne.KeyName) bool
	// OnRune sees characters while nobody scans, and returns true when it used one that is no part of the text.
	OnRune func(character rune) bool
	// MaxRunes stops typing and pasting beyond so many characters; 0 means 200.
	MaxRunes int
	// NoSpace says that a space is no character here: it goes on to the dialog or the screen as a key.
	NoSpace bool
	// Pass says that Enter in the entry before goes past this one, to the next: it is for what only some answers need. The
	// arrows, Tab and a click still lead to it. nil is an entry that is never passed.
	Pass func() bool
	// Required says that Enter in a dialog or a form does not leave the entry while it is empty: whoever types on by heart, the code and the PIN
	// of a second person, is one entry further than they think otherwise, and the PIN stands in the open.
	Required bool
	// Conceals says which texts are shown as dots: what may be a PIN that was typed one entry too early. nil shows all.
	Conceals func(text string) bool
	// Verbatim says that nothing that is typed here is a scan, however fast it comes: a key, a passphrase or a path, which somebody may well let a
	// program type, or scan.
	Verbatim bool
	// Replaces says that what is typed replaces what stands there when the keyboard comes: a short code is never typed on.
	Replaces bool
	// Choices is how many numbered answers the entry takes, 0 where it takes no number: so many are said where it is empty.
	Choices int

	large bool
	aside *canvas.Text
	// before is the text before the run of characters that arrives, and run the number of that.
	before string
	run    uint64
}

// NewKeyEntry makes an entry. submitted is called with the text at Enter; with nil, Enter goes on
// to the dialog or screen.
func NewKeyEntry(placeholder string, submitted func(text string)) *KeyEntry {
	entry := &KeyEntry{}
	entry.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	entry.PlaceHolder = placeholder
	entry.OnSubmitted = submitted
	entry.ExtendBaseWidget(entry)
	return entry
}

// verbatimRunes is how long a key, a passphrase or a path may be.
const verbatimRunes = 1000

// NewVerbatimEntry makes an entry for a key, a passphrase or a path, which is taken as it comes; Enter goes on to the dialog or screen.
func NewVerbatimEntry() *KeyEntry {
	entry := NewKeyEntry("", nil)
	entry.Verbatim, entry.MaxRunes = true, verbatimRunes
	return entry
}

// freeRunes is from how many characters on an entry takes free text, as a note or a name. Below are numbers, days and references, which a scan that
// went astray leaves as they were, whatever it is.
const freeRunes = 60

// isFree says whether the entry takes free text, of which a scan takes nothing away but figures: an input method puts a sentence in as quickly as a
// scanner, and no number.
func (e *KeyEntry) isFree() bool { return !e.large && e.most() >= freeRunes }

// Wants says whether an input has to be filled in and is not.
func Wants(input fyne.Focusable) bool {
	switch entry := input.(type) {
	case *KeyEntry:
		return entry.Required && entry.Text == ""
	case *DigitEntry:
		return entry.Required && entry.Text() == ""
	}
	return false
}

// missingWords are said at Enter in an entry that has to be filled in and is not.
var missingWords = func(int) string { return "" }

// SetMissing sets what every dialog says at Enter in an entry that has to be filled in and is not; choices is the number of numbered
// answers that it takes, 0 for none. The shell sets it, which has the words.
func SetMissing(words func(choices int) string) { missingWords = words }

// missing is what an entry that has to be filled in and is not wants.
func missing(input fyne.Focusable) string {
	if entry, ok := input.(*KeyEntry); ok {
		return missingWords(entry.Choices)
	}
	return missingWords(0)
}

// IsPassed says whether Enter goes past an input.
func IsPassed(input fyne.Focusable) bool {
	switch entry := input.(type) {
	case *KeyEntry:
		return entry.Pass != nil && entry.Pass()
	case *DigitEntry:
		return entry.Pass != nil && entry.Pass()
	}
	return false
}

// NewSearchEntry makes a KeyEntry in heading type, look.SearchHeight high. Put object into the
// screen and give entry the focus. hint stands at the right in second ink.
func NewSearchEntry(hint string, submitted func(text string)) (entry *KeyEntry, object fyne.CanvasObject) {
	entry = NewKeyEntry("", submitted)
	entry.large = true
	entry.TextStyle = fyne.TextStyle{Bold: true}
	entry.aside = look.Text(hint, look.SmallSize(), look.Ink2())
	themed := container.NewThemeOverride(entry, look.EntryTheme(look.HeadingSize()))
	aside := container.New(&asideLayout{inset: look.Inset()}, entry.aside)
	return entry, container.NewStack(themed, aside)
}

// SetText puts text in with the cursor behind it and nothing selected.
func (e *KeyEntry) SetText(text string) {
	e.selectNothing()
	e.Entry.SetText(text)
	e.CursorColumn = len([]rune(text))
	e.Refresh()
}

// Refresh draws the entry again, without the hint where the text needs its place.
func (e *KeyEntry) Refresh() {
	e.yieldHint()
	if e.Conceals != nil { // else it is as it was made: the entry of a passphrase is dots
		e.Password = e.Conceals(e.Text)
	}
	e.Entry.Refresh()
}

// Resize lays the entry out, and hides the hint where it no longer has room.
func (e *KeyEntry) Resize(size fyne.Size) {
	e.Entry.Resize(size)
	e.yieldHint()
}

// typed draws what a text that was changed shows otherwise.
func (e *KeyEntry) typed() {
	e.yieldHint()
	if e.Conceals != nil && e.Conceals(e.Text) != e.Password {
		e.Refresh()
	}
}

// yieldHint hides the hint as soon as the text needs its place.
func (e *KeyEntry) yieldHint() {
	if e.aside == nil {
		return
	}
	taken := look.Width(e.Text, look.HeadingSize(), true) + e.aside.MinSize().Width
	if isHidden := taken > e.Size().Width-3*look.Inset(); isHidden != e.aside.Hidden {
		e.aside.Hidden = isHidden
		canvas.Refresh(e.aside)
	}
}

// CreateRenderer implements fyne.Widget.
func (e *KeyEntry) CreateRenderer() fyne.WidgetRenderer {
	renderer := e.Entry.CreateRenderer()
	if e.large {
		keepFont(renderer)
	}
	return renderer
}

// keepFont names the font of a large entry's letters, the one they have anyway. Where a part of the window has a theme of
// its own, the toolkit reads all fonts anew for it and never lets go of them: 14 MB for each search that somebody typed
// into, after every sign-in. Of a font that is named it reads one for the whole program.
func keepFont(renderer fyne.WidgetRenderer) {
	font := look.Theme().Font(fyne.TextStyle{Bold: true})
	for _, letters := range lettersIn(renderer.Objects()) {
		letters.FontSource = font
	}
}

// lettersIn finds the texts of an entry. They are the same for as long as there is the entry, whatever renders it.
func lettersIn(objects []fyne.CanvasObject) (found []*canvas.Text) {
	for _, object := range objects {
		switch part := object.(type) {
		case *canvas.Text:
			found = append(found, part)
		case *container.Scroll:
			found = append(found, lettersIn([]fyne.CanvasObject{part.Content})...)
		case fyne.Widget:
			found = append(found, lettersIn(part.CreateRenderer().Objects())...)
		}
	}
	return found
}

// MinSize is at least look.TapHeight high, so that a finger finds it.
func (e *KeyEntry) MinSize() fyne.Size {
	e.ExtendBaseWidget(e)
	least := e.Entry.MinSize()
	height := look.TapHeight()
	if e.large {
		height = look.SearchHeight()
	}
	return fyne.NewSize(least.Width, max(least.Height, height))
}

// FocusGained remembers the entry, so that the focus can come back to it after a tap elsewhere.
//
// A full entry takes no more, so that what is typed over a day or a number that was filled in replaces it.
func (e *KeyEntry) FocusGained() {
	isBack := rememberFocus(e)
	e.Entry.FocusGained()
	if e.Replaces && !isBack || e.MaxRunes > 0 && utf8.RuneCountInString(e.Text) >= e.MaxRunes {
		e.SelectAll()
	}
}

// KeyDown tells that a key went down, and begins a selection with Shift.
func (e *KeyEntry) KeyDown(event *fyne.KeyEvent) {
	KeyDown(event)
	e.Entry.KeyDown(event)
}

// KeyUp tells that a key was let go.
func (e *KeyEntry) KeyUp(event *fyne.KeyEvent) {
	KeyUp(event)
	e.Entry.KeyUp(event)
}

// SelectAll selects the whole text, so that the next character replaces it.
func (e *KeyEntry) SelectAll() {
	if e.Text == "" {
		e.selectNothing()
		return
	}
	e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// selectNothing ends a selection, one of no letters as well: the toolkit would go on with it, and the letter after the next
// would replace the next. Its selection is only there once the entry was measured.
func (e *KeyEntry) selectNothing() {
	e.MinSize()
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}

// TypedRune puts a character in, unless the entry is full.
func (e *KeyEntry) TypedRune(character rune) {
	defer step()()
	if isHeld(e) {
		holder.HoldRune(character)
		return
	}
	typedAt = Clock()
	if run := Arrive(character); run != e.run {
		e.run, e.before = run, e.Text
	}
	if e.NoSpace && character == ' ' || e.OnRune != nil && e.OnRune(character) {
		return
	}
	if e.room() > 0 {
		e.Entry.TypedRune(character)
		e.typed()
	}
}

// endScan is Enter after what may have been a scan: the text is again what it was before, but for words in an entry of free text, and who takes scans
// is told. It says whether it was one that was taken.
func (e *KeyEntry) endScan() bool {
	if e.Verbatim {
		forgetArriving()
		return false
	}
	code, isScan, isMore := arrived()
	if !isScan || isMore {
		return isScan
	}
	typed := e.Text
	stays := e.isFree() && (code == "" || strings.Trim(code, "0123456789") != "")
	if !stays {
		e.SetText(e.before)
	}
	scanStays = stays
	isTaken := scanned(code)
	scanStays = false
	if !isTaken {
		e.SetText(typed)
		forgetArriving() // The key goes on to the dialog or the screen, as after any typing.
		return false
	}
	return true
}

// most returns how many characters the entry takes.
func (e *KeyEntry) most() int {
	if e.MaxRunes == 0 {
		return 200
	}
	return e.MaxRunes
}

// room returns how many characters can be put in the place of the selection.
func (e *KeyEntry) room() int {
	return e.most() - utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(e.SelectedText())
}

// TypedKey edits the text, and passes on what does not.
func (e *KeyEntry) TypedKey(event *fyne.KeyEvent) {
	defer step()()
	if event != nil && isHeld(e) {
		holder.HoldKey(event)
		return
	}
	if event == nil || event.Name == "" {
		return
	}
	KeyTyped(event)
	if IsEnter(event.Name) && e.endScan() {
		return
	}
	if e.OnKey != nil && e.OnKey(event.Name) {
		return
	}
	if isCommandKey(event.Name) || e.NoSpace && event.Name == fyne.KeySpace || (IsEnter(event.Name) && e.OnSubmitted == nil) {
		ForwardKey(e, event)
		return
	}
	if IsEnter(event.Name) && !IsPress(event.Name) {
		return
	}
	e.Entry.TypedKey(event)
	e.typed()
}

// TypedShortcut edits the text (copy, paste, by word), and passes on what does not.
func (e *KeyEntry) TypedShortcut(shortcut fyne.Shortcut) {
	defer step()()
	if isHeld(e) {
		holder.HoldShortcut(shortcut)
		return
	}
	if !isEditingChord(shortcut) {
		ForwardShortcut(e, shortcut)
		return
	}
	if paste, isPaste := shortcut.(*fyne.ShortcutPaste); isPaste {
		text := pastedLine(paste.Clipboard.Content(), e.room())
		if text == "" {
			return
		}
		shortcut = &fyne.ShortcutPaste{Clipboard: clipping(text)}
	}
	e.Entry.TypedShortcut(shortcut)
	e.typed()
}

// asideLayout puts its one object at the right, in the middle of the height.
type asideLayout struct{ inset float32 }

// Layout implements fyne.Layout.
func (l *asideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	least := objects[0].MinSize()
	objects[0].Resize(least)
	objects[0].Move(fyne.NewPos(size.Width-least.Width-l.inset, (size.Height-least.Height)/2))
}

// MinSize implements fyne.Layout: the words aside never widen the entry.
func (l *asideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

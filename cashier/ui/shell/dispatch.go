package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// RefreshKeys reads the screen's key table again: the key bar and the chords follow it.
func (s *Shell) RefreshKeys() {
	for _, shortcut := range s.bound {
		s.Canvas().RemoveShortcut(shortcut)
	}
	s.bound = nil
	var hints []widgets.Hint
	taken := map[string]bool{}
	for _, key := range s.keys() {
		if !key.allowed() {
			continue
		}
		if !key.Quiet {
			hints = append(hints, widgets.Hint{Cap: key.capIn(s.options.Lang), Label: key.Label, Do: key.Do})
		}
		if key.Modifier == 0 || key.Do == nil || taken[key.shortcut().ShortcutName()] {
			continue
		}
		taken[key.shortcut().ShortcutName()] = true
		s.bound = append(s.bound, key.shortcut())
		s.Canvas().AddShortcut(key.shortcut(), func(shortcut fyne.Shortcut) {
			widgets.HandleChord(s.Canvas(), shortcut)
		})
	}
	s.keyBar.SetHints(hints)
}

// keys gives all keys in the order they are asked: the screen's, F1, the rail's, the global ones. A
// bare screen has its own and F1 alone.
func (s *Shell) keys() []Key {
	keys := []Key{{Name: fyne.KeyF1, Label: s.Text("shell.keys.title"), Do: s.showKeyCard}}
	if s.current != nil {
		keys = append(keys, s.current.Keys()...)
	}
	if s.isBare {
		return keys
	}
	return append(append(keys, s.railKeys()...), s.global...)
}

// railKeys gives the keys of the rail's items; the rail shows them, so the bar need not.
func (s *Shell) railKeys() []Key {
	var keys []Key
	for _, item := range s.items {
		key := item.key()
		key.Label, key.Do, key.Quiet = s.Text("nav."+item.Name), func() { s.Show(item.Screen) }, true
		keys = append(keys, key)
	}
	return keys
}

// typedKey is the window's key handler: the keys nobody focused used.
func (s *Shell) typedKey(event *fyne.KeyEvent) {
	defer guard.Caught()
	if event == nil || event.Name == "" {
		return
	}
	widgets.KeyTyped(event)
	if widgets.DispatchToOverlay(s.Canvas(), event) {
		return
	}
	if s.holder != nil && event.Name != fyne.KeyEscape {
		s.holder.HoldKey(event)
		return
	}
	if !widgets.IsPress(event.Name) {
		return
	}
	for _, key := range s.keys() {
		if key.allowed() && key.matches(event.Name) {
			key.Do()
			s.keepFocus()
			return
		}
	}
}

// typedChord is the window's handler of chords, whatever has the focus.
func (s *Shell) typedChord(chord *desktop.CustomShortcut) {
	defer guard.Caught()
	isCovered := s.Canvas().Overlays().Top() != nil
	for _, key := range s.keys() {
		if isCovered && !key.Anywhere {
			continue
		}
		if key.allowed() && key.Modifier != 0 && key.Do != nil && key.shortcut().ShortcutName() == chord.ShortcutName() {
			key.Do()
			return
		}
	}
}

// SetOnRune sets who gets characters that nobody focused took: a scanner's, while no entry has the
// focus. It is not called under a dialog.
func (s *Shell) SetOnRune(taker func(character rune)) { s.onRune = taker }

func (s *Shell) typedRune(character rune) {
	defer guard.Caught()
	if s.holder != nil && s.Canvas().Overlays().Top() == nil {
		s.holder.HoldRune(character)
		return
	}
	if s.onRune != nil && s.Canvas().Overlays().Top() == nil {
		s.onRune(character)
	}
}

// cardPrintKey prints the key card. It is not Enter, which would print it for who only wants to read on.
const cardPrintKey = fyne.KeyF5

// showKeyCard lays the key card over the screen: what the screen's keys do, and those of all screens. Over a bare screen
// it has the screen's own, and does not print: nobody is signed in who asked for paper.
func (s *Shell) showKeyCard() {
	if s.current == nil || (s.card != nil && s.card.Open()) {
		return
	}
	body := s.keyColumn(s.current.Title(), s.current.Keys())
	if !s.isBare {
		body = widgets.Columns(24, body, s.keyColumn(s.Text("shell.keys.anywhere"), append(s.railKeys(), s.global...)))
	}
	options := widgets.DialogOptions{Title: s.Text("shell.keys.title"), Width: 640, No: s.Text("shell.keys.close"), Body: body}
	if s.printKeys != nil && !s.isBare {
		lines := s.KeyCard()
		options.Yes, options.YesKey = s.Text("shell.keys.print"), cardPrintKey
		options.Accept = func() string {
			s.printKeys(lines)
			return ""
		}
	}
	s.card = widgets.ShowDialog(s.Canvas(), options)
}

// KeyLine is one line of the key card: what is printed on the key and what it does.
type KeyLine struct{ Cap, Label string }

// KeyCard gives the key card of the screen shown, for printing: its own keys and those of all screens.
func (s *Shell) KeyCard() []KeyLine {
	var lines []KeyLine
	for _, key := range s.keys() {
		if key.allowed() {
			lines = append(lines, KeyLine{key.capIn(s.options.Lang), key.Label})
		}
	}
	return lines
}

// keyColumn draws one column of the key card.
func (s *Shell) keyColumn(title string, keys []Key) fyne.CanvasObject {
	column := widgets.VStack(7, look.Text(title, look.SmallSize(), look.Ink2()))
	for _, key := range keys {
		if !key.allowed() {
			continue
		}
		cap := widgets.Sized(look.Scaled(84), 0, container.NewHBox(widgets.KeyCap(key.capIn(s.options.Lang))))
		column.Add(widgets.HStack(8, cap, look.Text(key.Label, look.BodySize(), look.Ink())))
	}
	return column
}

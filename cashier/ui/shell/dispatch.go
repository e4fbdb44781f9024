package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/guard"
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
			hints = append(hints, widgets.Hint{Cap: key.capIn(s.options.Lang), Label: key.Label, Do: key.Do, Off: key.Off})
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

// keys returns all keys in the order they are asked: the screen's, F1, the rail's, the global ones. A
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

// railKeys returns the keys of the rail's items; the rail shows them, so the bar need not.
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
	defer guard.Step()()
	if event == nil || event.Name == "" {
		return
	}
	widgets.KeyTyped(event)
	if widgets.EndScan(event.Name) {
		return
	}
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
	defer guard.Step()()
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
	defer guard.Step()()
	if s.holder != nil && s.Canvas().Overlays().Top() == nil {
		s.holder.HoldRune(character)
		return
	}
	if s.onRune != nil && s.Canvas().Overlays().Top() == nil {
		s.onRune(character)
		return
	}
	widgets.Arrive(character)
}

package shell

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/cashier/ui/widgets"
)

// heldMax bounds what is held; nobody types so much while a household is read.
const heldMax = 400

// holder has what is typed while a screen waits for an answer: it keeps it, in order, for the fields that will be there then.
// Esc and chords do not wait.
type holder struct {
	shell *Shell
	held  []held
}

// held is one key, character or chord as it came, with the press it belongs to.
type held struct {
	key   *fyne.KeyEvent
	rune  rune
	chord fyne.Shortcut
	at    time.Time
	fresh bool
}

// Hold keeps what is typed from now on until Release or Drop. The focus stays where it is.
func (s *Shell) Hold() {
	if s.holder == nil {
		s.holder = &holder{shell: s}
		widgets.SetHolder(s.holder)
	}
}

// Holding says whether keys are being held.
func (s *Shell) Holding() bool { return s.holder != nil }

// Release hands out what was held, as if it was typed now: call it after the focus is where it belongs. A press keeps the
// time at which its key went down.
func (s *Shell) Release() {
	for _, event := range s.let() {
		s.deliver(event)
	}
}

// ReleaseTo is Release for answers that went wrong: characters begin at part, and what was typed before the first of them
// is dropped, because it was meant for what is not there.
func (s *Shell) ReleaseTo(part fyne.Focusable) {
	all := s.let()
	for len(all) > 0 && all[0].rune == 0 {
		all = all[1:]
	}
	if len(all) > 0 {
		s.Focus(part)
	}
	for _, event := range all {
		s.deliver(event)
	}
}

// Drop forgets what was held.
func (s *Shell) Drop() { s.let() }

// DropTyped forgets the characters that were held and the Enters between them, which may have been a PIN, and hands on the
// function keys.
func (s *Shell) DropTyped() {
	for _, event := range s.let() {
		if event.key != nil && len(event.key.Name) > 1 && event.key.Name[0] == 'F' {
			s.deliver(event)
		}
	}
}

// let takes the holder away and returns what it held.
func (s *Shell) let() []held {
	if s.holder == nil {
		return nil
	}
	all := s.holder.held
	s.holder = nil
	widgets.SetHolder(nil)
	return all
}

// deliver hands one event to whatever has the focus, as the driver does.
func (s *Shell) deliver(event held) {
	switch {
	case event.chord != nil:
		if part, ok := s.Canvas().Focused().(fyne.Shortcutable); ok {
			part.TypedShortcut(event.chord)
		}
	case event.key == nil:
		widgets.TypeRune(s.Canvas(), event.rune)
	default:
		widgets.AsPressed(event.key.Name, event.at, event.fresh, func() {
			if event.key.Name == fyne.KeyTab {
				s.Canvas().FocusNext()
				return
			}
			widgets.TypeKey(s.Canvas(), event.key)
		})
	}
}

func (h *holder) keep(event held) {
	if len(h.held) < heldMax {
		h.held = append(h.held, event)
	}
}

// HoldRune implements widgets.Holder.
func (h *holder) HoldRune(character rune) { h.keep(held{rune: character}) }

// HoldKey implements widgets.Holder. Esc gives up waiting, and what was held with it.
func (h *holder) HoldKey(event *fyne.KeyEvent) {
	if event == nil || event.Name == "" {
		return
	}
	widgets.KeyTyped(event)
	if event.Name == fyne.KeyEscape {
		h.held = nil
		h.shell.typedKey(event)
		return
	}
	at, fresh := widgets.PressedAt(event.Name)
	h.keep(held{key: event, at: at, fresh: fresh})
}

// HoldShortcut implements widgets.Holder: a paste waits for its field, and the window's own chords do not wait.
func (h *holder) HoldShortcut(shortcut fyne.Shortcut) {
	if _, isChord := shortcut.(*desktop.CustomShortcut); isChord {
		widgets.HandleChord(h.shell.Canvas(), shortcut)
		return
	}
	h.keep(held{chord: shortcut})
}

package shell

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/widgets"
)

// heldMax bounds what is held; nobody types so much while a household is read.
const heldMax = 400

// holder has the keyboard while a screen waits for an answer: it keeps what is typed, in order, for the fields that will be
// there then. Esc and chords do not wait.
type holder struct {
	widget.BaseWidget
	shell *Shell
	held  []held
	// before had the keyboard, and gets it back where nothing else does.
	before fyne.Focusable
}

// held is one key, character or chord as it came, with the press it belongs to.
type held struct {
	key   *fyne.KeyEvent
	rune  rune
	chord fyne.Shortcut
	at    time.Time
	fresh bool
}

// Hold keeps what is typed from now on until Release or Drop.
func (s *Shell) Hold() {
	if s.holder != nil {
		return
	}
	s.holder = &holder{shell: s, before: s.Canvas().Focused()}
	s.holder.ExtendBaseWidget(s.holder)
	s.toasts.object.Add(s.holder)
	s.Canvas().Focus(s.holder)
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

// let takes the holder away and returns what it held.
func (s *Shell) let() []held {
	if s.holder == nil {
		return nil
	}
	all, before := s.holder.held, s.holder.before
	if s.Canvas().Focused() == fyne.Focusable(s.holder) {
		s.Canvas().Unfocus()
		if part, ok := before.(fyne.CanvasObject); ok && widgets.IsOnScreen(part) {
			s.Canvas().Focus(before)
		}
	}
	s.toasts.object.Remove(s.holder)
	s.holder = nil
	return all
}

// deliver hands one event to whatever has the focus, as the driver does.
func (s *Shell) deliver(event held) {
	focused := s.Canvas().Focused()
	switch {
	case event.chord != nil:
		if part, ok := focused.(fyne.Shortcutable); ok {
			part.TypedShortcut(event.chord)
		}
	case event.key == nil && focused != nil:
		focused.TypedRune(event.rune)
	case event.key == nil:
		s.typedRune(event.rune)
	default:
		widgets.AsPressed(event.key.Name, event.at, event.fresh, func() {
			switch {
			case event.key.Name == fyne.KeyTab:
				s.Canvas().FocusNext()
			case focused != nil:
				focused.TypedKey(event.key)
			default:
				s.typedKey(event.key)
			}
		})
	}
}

func (h *holder) keep(event held) {
	if len(h.held) < heldMax {
		h.held = append(h.held, event)
	}
}

// TypedRune implements fyne.Focusable.
func (h *holder) TypedRune(character rune) { h.keep(held{rune: character}) }

// TypedKey implements fyne.Focusable. Esc gives up waiting, and what was held with it.
func (h *holder) TypedKey(event *fyne.KeyEvent) {
	defer guard.Caught()
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

// TypedShortcut implements fyne.Shortcutable: a paste waits for its field, and the window's own chords do not wait.
func (h *holder) TypedShortcut(shortcut fyne.Shortcut) {
	defer guard.Caught()
	if _, isChord := shortcut.(*desktop.CustomShortcut); isChord {
		widgets.HandleChord(h.shell.Canvas(), shortcut)
		return
	}
	h.keep(held{chord: shortcut})
}

// KeyDown implements desktop.Keyable.
func (h *holder) KeyDown(event *fyne.KeyEvent) { widgets.KeyDown(event) }

// KeyUp implements desktop.Keyable.
func (h *holder) KeyUp(event *fyne.KeyEvent) { widgets.KeyUp(event) }

// AcceptsTab implements fyne.Tabbable: Tab waits like every key.
func (h *holder) AcceptsTab() bool { return true }

// FocusGained implements fyne.Focusable.
func (h *holder) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (h *holder) FocusLost() {}

// CreateRenderer implements fyne.Widget: there is nothing to see.
func (h *holder) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

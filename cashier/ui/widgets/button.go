package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// ButtonKind says how loud a button is.
type ButtonKind uint8

// The kinds of button.
const (
	PlainButton   ButtonKind = iota // white with an edge
	PrimaryButton                   // jade and tall: one on a screen, what the person is there for
	DangerButton                    // vermilion: takes something back
	ChipButton                      // small text, for a row of choices of which one is chosen
)

// Button is a button that shows the key that does the same. Space and Enter press it when it has the
// focus; after a press the focus goes back to the entry it came from.
type Button struct {
	widget.BaseWidget
	keyable

	// OnTapped is what the button does.
	OnTapped func()

	kind                               ButtonKind
	text, hint                         string
	chosen, disabled, focused, hovered bool
	// sight knows whether a loud button was seen before it is tapped: the second click of a double click, meant for what
	// stood there before, presses nothing.
	sight *Sight
}

// NewButton makes a button saying text; hint names its key ("Enter", "F9") or is "".
func NewButton(kind ButtonKind, text, hint string, tapped func()) *Button {
	button := &Button{kind: kind, text: text, hint: hint, OnTapped: tapped}
	button.ExtendBaseWidget(button)
	if kind == PrimaryButton || kind == DangerButton {
		button.sight = NewSight()
		button.sight.Stands(1)
	}
	return button
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	b.text = text
	b.Refresh()
}

// SetHint changes the key that the button names.
func (b *Button) SetHint(hint string) {
	b.hint = hint
	b.Refresh()
}

// Text returns the words.
func (b *Button) Text() string { return b.text }

// SetChosen marks the one chosen of a row of chips.
func (b *Button) SetChosen(chosen bool) {
	b.chosen = chosen
	b.Refresh()
}

// Enable lets the button be pressed again.
func (b *Button) Enable() {
	b.disabled = false
	b.Refresh()
}

// Disable keeps the button from being pressed; Tab passes over it.
func (b *Button) Disable() {
	b.disabled = true
	b.Refresh()
}

// OffWhen disables the button where isOff says that it has nothing to do as the screen stands, and returns it. A button that
// is on the screen already is drawn anew by its Refresh.
func (b *Button) OffWhen(isOff bool) *Button {
	b.disabled = isOff
	return b
}

// Disabled says whether the button cannot be pressed.
func (b *Button) Disabled() bool { return b.disabled }

// isTap says that what is being done was asked for by a tap, and not by a key.
var isTap bool

// Tapped presses the button; a key that does so brings no event.
func (b *Button) Tapped(event *fyne.PointEvent) {
	defer step()()
	isTap = event != nil
	defer func() { isTap = false }()
	isMeant := !isTap || b.sight == nil || b.sight.SeenByTap() > 0
	if isMeant && !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
	RestoreFocus(b)
}

// FocusGained shows the focus.
func (b *Button) FocusGained() { b.setFocused(true) }

// FocusLost hides it.
func (b *Button) FocusLost() { b.setFocused(false) }

func (b *Button) setFocused(focused bool) {
	b.focused = focused
	b.Refresh()
}

// MouseIn darkens the button under the pointer.
func (b *Button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (b *Button) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// TypedRune passes characters on: a scan may arrive while a button has the focus.
func (b *Button) TypedRune(character rune) {
	defer step()()
	if isHeld(b) {
		holder.HoldRune(character)
		return
	}
	if character == ' ' {
		Arrive(character)
		return
	}
	ForwardRune(b, character)
}

// TypedKey presses the button at Space and Enter, and passes the rest on.
func (b *Button) TypedKey(event *fyne.KeyEvent) {
	defer step()()
	if event != nil && isHeld(b) {
		holder.HoldKey(event)
		return
	}
	if event == nil {
		return
	}
	KeyTyped(event)
	if EndScan(event.Name) {
		return
	}
	if event.Name == fyne.KeySpace && isScanning() {
		return // A code has blanks too.
	}
	if event.Name == fyne.KeySpace || IsEnter(event.Name) {
		if _, fresh := PressedAt(event.Name); fresh {
			b.Tapped(nil)
		}
		return
	}
	ForwardKey(b, event)
}

// buttonView draws a Button.
type buttonView struct {
	button     *Button
	box, ring  *canvas.Rectangle
	text, hint *canvas.Text
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	view := &buttonView{
		button: b,
		box:    Ground(look.CardColor(), look.Corner()),
		ring:   Ground(color.Transparent, look.Corner()-3),
		text:   look.Text("", look.LeadSize(), look.Ink()),
		hint:   look.Text("", look.SmallSize(), look.Ink2()),
	}
	view.Refresh()
	return view
}

// Destroy implements fyne.WidgetRenderer.
func (v *buttonView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *buttonView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.box, v.ring, v.text, v.hint}
}

// gap is the space between the words and the key.
func (v *buttonView) gap() float32 {
	switch {
	case v.button.hint == "" || v.button.text == "":
		return 0
	case v.button.kind == ChipButton:
		return 5
	}
	return 14
}

// MinSize implements fyne.WidgetRenderer.
func (v *buttonView) MinSize() fyne.Size {
	width := v.text.MinSize().Width + v.hint.MinSize().Width + v.gap()
	switch v.button.kind {
	case PrimaryButton, DangerButton:
		return fyne.NewSize(width+48, look.PrimaryHeight())
	case ChipButton:
		return fyne.NewSize(max(width+18, look.TapHeight()), look.TapHeight())
	}
	return fyne.NewSize(width+32, look.TapHeight())
}

// Layout implements fyne.WidgetRenderer.
func (v *buttonView) Layout(size fyne.Size) {
	v.box.Resize(size)
	v.ring.Resize(size.SubtractWidthHeight(6, 6))
	v.ring.Move(fyne.NewPos(3, 3))
	text, hint := v.text.MinSize(), v.hint.MinSize()
	left := (size.Width - text.Width - hint.Width - v.gap()) / 2
	v.text.Resize(text)
	v.text.Move(fyne.NewPos(left, (size.Height-text.Height)/2))
	v.hint.Resize(hint)
	v.hint.Move(fyne.NewPos(left+text.Width+v.gap(), (size.Height-hint.Height)/2))
}

// Refresh implements fyne.WidgetRenderer.
func (v *buttonView) Refresh() {
	button := v.button
	fill, ink, second := v.colors()
	size, bold := look.BodySize(), false
	switch button.kind {
	case PrimaryButton, DangerButton:
		size, bold = look.HeadingSize(), true
	case ChipButton:
		size, bold = look.SmallSize(), button.chosen
	}
	v.text.Text, v.text.TextSize, v.text.Color, v.text.TextStyle = button.text, size, ink, look.Style(button.text, bold)
	v.hint.Text, v.hint.TextSize, v.hint.Color = button.hint, max(size-3, look.SmallSize()), second
	v.box.FillColor = fill
	v.box.StrokeColor, v.box.StrokeWidth = look.Edge(), 1
	if fill != color.Color(look.CardColor()) && fill != color.Color(look.Band()) {
		v.box.StrokeWidth = 0
	}
	v.ring.StrokeWidth, v.ring.StrokeColor = 2, look.White()
	v.ring.Hidden = !button.focused || v.box.StrokeWidth > 0
	if button.focused && v.box.StrokeWidth > 0 {
		v.box.StrokeColor, v.box.StrokeWidth = look.Jade(), 2
	}
	v.Layout(button.Size())
	canvas.Refresh(button)
}

// colors returns the ground, the text and the hint colour of the button as it is now.
func (v *buttonView) colors() (fill, ink, second color.Color) {
	button := v.button
	switch {
	case button.disabled:
		return look.KeyBarColor(), look.Ink2(), look.Ink2()
	case button.kind == DangerButton:
		return look.Vermilion(), look.White(), look.White()
	case button.kind == PrimaryButton || button.chosen:
		if button.hovered {
			return look.JadeDark(), look.White(), look.White()
		}
		return look.Jade(), look.White(), look.White()
	case button.hovered:
		return look.Band(), look.Ink(), look.Ink2()
	}
	return look.CardColor(), look.Ink(), look.Ink2()
}

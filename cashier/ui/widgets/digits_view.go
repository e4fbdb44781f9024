package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier/ui/look"
)

// digitView draws a DigitEntry: a box, the label at the left, the figures and a caret at the right.
type digitView struct {
	entry         *DigitEntry
	box, mark     *canvas.Rectangle
	label, digits *canvas.Text
	caret         *canvas.Rectangle
}

// CreateRenderer implements fyne.Widget.
func (d *DigitEntry) CreateRenderer() fyne.WidgetRenderer {
	view := &digitView{
		entry:  d,
		box:    canvas.NewRectangle(look.CardColor()),
		mark:   canvas.NewRectangle(look.JadeTint()),
		label:  look.Text("", look.BodySize(), look.Ink()),
		digits: look.BoldText("", look.HeadingSize(), look.Ink()),
		caret:  canvas.NewRectangle(look.Jade()),
	}
	view.box.CornerRadius, view.mark.CornerRadius = look.Corner(), 4
	view.Refresh()
	return view
}

// Destroy implements fyne.WidgetRenderer.
func (v *digitView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *digitView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.box, v.mark, v.label, v.digits, v.caret}
}

// MinSize implements fyne.WidgetRenderer.
func (v *digitView) MinSize() fyne.Size {
	room := look.Width("000,000", v.digits.TextSize, true)
	return fyne.NewSize(v.label.MinSize().Width+room+3*12, v.entry.height())
}

// Layout implements fyne.WidgetRenderer.
func (v *digitView) Layout(size fyne.Size) {
	const inset = 13
	v.box.Resize(size)
	label, digits := v.label.MinSize(), v.digits.MinSize()
	v.label.Resize(label)
	v.label.Move(fyne.NewPos(inset, (size.Height-label.Height)/2))
	right := size.Width - inset
	v.digits.Resize(digits)
	v.digits.Move(fyne.NewPos(right-digits.Width, (size.Height-digits.Height)/2))
	tall := v.digits.TextSize * 1.1
	v.caret.Resize(fyne.NewSize(2, tall))
	v.caret.Move(fyne.NewPos(right+2, (size.Height-tall)/2))
	v.mark.Resize(fyne.NewSize(digits.Width+8, tall+4))
	v.mark.Move(fyne.NewPos(right-digits.Width-4, (size.Height-tall)/2-2))
}

// Refresh implements fyne.WidgetRenderer.
func (v *digitView) Refresh() {
	entry := v.entry
	v.label.Text, v.label.TextSize = yen.Replace(entry.label), look.BodySize()
	text, ink, bold := entry.text, look.Ink(), true
	switch {
	case entry.kind == secretDigits:
		text = strings.Repeat("●", len(text))
	case entry.scanned != "":
		text, ink = "…", look.Ink2()
	case text == "":
		text, ink, bold = entry.placeholder, look.Ink2(), false
	}
	v.digits.Text, v.digits.Color, v.digits.TextStyle = text, ink, look.Style(text, bold)
	v.digits.TextSize = v.textSize()
	v.box.StrokeWidth, v.box.StrokeColor = 1, color.Color(look.Edge())
	if entry.focused {
		v.box.StrokeWidth, v.box.StrokeColor = 2, look.Jade()
	}
	v.box.FillColor = look.CardColor()
	if entry.disabled {
		v.box.FillColor = look.Band()
	}
	v.caret.Hidden = !entry.focused
	v.mark.Hidden = !entry.focused || !entry.fresh || entry.text == "" || entry.kind == secretDigits
	v.Layout(entry.Size())
	canvas.Refresh(entry)
}

// textSize is room size for a typed sum, smaller for what nobody typed.
func (v *digitView) textSize() float32 {
	switch {
	case v.entry.kind == countDigits:
		return look.HeadingSize()
	case v.entry.kind == secretDigits || v.entry.text == "":
		return look.LeadSize()
	}
	return look.RoomSize()
}

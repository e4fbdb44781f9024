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
		mark:   canvas.NewRectangle(look.Selection()),
		label:  look.Text("", look.BodySize(), look.Ink()),
		digits: look.BoldText("", look.HeadingSize(), look.Ink()),
		caret:  canvas.NewRectangle(look.Jade()),
	}
	view.box.CornerRadius = look.Corner()
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

// digitInset is the space between the edge of the box and what stands in it.
const digitInset = 13

// Layout implements fyne.WidgetRenderer.
func (v *digitView) Layout(size fyne.Size) {
	v.box.Resize(size)
	label, digits := v.label.MinSize(), v.digits.MinSize()
	v.label.Resize(label)
	v.label.Move(fyne.NewPos(digitInset, (size.Height-label.Height)/2))
	right := size.Width - digitInset
	v.digits.Resize(digits)
	v.digits.Move(fyne.NewPos(right-digits.Width, (size.Height-digits.Height)/2))
	tall := v.digits.TextSize * 1.1
	top := (size.Height-tall)/2 + v.digits.TextSize*0.08 // The font's figures stand a little below its middle.
	figures := v.entry.figures
	cursor := right + 2
	if figures.cursor < len(figures.text) {
		cursor = right - v.entry.widthBehind(figures.cursor) - 1
	}
	v.caret.Resize(fyne.NewSize(2, tall))
	v.caret.Move(fyne.NewPos(cursor, top))
	from, to := figures.selection()
	left, width := v.entry.widthBehind(from), v.entry.widthBehind(from)-v.entry.widthBehind(to)
	v.mark.Resize(fyne.NewSize(width+2, tall+4))
	v.mark.Move(fyne.NewPos(right-left-1, top-2))
}

// Refresh implements fyne.WidgetRenderer.
func (v *digitView) Refresh() {
	entry := v.entry
	v.label.Text, v.label.TextSize = yen.Replace(entry.label), look.BodySize()
	text, ink, bold := entry.shown(entry.figures.text), look.Ink(), true
	if text == "" && entry.kind != secretDigits {
		text, ink, bold = entry.placeholder, look.Ink2(), false
	}
	v.digits.Text, v.digits.Color, v.digits.TextStyle = text, ink, look.Style(text, bold)
	v.digits.TextSize = entry.textSize()
	v.box.StrokeWidth, v.box.StrokeColor = 1, color.Color(look.Edge())
	if entry.focused {
		v.box.StrokeWidth, v.box.StrokeColor = 2, look.Jade()
	}
	v.box.FillColor = look.CardColor()
	if entry.disabled {
		v.box.FillColor = look.Band()
	}
	v.caret.Hidden = !entry.focused || entry.figures.hasSelection()
	v.mark.Hidden = !entry.focused || !entry.figures.hasSelection()
	v.Layout(entry.Size())
	canvas.Refresh(entry)
}

// shown returns what stands for a part of the figures: a dot for each digit of a PIN, and of what may be one.
func (d *DigitEntry) shown(part string) string {
	if d.kind == secretDigits || d.Conceals != nil && d.Conceals(d.figures.text) {
		return strings.Repeat("●", len(part))
	}
	return part
}

// widthBehind returns how much room the figures behind an offset take.
func (d *DigitEntry) widthBehind(offset int) float32 {
	if offset == len(d.figures.text) {
		return 0
	}
	return look.Width(d.shown(d.figures.text[offset:]), d.textSize(), true)
}

// textSize is room size for a typed sum, smaller for what nobody typed.
func (d *DigitEntry) textSize() float32 {
	switch {
	case d.kind == countDigits:
		return look.HeadingSize()
	case d.kind == secretDigits || d.figures.text == "":
		return look.LeadSize()
	}
	return look.RoomSize()
}

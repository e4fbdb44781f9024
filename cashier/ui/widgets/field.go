package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// Field is a row with a label at the left and a value at the right, which is shortened to fit; a sum is set smaller instead.
type Field struct {
	widget.BaseWidget
	label, value string
	ink          color.Color
	bold, ruled  bool
}

// NewField makes a row of look.FieldHeight().
func NewField(label, value string) *Field {
	field := &Field{label: label, value: yen.Replace(value), ink: look.Ink()}
	field.ExtendBaseWidget(field)
	return field
}

// SetValue changes the value.
func (f *Field) SetValue(value string) {
	f.value = yen.Replace(value)
	f.Refresh()
}

// Strong sets the value in bold and ink, for sums; it gives the field back.
func (f *Field) Strong(ink color.Color) *Field {
	f.bold, f.ink = true, ink
	f.Refresh()
	return f
}

// Toned sets the value in ink; it gives the field back.
func (f *Field) Toned(ink color.Color) *Field {
	f.ink = ink
	f.Refresh()
	return f
}

// Ruled makes the row look.TapHeight() high with a hairline below; it gives the field back.
func (f *Field) Ruled() *Field {
	f.ruled = true
	f.Refresh()
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	view := &fieldView{
		field: f,
		label: look.Text("", look.BodySize()-1, look.Ink2()),
		value: look.Text("", look.BodySize(), look.Ink()),
		rule:  canvas.NewRectangle(look.Line()),
	}
	view.value.Alignment = fyne.TextAlignTrailing
	view.Refresh()
	return view
}

// fieldView draws a Field.
type fieldView struct {
	field        *Field
	label, value *canvas.Text
	rule         *canvas.Rectangle
}

// Destroy implements fyne.WidgetRenderer.
func (v *fieldView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *fieldView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.label, v.value, v.rule}
}

// MinSize implements fyne.WidgetRenderer.
func (v *fieldView) MinSize() fyne.Size {
	height := look.FieldHeight()
	if v.field.ruled {
		height = look.TapHeight()
	}
	return fyne.NewSize(v.label.MinSize().Width+60, height)
}

// Layout implements fyne.WidgetRenderer.
func (v *fieldView) Layout(size fyne.Size) {
	label := v.label.MinSize()
	v.label.Resize(label)
	v.label.Move(fyne.NewPos(0, (size.Height-label.Height)/2))
	room := max(size.Width-label.Width-12, 0)
	v.value.TextStyle = look.Style(v.field.value, v.field.bold)
	v.value.TextSize = look.BodySize()
	if v.value.Text = v.field.value; look.IsSum(v.field.value) {
		v.value.TextSize = look.Shrink(v.field.value, v.value.TextSize, v.field.bold, room)
	} else {
		v.value.Text = look.Fit(v.field.value, v.value.TextSize, v.field.bold, room)
	}
	height := v.value.MinSize().Height
	v.value.Resize(fyne.NewSize(room, height))
	v.value.Move(fyne.NewPos(label.Width+12, (size.Height-height)/2))
	v.rule.Resize(fyne.NewSize(size.Width, 1))
	v.rule.Move(fyne.NewPos(0, size.Height-1))
}

// Refresh implements fyne.WidgetRenderer.
func (v *fieldView) Refresh() {
	v.label.Text, v.value.Color, v.rule.Hidden = v.field.label, v.field.ink, !v.field.ruled
	v.Layout(v.field.Size())
	canvas.Refresh(v.field)
}

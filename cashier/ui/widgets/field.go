package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// Field is a row with a label at the left and a value at the right, which is shortened to fit.
type Field struct {
	*fyne.Container
	label, value *canvas.Text
	layout       *fieldLayout
}

// NewField makes a row of look.FieldHeight().
func NewField(label, value string) *Field {
	field := &Field{
		label:  look.Text(label, look.BodySize()-1, look.Ink2()),
		value:  look.Text("", look.BodySize(), look.Ink()),
		layout: &fieldLayout{text: value, height: look.FieldHeight()},
	}
	field.value.Alignment = fyne.TextAlignTrailing
	field.Container = container.New(field.layout, field.label, field.value)
	return field
}

// SetValue changes the value.
func (f *Field) SetValue(value string) {
	f.layout.text = yen.Replace(value)
	f.Refresh()
}

// Strong sets the value in bold and ink, for sums; it gives the field back.
func (f *Field) Strong(ink color.Color) *Field {
	f.layout.bold, f.layout.text = true, yen.Replace(f.layout.text)
	f.value.Color = ink
	f.Refresh()
	return f
}

// Toned sets the value in ink; it gives the field back.
func (f *Field) Toned(ink color.Color) *Field {
	f.value.Color = ink
	f.Refresh()
	return f
}

// Ruled makes the row look.TapHeight() high with a hairline below; it gives the field back.
func (f *Field) Ruled() *Field {
	f.layout.height = look.TapHeight()
	f.Add(Rule())
	return f
}

// fieldLayout sets label, value and, when there is one, the rule below.
type fieldLayout struct {
	text   string
	bold   bool
	height float32
}

// Layout implements fyne.Layout.
func (l *fieldLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label, value := objects[0], objects[1].(*canvas.Text)
	least := label.MinSize()
	label.Resize(least)
	label.Move(fyne.NewPos(0, (size.Height-least.Height)/2))
	room := size.Width - least.Width - 12
	look.SetText(value, look.Fit(l.text, value.TextSize, l.bold, room), l.bold)
	height := value.MinSize().Height
	value.Resize(fyne.NewSize(max(room, 0), height))
	value.Move(fyne.NewPos(least.Width+12, (size.Height-height)/2))
	if len(objects) > 2 {
		objects[2].Resize(fyne.NewSize(size.Width, 1))
		objects[2].Move(fyne.NewPos(0, size.Height-1))
	}
}

// MinSize implements fyne.Layout.
func (l *fieldLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width+60, l.height)
}

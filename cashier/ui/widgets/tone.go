package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// Tone says what kind of news something is; words must say it too, never the colour alone.
type Tone uint8

// The tones.
const (
	ToneCalm Tone = iota // plain
	ToneGood             // done, received
	ToneLook             // look at this
	ToneOwed             // money owed, or refused
)

// Ink returns the text colour of the tone.
func (t Tone) Ink() color.Color {
	switch t {
	case ToneGood:
		return look.Jade()
	case ToneLook:
		return look.Amber()
	case ToneOwed:
		return look.Vermilion()
	}
	return look.Ink2()
}

// Tint returns the ground colour of the tone.
func (t Tone) Tint() color.Color {
	switch t {
	case ToneGood:
		return look.JadeTint()
	case ToneLook:
		return look.AmberTint()
	case ToneOwed:
		return look.VermilionTint()
	}
	return look.Band()
}

// Tag makes a short word on a tinted ground, such as 作废 or 补打.
func Tag(text string, tone Tone) fyne.CanvasObject {
	words := look.Text(text, look.SmallSize(), tone.Ink())
	return container.NewStack(Ground(tone.Tint(), 5), Inset(1, 7, 1, 7, words))
}

// Notice makes sentences on a tinted ground, wrapped to width points in all.
func Notice(text string, tone Tone, width float32) fyne.CanvasObject {
	words := Paragraph(text, look.BodySize()-1, tone.Ink(), width-22)
	return container.NewStack(Ground(tone.Tint(), look.Corner()), Inset(8, 11, 8, 11, words))
}

// Dot makes the small round light of the status bar.
func Dot(tone Tone) fyne.CanvasObject {
	dot := canvas.NewCircle(tone.Ink())
	return container.New(dotLayout{}, dot)
}

// dotLayout sets a dot of 8 points in the middle of the height, a little low as the letters beside it.
type dotLayout struct{}

// Layout implements fyne.Layout.
func (dotLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSquareSize(8))
	objects[0].Move(fyne.NewPos(0, size.Height/2-3))
}

// MinSize implements fyne.Layout.
func (dotLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(8) }

// Paragraph makes sentences wrapped to width points.
func Paragraph(text string, size float32, ink color.Color, width float32) fyne.CanvasObject {
	lines := container.New(lineLayout{pitch: size * 1.45})
	for _, line := range look.Wrap(text, size, false, width) {
		lines.Add(look.Text(line, size, ink))
	}
	return lines
}

// lineLayout sets lines of text at an even pitch in points.
type lineLayout struct{ pitch float32 }

// Layout implements fyne.Layout.
func (l lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for index, object := range objects {
		object.Resize(fyne.NewSize(size.Width, object.MinSize().Height))
		object.Move(fyne.NewPos(0, float32(index)*l.pitch))
	}
}

// MinSize implements fyne.Layout.
func (l lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, object := range objects {
		width = max(width, object.MinSize().Width)
	}
	return fyne.NewSize(width, float32(len(objects))*l.pitch)
}

// EmptyState makes what an empty screen or table says: what is missing, what to do first, and the
// button that does it (or nil).
func EmptyState(title, advice string, action fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{container.NewCenter(look.BoldText(look.Fit(title, look.LeadSize(), true, look.Scaled(420)), look.LeadSize(), look.Ink()))}
	if advice != "" {
		parts = append(parts, container.NewCenter(Paragraph(advice, look.BodySize(), look.Ink2(), look.Scaled(420))))
	}
	if action != nil {
		parts = append(parts, Inset(8, 0, 0, 0, container.NewCenter(action)))
	}
	return container.NewCenter(VStack(8, parts...))
}

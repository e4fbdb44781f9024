package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MouseDown returns the entry the focus, or puts the cursor where it was pressed when it has it.
func (d *DigitEntry) MouseDown(event *desktop.MouseEvent) {
	defer step()()
	if !d.focused {
		d.Tapped(nil)
	} else if !d.disabled {
		d.move(d.figures.movedTo(d.offsetAt(event.Position.X), isShiftDown()))
	}
}

// MouseUp implements desktop.Mouseable.
func (d *DigitEntry) MouseUp(*desktop.MouseEvent) {}

// Tapped returns the entry the focus.
func (d *DigitEntry) Tapped(*fyne.PointEvent) {
	defer step()()
	if window := fyne.CurrentApp().Driver().CanvasForObject(d); window != nil && !d.disabled {
		window.Focus(d)
	}
}

// DoubleTapped selects all figures.
func (d *DigitEntry) DoubleTapped(*fyne.PointEvent) {
	defer step()()
	if !d.disabled {
		d.move(allOf(d.figures.text))
	}
}

// Cursor implements desktop.Cursorable.
func (d *DigitEntry) Cursor() desktop.Cursor { return desktop.TextCursor }

// offsetAt returns the place between two figures that is nearest to x.
func (d *DigitEntry) offsetAt(x float32) int {
	nearest, least := 0, float32(-1)
	for offset := range len(d.figures.text) + 1 {
		distance := x - (d.Size().Width - digitInset - d.widthBehind(offset))
		if distance = max(distance, -distance); least < 0 || distance < least {
			nearest, least = offset, distance
		}
	}
	return nearest
}

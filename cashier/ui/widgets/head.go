package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// headGap is the space between the parts of a Head, in points.
const headGap float32 = 8

// Head sets title at the left of one row and sum at its right, each in the middle of its height. after stands behind the
// title and before in front of the sum while there is room for it; where there is not, after goes first and then before.
// Each of the four may be nil.
func Head(title, after, before, sum fyne.CanvasObject) *fyne.Container {
	head := &headLayout{title: title, after: after, before: before, sum: sum}
	row := container.New(head)
	for _, part := range []fyne.CanvasObject{title, after, before, sum} {
		if part != nil {
			row.Add(part)
		}
	}
	return row
}

type headLayout struct{ title, after, before, sum fyne.CanvasObject }

// Layout implements fyne.Layout.
func (l *headLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	rest := size.Width - headWidth(l.title) - headWidth(l.sum)
	for _, part := range []fyne.CanvasObject{l.before, l.after} {
		if part == nil {
			continue
		}
		if width := headWidth(part); width <= rest {
			rest -= width
			part.Show()
		} else {
			part.Hide()
		}
	}
	x := float32(0)
	for _, part := range []fyne.CanvasObject{l.title, l.after} {
		if part != nil && part.Visible() {
			x += put(part, x, size.Height) + headGap
		}
	}
	x = size.Width
	for _, part := range []fyne.CanvasObject{l.sum, l.before} {
		if part != nil && part.Visible() {
			x -= part.MinSize().Width
			put(part, x, size.Height)
			x -= headGap
		}
	}
}

// put sets part at x in the middle of height, and returns its width.
func put(part fyne.CanvasObject, x, height float32) float32 {
	least := part.MinSize()
	part.Resize(least)
	part.Move(fyne.NewPos(x, (height-least.Height)/2))
	return least.Width
}

func headWidth(part fyne.CanvasObject) float32 {
	if part == nil {
		return 0
	}
	return part.MinSize().Width + headGap
}

// MinSize implements fyne.Layout: what gives way asks for no width.
func (l *headLayout) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, object := range objects {
		least.Height = max(least.Height, object.MinSize().Height)
	}
	least.Width = headWidth(l.title) + headWidth(l.sum)
	return least
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// Frame sets a screen's columns: left and right with fixed widths in points at scale 1 (either may
// be nil), middle with the rest, look.Gap() between and around. With large print the sides grow by a
// quarter as much as the text, or to what their content needs.
func Frame(left fyne.CanvasObject, leftWidth float32, middle, right fyne.CanvasObject, rightWidth float32) *fyne.Container {
	gap := look.Gap()
	frame := &edgesLayout{center: middle}
	parts := []fyne.CanvasObject{middle}
	if left != nil {
		frame.left = Inset(0, gap, 0, 0, Sized(sideWidth(leftWidth), 0, left))
		parts = append([]fyne.CanvasObject{frame.left}, parts...)
	}
	if right != nil {
		frame.right = Inset(0, 0, 0, gap, Sized(sideWidth(rightWidth), 0, right))
		parts = append(parts, frame.right)
	}
	return Inset(gap, gap, gap, gap, container.New(frame, parts...))
}

// sideWidth is the width of a side column at the text scale in force; in a narrow window it gives way to the middle, and a
// column that was made for reading gives more.
func sideWidth(points float32) float32 {
	width := points * (1 + (look.Scale()-1)/4)
	if !look.IsNarrow() {
		return width
	}
	return min(width*narrowSide, look.LeastWidth*0.36)
}

// narrowSide is what is left of a side column in a narrow window.
const narrowSide float32 = 0.84

// SideInner returns the width inside a Card in a side column of Frame, for Notice and Paragraph.
func SideInner(points float32) float32 { return sideWidth(points) - 2*look.Inset() - 2 }

// Edges sets top and bottom (either may be nil) at their heights and center between them, without
// the padding of Fyne's border layout.
func Edges(top, bottom, center fyne.CanvasObject) *fyne.Container {
	edges := &edgesLayout{top: top, bottom: bottom, center: center}
	var parts []fyne.CanvasObject
	for _, part := range []fyne.CanvasObject{top, center, bottom} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	return container.New(edges, parts...)
}

// edgesLayout sets parts at the edges and the center in what they leave. Parts are set in the order
// of the container, which is also the order of Tab.
type edgesLayout struct{ top, bottom, left, right, center fyne.CanvasObject }

// Layout implements fyne.Layout.
func (l *edgesLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	var at fyne.Position
	rest := size
	if height := l.least(l.top).Height; height > 0 {
		l.top.Resize(fyne.NewSize(size.Width, height))
		l.top.Move(fyne.Position{})
		at.Y, rest.Height = height, rest.Height-height
	}
	if height := l.least(l.bottom).Height; height > 0 {
		l.bottom.Resize(fyne.NewSize(size.Width, height))
		l.bottom.Move(fyne.NewPos(0, size.Height-height))
		rest.Height -= height
	}
	if width := l.least(l.left).Width; width > 0 {
		l.left.Resize(fyne.NewSize(width, rest.Height))
		l.left.Move(at)
		at.X, rest.Width = width, rest.Width-width
	}
	if width := l.least(l.right).Width; width > 0 {
		l.right.Resize(fyne.NewSize(width, rest.Height))
		l.right.Move(fyne.NewPos(size.Width-width, at.Y))
		rest.Width -= width
	}
	if l.center != nil {
		l.center.Resize(fyne.NewSize(max(rest.Width, 0), max(rest.Height, 0)))
		l.center.Move(at)
	}
}

// MinSize implements fyne.Layout.
func (l *edgesLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	top, bottom, left, right, center := l.least(l.top), l.least(l.bottom), l.least(l.left), l.least(l.right), l.least(l.center)
	return fyne.NewSize(
		max(top.Width, bottom.Width, left.Width+center.Width+right.Width),
		top.Height+bottom.Height+max(left.Height, center.Height, right.Height))
}

// least is the least size of part, nothing when it is not there or hidden.
func (l *edgesLayout) least(part fyne.CanvasObject) fyne.Size {
	if part == nil || !part.Visible() {
		return fyne.Size{}
	}
	return part.MinSize()
}

// Columns sets parts side by side, equally wide where each then has the width that it asks for, with gap points between them. Where one would not,
// each has what it asks for and an equal part of the rest.
func Columns(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(columnsLayout{gap}, parts...)
}

type columnsLayout struct{ gap float32 }

// Layout implements fyne.Layout.
func (l columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	count := max(float32(len(objects)), 1)
	room := size.Width - l.gap*(count-1)
	equal, asked := true, float32(0)
	for _, object := range objects {
		least := object.MinSize().Width
		equal, asked = equal && least <= room/count, asked+least
	}
	at := float32(0)
	for _, object := range objects {
		width := room / count
		if !equal && asked <= room {
			width = object.MinSize().Width + (room-asked)/count
		}
		object.Resize(fyne.NewSize(width, size.Height))
		object.Move(fyne.NewPos(at, 0))
		at += width + l.gap
	}
}

// MinSize implements fyne.Layout.
func (l columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, object := range objects {
		least = least.Max(object.MinSize())
	}
	count := float32(len(objects))
	return fyne.NewSize(least.Width*count+l.gap*max(count-1, 0), least.Height)
}

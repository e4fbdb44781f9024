package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier/ui/look"
)

// VStack stacks parts downwards with gap points between them.
func VStack(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), parts...)
}

// HStack sets parts in a row with gap points between them.
func HStack(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(gap), parts...)
}

// Inset puts space around part, in points.
func Inset(top, right, bottom, left float32, part fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), part)
}

// Sides puts left at the left and right at the right of one row, both in the middle of its height.
// Either may be nil.
func Sides(left, right fyne.CanvasObject) *fyne.Container {
	row := container.NewHBox()
	if left != nil {
		row.Add(container.NewCenter(left))
	}
	row.Add(layout.NewSpacer())
	if right != nil {
		row.Add(container.NewCenter(right))
	}
	return row
}

// Sized returns part at least width and height points.
func Sized(width, height float32, part fyne.CanvasObject) *fyne.Container {
	return container.New(sizedLayout{fyne.NewSize(width, height)}, part)
}

type sizedLayout struct{ least fyne.Size }

// Layout implements fyne.Layout.
func (l sizedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		object.Resize(size)
		object.Move(fyne.Position{})
	}
}

// MinSize implements fyne.Layout.
func (l sizedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := l.least
	for _, object := range objects {
		least = least.Max(object.MinSize())
	}
	return least
}

// Ground returns a rectangle of one colour with rounded corners, to stack things on.
func Ground(fill color.Color, corner float32) *canvas.Rectangle {
	ground := canvas.NewRectangle(fill)
	ground.CornerRadius = corner
	return ground
}

// Rule returns a hairline over the whole width.
func Rule() fyne.CanvasObject {
	rule := canvas.NewRectangle(look.Line())
	rule.SetMinSize(fyne.NewSize(1, 1))
	return rule
}

// Card puts content on white with a hairline around it and look.Inset() inside.
func Card(content fyne.CanvasObject) *fyne.Container {
	inset := look.Inset()
	return BareCard(Inset(inset, inset, inset, inset, content))
}

// BareCard is a Card without space inside, for tables that reach its edges.
func BareCard(content fyne.CanvasObject) *fyne.Container {
	ground := Ground(look.CardColor(), look.CardCorner())
	ground.StrokeColor, ground.StrokeWidth = look.Line(), 1
	return container.NewStack(ground, Inset(1, 1, 1, 1, content))
}

// TitledCard is a Card with a bold title over content; aside (or nil) stands at the title's right.
func TitledCard(title string, aside, content fyne.CanvasObject) *fyne.Container {
	head := Sides(look.BoldText(title, look.HeadingSize(), look.Ink()), aside)
	return Card(Edges(Inset(0, 0, 8, 0, head), nil, content))
}

// Scroll lets content be taller than its place. It keeps a few points around content, for the bar and
// so that the borders of entries do not meet the edge where drawing stops.
func Scroll(content fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(Inset(4, 10, 4, 4, content))
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// Cover lies over the whole window, dialogs included, while it is too small to show anything: it says so, and no key and no
// tap reaches what is below, which stays as it was.
type Cover struct {
	widget.BaseWidget
	title, advice string
	place         *fyne.Container
}

// NewCover makes a cover that says title and, below it, advice; both wrap to whatever room there is.
func NewCover(title, advice string) *Cover {
	cover := &Cover{title: title, advice: advice, place: container.NewStack()}
	cover.ExtendBaseWidget(cover)
	return cover
}

// Tapped keeps a tap from what is below.
func (c *Cover) Tapped(*fyne.PointEvent) {}

// Resize wraps the words anew.
func (c *Cover) Resize(size fyne.Size) {
	c.BaseWidget.Resize(size)
	width := max(size.Width-2*look.Inset(), 40)
	words := VStack(8, Paragraph(c.title, look.HeadingSize(), look.Ink(), width), Paragraph(c.advice, look.BodySize(), look.Ink2(), width))
	c.place.Objects = []fyne.CanvasObject{container.NewCenter(words)}
	c.place.Refresh()
}

// Lay puts the cover over everything in window, once.
func (c *Cover) Lay(window fyne.Canvas) {
	if window.Overlays().Top() != fyne.CanvasObject(c) {
		window.Overlays().Add(c)
	}
	c.Resize(window.Size())
}

// Lift takes the cover away. What it hid must be seen again before a key or a tap can be meant for it.
func (c *Cover) Lift(window fyne.Canvas) {
	if window.Overlays().Top() == fyne.CanvasObject(c) {
		window.Overlays().Remove(c)
		uncover()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Cover) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(Ground(look.Paper(), 0), c.place))
}

// underCover lets do change the dialogs of window below a cover that lies over them.
func underCover(window fyne.Canvas, do func()) {
	cover, isCovered := window.Overlays().Top().(*Cover)
	if isCovered {
		window.Overlays().Remove(cover)
	}
	do()
	if isCovered {
		cover.Lay(window)
	}
}

package monkey

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// area is a rectangle of the window.
type area struct {
	at   fyne.Position
	size fyne.Size
}

func (a area) cut(other area) area {
	left, top := max(a.at.X, other.at.X), max(a.at.Y, other.at.Y)
	right, bottom := min(a.at.X+a.size.Width, other.at.X+other.size.Width), min(a.at.Y+a.size.Height, other.at.Y+other.size.Height)
	return area{fyne.NewPos(left, top), fyne.NewSize(max(right-left, 0), max(bottom-top, 0))}
}

func (a area) isEmpty() bool { return a.size.Width < 1 || a.size.Height < 1 }

func (a area) middle() fyne.Position {
	return fyne.NewPos(a.at.X+a.size.Width/2, a.at.Y+a.size.Height/2)
}

// walk calls visit for every object of a tree that is drawn, with what of it is in sight.
func walk(root fyne.CanvasObject, window fyne.Size, visit func(object fyne.CanvasObject, sight area)) {
	walkFrom(root, fyne.Position{}, area{size: window}, visit)
}

func walkFrom(object fyne.CanvasObject, from fyne.Position, clip area, visit func(fyne.CanvasObject, area)) {
	if object == nil || !object.Visible() {
		return
	}
	place := area{from.Add(object.Position()), object.Size()}
	visit(object, clip.cut(place))
	var children []fyne.CanvasObject
	switch part := object.(type) {
	case *fyne.Container:
		children = part.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(part).Objects()
	}
	if _, isScroll := object.(fyne.Scrollable); isScroll {
		clip = clip.cut(place)
	}
	for _, child := range children {
		walkFrom(child, place.at, clip, visit)
	}
}

// top returns the tree that a person can reach: the topmost dialog, or the screen.
func (w *World) top() fyne.CanvasObject {
	if overlay := w.window.Canvas().Overlays().Top(); overlay != nil {
		return overlay
	}
	return w.window.Canvas().Content()
}

// roots returns all that is drawn, from below.
func (w *World) roots() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{w.window.Canvas().Content()}, w.window.Canvas().Overlays().List()...)
}

// isReachable says whether part is in the tree that a person can reach.
func (w *World) isReachable(part any) bool {
	found := false
	walk(w.top(), w.window.Canvas().Size(), func(object fyne.CanvasObject, _ area) { found = found || any(object) == part })
	return found
}

// drawnTexts returns every text that is drawn in the whole window, also where a scroll hides it.
func (w *World) drawnTexts() []string {
	var texts []string
	for _, root := range w.roots() {
		texts = append(texts, textsOf(root)...)
	}
	return texts
}

func textsOf(root fyne.CanvasObject) []string {
	var texts []string
	walk(root, fyne.NewSize(1e6, 1e6), func(object fyne.CanvasObject, _ area) {
		if text, ok := object.(*canvas.Text); ok && text.Text != "" {
			texts = append(texts, text.Text)
		}
	})
	return texts
}

// Says says whether some text that is drawn holds words.
func (w *World) Says(words string) bool {
	for _, text := range w.drawnTexts() {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

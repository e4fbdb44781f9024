package monkey

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// under returns the part that the mouse meets at a place, as the driver finds it, and the place within it.
func (w *World) under(at fyne.Position, matches func(fyne.CanvasObject) bool) (fyne.CanvasObject, fyne.Position) {
	var found fyne.CanvasObject
	var within fyne.Position
	walk(w.top(), w.window.Canvas().Size(), func(object fyne.CanvasObject, sight area) {
		inside := at.X >= sight.at.X && at.Y >= sight.at.Y && at.X < sight.at.X+sight.size.Width && at.Y < sight.at.Y+sight.size.Height
		if inside && matches(object) {
			found, within = object, at.Subtract(sight.at)
		}
	})
	return found, within
}

func meetsMouse(object fyne.CanvasObject) bool {
	switch object.(type) {
	case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
		return true
	}
	return false
}

// mousePressed takes the focus away from any part but the one that is pressed.
func (w *World) mousePressed(at fyne.Position) {
	met, within := w.under(at, meetsMouse)
	w.mouse = met
	if mouseable, ok := met.(desktop.Mouseable); ok {
		mouseable.MouseDown(mouseEvent(at, within))
	}
	w.unfocusFor(met, at)
}

// mouseReleased taps what was pressed, where the mouse is still over it.
func (w *World) mouseReleased(at fyne.Position) {
	met, within := w.under(at, meetsMouse)
	if mouseable, ok := met.(desktop.Mouseable); ok {
		mouseable.MouseUp(mouseEvent(at, within))
	}
	w.unfocusFor(met, at)
	if tappable, ok := met.(fyne.Tappable); ok && met == w.mouse {
		tappable.Tapped(&fyne.PointEvent{AbsolutePosition: at, Position: within})
	}
	w.mouse = nil
}

func mouseEvent(at, within fyne.Position) *desktop.MouseEvent {
	event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	event.AbsolutePosition, event.Position = at, within
	return event
}

// unfocusFor takes the focus away, unless the focused part is the one met or lies under the mouse.
func (w *World) unfocusFor(met fyne.CanvasObject, at fyne.Position) {
	focused := w.window.Canvas().Focused()
	if part, ok := met.(fyne.Focusable); ok && part == focused {
		return
	}
	if part, ok := focused.(fyne.CanvasObject); ok {
		if under, _ := w.under(at, func(object fyne.CanvasObject) bool { return object == part }); under != nil {
			return
		}
	}
	w.window.Canvas().Unfocus()
}

// tappables returns the places that can be tapped, in the order they are drawn.
func (w *World) tappables() []fyne.Position {
	var places []fyne.Position
	walk(w.top(), w.window.Canvas().Size(), func(object fyne.CanvasObject, sight area) {
		if _, ok := object.(fyne.Tappable); ok && !sight.isEmpty() {
			places = append(places, sight.middle())
		}
	})
	return places
}

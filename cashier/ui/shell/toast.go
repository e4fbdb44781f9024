package shell

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// toastTime is how long a toast stays: a short sentence is read twice in it. A long one stays for as long as it takes to read, twice that at most.
const (
	toastTime     = 4 * time.Second
	toastReadRune = 120 * time.Millisecond
)

// toastLayer shows the last toast in the bar at the top. Nowhere else is there a place that no screen ever puts a button or
// a figure: a toast stands between the words of the bar, and where it finds no room those on the left make way for it. The
// printer and the clock, on the right, stay.
type toastLayer struct {
	shell  *Shell
	object *fyne.Container
	shown  fyne.CanvasObject
}

func newToastLayer(shell *Shell) *toastLayer {
	layer := &toastLayer{shell: shell}
	layer.object = container.New(layer)
	return layer
}

// Toast says something in passing for four to eight seconds; a new toast replaces the one before. What must
// not be missed belongs on the screen or into a dialog.
func (s *Shell) Toast(text string, tone widgets.Tone) {
	layer := s.toasts
	_, room := layer.place()
	toast := widgets.Toast(text, tone, room, look.StatusHeight()-1)
	layer.drop(layer.shown)
	layer.shown = toast
	layer.object.Add(toast)
	layer.object.Refresh() // Nothing else may be drawn anew for as long as nobody does anything.
	stays := min(max(toastTime, time.Duration(len([]rune(text)))*toastReadRune), 2*toastTime)
	s.options.Later(stays, func() { layer.drop(toast) })
}

// ClearToast takes away what is said now: what was said to one person is nothing for the next.
func (s *Shell) ClearToast() { s.toasts.drop(s.toasts.shown) }

// drop takes toast away, unless another took its place.
func (l *toastLayer) drop(toast fyne.CanvasObject) {
	if l.shown != toast || toast == nil {
		return
	}
	l.shown = nil
	l.object.Remove(toast)
	l.shell.status.left.Show()
	l.object.Refresh()
}

// place returns where a toast may begin at the earliest, and how wide it may be at most, with the left words away.
func (l *toastLayer) place() (from, width float32) {
	size := l.shell.Canvas().Size()
	if l.shell.isBare {
		return look.Inset(), size.Width - 2*look.Inset()
	}
	from = look.RailWidth() + look.Inset()
	return from, size.Width - from - l.shell.status.right.MinSize().Width - look.Scaled(20) - 2*look.Inset()
}

// Layout implements fyne.Layout: the toast stands in the middle of what is free.
func (l *toastLayer) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, object := range objects {
		least := object.MinSize()
		from, width := l.place()
		left := l.shell.status.left
		if taken := left.MinSize().Width + 2*look.Inset(); !l.shell.isBare && least.Width <= width-taken {
			from, width = from+taken, width-taken
		} else {
			left.Hide()
		}
		object.Resize(least)
		object.Move(fyne.NewPos(from+max(width-least.Width, 0)/2, max(look.StatusHeight()-1-least.Height, 0)/2))
	}
}

// MinSize implements fyne.Layout: toasts never widen the window.
func (*toastLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

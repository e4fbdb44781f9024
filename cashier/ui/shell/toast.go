package shell

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// toastTime is how long a toast stays: a short sentence is read twice in it.
const toastTime = 4 * time.Second

// toastLayer shows the last toast above the key bar, in the middle.
type toastLayer struct {
	shell  *Shell
	object *fyne.Container
	shown  fyne.CanvasObject
}

func newToastLayer(shell *Shell) *toastLayer {
	return &toastLayer{shell: shell, object: container.New(toastLayout{})}
}

// Toast says something in passing for four seconds; a new toast replaces the one before. What must
// not be missed belongs on the screen or into a dialog.
func (s *Shell) Toast(text string, tone widgets.Tone) {
	layer := s.toasts
	toast := widgets.Toast(look.Fit(text, look.BodySize(), false, s.Canvas().Size().Width*0.7), tone)
	layer.drop(layer.shown)
	layer.shown = toast
	layer.object.Add(toast)
	s.options.Later(toastTime, func() { layer.drop(toast) })
}

// drop takes toast away, unless another took its place.
func (l *toastLayer) drop(toast fyne.CanvasObject) {
	if l.shown != toast || toast == nil {
		return
	}
	l.shown = nil
	l.object.Remove(toast)
}

// toastLayout sets its objects in the middle above the key bar.
type toastLayout struct{}

// Layout implements fyne.Layout.
func (toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		least := object.MinSize()
		object.Resize(least)
		object.Move(fyne.NewPos((size.Width-least.Width)/2, size.Height-look.KeyBarHeight()-look.Gap()-least.Height))
	}
}

// MinSize implements fyne.Layout: toasts never widen the window.
func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

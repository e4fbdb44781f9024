package shell

import "fyne.io/fyne/v2"

// ToastShown returns the toast on the window, nil for none.
func (s *Shell) ToastShown() fyne.CanvasObject { return s.toasts.shown }

// StatusRight returns where the words at the right of the bar at the top begin.
func (s *Shell) StatusRight() float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(s.status.right).X
}

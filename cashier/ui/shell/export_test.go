package shell

import "fyne.io/fyne/v2"

// ToastShown returns the toast on the window, nil for none.
func (s *Shell) ToastShown() fyne.CanvasObject { return s.toasts.shown }

// StatusRight returns where the words at the right of the bar at the top begin.
func (s *Shell) StatusRight() float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(s.status.right).X
}

// StatusDrawn returns what the bar at the top was drawn with last: another object each time that it is drawn anew.
func (s *Shell) StatusDrawn() fyne.CanvasObject { return s.status.right }

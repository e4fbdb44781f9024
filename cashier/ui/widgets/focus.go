package widgets

import "fyne.io/fyne/v2"

// lastFocus is the part that had the focus most recently, buttons aside. One is enough: only one
// window has the keyboard.
var lastFocus fyne.Focusable

// lastBelow is the one that had the focus most recently in a window with no dialog open.
var lastBelow fyne.Focusable

// rememberFocus is called by entries and tables when they gain the focus. It says whether the focus
// only comes back: nothing else of the same window, or of the same dialog, had it since. Fyne tells a
// part that it gains the focus also when the window itself does.
func rememberFocus(part fyne.Focusable) (isBack bool) {
	last := lastFocus
	window := fyne.CurrentApp().Driver().CanvasForObject(part.(fyne.CanvasObject))
	if window == nil || window.Overlays().Top() == nil {
		last, lastBelow = lastBelow, part
	}
	lastFocus = part
	return last == part
}

// RestoreFocus returns the focus back to the entry or table that had it before a tap on near. Fyne
// takes the focus away at every tap elsewhere; the keyboard must go on working. Nothing happens when
// that part is no longer on the screen or when the tap gave the focus to another entry.
func RestoreFocus(near fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	window := driver.CanvasForObject(near)
	target, ok := lastFocus.(fyne.CanvasObject)
	if window == nil || !ok || !target.Visible() || driver.CanvasForObject(target) != window {
		return
	}
	if _, isButton := window.Focused().(*Button); window.Focused() != nil && !isButton {
		return
	}
	if IsOnScreen(target) {
		window.Focus(lastFocus)
	}
}

// IsOnScreen says whether part is in the tree its window shows now, in the topmost dialog if there
// is one. A part that was replaced keeps its window in Fyne's cache, so the position is asked.
func IsOnScreen(part fyne.CanvasObject) bool {
	driver := fyne.CurrentApp().Driver()
	window := driver.CanvasForObject(part)
	if window == nil || !part.Visible() {
		return false
	}
	if top := window.Overlays().Top(); top != nil {
		dialog, ok := top.(*Dialog)
		return ok && dialog.holds(part)
	}
	return !driver.AbsolutePositionForObject(part).IsZero()
}

// HoldsSecret says whether one of the parts is a field for a PIN. What is typed while its form is at work may be the PIN once
// more, and must not be handed on.
func HoldsSecret(parts []fyne.Focusable) bool {
	for _, part := range parts {
		if entry, ok := part.(*DigitEntry); ok && entry.IsSecret() {
			return true
		}
	}
	return false
}

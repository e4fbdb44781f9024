package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Focusables returns the parts below root that take the keyboard, in the order of Tab: what a screen made anew has at the
// same place is the same part to a person.
func Focusables(root fyne.CanvasObject) (parts []fyne.Focusable) {
	if root == nil || !root.Visible() {
		return nil
	}
	if part, ok := root.(fyne.Focusable); ok {
		return []fyne.Focusable{part}
	}
	switch holder := root.(type) {
	case *fyne.Container:
		for _, child := range holder.Objects {
			parts = append(parts, Focusables(child)...)
		}
	case *container.Scroll:
		return Focusables(holder.Content)
	case *container.ThemeOverride:
		return Focusables(holder.Content)
	}
	return parts
}

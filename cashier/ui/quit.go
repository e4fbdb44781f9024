package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/widgets"
)

// askQuit is the window's close button: what is typed and not saved is named, and so is an open shift. Enter stays; while the question
// stands, the button is no answer to it.
func (a *App) askQuit() {
	if a.asksQuit != nil && a.asksQuit.Open() {
		return
	}
	text := a.frame.Text
	var sentences []string
	if names := a.unsaved(); len(names) > 0 {
		sentences = append(sentences, text("ui.quit.unsaved", strings.Join(names, text("ui.quit.comma"))))
	}
	if a.counter != nil && a.state.Shift != nil {
		sentences = append(sentences, text("ui.quit.shift", a.state.Cashier))
	}
	if len(sentences) == 0 {
		a.quit()
		return
	}
	a.asksQuit = widgets.ShowDialog(a.frame.Canvas(), widgets.DialogOptions{Title: text("ui.quit.title"), Message: strings.Join(sentences, "\n"),
		Yes: text("ui.quit.yes"), YesKey: fyne.KeyF9, No: text("ui.quit.no"), Danger: true, Accept: func() string {
			a.quit()
			return ""
		}})
}

// unsaved names what would be lost with the program: of who is at the window, the form that lies over it too, and of everybody who locked
// it in the middle of something.
func (a *App) unsaved() (names []string) {
	if a.counter == nil {
		return nil
	}
	if a.workplace != nil {
		names = a.workplace.begunWork().unsaved(a.frame.Text)
		if dialog, ok := a.frame.Canvas().Overlays().Top().(*widgets.Dialog); ok && dialog.IsTyped() {
			names = append(names, a.frame.Text("ui.quit.form", dialog.Title()))
		}
	}
	for _, begun := range a.kept {
		names = append(names, begun.unsaved(a.frame.Text)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

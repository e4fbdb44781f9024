package ui

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// pageWidth is the width of the cards of this package, in points at scale 1.
const pageWidth float32 = 560

// page is a bare screen that says something: the splash, a book that could not be opened, a window that gave up.
type page struct {
	frame         *shell.Shell
	title, advice string
	body          func() fyne.CanvasObject
	keys          []shell.Key
}

func newSplash(frame *shell.Shell, title, advice string) *page {
	return &page{frame: frame, title: title, advice: advice, body: func() fyne.CanvasObject { return widgets.NewProgress("") }}
}

// newProblem says why a book was not opened, where it lies, and what can be done; further are keys beside those that try again and quit.
func newProblem(frame *shell.Shell, sentence, book string, retry, quit func(), further ...shell.Key) *page {
	return newTrouble(frame, "ui.problem.title", frame.Text("ui.problem.book", book), sentence, retry, quit, further...)
}

// newStopped says that the window gave up after several faults in a row.
func newStopped(frame *shell.Shell, sentence string, retry, quit func()) *page {
	return newTrouble(frame, "ui.fault.stopped.title", frame.Text("ui.fault.stopped.advice"), sentence, retry, quit)
}

func newTrouble(frame *shell.Shell, title, advice, sentence string, retry, quit func(), further ...shell.Key) *page {
	text := frame.Text
	return &page{frame: frame, title: text(title), advice: advice,
		body: func() fyne.CanvasObject {
			body := widgets.VStack(14, widgets.Notice(sentence, widgets.ToneOwed, forms.Inner(pageWidth)))
			if len(further) > 0 {
				body.Add(plainButtons(further))
			}
			body.Add(widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("ui.problem.quit"), "Esc", quit),
				widgets.NewButton(widgets.PrimaryButton, text("ui.problem.retry"), "Enter", retry)))
			return body
		},
		keys: append([]shell.Key{{Name: fyne.KeyReturn, Label: text("ui.problem.retry"), Do: retry},
			{Name: fyne.KeyEscape, Label: text("ui.problem.quit"), Do: quit}}, further...)}
}

// plainButtons are a row of buttons for keys.
func plainButtons(keys []shell.Key) fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	for _, key := range keys {
		buttons = append(buttons, widgets.NewButton(widgets.PlainButton, key.Label, string(key.Name), key.Do))
	}
	return widgets.Columns(12, buttons...)
}

// Title implements shell.Screen.
func (p *page) Title() string { return p.title }

// Content implements shell.Screen.
func (p *page) Content() fyne.CanvasObject {
	return forms.Page(pageWidth, p.title, p.advice, p.body())
}

// Keys implements shell.Screen.
func (p *page) Keys() []shell.Key { return p.keys }

// Shown implements shell.Screen.
func (p *page) Shown() {}

// Hidden implements shell.Screen.
func (p *page) Hidden() {}

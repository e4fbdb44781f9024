package monkey

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/uitest"
)

// standing is how long a sum must have stood on the screen before a key may take it: a person has then read it.
const standing = 250 * time.Millisecond

// look asks, after everything that happened, what costs little to ask.
func (w *World) look() {
	if w.broken || w.hasEnd {
		return
	}
	w.lookAtTroubles()
	for _, made := range w.payments.take() {
		w.lookAtPayment(made)
	}
	w.hasBeenAtReceipts = w.place() == "receipts" || w.hasBeenAtReceipts && w.place() != "sign-in"
	w.pictures.take(w.top(), w.window.Canvas().Size())
	w.views.take(w.app.Frame().Current())
	w.lookAtFocus()
	w.lookAtFigures()
}

// lookAtFigures holds that no amount is cut, whatever the size of the window and of the text.
func (w *World) lookAtFigures() {
	walk(w.top(), w.window.Canvas().Size(), func(object fyne.CanvasObject, sight area) {
		text, ok := object.(*canvas.Text)
		if !ok || sight.isEmpty() || !uitest.IsCut(text) {
			return
		}
		w.fault("figures", "a figure is cut on the "+w.place(), text.Text, fmt.Sprint(w.window.Canvas().Size(), " at ", look.Scale()))
	})
}

// lookAtTroubles takes what went wrong out of sight for a fault: on a book and a printer that are well nothing does.
func (w *World) lookAtTroubles() {
	for _, err := range w.takeTroubles() {
		w.noPIN("the log", err.Error())
		switch {
		case strings.Contains(err.Error(), "panic"):
			first, rest, _ := strings.Cut(err.Error(), "\n")
			w.fault("panic", first, rest)
		case !isHarmless(err):
			w.fault("trouble", err.Error())
		}
	}
}

// lookAtPayment holds that a payment was taken by one fresh press of a key or one tap, after its sum had stood on the
// screen long enough to be read.
func (w *World) lookAtPayment(made payment) {
	by := made.input
	switch {
	case by == nil:
		w.fault("money", "taken by no key at all", made.number)
		return
	case by.Deed != press && by.Deed != mouseUp:
		w.fault("money", fmt.Sprintf("taken by a %s", by.Deed), made.number, by.String())
		return
	}
	from := by.pressed.Add(-standing)
	stood := w.seen.Stood(made.due, from, by.pressed)
	if made.kept > 0 { // The change that is kept stands beside the sum that is due.
		stood = stood || w.seen.Stood(made.due-made.kept, from, by.pressed)
	}
	switch {
	case stood:
	case w.seen.Stood(made.due, by.pressed.Add(-1), by.pressed):
		w.fault("money", "taken before its sum had stood on the screen long enough", made.number, made.due.Yuan(), by.String())
	default:
		w.fault("money", "taken while its sum stood nowhere on the screen", made.number, made.due.Yuan(), by.String())
	}
}

// lookAtFocus holds that the keyboard goes to something a person can see. Without a focus the shell has the keys.
func (w *World) lookAtFocus() {
	focused := w.window.Canvas().Focused()
	if focused == nil || w.isReachable(focused) {
		return
	}
	w.fault("focus", fmt.Sprintf("on a %T that cannot be seen on the %s", focused, w.place()))
}

// lookForPINs holds that no PIN is drawn, printed or logged.
func (w *World) lookForPINs() {
	w.noPIN("the screen "+w.place(), strings.Join(w.drawnTexts(), "\n"))
	w.noPIN("paper", w.paper.take())
}

func (w *World) noPIN(where, text string) {
	if piece := pinIn(text); piece != "" {
		w.fault("PIN", "a PIN stands on "+where, piece)
	}
}

// scaleNow is the text scale that the window last asked for.
func scaleNow() float32 { return look.AskedScale() }

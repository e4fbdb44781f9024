package monkey

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/assets"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/receipts"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// place names the screen that is shown.
func (w *World) place() string {
	switch w.app.Frame().Current().(type) {
	case *desk.Screen:
		return "desk"
	case *receipts.Screen:
		return "receipts"
	case *shift.Screen:
		return "shift"
	case *signin.Screen:
		return "sign-in"
	}
	name := fmt.Sprintf("%T", w.app.Frame().Current())
	return strings.TrimPrefix(strings.TrimSuffix(name, ".Screen"), "*")
}

// hasDialog says whether a dialog lies over the screen.
func (w *World) hasDialog() bool { return w.window.Canvas().Overlays().Top() != nil && !w.isCovered() }

// isCovered says whether the window is too small to show anything.
func (w *World) isCovered() bool {
	_, covered := w.window.Canvas().Overlays().Top().(*widgets.Cover)
	return covered
}

// mayCollect says whether who is signed in may take money.
func (w *World) mayCollect() bool {
	counter := w.app.Counter()
	if counter == nil {
		return false
	}
	actor, signed := counter.Actor()
	return signed && actor.Role().May(staff.Collect)
}

// pinLabels are the words beside the entries that take a PIN.
var pinLabels = []string{"signin.pin", "signin.recovery.pin", "desk.second.pin", "shift.hand.receiverpin", "shift.hand.approverpin"}

// isAtPIN says whether the keyboard goes to an entry for a PIN: so a person looks before typing one.
func (w *World) isAtPIN() bool { return slices.ContainsFunc(pinLabels, w.isAt) }

// isAt says whether the keyboard goes to an entry that has these words of the catalogue beside it.
func (w *World) isAt(label string) bool {
	object, ok := w.window.Canvas().Focused().(fyne.CanvasObject)
	if !ok {
		return false
	}
	texts := textsOf(object)
	return slices.Contains(texts, assets.Text(assets.Chinese, label)) || slices.Contains(texts, assets.Text(assets.English, label))
}

// focusedText returns the text of the entry that has the keyboard; ok is false where none has it.
func (w *World) focusedText() (text string, ok bool) {
	switch entry := w.window.Canvas().Focused().(type) {
	case *widgets.DigitEntry:
		return entry.Text(), true
	case *widgets.KeyEntry:
		return entry.Text, true
	}
	return "", false
}

// hasOnePrintedReceipt says whether one payment was ever made, stands, and has its paper, and who is signed in may void it
// with a second person.
func (w *World) hasOnePrintedReceipt() bool {
	counter := w.app.Counter()
	state, err := counter.State(w.t.Context())
	if err != nil || w.payments.known != 1 || !state.Mine || state.Stopped != nil || state.Last.Kind != till.Paid || state.Last.UndoneBy != "" {
		return false
	}
	printed, err := counter.Printing.Printed(w.t.Context(), state.Last.Number)
	return err == nil && spool.Job{State: printed.State}.OnPaper()
}

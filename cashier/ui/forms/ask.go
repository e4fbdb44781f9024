package forms

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Question is a dialog whose answer is work on the book: it stays open until the work is done, and shows what was refused.
type Question struct {
	// Options describe the dialog; Accept is set by Ask.
	Options widgets.DialogOptions
	// Check reads the entries on the UI thread and gives "" or what is wrong with them; nil checks nothing.
	Check func() (refusal string)
	// Work runs off the UI thread.
	Work func(ctx context.Context) error
	// Explain makes a sentence of an error.
	Explain func(err error) string
	// Failed is called before the refusal is shown, to wipe a PIN; nil does nothing.
	Failed func()
	// At gives the entry that a refusal is about, nil for the first: the keyboard goes there. The error is nil where Check
	// refused. nil always goes to the first.
	At func(err error) fyne.Focusable
	// Done is called after the dialog closed over finished work.
	Done func()
}

// Ask shows a question. A second Enter while its work is under way does nothing.
func Ask(frame *shell.Shell, question Question) *widgets.Dialog {
	asked := &asking{frame: frame, question: question}
	question.Options.Accept = asked.accept
	asked.dialog = widgets.ShowDialog(frame.Canvas(), question.Options)
	return asked.dialog
}

type asking struct {
	frame    *shell.Shell
	question Question
	dialog   *widgets.Dialog
	busy     bool
}

// accept starts the work. The dialog comes back at once with the sentence that it gives, so the screen below is never
// open to a second Enter.
func (a *asking) accept() (refusal string) {
	working := a.frame.Text("ui.form.working")
	if a.busy {
		return working
	}
	if a.question.Check != nil {
		if refusal := a.question.Check(); refusal != "" {
			a.mendAt(nil)
			return refusal
		}
	}
	a.busy = true
	a.dialog.SetLocked(true)
	ended, sentence := false, working
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return a.question.Work(ctx) }, func(err error) {
		ended, a.busy = true, false
		a.dialog.SetLocked(false)
		sentence = a.end(err)
	})
	if ended && sentence == "" {
		a.question.Done()
	}
	if !ended {
		return working
	}
	return sentence
}

// end closes or refuses. Where the work ended inside accept the dialog is closed already and accept gives the answer.
func (a *asking) end(err error) (refusal string) {
	wasOpen := a.dialog.Open()
	if err == nil {
		a.dialog.Close()
		if wasOpen {
			a.question.Done()
		}
		return ""
	}
	if a.question.Failed != nil {
		a.question.Failed()
	}
	refusal = a.question.Explain(err)
	a.mendAt(err)
	a.dialog.Again(refusal)
	a.dialog.Over(func() { OfferAsking(a.frame, err, a.question.Explain, func() { a.dialog.Refuse("") }) })
	return refusal
}

// mendAt says where the keyboard goes: to what the question says, else to what had to be filled in and is not, after a wrong PIN to
// the PIN, and after any other refusal of the second person to who it is, which stands before the PIN: a PIN that is typed on after a
// refusal must not land in a plain field that says something else.
func (a *asking) mendAt(err error) {
	var at fyne.Focusable
	if a.question.At != nil {
		at = a.question.At(err)
	}
	inputs := a.question.Options.Inputs
	for i, input := range inputs {
		isSecret := widgets.HoldsSecret([]fyne.Focusable{input})
		switch {
		case at != nil:
		case err == nil && widgets.Wants(input), IsWrongPIN(err) && isSecret:
			at = input
		case i > 0 && isSecret && IsOfApprover(err):
			at = inputs[i-1]
		}
	}
	a.dialog.MendAt(at)
}

// ofApprover are the refusals of who a second person is.
var ofApprover = []string{staff.CodeNeedsApproval, staff.CodeMayNotApprove, staff.CodeSamePerson, staff.CodeOwnLogin, staff.CodeUnknown, staff.CodeInactive, staff.CodeLocked,
	staff.CodePINGiven}

// IsOfApprover reports whether an error is about who a second person is.
func IsOfApprover(err error) bool { return slices.Contains(ofApprover, store.Code(err)) }

// IsWrongPIN reports whether an error says that a PIN was wrong or not typed: what is typed next is the PIN once more.
func IsWrongPIN(err error) bool {
	return slices.Contains([]string{staff.CodePINAsked, staff.CodePINWrong, staff.CodeApproverPINWrong, staff.CodeReceiverPINWrong}, store.Code(err))
}

// AtPIN returns the entry for an At: the PIN where it, or that it was typed twice alike, is what was refused; nil otherwise.
func AtPIN(pin fyne.Focusable) func(err error) fyne.Focusable {
	return func(err error) fyne.Focusable {
		switch store.Code(err) {
		case "", staff.CodePINWeak, staff.CodePINForm, staff.CodePINSame:
			return pin
		}
		return nil
	}
}

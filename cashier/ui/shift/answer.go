package shift

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// answer is who answers for a count that differs beyond the limit, and why: at the opening as at the hand-over.
type answer struct {
	screen *Screen

	reason                string
	reasonButton          *widgets.Button
	note                  *widgets.KeyEntry
	approver, approverPIN *widgets.DigitEntry
	approverCode          string
}

// begin forgets the answer to an earlier count.
func (a *answer) begin() {
	a.reason, a.approverCode = "", ""
	a.reasonButton, a.note, a.approver, a.approverPIN = nil, nil, nil, nil
}

// limit says beyond which difference somebody has to answer.
func (a *answer) limit() string {
	return forms.HalfYen(a.screen.frame.Text("shift.result.limit", a.screen.facts.state.Bounds.Fen(staff.DifferenceMax).Yuan()))
}

// draw adds the entries to a column, and returns the entries in the order of Enter.
func (a *answer) draw(column *fyne.Container) []fyne.Focusable {
	text := a.screen.frame.Text
	a.reasonButton = widgets.NewButton(widgets.PlainButton, a.words(), "F5", a.choose)
	a.note = widgets.NewKeyEntry(text("shift.hand.note"), nil)
	a.note.Pass = func() bool { return a.reason != "" && a.reason != "other" }
	a.approver = forms.NewCodeDigits(text("shift.hand.approver"), func(code string) { a.approverCode = code })
	a.approver.SetText(a.approverCode)
	a.approverPIN = widgets.NewPINEntry(text("shift.hand.approverpin"), nil)
	column.Add(widgets.Columns(12, a.reasonButton, a.note))
	column.Add(widgets.Columns(12, a.approver, a.approverPIN))
	return []fyne.Focusable{a.note, a.approver, a.approverPIN}
}

// drawApprover adds the entries of the approver alone, where cash ties and only slips differ beyond the limit, or the day is odd.
func (a *answer) drawApprover(column *fyne.Container) []fyne.Focusable {
	text := a.screen.frame.Text
	a.approver = forms.NewCodeDigits(text("shift.hand.approver"), func(code string) { a.approverCode = code })
	a.approver.SetText(a.approverCode)
	a.approverPIN = widgets.NewPINEntry(text("shift.hand.approverpin"), nil)
	column.Add(widgets.Columns(12, a.approver, a.approverPIN))
	return []fyne.Focusable{a.approver, a.approverPIN}
}

func (a *answer) words() string {
	text := a.screen.frame.Text
	if a.reason == "" {
		return text("shift.hand.choose")
	}
	return text("shift.reason." + a.reason)
}

// choose lets one of the reasons be taken.
func (a *answer) choose() {
	if a.reasonButton == nil {
		return
	}
	text := a.screen.frame.Text
	words := make([]string, len(till.DifferenceReasons))
	for index, code := range till.DifferenceReasons {
		words[index] = text("shift.reason." + code)
	}
	widgets.ShowChoice(a.screen.frame.Canvas(), text("shift.hand.reason"), "", words, text("shift.move.no"), func(index int) {
		a.reason = till.DifferenceReasons[index]
		a.reasonButton.SetText(a.words())
		if widgets.IsPassed(a.note) {
			a.screen.frame.Focus(a.approver)
			return
		}
		a.screen.frame.Focus(a.note)
	})
}

// keys returns the key table of a page that asks for it: the form's, the reason's where one is wanted, and Esc to count again.
func (a *answer) keys(submit string, isWanted bool, again func()) []shell.Key {
	text := a.screen.frame.Text
	keys := a.screen.form.Keys(text(submit))
	if isWanted {
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: text("shift.hand.reason"), Do: a.choose})
	}
	return append(keys, shell.Key{Name: fyne.KeyEscape, Label: text("shift.again"), Do: again})
}

// missing returns the sentence that says what is still to be typed and where, "" when nothing is.
func (a *answer) missing() (words string, at fyne.Focusable) {
	text := a.screen.frame.Text
	switch {
	case a.reason == "" || a.approver.Text() == "" || a.approverPIN.Text() == "":
		return text("shift.hand.needreason"), a.note
	case a.reason == "other" && a.note.Text == "":
		return text("shift.hand.neednote"), a.note
	}
	return "", nil
}

// missingApprover is missing where only the day is odd, and no reason is wanted.
func (a *answer) missingApprover() (words string, at fyne.Focusable) {
	if a.approver.Text() == "" || a.approverPIN.Text() == "" {
		return a.screen.frame.Text("shift.open.needapprover"), a.approver
	}
	return "", nil
}

// read returns who answers and why.
func (a *answer) read() (session.Second, till.Reason) {
	second := session.Second{Who: a.approver.Text(), PIN: a.approverPIN.Text()}
	if a.note == nil { // only the day is odd
		return second, till.Reason{}
	}
	return second, till.Reason{Code: a.reason, Note: a.note.Text}
}

// wipe takes the PIN away, after it was used.
func (a *answer) wipe() {
	if a.approverPIN != nil {
		a.approverPIN.SetText("")
	}
}

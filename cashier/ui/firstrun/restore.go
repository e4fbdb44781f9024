package firstrun

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// replacing is what is typed where a backup takes the place of a book that is there, or was: who says so, and the newest paper where nobody knows it.
type replacing struct {
	// asks says that a person is asked for, asksPaper that the newest receipt is, and asksSecond that somebody agrees to what the backup does not have.
	asks, asksPaper, asksSecond bool
	code, pin                   *widgets.DigitEntry
	second, secondPIN           *widgets.DigitEntry
	paper                       *widgets.KeyEntry
}

// NewRestore makes the page 从备份恢复 alone, for a book at path that cannot be used: what is there is kept beside it, and somebody who may is asked.
// Back leaves it, and Done opens the book afterwards.
func NewRestore(frame *shell.Shell, path string, deps Deps, back func()) *Screen {
	screen := New(frame, path, deps)
	screen.back = back
	screen.stage, screen.bring = bringingBook, bringing{kind: fromBackup}
	return screen
}

// replaces reports whether a book that is there is replaced, and not a first one brought.
func (s *Screen) replaces() bool { return s.back != nil }

// leaveBringing goes back to where the page was called from; a PIN that was typed is forgotten.
func (s *Screen) leaveBringing() {
	s.bring = bringing{kind: s.bring.kind}
	if s.replaces() {
		s.back()
		return
	}
	s.goTo(choosing)
}

// drawReplacing draws the entries of who restores, with what was typed in them before.
func (s *Screen) drawReplacing(body *fyne.Container) (inputs []fyne.Focusable) {
	text, r := s.frame.Text, &s.bring.replacing
	if !r.asks {
		return nil
	}
	person := func(codeLabel, pinLabel string, code, pin **widgets.DigitEntry) {
		typedCode, typedPIN := *code, *pin
		*code, *pin = forms.NewCodeDigits(text(codeLabel), nil), widgets.NewPINEntry(text(pinLabel), nil)
		if typedCode != nil {
			(*code).SetText(typedCode.Text())
			(*pin).SetText(typedPIN.Text())
		}
		body.Add(widgets.Columns(24, *code, *pin))
		inputs = append(inputs, *code, *pin)
	}
	person("signin.code", "signin.pin", &r.code, &r.pin)
	if r.asksSecond {
		person("desk.second.who", "desk.second", &r.second, &r.secondPIN)
	}
	if r.asksPaper {
		r.paper = widgets.NewKeyEntry("", nil)
		body.Add(forms.Labelled(text("signin.goon.paper"), r.paper))
		inputs = append(inputs, r.paper)
	}
	return inputs
}

// replace puts the backup in the place of the book, as the person who is typed says.
func (s *Screen) replace(key vault.Key) {
	r, from := &s.bring.replacing, s.bring.path
	who, pin, paper := r.code.Text(), r.pin.Text(), ""
	if who == "" || pin == "" {
		s.say(s.frame.Text("signin.empty"), widgets.ToneLook)
		s.frame.Focus(r.code)
		return
	}
	if r.paper != nil {
		paper = strings.TrimSpace(r.paper.Text)
	}
	second, secondPIN := "", ""
	if r.asksSecond {
		second, secondPIN = r.second.Text(), r.secondPIN.Text()
	}
	restoring := ledger.Restoring{Witness: s.deps.Witness, Paper: paper, NeedsKey: true, DiscardNewer: r.asksSecond}
	if key != (vault.Key{}) {
		restoring.Keys = []vault.Key{key}
	}
	var done ledger.Replaced
	s.form.Run(s.frame.Text("firstrun.bring.checking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		restoring.Ask = func(people *ledger.Book, discarding bool) (by staff.Actor, approval staff.Approval, err error) {
			if by, err = people.Staff.SignIn(ctx, who, pin); err == nil && discarding && second != "" {
				approval, err = people.Staff.Approve(ctx, by, second, secondPIN, staff.DiscardEvents)
			}
			return by, approval, err
		}
		done, err = ledger.Restore(ctx, from, s.path, restoring)
		return err
	}, func(err error) {
		if done.Done {
			s.replaced(key, done, err)
			return
		}
		s.refused(err)
	})
}

// refused says why nothing was restored, and goes where it is mended.
func (s *Screen) refused(err error) {
	r := &s.bring.replacing
	isOfPaper := store.Code(err) == ledger.CodePaper || store.Code(err) == ledger.CodePaperYear
	if isOfPaper && !r.asksPaper {
		r.asksPaper = true
		s.draw()
	}
	sentence := s.deps.Explain(err)
	isNewer := store.Code(err) == ledger.CodeRestoreNewer
	if isNewer {
		sentence = s.frame.Text("firstrun.restore.newer", store.Typed(err).Args...)
		r.asksSecond = true
		s.draw()
	}
	s.say(sentence+s.frame.Text("firstrun.bring.unchanged"), widgets.ToneOwed)
	switch {
	case isNewer:
		s.frame.Focus(r.second)
	case r.asksSecond && isOfSecond(err):
		r.secondPIN.SetText("")
		s.frame.Focus(r.second)
	case isOfPaper:
		s.frame.Focus(r.paper)
	case s.bring.key != nil && (store.Code(err) == vault.CodeWrongKey || store.Code(err) == vault.CodeNoSlot):
		s.frame.Focus(s.bring.key)
	default:
		r.pin.SetText("")
		s.frame.Focus(r.code)
	}
}

// isOfSecond reports whether the second person is who was refused.
func isOfSecond(err error) bool {
	switch store.Code(err) {
	case staff.CodeApproverPINWrong, staff.CodeMayNotApprove, staff.CodeSamePerson, staff.CodeNeedsApproval:
		return true
	}
	return false
}

// replaced says where what was there is kept, and opens the book once that was read.
func (s *Screen) replaced(key vault.Key, done ledger.Replaced, err error) {
	text := s.frame.Text
	s.bring = bringing{kind: s.bring.kind}
	lines := []string{text("firstrun.restore.done")}
	if err != nil {
		lines = append(lines, s.deps.Explain(err))
	}
	if done.Kept != "" {
		lines = append(lines, text("firstrun.restore.kept", done.Kept))
	}
	if done.KeptLog != "" {
		lines = append(lines, text("ctl.kept_log", done.KeptLog))
	}
	open := func() { s.deps.Done(key) }
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text(fromBackup), Width: 680, Message: strings.Join(lines, "\n"),
		Yes: text("firstrun.restore.open"), Accept: func() string { open(); return "" }, Cancelled: open})
}

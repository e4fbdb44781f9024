package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// askRecovery asks for what a new recovery key takes: the own PIN, and a second person, or where nobody else may approve the passphrase of a book
// that has one. What was right of it stays where something else was not.
func (s *Screen) askRecovery() {
	text := s.frame.Text
	own, second, phrase := widgets.NewPINEntry(text("settings.recovery.pin"), nil), month.NewSecond(s.frame), widgets.NewVerbatimEntry()
	phrase.Password = true
	message, body, inputs := text("settings.recovery.alone"), widgets.VStack(10, own), []fyne.Focusable{own}
	switch {
	case s.facts.takesTwo:
		message, inputs = text("settings.recovery.two"), append(inputs, second.Inputs()...)
		body.Add(second.Body())
	case s.facts.hasPassphrase:
		message, inputs = text("settings.recovery.phrase"), append(inputs, phrase)
		body.Add(forms.Labelled(text("settings.recovery.passphrase"), phrase))
	}
	var who session.Second
	var pin, passphrase, made string
	var missing fyne.Focusable
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("settings.recovery"), Message: text("settings.recovery.help") + "\n" + message, Width: 680, Body: body, Inputs: inputs,
			Yes: text("settings.recovery.yes"), No: text("settings.back")},
		Check: func() (refusal string) {
			pin, passphrase, missing = own.Text(), phrase.Text, nil
			switch { // An Enter on what is empty is no try.
			case pin == "":
				missing = own
				return text("settings.recovery.nopin")
			case !s.facts.takesTwo && s.facts.hasPassphrase && passphrase == "":
				missing = phrase
				return text("settings.recovery.nophrase")
			}
			if who, refusal = second.Read(); refusal != "" {
				missing = second.Missing()
			}
			second.Wipe()
			return refusal
		},
		Work: func(ctx context.Context) (err error) {
			made, err = s.counter.People.RenewRecovery(ctx, pin, passphrase, who)
			return err
		},
		Explain: s.deps.Explain,
		At: func(err error) fyne.Focusable {
			switch code := store.Code(err); {
			case err == nil:
				return missing
			case s.facts.takesTwo && code != staff.CodePINWrong:
				return atSecond(err, second)
			case code == vault.CodeNotProven, code == ledger.CodePassphraseAsked:
				phrase.SetText("")
				return phrase
			}
			own.SetText("")
			return own
		},
		Done: func() {
			s.deps.Changed()
			s.deps.ShowKey(made)
		},
	})
}

// atSecond returns where the keyboard goes after a refusal of the second person: to the PIN that was wrong, else to who it is.
func atSecond(err error, second *month.Second) fyne.Focusable {
	inputs := second.Inputs()
	if forms.IsWrongPIN(err) {
		return inputs[1]
	}
	return inputs[0]
}

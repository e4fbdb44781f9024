package signin

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
)

// twoPINs are the entries of a new PIN, which is typed twice.
type twoPINs struct{ pin, again *widgets.DigitEntry }

func newTwoPINs(text func(key string, arguments ...any) string) twoPINs {
	return twoPINs{widgets.NewPINEntry(text("signin.recovery.pin"), nil), widgets.NewPINEntry(text("signin.recovery.again"), nil)}
}

func (p twoPINs) wipe() {
	p.pin.SetText("")
	p.again.SetText("")
}

// read returns the PIN, or that the two differ: then both are wiped.
func (p twoPINs) read(text func(key string, arguments ...any) string) (pin, refusal string) {
	if pin = p.pin.Text(); pin != p.again.Text() {
		p.wipe()
		return "", text("signin.recovery.differ")
	}
	return pin, ""
}

// askOwn asks somebody whose PIN another person set for an own one, and signs them in with it.
func (s *Screen) askOwn(code, given string) {
	text, pins, own := s.frame.Text, newTwoPINs(s.frame.Text), ""
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{
			Title: text("signin.own"), Message: text("signin.own.advice", code), Width: 620, Body: widgets.VStack(10, pins.pin, pins.again),
			Inputs: []fyne.Focusable{pins.pin, pins.again}, Yes: text("signin.own.yes"), No: text("signin.recovery.no"),
			Cancelled: s.clear, // whoever comes types a number, which is no PIN
		},
		Check: func() (refusal string) {
			own, refusal = pins.read(text)
			return refusal
		},
		Work: func(ctx context.Context) error {
			if err := s.counter.Book.Staff.OwnPIN(ctx, code, given, own); err != nil {
				return err
			}
			return s.come(ctx, code, own)
		},
		Explain: s.deps.Explain, Failed: pins.wipe, At: forms.AtPIN(pins.pin),
		Done: func() {
			s.message.Say("", widgets.ToneCalm)
			s.deps.SignedIn()
		},
	})
}

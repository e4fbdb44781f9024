package shift

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
)

// asking is a question whose answer books something of cash.
type asking struct {
	title, advice, yes string
	body               fyne.CanvasObject
	inputs             []fyne.Focusable
	check              func() string
	// request is where the id of the request is kept: a retry has the same, and what was refused made nothing and begins anew.
	request *string
	work    func(ctx context.Context) error
	second  secondEntries
	done    func() string
}

func (s *Screen) ask(a asking) {
	text := s.frame.Text
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: a.title, Message: a.advice, Body: a.body, Inputs: a.inputs, Yes: a.yes, No: text("cash.no"), Width: 620},
		Check:   a.check,
		Work: func(ctx context.Context) (err error) {
			if *a.request == "" {
				if *a.request, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			return a.work(ctx)
		},
		Explain: s.deps.Explain,
		Failed: func() {
			a.second.pin.SetText("")
			*a.request = ""
		},
		Done: func() {
			s.frame.Toast(forms.HalfYen(a.done()), widgets.ToneGood)
			s.deps.Changed()
			s.load() // A count made before cash left the drawer stands no longer.
		},
	})
}

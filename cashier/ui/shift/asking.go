package shift

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// asking is a question whose answer books something of cash.
type asking struct {
	title, advice, yes string
	body               fyne.CanvasObject
	inputs             []fyne.Focusable
	// check reads the entries, and says what is wrong with which.
	check func() (refusal string, at fyne.Focusable)
	// about says which entry a refusal of the book is about, by its codes.
	about []about
	// request is where the id of the request is kept: a retry has the same, and what was refused made nothing and begins anew.
	request *string
	work    func(ctx context.Context) error
	second  secondEntries
	done    func() string
}

// about is an entry with the codes of the refusals that are about it.
type about struct {
	entry fyne.Focusable
	codes []string
}

// ofMoney are the codes of a sum that is none, or more than is there.
var ofMoney = []string{till.CodeAmount, till.CodeWholeJiao, till.CodeSafeShort, till.CodeDrawerShort}

// at returns the entry that a refusal of the book is about. A second person who may not agree is asked for anew; a wrong PIN is the
// form's own to find.
func (a *asking) at(err error) fyne.Focusable {
	code := store.Code(err)
	for _, one := range a.about {
		if slices.Contains(one.codes, code) {
			return one.entry
		}
	}
	if strings.HasPrefix(code, "staff.") && !forms.IsWrongPIN(err) && slices.Contains(a.inputs, fyne.Focusable(a.second.code)) {
		return a.second.code
	}
	return nil
}

func (s *Screen) ask(a asking) {
	text := s.frame.Text
	var wrong fyne.Focusable
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: a.title, Message: a.advice, Body: a.body, Inputs: a.inputs, Yes: a.yes, No: text("cash.no"), Width: 620},
		Check: func() (refusal string) {
			if refusal, wrong = a.check(); refusal == "" {
				if wrong = a.second.missing(); wrong != nil {
					refusal = text("desk.second.missing")
				}
			}
			return refusal
		},
		At: func(err error) fyne.Focusable {
			if err == nil {
				return wrong
			}
			return a.at(err)
		},
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

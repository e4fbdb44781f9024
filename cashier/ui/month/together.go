package month

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/law"
)

// Together is a question about something that two people do. What the first is asked stands in Options.Inputs and Above; the
// second's number and PIN stand below it.
type Together struct {
	Options widgets.DialogOptions
	// Above is the column that the second's entries are added to; nil shows them alone.
	Above *fyne.Container
	// Check reads what the first was asked, and returns "" or what is wrong with it; nil checks nothing.
	Check func() (refusal string)
	// Work does it off the UI thread with the second person's word.
	Work    func(ctx context.Context, second session.Second) error
	Explain func(err error) string
	Done    func()
}

// AskTogether asks it. The PIN is wiped at each try, and nothing is done before it was right.
func AskTogether(frame *shell.Shell, q Together) {
	second := NewSecond(frame)
	q.Options.Body = second.Body()
	if q.Above != nil {
		q.Above.Add(second.Body())
		q.Options.Body = q.Above
	}
	q.Options.Inputs = append(q.Options.Inputs, second.Inputs()...)
	var who session.Second
	var lawShown bool // what the rules of the law say was read in this dialog: only then does the second person pass it
	forms.Ask(frame, forms.Question{Options: q.Options,
		Check: func() (refusal string) {
			if q.Check != nil {
				if refusal = q.Check(); refusal != "" {
					return refusal
				}
			}
			who, refusal = second.Read()
			second.Wipe()
			return refusal
		},
		Work: func(ctx context.Context) error {
			given := who
			given.Law = lawShown && given.Who != ""
			who = session.Second{}
			return q.Work(ctx, given)
		},
		Explain: func(err error) string {
			lawShown = lawShown || law.IsSaid(err)
			return q.Explain(err)
		}, Done: q.Done,
	})
}

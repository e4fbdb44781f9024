package charges

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
)

// field is an entry of a question with its label.
type field struct {
	label string
	entry *widgets.KeyEntry
}

// secondQuestion is something that two people do: what is asked of the first, and the number and PIN of the second.
type secondQuestion struct {
	title, message, yes string
	danger              bool
	fields              []field
	// check reads the fields and gives "" or what is wrong with them; nil checks nothing.
	check func() string
	work  func(ctx context.Context, second session.Second) error
	done  func()
}

// askSecond asks it.
func (s *Screen) askSecond(q secondQuestion) {
	body := widgets.VStack(10)
	var inputs []fyne.Focusable
	for _, field := range q.fields {
		body.Add(forms.Labelled(field.label, field.entry))
		inputs = append(inputs, field.entry)
	}
	month.AskTogether(s.frame, month.Together{
		Options: widgets.DialogOptions{Title: q.title, Message: q.message, Width: 600, Inputs: inputs, Yes: q.yes, No: s.text("charges.back"), Danger: q.danger},
		Above:   body, Check: q.check, Work: q.work, Explain: s.deps.Explain, Done: q.done,
	})
}

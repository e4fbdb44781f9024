package charges

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
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
	work  func(ctx context.Context, second cashier.Second) error
	done  func()
}

// askSecond asks it. The PIN is wiped at each try.
func (s *Screen) askSecond(q secondQuestion) {
	person := month.NewSecond(s.frame)
	body := widgets.VStack(10)
	var inputs []fyne.Focusable
	for _, field := range q.fields {
		body.Add(forms.Labelled(field.label, field.entry))
		inputs = append(inputs, field.entry)
	}
	body.Add(person.Body())
	var second cashier.Second
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: q.title, Message: q.message, Width: 600, Body: body, Inputs: append(inputs, person.Inputs()...),
			Yes: q.yes, No: s.text("charges.back"), Danger: q.danger},
		Check: func() (refusal string) {
			if q.check != nil {
				if refusal = q.check(); refusal != "" {
					return refusal
				}
			}
			second, refusal = person.Read()
			person.Wipe()
			return refusal
		},
		Work: func(ctx context.Context) error {
			given := second
			second = cashier.Second{}
			return q.work(ctx, given)
		},
		Explain: s.deps.Explain,
		Done:    q.done,
	})
}

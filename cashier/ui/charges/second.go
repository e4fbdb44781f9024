package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
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
	who := widgets.NewKeyEntry(s.text("desk.second.who_hint"), nil)
	pin := widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	body := widgets.VStack(10)
	var inputs []fyne.Focusable
	for _, field := range q.fields {
		body.Add(forms.Labelled(field.label, field.entry))
		inputs = append(inputs, field.entry)
	}
	body.Add(widgets.Columns(12, forms.Labelled(s.text("desk.second.who"), who), forms.Labelled(s.text("desk.second"), pin)))
	var second cashier.Second
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: q.title, Message: q.message, Width: 600, Body: body, Inputs: append(inputs, who, pin),
			Yes: q.yes, No: s.text("charges.back"), Danger: q.danger},
		Check: func() string {
			if q.check != nil {
				if refusal := q.check(); refusal != "" {
					return refusal
				}
			}
			second = cashier.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text()}
			pin.SetText("")
			if second.Who == "" || second.PIN == "" {
				return s.text("desk.second.missing")
			}
			return ""
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

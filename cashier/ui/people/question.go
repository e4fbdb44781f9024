package people

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
)

// question is a dialog about a person. takesTwo adds the entries of a second person, and pins are the entries of the PIN that it
// asks for, nil where it asks for none.
type question struct {
	title, message string
	takesTwo       bool
	pins           *twoPINs
	body           []fyne.CanvasObject
	inputs         []fyne.Focusable
	check          func() (refusal string)
	work           func(ctx context.Context, second session.Second) error
	done           func()
}

// ask asks it. Both PINs are wiped at each refusal.
func (s *Screen) ask(q question) {
	text, second := s.frame.Text, month.NewSecond(s.frame)
	if q.takesTwo {
		q.message = text("people.approver.advice")
		if q.pins != nil {
			q.message = text("people.approver.pin")
		}
		q.body, q.inputs = append(q.body, second.Body()), append(q.inputs, second.Inputs()...)
	}
	var who session.Second
	asked := forms.Question{
		Options: widgets.DialogOptions{Title: q.title, Message: q.message, Body: widgets.VStack(10, q.body...), Inputs: q.inputs, Yes: text("people.save"), No: text("people.back")},
		Check: func() (refusal string) {
			if q.check != nil {
				if refusal = q.check(); refusal != "" {
					second.Wipe()
					return refusal
				}
			}
			who, refusal = second.Read()
			second.Wipe()
			return refusal
		},
		Work:    func(ctx context.Context) error { return q.work(ctx, who) },
		Explain: s.deps.Explain, Done: q.done,
	}
	if q.pins != nil {
		asked.Failed, asked.At = q.pins.wipe, q.pins.at
	}
	forms.Ask(s.frame, asked)
}

// at returns where the keyboard goes after a refusal: to the PIN where it, or the second person, is what was refused, since it was
// wiped and is typed anew; nil otherwise.
func (p *twoPINs) at(err error) fyne.Focusable {
	if forms.IsOfApprover(err) || forms.IsWrongPIN(err) {
		return p.first
	}
	return forms.AtPIN(p.first)(err)
}

// takesTwo reports whether a second person is asked for where somebody else gets a login.
func (s *Screen) takesTwo() bool { return people.TakesTwo(s.list, s.me()) }

// me returns the id of whoever is signed in, "" in the gallery.
func (s *Screen) me() string {
	if s.counter == nil {
		return ""
	}
	actor, _ := s.counter.Actor()
	return actor.ID()
}

package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// question is a dialog about a person. takesTwo adds the entries of a second person, takesKey that of the recovery key in the place of
// one, and pins are the entries of the PIN that it
// asks for, nil where it asks for none.
type question struct {
	title, message string
	takesTwo       bool
	takesKey       bool
	pins           *twoPINs
	body           []fyne.CanvasObject
	inputs         []fyne.Focusable
	check          func() (refusal string)
	work           func(ctx context.Context, second session.Second) error
	done           func()
}

// ask asks it. The PIN of a second person is wiped at each try; what was right of the rest stays where something else was refused.
func (s *Screen) ask(q question) {
	text, second, key := s.frame.Text, month.NewSecond(s.frame), widgets.NewVerbatimEntry()
	switch {
	case q.takesTwo:
		q.message = q.advice(text, "people.approver.advice", "people.approver.pin")
		q.body, q.inputs = append(q.body, second.Body()), append(q.inputs, second.Inputs()...)
	case q.takesKey:
		q.message = q.advice(text, "people.key.advice", "people.key.pin")
		q.body, q.inputs = append(q.body, forms.Labelled(text("people.key"), key)), append(q.inputs, key)
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
			who.Recovery = strings.TrimSpace(key.Text)
			second.Wipe()
			return refusal
		},
		Work:    func(ctx context.Context) error { return q.work(ctx, who) },
		Explain: s.deps.Explain, Done: q.done,
	}
	if q.pins != nil {
		asked.At = func(err error) fyne.Focusable { return q.pins.at(err, q.takesTwo, second, key) }
	}
	forms.Ask(s.frame, asked)
}

// advice is what a dialog says of the second person: with the PIN that it asks for, or without one.
func (q question) advice(text func(key string, arguments ...any) string, alone, withPIN string) string {
	if q.pins != nil {
		return text(withPIN)
	}
	return text(alone)
}

// at returns where the keyboard goes after a refusal: to the recovery key or the second person, with the new PIN left as it is, where those are what
// was refused; to the new PIN where it is. Otherwise it is nil, and what was refused stands before the PIN, which is wiped then as well: whoever comes by it
// again types it again, and it must not go on behind the one that stands there.
func (p *twoPINs) at(err error, takesTwo bool, second *month.Second, key fyne.Focusable) fyne.Focusable {
	who := second.Inputs()
	switch code := store.Code(err); {
	case err == nil && p.first.Text() != "" && takesTwo: // half of the second person is missing
		return who[0]
	case err == nil, code == staff.CodePINWeak, code == staff.CodePINForm, code == staff.CodePINSame:
		p.wipe()
		return p.first
	case isOfKey(err):
		return key
	case takesTwo && forms.IsWrongPIN(err):
		return who[1]
	case takesTwo && forms.IsOfApprover(err):
		return who[0]
	}
	p.wipe()
	return nil
}

// isOfKey reports whether an error is about the recovery key.
func isOfKey(err error) bool {
	return slices.Contains([]string{staff.CodeNeedsRecovery, vault.CodeRecoveryTyped, vault.CodeNotProven}, store.Code(err))
}

// takesKey reports whether the recovery key is asked for where somebody of the role gets a login: nobody else may approve.
func (s *Screen) takesKey(role staff.Role) bool {
	return s.hasKey && role.IsApprover() && !s.takesTwo()
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

package people

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// chooseRole asks for a role.
func (s *Screen) chooseRole(title string, chosen func(role staff.Role)) {
	words := make([]string, len(staff.Roles))
	for index, role := range staff.Roles {
		words[index] = s.frame.Text("people.role." + string(role))
	}
	widgets.ShowChoice(s.frame.Canvas(), title, "", words, s.frame.Text("people.back"), func(index int) { chosen(staff.Roles[index]) })
}

func (s *Screen) add() {
	s.chooseRole(s.frame.Text("people.add.role"), s.askNew)
}

// twoPINs are the entries of a PIN that is typed twice.
type twoPINs struct{ first, again *widgets.DigitEntry }

func (s *Screen) twoPINs(label string) twoPINs {
	return twoPINs{widgets.NewPINEntry(s.frame.Text(label), nil), widgets.NewPINEntry(s.frame.Text("people.again"), nil)}
}

func (p twoPINs) wipe() {
	p.first.SetText("")
	p.again.SetText("")
}

// pin returns the PIN, or what is wrong with the two.
func (s *Screen) pin(p twoPINs) (pin, refusal string) {
	pin = p.first.Text()
	if pin != p.again.Text() {
		p.wipe()
		return "", s.frame.Text("people.differ")
	}
	return pin, ""
}

// askNew asks for a new person's entry and first PIN, and for a second person.
func (s *Screen) askNew(role staff.Role) {
	text := s.frame.Text
	code := widgets.NewCountEntry(text("people.code"), 6, nil)
	name := widgets.NewKeyEntry("", nil)
	pins := s.twoPINs("people.first")
	entry, pin := staff.Entry{Role: role, Active: true}, ""
	s.ask(question{
		title: text("people.add.title", text("people.role."+string(role))), message: text("people.advice"), takesTwo: s.takesTwo(), takesKey: s.takesKey(role), pins: &pins,
		body:   []fyne.CanvasObject{code, forms.Labelled(text("people.name"), name), pins.first, pins.again},
		inputs: []fyne.Focusable{code, name, pins.first, pins.again},
		check: func() (refusal string) {
			entry.Code, entry.Name = code.Text(), strings.TrimSpace(name.Text)
			pin, refusal = s.pin(pins)
			return refusal
		},
		work: func(ctx context.Context, second session.Second) error {
			return s.counter.People.Add(ctx, entry, pin, second)
		},
		done: func() { s.saved(text("people.added", entry.Name, entry.Code)) },
	})
}

// saved says what was done and reads the list again.
func (s *Screen) saved(sentence string) {
	s.frame.Toast(sentence, widgets.ToneGood)
	s.load()
}

// change asks what of the person under the cursor is to be changed.
func (s *Screen) change() {
	person, ok := s.chosen()
	if !ok {
		return
	}
	text := s.frame.Text
	away := text("people.choose.away")
	if !person.Active {
		away = text("people.choose.active")
	}
	options := []string{text("people.choose.entry"), text("people.choose.role"), away, text("people.pin"), text("people.unlock")}
	widgets.ShowChoice(s.frame.Canvas(), text("people.choose", person.Name), "", options, text("people.back"), func(index int) {
		entry := staff.Entry{Code: person.Code, Name: person.Name, Role: person.Role, Active: person.Active}
		switch index {
		case 0:
			s.askEntry(person, entry)
		case 1:
			s.chooseRole(text("people.choose.role"), func(role staff.Role) {
				entry.Role = role
				s.rewrite(person, entry)
			})
		case 2:
			entry.Active = !person.Active
			s.rewrite(person, entry)
		case 3:
			s.newPIN()
		case 4:
			s.unlock()
		}
	})
}

func (s *Screen) askEntry(person staff.Person, entry staff.Entry) {
	text := s.frame.Text
	code := widgets.NewCountEntry(text("people.code"), 6, nil)
	code.SetText(person.Code)
	name := widgets.NewKeyEntry("", nil)
	name.SetText(person.Name)
	s.ask(question{
		title: text("people.choose.entry"), takesTwo: s.takesTwo(), body: []fyne.CanvasObject{code, forms.Labelled(text("people.name"), name)}, inputs: []fyne.Focusable{code, name},
		check: func() string {
			entry.Code, entry.Name = code.Text(), strings.TrimSpace(name.Text)
			return ""
		},
		work: func(ctx context.Context, second session.Second) error {
			return s.counter.People.Change(ctx, person.ID, entry, second)
		},
		done: func() { s.saved(text("people.done")) },
	})
}

// rewrite gives a person another role, lets them go or takes them back: at once, or with a second person where the book wants one.
func (s *Screen) rewrite(person staff.Person, entry staff.Entry) {
	text := s.frame.Text
	change := func(ctx context.Context, second session.Second) error {
		return s.counter.People.Change(ctx, person.ID, entry, second)
	}
	title := text("people.approver.title", person.Name, text("people.role."+string(entry.Role)))
	if !entry.Active {
		title = text("people.away.title", person.Name)
	}
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return change(ctx, session.Second{}) },
		func(err error) {
			takesTwo, takesKey := store.Code(err) == staff.CodeNeedsApproval, store.Code(err) == staff.CodeNeedsRecovery
			if takesTwo || takesKey {
				s.ask(question{title: title, takesTwo: takesTwo, takesKey: takesKey, work: change, done: func() { s.saved(text("people.done")) }})
				return
			}
			s.said(err, text("people.done"))
		})
}

func (s *Screen) said(err error, done string) {
	if err != nil {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	s.saved(done)
}

func (s *Screen) newPIN() {
	person, ok := s.chosen()
	if !ok {
		return
	}
	text := s.frame.Text
	pins, pin := s.twoPINs("people.pin.new"), ""
	advice := text("people.advice")
	if person.ID == s.me() {
		advice = text("people.pin.own")
	}
	s.ask(question{
		title: text("people.newpin", person.Name), message: advice, takesTwo: person.ID != s.me() && s.takesTwo(), takesKey: person.ID != s.me() && s.takesKey(person.Role), pins: &pins,
		body: []fyne.CanvasObject{pins.first, pins.again}, inputs: []fyne.Focusable{pins.first, pins.again},
		check: func() (refusal string) {
			pin, refusal = s.pin(pins)
			return refusal
		},
		work: func(ctx context.Context, second session.Second) error {
			return s.counter.People.SetPIN(ctx, person.ID, pin, second)
		},
		done: func() { s.saved(text("people.done")) },
	})
}

func (s *Screen) unlock() {
	person, ok := s.chosen()
	if !ok {
		return
	}
	if !person.Locked {
		s.frame.Toast(s.frame.Text("people.notlocked", person.Name), widgets.ToneCalm)
		return
	}
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.counter.People.Unlock(ctx, person.ID)
	}, func(err error) { s.said(err, s.frame.Text("people.unlocked", person.Name)) })
}

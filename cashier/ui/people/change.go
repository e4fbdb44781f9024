package people

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
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

// askNew asks for a new person's entry and first PIN.
func (s *Screen) askNew(role staff.Role) {
	text := s.frame.Text
	code := widgets.NewCountEntry(text("people.code"), 6, nil)
	name := widgets.NewKeyEntry("", nil)
	pins := s.twoPINs("people.first")
	entry, pin := staff.Entry{Role: role, Active: true}, ""
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("people.add.title", text("people.role."+string(role))), Message: text("people.advice"),
			Body:   widgets.VStack(10, code, forms.Labelled(text("people.name"), name), pins.first, pins.again),
			Inputs: []fyne.Focusable{code, name, pins.first, pins.again}, Yes: text("people.save"), No: text("people.back")},
		Check: func() (refusal string) {
			entry.Code, entry.Name = code.Text(), strings.TrimSpace(name.Text)
			pin, refusal = s.pin(pins)
			return refusal
		},
		Work:    func(ctx context.Context) error { return s.counter.People.Add(ctx, entry, pin) },
		Explain: s.deps.Explain, Failed: pins.wipe, At: forms.AtPIN(pins.first),
		Done: func() { s.saved(text("people.added", entry.Name, entry.Code)) },
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
				s.rewrite(person.ID, entry)
			})
		case 2:
			entry.Active = !person.Active
			s.rewrite(person.ID, entry)
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
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("people.choose.entry"), Body: widgets.VStack(10, code, forms.Labelled(text("people.name"), name)),
			Inputs: []fyne.Focusable{code, name}, Yes: text("people.save"), No: text("people.back")},
		Check: func() string {
			entry.Code, entry.Name = code.Text(), strings.TrimSpace(name.Text)
			return ""
		},
		Work:    func(ctx context.Context) error { return s.counter.People.Change(ctx, person.ID, entry) },
		Explain: s.deps.Explain,
		Done:    func() { s.saved(text("people.done")) },
	})
}

// rewrite changes a person at once.
func (s *Screen) rewrite(id string, entry staff.Entry) {
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.counter.People.Change(ctx, id, entry)
	}, func(err error) { s.said(err, s.frame.Text("people.done")) })
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
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("people.newpin", person.Name), Message: text("people.advice"),
			Body: widgets.VStack(10, pins.first, pins.again), Inputs: []fyne.Focusable{pins.first, pins.again}, Yes: text("people.save"), No: text("people.back")},
		Check: func() (refusal string) {
			pin, refusal = s.pin(pins)
			return refusal
		},
		Work:    func(ctx context.Context) error { return s.counter.People.SetPIN(ctx, person.ID, pin) },
		Explain: s.deps.Explain, Failed: pins.wipe, At: forms.AtPIN(pins.first),
		Done: func() { s.saved(text("people.done")) },
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

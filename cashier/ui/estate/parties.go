package estate

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/register"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
)

// askParties asks who owns or rents from a day on. Names stand as they are now; phones and identity numbers are masked on the
// screen, so they are only typed to be changed.
func (s *Screen) askParties(role string) {
	names, phones, ids := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry(s.text("estate.hint.same"), nil), widgets.NewKeyEntry(s.text("estate.hint.same"), nil)
	today := s.counter.Today()
	from, until := widgets.NewKeyEntry(string(today), nil), widgets.NewKeyEntry("", nil)
	for _, entry := range []*widgets.KeyEntry{names, phones, ids} {
		entry.MaxRunes = typedMost
	}
	names.SetText(namesOf(s.entry, role))
	names.SelectAll()
	inputs := []fyne.Focusable{names, phones, ids, from}
	days := []fyne.CanvasObject{forms.Labelled(s.text("estate.from"), from)}
	if role == estate.Tenant {
		inputs, days = append(inputs, until), append(days, forms.Labelled(s.text("estate.tenant.until"), until))
	}
	title := s.entry.Object.Code + " · " + s.text("estate."+role)
	s.askRow(widgets.DialogOptions{Title: title, Message: s.text("estate.help." + role), Inputs: inputs, Body: widgets.VStack(10,
		forms.Labelled(s.text("estate.names"), names), widgets.Columns(12, forms.Labelled(s.text("estate.phones"), phones), forms.Labelled(s.text("estate.ids"), ids)),
		widgets.Columns(12, days...))}, s.entry.Object.Kind, s.entry.Seen, func(row *estate.Row, on *calendar.Date) string {
		day, ok := month.ParseDayOr(from.Text, today)
		if !ok {
			return s.text("month.day.wrong")
		}
		*on = day
		return s.readParties(row, role, [3]string{strings.TrimSpace(names.Text), strings.TrimSpace(phones.Text), strings.TrimSpace(ids.Text)}, until.Text)
	})
}

// namesOf says who has a role now in the grammar in which they are typed: 甲60%；乙40%.
func namesOf(entry register.Entry, role string) string {
	var names []string
	for _, party := range entry.Parties {
		if party.Role != role || party.ToOn != "" {
			continue
		}
		name := party.Name
		if party.Share > 0 && party.Share < wholeShare {
			name += shareWords(party.Share)
		}
		names = append(names, name)
	}
	return strings.Join(names, "；")
}

// readParties puts people into a row; nobody is a tenant who left, and no answer for an owner.
func (s *Screen) readParties(row *estate.Row, role string, typed [3]string, until string) (refusal string) {
	if typed[0] == "" {
		if role == estate.Owner {
			return s.text("estate.wrong.owner")
		}
		row.Clear = append(row.Clear, estate.Tenant)
		return ""
	}
	people, err := register.TypedParties(role, typed[0], typed[1], typed[2])
	if err != nil {
		return s.deps.Explain(err)
	}
	if role == estate.Owner {
		row.Owners = people
		return ""
	}
	if until = strings.TrimSpace(until); until != "" {
		last, ok := month.ParseDay(until)
		if !ok {
			return s.text("month.day.wrong")
		}
		for i := range people {
			people[i].UntilOn = last
		}
	}
	row.Tenants = people
	return ""
}

// askSteward asks who looks after the unit or the building of the open room from a day on.
func (s *Screen) askSteward() {
	o := s.entry.Object
	if !s.isOpen() || o.Building == "" {
		return
	}
	places := []string{s.text("estate.building", o.Building)}
	if o.Unit != "" {
		places = append(places, s.text("estate.unit", o.Building, o.Unit))
	}
	widgets.ShowChoice(s.frame.Canvas(), s.text("estate.steward.of"), s.text("estate.help.steward"), places, s.text("estate.back"), func(index int) {
		wish := estate.Steward{Building: o.Building}
		if index == 1 {
			wish.Unit = o.Unit
		}
		s.askStewardOf(places[index], wish)
	})
}

func (s *Screen) askStewardOf(place string, wish estate.Steward) {
	today := s.counter.Today()
	name, phone, from := widgets.NewKeyEntry(s.text("estate.hint.nobody"), nil), widgets.NewKeyEntry(s.text("estate.hint.same"), nil), widgets.NewKeyEntry(string(today), nil)
	name.MaxRunes, phone.MaxRunes = typedMost, typedMost
	if now := s.entry.Steward; now.Building == wish.Building && now.Unit == wish.Unit {
		name.SetText(now.Name) // an Enter changes nothing
		name.SelectAll()
	}
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("estate.steward") + " · " + place, Message: s.text("estate.help.steward"),
			Body: widgets.VStack(10, widgets.Columns(12, forms.Labelled(s.text("estate.name"), name), forms.Labelled(s.text("estate.phone"), phone)),
				forms.Labelled(s.text("estate.from"), from)), Inputs: []fyne.Focusable{name, phone, from}, Yes: s.text("estate.save"), No: s.text("estate.back")},
		Check: func() string {
			day, ok := month.ParseDayOr(from.Text, today)
			wish.FromOn = day
			if !ok {
				return s.text("month.day.wrong")
			}
			return ""
		},
		Work: func(ctx context.Context) error {
			_, err := s.counter.Register.SetSteward(ctx, wish, strings.TrimSpace(name.Text), strings.TrimSpace(phone.Text))
			return err
		},
		Explain: s.deps.Explain,
		Done: func() {
			s.frame.Toast(s.text("estate.steward.saved", place, string(wish.FromOn)), widgets.ToneGood)
			s.deps.Changed()
			s.open(s.entry.Object.Kind, s.entry.Object.Code)
		},
	})
}

// unmask shows what the line under the cursor keeps sealed, whole, to who may see it; the book logs that it was seen.
func (s *Screen) unmask() {
	one, ok := s.chosen()
	if !ok || one.sealed == "" {
		s.frame.Toast(s.text("estate.unmask.none"), widgets.ToneCalm)
		return
	}
	var profile estate.Profile
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		profile, err = s.counter.People.Unmask(ctx, one.sealed)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		shown := append([]string{}, profile.Phones...)
		for _, number := range []string{profile.IDNumber, profile.DeedNo} {
			if number != "" {
				shown = append(shown, number)
			}
		}
		words := strings.Join(shown, "\n")
		if words == "" {
			words = s.text("estate.unmask.empty")
		}
		widgets.ShowNotice(s.frame.Canvas(), s.entry.Object.Code+" · "+one.label, words, s.text("ui.ok"), nil)
	})
}

package desk

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// prepayWords is what putting by is called, with what the money is kept for.
func (s *Screen) prepayWords(purpose billing.Purpose) string {
	if purpose == billing.AnyPurpose {
		return s.text("desk.line.prepay")
	}
	return s.text("desk.line.prepay") + " · " + forms.Purpose(s.frame, purpose)
}

// prepaidFields show what a household prepaid: all of it, and below it what is kept for a purpose or frozen.
func (s *Screen) prepaidFields(h household.Household) []fyne.CanvasObject {
	words := s.text("desk.who.credit")
	if h.Auto {
		words = s.text("prepaid.auto")
	}
	all := widgets.NewField(words, h.HeldFen.Yuan())
	if h.HeldFen > 0 {
		all.Strong(look.Jade())
	}
	fields := []fyne.CanvasObject{all}
	for _, one := range h.Prepayments {
		if one.Fen == 0 || one.Purpose == billing.AnyPurpose && !one.Frozen {
			continue
		}
		label := "　" + forms.Purpose(s.frame, one.Purpose)
		if one.Frozen {
			label += s.text("prepaid.frozen")
		}
		fields = append(fields, widgets.NewField(label, one.Fen.Yuan()))
	}
	return fields
}

// askAuto asks once more before a household's prepayment pays by itself, or no longer: money goes out of it then without a key.
func (s *Screen) askAuto(h household.Household, key string) {
	widgets.ShowConfirm(s.frame.Canvas(), s.text("prepaid.title", h.Room.Code), s.text(key), s.text("desk.dialog.ok"), s.text("desk.dialog.back"), func(agreed bool) {
		if agreed {
			s.changeHousehold(s.autoWords(h, key), func(ctx context.Context) error { return s.flows.Prepaid().SetAuto(ctx, h.Room.ID, !h.Auto) })
		}
	})
}

// autoWords says what the switch does from now on, and where it pays nothing yet, why: nothing is kept, or nothing is owed.
func (s *Screen) autoWords(h household.Household, key string) string {
	done := s.text(key+".done", h.Room.Code)
	switch {
	case h.Auto:
		return done
	case h.CanPay() == 0:
		return done + s.text("prepaid.auto.none_kept")
	case len(h.Lines) == 0:
		return done + s.text("prepaid.auto.none_owed")
	}
	return done
}

// changeHousehold changes something about the open household in the background, says so and reads it anew.
func (s *Screen) changeHousehold(done string, work func(ctx context.Context) error) {
	draft := s.view.Draft.RequestID
	s.frame.Hold()
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error { return work(ctx) }, func(err error) {
		defer s.frame.Release()
		if err != nil {
			s.frame.Toast(s.explain(err), widgets.ToneOwed)
			return
		}
		s.householdChanged(draft, done)
	})
}

func (s *Screen) householdChanged(draft, done string) {
	s.frame.Toast(done, widgets.ToneGood)
	if s.isOpen(draft) {
		s.send(checkout.Reload{Draft: draft})
	}
}

// prepaidForm are the entries that moving and freezing have in common: why, and who agrees.
type prepaidForm struct {
	screen            *Screen
	codes             []string
	reason, note, who *widgets.KeyEntry
	pin               *widgets.DigitEntry
}

func (s *Screen) newPrepaidForm(codes []string) *prepaidForm {
	f := &prepaidForm{screen: s, codes: codes, reason: widgets.NewKeyEntry("", nil), who: forms.NewCode(s.frame), pin: widgets.NewPINEntry(s.text("desk.second.pin"), nil)}
	f.note = forms.NewNote(f.reason, len(codes))
	return f
}

// rows are the entries with their labels.
func (f *prepaidForm) rows() []fyne.CanvasObject {
	s := f.screen
	var reasons []string
	for index, code := range f.codes {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text("prepaid.reason."+code))
	}
	return []fyne.CanvasObject{look.Text(strings.Join(reasons, "  "), look.SmallSize(), look.Ink()),
		widgets.Columns(12, s.labelled("desk.late.reason", f.reason), s.labelled("desk.late.note", f.note)),
		widgets.Columns(12, s.labelled("desk.second.who", f.who), s.labelled("desk.second", f.pin))}
}

// read returns what was typed, or what is wrong with it.
func (f *prepaidForm) read() (reason till.Reason, second session.Second, refusal string) {
	s := f.screen
	number, err := strconv.Atoi(f.reason.Text)
	if err != nil || number < 1 || number > len(f.codes) {
		return reason, second, s.text("desk.late.reason_wrong", len(f.codes))
	}
	second = session.Second{Who: strings.TrimSpace(f.who.Text), PIN: f.pin.Text()}
	if (second.Who == "") != (second.PIN == "") { // neither, where it was approved before
		return reason, second, s.text("desk.second.missing")
	}
	return till.Reason{Code: f.codes[number-1], Note: strings.TrimSpace(f.note.Text)}, second, ""
}

// at returns which entry a refusal is about: the PIN where that was wrong.
func (f *prepaidForm) at(err error) fyne.Focusable { return forms.AtPIN(f.pin)(err) }

// askFreeze asks why a prepayment is frozen, or released, and who agrees.
func (s *Screen) askFreeze(h household.Household, one till.Prepayment, title string) {
	reasons, advice := till.PrepaidHolds, "prepaid.freeze.advice"
	if one.Frozen {
		reasons, advice = till.PrepaidReleases, "prepaid.unfreeze.advice"
	}
	f, draft := s.newPrepaidForm(reasons), s.view.Draft.RequestID
	var reason till.Reason
	var second session.Second
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: title, Message: s.text(advice), Width: 660, Body: widgets.VStack(8, f.rows()...),
			Inputs: []fyne.Focusable{f.reason, f.note, f.who, f.pin}, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back")},
		Check: func() (refusal string) {
			reason, second, refusal = f.read()
			return refusal
		},
		Work: func(ctx context.Context) error {
			return s.flows.Prepaid().Freeze(ctx, h.Room.ID, one.Purpose, !one.Frozen, reason, second)
		},
		Explain: s.explain, Failed: func() { f.pin.SetText("") }, At: f.at,
		Done: func() { s.householdChanged(draft, s.text("prepaid.changed", title)) },
	})
}

// recipient is the household that a prepayment moves to: the id of its room, and its code with the names of its people.
type recipient struct{ room, words string }

// askMoveTo asks which household gets a prepayment, this one where nothing is typed, and then how much of it and for what.
func (s *Screen) askMoveTo(h household.Household, one till.Prepayment) {
	room := widgets.NewKeyEntry(h.Room.Code, nil)
	day := s.view.State.BusinessOn
	var to recipient
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("prepaid.move", forms.Purpose(s.frame, one.Purpose), one.FreeFen().Yuan()), Message: s.text("prepaid.move.advice"), Width: 660,
			Body: s.labelled("prepaid.to_room", room), Inputs: []fyne.Focusable{room}, Yes: s.text("prepaid.next"), No: s.text("desk.dialog.back")},
		Work: func(ctx context.Context) (err error) {
			typed := strings.TrimSpace(room.Text)
			if to = (recipient{h.Room.ID, whose(h)}); typed == "" {
				return nil
			}
			if to.room, err = s.flows.Prepaid().RoomOf(ctx, typed); err != nil {
				return err
			}
			other, err := s.flows.ReadOn(ctx, to.room, day)
			to.words = whose(other)
			return err
		},
		Explain: s.explain, Done: func() { s.askMove(h, one, to) },
	})
}

// whoseNames is how many people of a household are named where there is little room, and whoseRunes how much of each name.
const (
	whoseNames = 2
	whoseRunes = 10
)

// whose returns the code of a household's room and the names of its people, as far as a button has room for them.
func whose(h household.Household) string {
	words := []string{h.Room.Code}
	for _, person := range h.People {
		name := []rune(person.Name)
		if len(name) > whoseRunes {
			name = append(name[:whoseRunes], '…')
		}
		if len(name) > 0 && len(words) <= whoseNames {
			words = append(words, string(name))
		}
	}
	return strings.Join(words, " ")
}

// askMove asks how much of a prepayment moves to a household, and to what purpose.
func (s *Screen) askMove(h household.Household, one till.Prepayment, to recipient) {
	f, draft := s.newPrepaidForm(till.PrepaidReasons), s.view.Draft.RequestID
	says := widgets.VStack(0)
	tell := func(typed string) { // from whom, how much, to whom and what is left, as far as the sum is one
		says.Objects = nil
		if part, refusal := s.partOf(typed, one.FreeFen()); refusal == "" {
			sentence := s.text("prepaid.move.says", whose(h), forms.Purpose(s.frame, one.Purpose), part.Yuan(), to.words, (one.Fen - part).Yuan())
			says.Add(widgets.Paragraph(sentence, look.BodySize(), look.Ink(), look.Scaled(612)))
		}
		says.Refresh()
	}
	fen := widgets.NewMoneyEntry(s.text("prepaid.fen"), tell)
	fen.SetText(one.FreeFen().String())
	tell(fen.Text())
	purpose := widgets.NewKeyEntry("", nil)
	purpose.MaxRunes, purpose.Required = 1, true
	var purposes []string
	for index, name := range billing.Purposes {
		purposes = append(purposes, strconv.Itoa(index+1)+" "+forms.Purpose(s.frame, name))
	}
	move := till.PrepaidMove{Room: h.Room.ID, Purpose: one.Purpose, To: to.room}
	var second session.Second
	lawShown := false // what the rules of the law say was read in this dialog: only then does the second person pass it
	rows := append([]fyne.CanvasObject{fen, says, look.Text(strings.Join(purposes, "  "), look.SmallSize(), look.Ink()),
		s.labelled("prepaid.to", purpose)}, f.rows()...)
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("prepaid.move.whom", whose(h), to.words), Message: s.text("prepaid.move", forms.Purpose(s.frame, one.Purpose), one.FreeFen().Yuan()), Width: 660,
			Body: widgets.VStack(8, rows...), Inputs: []fyne.Focusable{fen, purpose, f.reason, f.note, f.who, f.pin},
			Yes: s.text("prepaid.move.yes", to.words), No: s.text("desk.dialog.back")},
		Check: func() (refusal string) {
			if move.Fen, refusal = s.partOf(fen.Text(), one.FreeFen()); refusal != "" {
				return refusal
			}
			number, err := strconv.Atoi(purpose.Text)
			if err != nil || number < 1 || number > len(billing.Purposes) {
				return s.text("prepaid.to.wrong", len(billing.Purposes))
			}
			move.ToPurpose = billing.Purposes[number-1]
			move.Reason, second, refusal = f.read()
			return refusal
		},
		Work: func(ctx context.Context) (err error) {
			if move.RequestID == "" {
				if move.RequestID, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			given := second
			given.Law = lawShown && second.Who != ""
			return s.flows.Prepaid().Move(ctx, move, given)
		},
		Explain: func(err error) string {
			lawShown = lawShown || law.IsSaid(err)
			return s.explain(err)
		},
		At: f.at, Failed: func() {
			f.pin.SetText("")
			move.RequestID = "" // what was refused moved nothing, and may be asked with other content
		},
		Done: func() { s.householdChanged(draft, s.text("prepaid.moved", move.Fen.Yuan(), to.words)) },
	})
}

// partOf reads a sum above zero and at most most, or says what is wrong with it.
func (s *Screen) partOf(typed string, most money.Fen) (fen money.Fen, refusal string) {
	fen, err := parseTyped(typed)
	switch {
	case err != nil || fen <= 0:
		return 0, s.text("desk.part.wrong")
	case fen > most:
		return 0, s.text("prepaid.too_much", most.Yuan())
	}
	return fen, ""
}

package refunds

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/refunding"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// may reports whether whoever is signed in may do an action. Without a counter, in the gallery, everybody may.
func (s *Screen) may(action staff.Action) bool {
	if s.counter == nil {
		return true
	}
	actor, _ := s.counter.Actor()
	return actor.Role().May(action)
}

// depositSteps are what can be done with a deposit by whoever is signed in. Of a frozen one nothing goes out.
func (s *Screen) depositSteps(deposit refunding.Deposit) (steps []step) {
	if !deposit.Frozen {
		steps = []step{{s.text("refunds.ask"), func() { s.askDeposit(deposit) }}, {s.text("refunds.deduct"), func() { s.askDeduct(deposit) }},
			{s.text("refunds.move"), func() { s.askMoveTo(deposit) }}}
	}
	if s.may(staff.InspectWorks) {
		steps = append(steps, step{s.text("refunds.inspect"), func() { s.askInspect(deposit) }})
	}
	switch {
	case deposit.Frozen && s.may(staff.UnfreezeDeposit):
		return append(steps, step{s.text("refunds.unfreeze"), func() { s.askFreeze(deposit) }})
	case !deposit.Frozen && s.may(staff.FreezeDeposit):
		return append(steps, step{s.text("refunds.freeze"), func() { s.askFreeze(deposit) }})
	}
	return steps
}

// depositAdvice says what holds a deposit and where it came from.
func (s *Screen) depositAdvice(deposit refunding.Deposit) string {
	var parts []string
	if deposit.FromPlace != "" {
		parts = append(parts, s.text("refunds.moved_from", deposit.FromPlace))
	}
	if deposit.AskedFen > 0 {
		parts = append(parts, s.text("refunds.asked_of", deposit.AskedFen.Yuan()))
	}
	if deposit.WantsInspection || deposit.Inspection != till.NotInspected {
		words := s.text("refunds.found." + string(deposit.Inspection))
		if deposit.Inspection != till.NotInspected {
			words = string(deposit.InspectedOn) + " " + words
		}
		parts = append(parts, words)
	}
	if deposit.Frozen {
		parts = append(parts, s.text("refunds.frozen.advice"))
	}
	return strings.Join(parts, "；")
}

// reasonForm are the entries of a deed that has a reason and a second person.
type reasonForm struct {
	screen       *Screen
	codes        []string
	words        string // the key of the reasons' words, up to the code
	reason, note *widgets.KeyEntry
	who          *widgets.KeyEntry
	pin          *widgets.DigitEntry
}

func (s *Screen) newReasonForm(codes []string, words string) *reasonForm {
	f := &reasonForm{screen: s, codes: codes, words: words, reason: widgets.NewKeyEntry("", nil), who: forms.NewCode(s.frame), pin: widgets.NewPINEntry(s.text("desk.second.pin"), nil)}
	f.note = forms.NewNote(f.reason, len(codes))
	return f
}

func (f *reasonForm) inputs() []fyne.Focusable {
	return []fyne.Focusable{f.reason, f.note, f.who, f.pin}
}

func (f *reasonForm) body() fyne.CanvasObject {
	s := f.screen
	var reasons []string
	for index, code := range f.codes {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text(f.words+code))
	}
	return widgets.VStack(8, look.Text(strings.Join(reasons, "  "), look.SmallSize(), look.Ink()),
		widgets.Columns(12, forms.Labelled(s.text("desk.late.reason"), f.reason), forms.Labelled(s.text("desk.late.note"), f.note)),
		widgets.Columns(12, forms.Labelled(s.text("desk.second.who"), f.who), forms.Labelled(s.text("desk.second"), f.pin)))
}

// read returns the reason and the second person; a refusal is a sentence.
func (f *reasonForm) read() (reason till.Reason, second session.Second, refusal string) {
	number, err := strconv.Atoi(f.reason.Text)
	if err != nil || number < 1 || number > len(f.codes) {
		return reason, second, f.screen.text("desk.late.reason_wrong", len(f.codes))
	}
	reason = till.Reason{Code: f.codes[number-1], Note: strings.TrimSpace(f.note.Text)}
	if second = (session.Second{Who: strings.TrimSpace(f.who.Text), PIN: f.pin.Text()}); (second.Who == "") != (second.PIN == "") { // neither, where it was approved before
		refusal = f.screen.text("desk.second.missing")
	}
	return reason, second, refusal
}

// asksOnce gives a request an id the first time it is sent, so that however often it is pressed it is done once.
func asksOnce(id *string) (err error) {
	if *id == "" {
		*id, err = session.NewRequestID()
	}
	return err
}

// askInspect asks on which day somebody looked and what was found.
func (s *Screen) askInspect(deposit refunding.Deposit) {
	day, found, note := widgets.NewKeyEntry("2026-11-20", nil), widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	day.SetText(string(s.standing.Today))
	day.MaxRunes, found.MaxRunes = 10, 1
	forms.Numbered(found, 2)
	wrong := day // what was refused
	wish := till.Inspection{Deposit: deposit.Bill}
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.inspect.title", deposit.Place, deposit.Item), Message: s.text("refunds.inspect.advice"), Width: 620,
			Body: widgets.VStack(8, widgets.Columns(12, forms.Labelled(s.text("refunds.inspect.day"), day), forms.Labelled(s.text("refunds.inspect.found"), found)),
				forms.Labelled(s.text("refunds.inspect.note"), note)),
			Inputs: []fyne.Focusable{day, found, note}, Yes: s.text("refunds.inspect.yes"), No: s.text("refunds.back")},
		Check: func() string {
			on, err := calendar.ReadDate(strings.TrimSpace(day.Text))
			if err != nil || on > s.standing.Today {
				wrong = day
				return s.text("refunds.inspect.day.wrong")
			}
			if found.Text != "1" && found.Text != "2" {
				wrong = found
				return s.text("refunds.inspect.found.wrong")
			}
			wish.On, wish.Passed, wish.Note = on, found.Text == "1", strings.TrimSpace(note.Text)
			return ""
		},
		Work: func(ctx context.Context) error {
			if err := asksOnce(&wish.RequestID); err != nil {
				return err
			}
			return s.counter.Refunding.Inspect(ctx, wish)
		},
		Explain: s.deps.Explain, Failed: func() { wish.RequestID = "" },
		At: func(err error) fyne.Focusable {
			if err != nil { // what the book refuses of it is the day
				wrong = day
			}
			wrong.SelectAll() // which is typed over
			return wrong
		},
		Done: func() { s.ended(s.text("refunds.inspected", deposit.Place, deposit.Item)) },
	})
}

// askFreeze asks why a deposit is frozen or let go, and who agrees.
func (s *Screen) askFreeze(deposit refunding.Deposit) {
	key, advice, f := "refunds.freeze", "refunds.hold.advice", s.newReasonForm(till.FreezeReasons, "refunds.freeze.")
	if deposit.Frozen {
		key, advice, f = "refunds.unfreeze", "refunds.release.advice", s.newReasonForm(till.UnfreezeReasons, "refunds.unfreeze.")
	}
	wish := till.DepositFreeze{Deposit: deposit.Bill}
	var second session.Second
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.hold.title", s.text(key), deposit.Place, deposit.Item), Message: s.text(advice, deposit.HeldFen().Yuan()), Width: 620,
			Body: f.body(), Inputs: f.inputs(), Yes: s.text(key), No: s.text("refunds.back")},
		Check: func() (refusal string) {
			wish.Reason, second, refusal = f.read()
			return refusal
		},
		Work: func(ctx context.Context) error {
			if err := asksOnce(&wish.RequestID); err != nil {
				return err
			}
			if deposit.Frozen {
				return s.counter.Refunding.Unfreeze(ctx, wish, second)
			}
			return s.counter.Refunding.Freeze(ctx, wish, second)
		},
		Explain: s.deps.Explain, Failed: func() {
			f.pin.SetText("")
			wish.RequestID = ""
		},
		Done: func() { s.ended(s.text("refunds.held.done", s.text(key), deposit.Place, deposit.Item)) },
	})
}

// askMoveTo asks which household gets a deposit, and then how much and why.
func (s *Screen) askMoveTo(deposit refunding.Deposit) {
	room := widgets.NewKeyEntry("3-2-1201", nil)
	var id, code string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.move.title", deposit.Place, deposit.Item), Message: s.text("refunds.move.to"), Body: forms.Labelled(s.text("refunds.room"), room),
			Inputs: []fyne.Focusable{room}, Yes: s.text("refunds.next"), No: s.text("refunds.back")},
		Work: func(ctx context.Context) (err error) {
			id, code, err = s.counter.Refunding.Room(ctx, strings.TrimSpace(room.Text))
			return err
		},
		Explain: s.deps.Explain,
		Done:    func() { s.askMove(deposit, id, code) },
	})
}

// askMove asks how much of a deposit goes over to the room with this id and code, why, and who agrees.
func (s *Screen) askMove(deposit refunding.Deposit, id, code string) {
	fen, f := widgets.NewMoneyEntry(s.text("refunds.move.fen"), nil), s.newReasonForm(till.DepositMoveReasons, "refunds.moving.")
	fen.SetText(deposit.FreeFen().String())
	wish := till.DepositMoving{Deposit: deposit.Bill, To: id}
	var second session.Second
	var moved refunding.Moved
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.move.both", deposit.Place, deposit.Item, code), Message: s.text("refunds.move.advice", deposit.FreeFen().Yuan()), Width: 660,
			Body: widgets.VStack(8, fen, f.body()), Inputs: append([]fyne.Focusable{fen}, f.inputs()...), Yes: s.text("refunds.move"), No: s.text("refunds.back")},
		Check: func() (refusal string) {
			sum, err := money.Parse(strings.TrimSuffix(fen.Text(), "."))
			if err != nil || sum <= 0 || sum > deposit.FreeFen() {
				return s.text("refunds.form.fen", deposit.FreeFen().Yuan())
			}
			wish.Fen = sum
			wish.Reason, second, refusal = f.read()
			return refusal
		},
		Work: func(ctx context.Context) (err error) {
			if err = asksOnce(&wish.RequestID); err != nil {
				return err
			}
			moved, err = s.counter.Refunding.Move(ctx, wish, second)
			return err
		},
		Explain: s.deps.Explain, Failed: func() {
			f.pin.SetText("")
			wish.RequestID = ""
		},
		Done: func() {
			if moved.PaperError != nil {
				s.frame.Toast(s.deps.Explain(moved.PaperError), widgets.ToneLook)
			}
			s.ended(s.text("refunds.moved", moved.Number, code))
		},
	})
}

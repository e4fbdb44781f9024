package desk

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// lateEntry returns the late entry as far as it was filled in: yesterday's, at first.
func (s *Screen) lateEntry() taking.LateEntry {
	if late := s.view.Draft.Late; late != nil {
		return *late
	}
	return taking.LateEntry{ValueOn: s.view.State.BusinessOn.AddDays(-1)}
}

// askLate asks for what a hand-written receipt needs: its number, its day, why, and a second person, or nobody where it was approved
// before. Problem is what was wrong with it before, "" at first; over a want of an approval it is offered to ask for one. The book checks all of it when the money is taken.
func (s *Screen) askLate(late taking.LateEntry, problem string) {
	paper := widgets.NewKeyEntry("", nil)
	paper.MaxRunes = 32
	paper.SetText(late.PaperNumber)
	day := widgets.NewKeyEntry("2026-11-20", nil)
	day.MaxRunes = 10
	day.SetText(string(late.ValueOn))
	reason := widgets.NewKeyEntry("", nil)
	for index, code := range till.LateReasons {
		if code == late.Reason.Code {
			reason.SetText(strconv.Itoa(index + 1))
		}
	}
	note := forms.NewNote(reason, len(till.LateReasons))
	note.SetText(late.Reason.Note)
	who := forms.NewCode(s.frame)
	who.SetText(late.Second.Who)
	pin := widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	var reasons []string
	for index, code := range till.LateReasons {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text("desk.late."+code))
	}
	draft := s.view.Draft.RequestID
	var dialog *widgets.Dialog
	dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.menu.late"), Message: s.text("desk.late.advice"), Width: 620,
		Body: widgets.VStack(8,
			widgets.Columns(12, s.labelled("desk.late.paper", paper), s.labelled("desk.late.day", day)),
			look.Text(strings.Join(reasons, "  "), look.SmallSize(), look.Ink()),
			widgets.Columns(12, s.labelled("desk.late.reason", reason), s.labelled("desk.late.note", note)),
			widgets.Columns(12, s.labelled("desk.second.who", who), s.labelled("desk.second", pin))),
		Inputs: []fyne.Focusable{paper, day, reason, note, who, pin},
		Yes:    s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			entry, refusal := s.readLate(paper.Text, day.Text, reason.Text, note.Text)
			dialog.MendAt(nil)
			if refusal == "" && (strings.TrimSpace(who.Text) == "") != (pin.Text() == "") { // neither, where it was approved before
				refusal = s.text("desk.second.missing")
				dialog.MendAt(ofSecond(who, pin))
			}
			if refusal != "" {
				return refusal
			}
			entry.Second = session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text()}
			s.send(checkout.Late{Draft: draft, Entry: &entry})
			return ""
		},
		Cancelled: func() {
			if s.isOpen(draft) && s.view.Draft.Late == nil {
				s.send(checkout.Late{Draft: draft})
			}
		},
	})
	if problem == "" {
		paper.SelectAll() // what is typed over a form that is opened again is another number
	}
	dialog.Refuse(problem)
	offered := problem != "" && forms.OfferAsking(s.frame, s.view.Problem.Err, s.explain, s.wasAsked(draft, dialog))
	switch code := store.Code(s.view.Problem.Err); {
	case offered || problem == "" || !strings.HasPrefix(code, "staff."):
	case forms.IsWrongPIN(s.view.Problem.Err):
		s.frame.Focus(pin)
	default:
		s.frame.Focus(who)
	}
}

// wasAsked takes the refusal off a form and off the payment of its draft, once the approval is asked for.
func (s *Screen) wasAsked(draft string, form *widgets.Dialog) func() {
	return func() {
		form.Refuse("")
		s.send(checkout.Trouble{Draft: draft})
	}
}

// ofSecond returns the entry of a second person that is empty: what is typed next belongs there and nowhere in the open.
func ofSecond(who *widgets.KeyEntry, pin *widgets.DigitEntry) fyne.Focusable {
	if strings.TrimSpace(who.Text) == "" {
		return who
	}
	return pin
}

// labelled sets a small label over an entry.
func (s *Screen) labelled(key string, entry fyne.CanvasObject) fyne.CanvasObject {
	return widgets.VStack(3, look.Text(s.text(key), look.SmallSize(), look.Ink2()), entry)
}

// readLate reads the fields of a late entry; a refusal is a sentence.
func (s *Screen) readLate(paper, day, reason, note string) (entry taking.LateEntry, refusal string) {
	on, err := calendar.ReadDate(day)
	number, notNumber := strconv.Atoi(reason)
	switch {
	case strings.TrimSpace(paper) == "":
		return entry, s.text("desk.late.paper_missing")
	case err != nil:
		return entry, s.text("desk.late.day_wrong")
	case notNumber != nil || number < 1 || number > len(till.LateReasons):
		return entry, s.text("desk.late.reason_wrong", len(till.LateReasons))
	}
	return taking.LateEntry{PaperNumber: strings.TrimSpace(paper), ValueOn: on,
		Reason: till.Reason{Code: till.LateReasons[number-1], Note: strings.TrimSpace(note)}}, ""
}

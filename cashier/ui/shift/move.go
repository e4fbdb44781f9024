package shift

import (
	"context"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// moveCash asks for the direction, the reason, the sum and the second person, each by keys alone.
func (s *Screen) moveCash() {
	text := s.frame.Text
	directions := []string{till.MoveIn, till.MoveOut}
	widgets.ShowChoice(s.frame.Canvas(), text("shift.move.title"), "", []string{text("shift.move.in"), text("shift.move.out")},
		text("shift.move.no"), func(direction int) {
			reasons := till.MoveReasonsOf(directions[direction])
			words := make([]string, len(reasons))
			for index, code := range reasons {
				words[index] = text("shift.reason." + code)
			}
			widgets.ShowFurtherChoice(s.frame.Canvas(), text("shift.move.reason"), "", words, text("shift.move.no"), func(reason int) {
				s.askMove(directions[direction], reasons[reason])
			}, s.moveCash)
		})
}

func (s *Screen) askMove(direction, reason string) {
	text := s.frame.Text
	id, err := uuid.NewV7()
	if err != nil {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	amount := widgets.NewMoneyEntry(text("shift.move.amount"), nil)
	note := widgets.NewKeyEntry(text("shift.hand.note"), nil)
	note.Pass = func() bool { return reason != "other" } // who types on, types the code and the PIN, which must not stand in a note or a code
	approver := s.newSecond()
	title := text("shift.move.in")
	if direction == till.MoveOut {
		title = text("shift.move.out")
	}
	move := till.Move{RequestID: id.String(), Direction: direction, Reason: till.Reason{Code: reason}}
	var second session.Second
	var wrong fyne.Focusable
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: title + " · " + text("shift.reason."+reason), Message: text("shift.move.advice"),
			Body:   widgets.VStack(10, amount, note, approver.code, approver.pin),
			Inputs: []fyne.Focusable{amount, note, approver.code, approver.pin}, Yes: text("shift.move.yes"), No: text("shift.move.no")},
		Check: func() string {
			wrong = nil
			fen, err := money.Parse(amount.Text())
			if err != nil {
				return s.deps.Explain(err)
			}
			move.Fen, move.Reason.Note = fen, note.Text
			second = approver.read()
			if wrong = approver.missing(); wrong != nil {
				return text("desk.second.missing")
			}
			return ""
		},
		At: func(err error) fyne.Focusable {
			if err == nil {
				return wrong
			}
			return nil
		},
		Work: func(ctx context.Context) error {
			err := s.counter.Shifts.MoveCash(ctx, move, second)
			if store.Code(err) == spool.CodeNoPrinter {
				return nil // The move is booked; without a printer nothing can open the drawer.
			}
			return err
		},
		Explain: s.deps.Explain,
		Failed:  func() { approver.pin.SetText("") },
		Done: func() {
			s.frame.Toast(forms.HalfYen(text("shift.move.done", title, move.Fen.Yuan())), widgets.ToneGood)
			s.deps.Changed()
			s.load() // A count made before the move stands no longer.
		},
	})
}

package receipts

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/undoing"
	"shouqi/ledger/till"
)

// undoForm is the dialog of a void or a reversal. It keeps what was typed over every try, except the PIN.
type undoForm struct {
	screen   *Screen
	receipt  receipts.Receipt
	reversal bool
	undo     undoing.Undo
	reason   *widgets.KeyEntry
	note     *widgets.KeyEntry
	copies   *widgets.DigitEntry
	who      *widgets.KeyEntry
	pin      *widgets.DigitEntry
}

// askUndo asks for the void or the reversal of the receipt at the cursor, whichever is due.
func (s *Screen) askUndo() {
	current, ok := s.current()
	if !ok || s.busy {
		return
	}
	if s.undoLabel(current) == "" {
		s.refuse(s.text("receipts.not_undone"))
		return
	}
	reversal := s.flows.MustReverse(s.state, current.receipt.Payment)
	if !reversal && (s.printed.State == spool.Queued || s.printed.State == spool.Failed) {
		s.refuse(s.text("receipts.paper_first")) // A void asks for paper that nobody has in hand.
		return
	}
	undo, err := s.flows.Begin(current.receipt.Part.Number)
	if err != nil {
		s.refuse(s.explain(err))
		return
	}
	form := &undoForm{screen: s, receipt: current.receipt, reversal: reversal, undo: undo,
		reason: widgets.NewKeyEntry("", nil),
		copies: widgets.NewCountEntry(s.text("receipts.copies"), 2, nil),
		who:    forms.NewCode(s.frame), pin: widgets.NewPINEntry(s.text("desk.second.pin"), nil)}
	form.note = forms.NewNote(form.reason, len(till.UndoReasons))
	form.show("")
}

// refuse says in a dialog why the one that was asked for cannot be opened: who types on without looking types a second
// person's PIN, and it must not land in the search. Esc alone puts it away, because Enter is typed on too.
func (s *Screen) refuse(sentence string) {
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: s.text("receipts.undo"), Message: sentence, No: s.text("desk.dialog.back"), EscOnly: true})
}

// show opens the dialog; refusal says what was wrong before, "" at first.
func (f *undoForm) show(refusal string) *widgets.Dialog {
	s := f.screen
	numbers := cmp.Or(strings.Join(f.receipt.Payment.Numbers(), "、"), f.receipt.Part.Number) // all receipts of the payment are undone together
	title, yes, advice := s.text("receipts.void_title", numbers), s.text("receipts.void"), s.text("receipts.void_advice", f.receipt.Copies)
	if f.receipt.Copies == 0 {
		advice = s.text("receipts.void_advice.none")
	}
	if f.reversal {
		title, yes, advice = s.text("receipts.reverse_title", numbers), s.text("receipts.reverse"), s.text("receipts.reverse_advice")
	}
	var reasons []string
	for index, code := range till.UndoReasons {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text("receipts.reason."+code))
	}
	words := widgets.Paragraph(strings.Join(reasons, "   "), look.SmallSize(), look.Ink(), look.Scaled(592))
	body := widgets.VStack(8)
	for i, back := range s.backs(f.receipt, "receipts.cash_back") {
		if i == 0 {
			body.Add(sumBack(back.title, back.fen, s.text("receipts.room_and_payer", f.receipt.Room, f.receipt.Payer)+"  "+back.advice))
			continue
		}
		body.Add(widgets.NewField(back.title+"，"+back.advice, back.fen.Yuan()))
	}
	body.Objects = append(body.Objects, words, widgets.Columns(12, f.labelled("desk.late.reason", f.reason), f.labelled("desk.late.note", f.note)))
	inputs := []fyne.Focusable{f.reason, f.note}
	if !f.reversal {
		body.Add(f.copies)
		inputs = append(inputs, f.copies)
	}
	body.Add(widgets.Columns(12, f.labelled("desk.second.who", f.who), f.labelled("desk.second", f.pin)))
	f.pin.SetText("")
	dialog := widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: title, Message: advice, Body: body, Width: 640, Inputs: append(inputs, f.who, f.pin),
		Yes: yes, No: s.text("desk.dialog.back"), Danger: true, Accept: f.accept,
	})
	dialog.Refuse(refusal)
	if refusal != "" {
		s.frame.Focus(f.pin)
	}
	return dialog
}

func (f *undoForm) labelled(key string, entry fyne.CanvasObject) fyne.CanvasObject {
	return widgets.VStack(3, look.Text(f.screen.text(key), look.SmallSize(), look.Ink2()), entry)
}

// accept reads the form; what is missing is said in the dialog, and the rest is up to the book.
func (f *undoForm) accept() string {
	s := f.screen
	number, err := strconv.Atoi(f.reason.Text)
	if err != nil || number < 1 || number > len(till.UndoReasons) {
		return s.text("desk.late.reason_wrong", len(till.UndoReasons))
	}
	copies, err := strconv.Atoi("0" + f.copies.Text())
	if err != nil || (!f.reversal && f.copies.Text() == "" && f.receipt.Copies > 0) {
		return s.text("receipts.copies_missing", f.receipt.Copies)
	}
	if (strings.TrimSpace(f.who.Text) == "") != (f.pin.Text() == "") { // neither, where it was approved before
		return s.text("desk.second.missing")
	}
	f.undo.Reason = till.Reason{Code: till.UndoReasons[number-1], Note: strings.TrimSpace(f.note.Text)}
	f.undo.Second = session.Second{Who: strings.TrimSpace(f.who.Text), PIN: f.pin.Text()}
	if !f.reversal {
		f.undo.CopiesTaken = copies
	}
	f.pin.SetText("")
	f.run()
	return ""
}

// run undoes in the background. A refusal brings the dialog back as it was, without the PIN.
func (f *undoForm) run() {
	s := f.screen
	s.busy = true
	s.frame.Hold()
	s.drawRight()
	visit := s.visit
	var taken taking.Taken
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		if f.reversal {
			taken, err = s.flows.Reverse(ctx, f.undo)
		} else {
			taken, err = s.flows.Void(ctx, f.undo)
		}
		return err
	}, func(err error) {
		s.busy = false
		f.undo.Second = session.Second{}
		if visit != s.visit {
			return // Locked meanwhile: nothing of it may lie over the sign-in.
		}
		s.frame.Drop() // What was typed meanwhile may be the PIN once more.
		if err != nil {
			form := f.show(s.explain(err))
			if forms.IsOfApprover(err) {
				s.frame.Focus(f.who) // who it is was refused, and a PIN typed on would land beside it
				f.who.SelectAll()
			}
			forms.OfferAsking(s.frame, err, s.explain, func() { form.Refuse("") })
			return
		}
		s.frame.Focus(s.search)
		s.undone = &undone{taken: taken, of: f.receipt, reversed: f.reversal}
		if s.deps.Undone != nil {
			s.deps.Undone()
		}
		s.read(f.receipt.Part.Number)
	})
}

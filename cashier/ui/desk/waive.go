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
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// waiveForm is the dialog that waives a late fee. It keeps what was typed over every try, except the PIN.
type waiveForm struct {
	screen *Screen
	draft  string // its request id
	toOn   calendar.Date
	line   household.Line
	fen    *widgets.DigitEntry
	reason *widgets.KeyEntry
	who    *widgets.KeyEntry
	pin    *widgets.DigitEntry
}

// lateLine returns the bill whose late fee is meant: the one at the cursor, or the only one that has any.
func (s *Screen) lateLine() (line household.Line, ok bool) {
	if row, on := s.atCursor(); on && row.line.WaivableFen() > 0 {
		return row.line, true
	}
	count := 0
	for _, one := range s.view.Draft.Household.Lines {
		if one.WaivableFen() > 0 {
			line = one
			count++
		}
	}
	return line, count == 1
}

// askWaive asks how much of a late fee is let go, and why.
func (s *Screen) askWaive() {
	line, ok := s.lateLine()
	if !ok {
		s.frame.Toast(s.text("desk.waive.none"), widgets.ToneLook)
		return
	}
	form := &waiveForm{screen: s, draft: s.view.Draft.RequestID, toOn: s.view.Draft.Household.LateOn, line: line, fen: widgets.NewMoneyEntry(s.text("desk.waive.fen"), nil),
		reason: widgets.NewKeyEntry("", nil), who: forms.NewCode(s.frame),
		pin: widgets.NewPINEntry(s.text("desk.second.pin"), nil)}
	form.fen.SetText(line.WaivableFen().String())
	forms.Numbered(form.reason, len(billing.WaiveReasons))
	form.show("")
}

// show opens the dialog; refusal says what was wrong before, "" at first.
func (f *waiveForm) show(refusal string) *widgets.Dialog {
	s := f.screen
	var reasons []string
	for index, code := range billing.WaiveReasons {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text("desk.waive."+code))
	}
	f.pin.SetText("")
	dialog := widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title:   s.text("desk.waive.title", s.lineName(f.line), s.linePeriod(f.line)),
		Message: s.text("desk.waive.advice", f.line.WaivableFen().Yuan(), s.view.State.Bounds.Fen(staff.WaiverMax).Yuan()), Width: 620,
		Body: widgets.VStack(8, f.fen,
			look.Text(strings.Join(reasons, "  "), look.SmallSize(), look.Ink()), s.labelled("desk.late.reason", f.reason),
			widgets.Columns(12, s.labelled("desk.second.who", f.who), s.labelled("desk.second", f.pin))),
		Inputs: []fyne.Focusable{f.fen, f.reason, f.who, f.pin},
		Yes:    s.text("desk.menu.waive"), No: s.text("desk.dialog.back"), Accept: f.accept,
	})
	dialog.Refuse(refusal)
	if refusal != "" {
		s.frame.Focus(ofSecond(f.who, f.pin))
	}
	return dialog
}

// accept reads the form; whether a second person is needed is up to the book.
func (f *waiveForm) accept() string {
	s := f.screen
	fen, err := parseTyped(f.fen.Text())
	if err != nil || fen <= 0 || fen > f.line.WaivableFen() {
		return s.text("desk.waive.wrong", f.line.WaivableFen().Yuan())
	}
	number, err := strconv.Atoi(f.reason.Text)
	if err != nil || number < 1 || number > len(billing.WaiveReasons) {
		return s.text("desk.late.reason_wrong", len(billing.WaiveReasons))
	}
	second := session.Second{Who: strings.TrimSpace(f.who.Text), PIN: f.pin.Text()}
	if (second.Who == "") != (second.PIN == "") {
		return s.text("desk.second.missing")
	}
	f.pin.SetText("")
	f.run(fen, billing.WaiveReasons[number-1], second)
	return ""
}

// run waives in the background and reads the household anew. A refusal brings the dialog back as it was, without the PIN.
func (f *waiveForm) run(fen money.Fen, reason string, second session.Second) {
	s := f.screen
	s.frame.Hold()
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		return s.flows.Waive(ctx, f.line.ID, fen, f.toOn, reason, second)
	}, func(err error) {
		if second.PIN != "" || err != nil {
			s.frame.Drop() // It may be the PIN once more.
		}
		defer s.frame.Release()
		switch {
		case !s.isOpen(f.draft): // Locked meanwhile, or the till is asked: it compares the fees itself.
		case err != nil:
			form := f.show(s.explain(err))
			forms.OfferAsking(s.frame, err, s.explain, func() { form.Refuse("") })
		default:
			s.frame.Toast(s.text("desk.waive.done", fen.Yuan()), widgets.ToneGood)
			s.send(checkout.Reload{Draft: f.draft})
		}
	})
}

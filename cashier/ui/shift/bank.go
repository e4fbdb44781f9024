package shift

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// secondEntries are the entries of a second person.
type secondEntries struct{ code, pin *widgets.DigitEntry }

func (s *Screen) newSecond() secondEntries {
	return secondEntries{forms.NewCodeDigits(s.frame.Text("shift.hand.approver"), nil), widgets.NewPINEntry(s.frame.Text("shift.hand.approverpin"), nil)}
}

func (e secondEntries) read() session.Second {
	return session.Second{Who: e.code.Text(), PIN: e.pin.Text()}
}

// missing returns the entry that is empty where the other is not, nil otherwise: neither is typed where it was approved before.
func (e secondEntries) missing() fyne.Focusable {
	switch code, pin := e.code.Text(), e.pin.Text(); {
	case (code == "") == (pin == ""):
		return nil
	case code == "":
		return e.code
	}
	return e.pin
}

// askBank reads how much is in the safe and asks for a slip of the bank below it. What is typed meanwhile waits for the form. Where it
// cannot be read the form comes without: the book refuses more than is there.
func (s *Screen) askBank() {
	var cash shifts.Cash
	s.frame.Hold()
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		cash, err = s.counter.Shifts.Cash(ctx)
		return err
	}, func(err error) {
		defer s.frame.Release()
		if s.frame.Current() != s || s.frame.Canvas().Overlays().Top() != nil {
			return // somebody went on meanwhile
		}
		var held *money.Fen
		for _, place := range cash.Places {
			if place.Place == till.PlaceSafe && err == nil {
				held = &place.Fen
			}
		}
		s.askBanking(held)
	})
}

// askBanking asks for a slip of the bank; held is what is in the safe, nil where that is not known.
func (s *Screen) askBanking(held *money.Fen) {
	text := s.frame.Text
	sum := widgets.NewMoneyEntry(text("cash.bank.sum"), nil)
	slip, on := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	slip.MaxRunes, on.MaxRunes = 40, 10
	on.SetText(string(s.facts.state.BusinessOn))
	second := s.newSecond()
	body := widgets.VStack(10)
	if held != nil {
		body.Add(widgets.NewField(text("cash.place.safe"), held.Yuan()).Strong(look.Ink()))
	}
	for _, row := range []fyne.CanvasObject{sum, widgets.Columns(12, forms.Labelled(text("cash.bank.slip"), slip), forms.Labelled(text("cash.bank.on"), on)), second.code, second.pin} {
		body.Add(row)
	}
	var banking till.Banking
	var banked till.Banked
	s.ask(asking{title: text("cash.bank"), advice: text("cash.bank.advice"), yes: text("cash.yes"), body: body,
		inputs: []fyne.Focusable{sum, slip, on, second.code, second.pin},
		about:  []about{{sum, ofMoney}, {slip, []string{till.CodeBankSlip, till.CodeBankSlipUsed}}, {on, []string{till.CodeBankDate}}},
		check: func() (string, fyne.Focusable) {
			fen, err := money.Parse(sum.Text())
			if err != nil {
				return s.deps.Explain(err), sum
			}
			day, err := calendar.ReadDate(on.Text)
			if err != nil {
				return s.deps.Explain(err), on
			}
			banking = till.Banking{RequestID: banking.RequestID, Slip: strings.TrimSpace(slip.Text), Fen: fen, On: day}
			return "", nil
		},
		request: &banking.RequestID,
		work: func(ctx context.Context) (err error) {
			banked, err = s.counter.Shifts.Bank(ctx, banking, second.read())
			return err
		},
		second: second, done: func() string { return text("cash.bank.done", banked.Slip, banked.Fen.Yuan()) }})
}

// askUnbank asks for the slip that is undone, and why.
func (s *Screen) askUnbank() {
	text := s.frame.Text
	slip, reason := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	slip.MaxRunes, reason.MaxRunes = 40, 1
	note := forms.NewNote(reason, len(till.BankReasons))
	second := s.newSecond()
	words := make([]string, len(till.BankReasons))
	for index, code := range till.BankReasons {
		words[index] = strconv.Itoa(index+1) + " " + text("cash.reason."+code)
	}
	var undoing till.Unbanking
	var banked till.Banked
	s.ask(asking{title: text("cash.unbank"), advice: text("cash.unbank.advice"), yes: text("cash.unbank"),
		body: widgets.VStack(10, forms.Labelled(text("cash.bank.slip"), slip), look.Text(strings.Join(words, "  "), look.SmallSize(), look.Ink()),
			widgets.Columns(12, forms.Labelled(text("desk.late.reason"), reason), forms.Labelled(text("desk.late.note"), note)), second.code, second.pin),
		inputs: []fyne.Focusable{slip, reason, note, second.code, second.pin},
		about:  []about{{slip, []string{till.CodeUnknownBankSlip}}, {reason, []string{till.CodeReason}}, {note, []string{till.CodeReasonNote}}},
		check: func() (string, fyne.Focusable) {
			number, err := strconv.Atoi(reason.Text)
			if err != nil || number < 1 || number > len(till.BankReasons) {
				return text("cash.unbank.wrong", len(till.BankReasons)), reason
			}
			undoing.Slip, undoing.Reason = strings.TrimSpace(slip.Text), till.Reason{Code: till.BankReasons[number-1], Note: strings.TrimSpace(note.Text)}
			return "", nil
		},
		request: &undoing.RequestID,
		work: func(ctx context.Context) (err error) {
			banked, err = s.counter.Shifts.Unbank(ctx, undoing, second.read())
			return err
		},
		second: second, done: func() string { return text("cash.unbank.done", banked.Slip, banked.Fen.Yuan()) }})
}

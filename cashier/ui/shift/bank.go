package shift

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
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
	return secondEntries{widgets.NewCountEntry(s.frame.Text("shift.hand.approver"), 6, nil), widgets.NewPINEntry(s.frame.Text("shift.hand.approverpin"), nil)}
}

func (e secondEntries) read() session.Second {
	return session.Second{Who: e.code.Text(), PIN: e.pin.Text()}
}

// askBank asks for a slip of the bank.
func (s *Screen) askBank() {
	text := s.frame.Text
	sum := widgets.NewMoneyEntry(text("cash.bank.sum"), nil)
	slip, on := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	slip.MaxRunes, on.MaxRunes = 40, 10
	on.SetText(string(s.facts.state.BusinessOn))
	second := s.newSecond()
	var banking till.Banking
	var banked till.Banked
	s.ask(asking{title: text("cash.bank"), advice: text("cash.bank.advice"), yes: text("cash.yes"),
		body:   widgets.VStack(10, sum, widgets.Columns(12, forms.Labelled(text("cash.bank.slip"), slip), forms.Labelled(text("cash.bank.on"), on)), second.code, second.pin),
		inputs: []fyne.Focusable{sum, slip, on, second.code, second.pin},
		check: func() string {
			fen, err := money.Parse(sum.Text())
			if err != nil {
				return s.deps.Explain(err)
			}
			day, err := calendar.ReadDate(on.Text)
			if err != nil {
				return s.deps.Explain(err)
			}
			banking = till.Banking{RequestID: banking.RequestID, Slip: strings.TrimSpace(slip.Text), Fen: fen, On: day}
			return ""
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
		check: func() string {
			number, err := strconv.Atoi(reason.Text)
			if err != nil || number < 1 || number > len(till.BankReasons) {
				return text("cash.unbank.wrong", len(till.BankReasons))
			}
			undoing.Slip, undoing.Reason = strings.TrimSpace(slip.Text), till.Reason{Code: till.BankReasons[number-1], Note: strings.TrimSpace(note.Text)}
			return ""
		},
		request: &undoing.RequestID,
		work: func(ctx context.Context) (err error) {
			banked, err = s.counter.Shifts.Unbank(ctx, undoing, second.read())
			return err
		},
		second: second, done: func() string { return text("cash.unbank.done", banked.Slip, banked.Fen.Yuan()) }})
}

package leases

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// dialogWidth is the width of the dialogs about a lease, in points at scale 1.
const dialogWidth float32 = 600

// askTurnover keeps what a tenant took in one period; a second person is needed only where bills follow another figure.
// Last is the day that is offered, of the period that it is for.
func (s *Screen) askTurnover(number string, last calendar.Date, done func()) {
	text := s.Frame.Text
	on := widgets.NewKeyEntry(string(last), nil)
	on.MaxRunes = 10
	amount := widgets.NewMoneyEntry(text("leases.turnover.amount"), nil)
	second := month.NewSecond(s.Frame)
	var day calendar.Date
	var fen money.Fen
	var who session.Second
	var left []billing.Adjustment
	s.Ask(widgets.DialogOptions{Title: text("leases.turnover.title", number), Message: text("leases.turnover.advice"), Width: dialogWidth,
		Body:   widgets.VStack(8, forms.Labelled(text("leases.turnover.on"), on), amount, second.Body()),
		Inputs: append([]fyne.Focusable{on, amount}, second.Inputs()...), Yes: text("readings.save")},
		func() string {
			var fine bool
			var err error
			if day, fine = month.ParseDayOr(on.Text, last); !fine {
				return text("month.day.wrong")
			}
			if fen, err = money.Parse(amount.Text()); err != nil {
				return text("leases.turnover.wrong")
			}
			if who = (session.Second{}); !second.Empty() {
				var refusal string
				if who, refusal = second.Read(); refusal != "" {
					return refusal
				}
			}
			return ""
		}, func(ctx context.Context) (err error) {
			left, err = s.counter.Leasing.ReportTurnover(ctx, number, day, fen, who)
			return err
		}, second.Wipe, func() {
			second.Wipe()
			s.Note(s.leftWords(text("leases.turnover.done", number, string(day)), left), widgets.ToneGood)
			done()
		})
}

// leftWords adds what is to be put right on bills to what was done.
func (s *Screen) leftWords(done string, left []billing.Adjustment) string {
	if len(left) == 0 {
		return done
	}
	return done + s.Frame.Text("leases.left", len(left))
}

// lookAndEnd looks up a lease with its deposit and asks to end it.
func (s *Screen) lookAndEnd(number string, left, done func()) {
	var view leasing.View
	s.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		view, err = s.counter.Leasing.Show(ctx, number)
		return err
	}, func() { s.askEnd(view, left, done) })
}

// askEnd ends a lease early, with a second person, and says what is held of its deposit. Left is called where bills or the
// deposit are to be put right, done otherwise.
func (s *Screen) askEnd(view leasing.View, left, done func()) {
	text, l := s.Frame.Text, view.Line
	on := widgets.NewKeyEntry(string(s.today), nil)
	on.MaxRunes = 10
	var day calendar.Date
	var adjustments []billing.Adjustment
	s.AskTogether(month.Together{Options: widgets.DialogOptions{Title: text("leases.end.title", l.Number, l.TenantName), Message: text("leases.end.advice", string(l.LastOn())) + "\n" + endWords(text, view.Deposit) + "\n" + text("leases.end.register"), Width: dialogWidth, Danger: true,
		Inputs: []fyne.Focusable{on}, Yes: text("leases.end")},
		Above: widgets.VStack(8, forms.Labelled(text("leases.end.on"), on)),
		Check: func() string {
			var fine bool
			if day, fine = month.ParseDayOr(on.Text, s.today); !fine {
				return text("month.day.wrong")
			}
			return ""
		},
		Work: func(ctx context.Context, second session.Second) (err error) {
			adjustments, err = s.counter.Leasing.End(ctx, l.Number, day, second)
			return err
		},
		Done: func() {
			s.deps.Changed()
			sentence := s.leftWords(text("leases.end.done", l.Number, string(day)), adjustments)
			if len(adjustments) > 0 || view.Deposit.HeldFen > 0 || view.Deposit.UnpaidFen > 0 {
				left()
				s.Say(sentence, widgets.ToneLook)
				return
			}
			s.Note(sentence, widgets.ToneGood)
			done()
		}})
}

// askAdjust puts the bills of a lease right, with a reason and a second person.
func (s *Screen) askAdjust(number string, count int, done func()) {
	text := s.Frame.Text
	reason := month.NewReason(s.Frame, billing.ReduceReasons, "run.reduce.")
	var code string
	var made billing.RunResult
	request, err := session.NewRequestID()
	if err != nil {
		s.Say(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	s.AskTogether(month.Together{Options: widgets.DialogOptions{Title: text("leases.adjust"), Message: text("leases.adjust.advice", count), Width: dialogWidth,
		Inputs: []fyne.Focusable{reason.Entry()}, Yes: text("leases.adjust")},
		Above: widgets.VStack(8, look.Text(reason.Words(), look.SmallSize(), look.Ink()), forms.Labelled(text("month.reason"), reason.Entry())),
		Check: func() (refusal string) {
			code, refusal = reason.Read()
			return refusal
		},
		Work: func(ctx context.Context, second session.Second) (err error) {
			made, err = s.counter.Leasing.Adjust(ctx, request, number, code, second)
			return err
		},
		Done: func() {
			s.deps.Changed()
			s.Note(text("leases.adjust.done", made.Count), widgets.ToneGood)
			done()
		}})
}

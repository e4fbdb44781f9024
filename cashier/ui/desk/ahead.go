package desk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/charging"
	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
)

// aheadForm is the dialog of 收到某日: a month or a date is typed, what it would make is seen at once, Enter makes it.
type aheadForm struct {
	screen *Screen
	draft  *checkout.Draft // as it was when the form was opened
	entry  *widgets.KeyEntry
	answer *fyne.Container
	table  *widgets.DataTable
	// asked numbers the questions, so that a late answer to an old one is dropped. The newest answer is plan or problem.
	asked   int
	exact   bool // no day after the one typed
	plan    charging.AheadPlan
	problem string
}

const (
	aheadWidth  float32 = 720
	aheadHeight float32 = 330
	// leftOutMax is how many of the things that cannot be made are told one by one.
	leftOutMax = 2
)

// askAhead asks up to which day the owner pays, and gives the form that asks.
func (s *Screen) askAhead() *aheadForm {
	f := &aheadForm{screen: s, draft: s.view.Draft, entry: widgets.NewKeyEntry("202703", nil), answer: container.NewStack()}
	f.entry.MaxRunes = 10
	f.table = widgets.NewDataTable([]widgets.Column{{Width: 150}, {Width: 150}, {}, {Width: 90, Align: fyne.TextAlignTrailing}},
		func() int { return len(f.plan.Bills) }, f.cell)
	f.table.HideHeader = true
	f.entry.OnChanged = func(string) { f.ask() }
	f.entry.OnKey = func(name fyne.KeyName) bool {
		if name == fyne.KeyF6 && (f.exact || len(f.plan.Beyond()) > 0) {
			f.exact = !f.exact
			f.ask()
			return true
		}
		return name != fyne.KeySpace && !widgets.IsEnter(name) && len(f.plan.Bills) > 0 && f.table.HandleKey(name)
	}
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.ahead.title"), Message: s.text("desk.ahead.advice"), Width: aheadWidth,
		Body:   widgets.VStack(10, f.entry, widgets.Sized(0, look.Scaled(aheadHeight), f.answer)),
		Inputs: []fyne.Focusable{f.entry}, Yes: s.text("desk.ahead.yes"), No: s.text("desk.dialog.back"), Accept: f.accept,
	})
	return f
}

// ask works out what the day typed would make, as soon as it is one.
func (f *aheadForm) ask() {
	f.asked++
	f.plan, f.problem = charging.AheadPlan{}, ""
	f.show()
	toOn, ok := parseDay(f.entry.Text)
	if !ok {
		return
	}
	s, asked, exact := f.screen, f.asked, f.exact
	var plan charging.AheadPlan
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		plan, err = s.flows.PlanAhead(ctx, f.draft.Household.Room.Code, toOn, exact)
		return err
	}, func(err error) {
		if asked != f.asked {
			return
		}
		if f.plan = plan; err != nil {
			f.plan, f.problem = charging.AheadPlan{}, s.explain(err)
		}
		f.show()
	})
}

// show draws the newest answer.
func (f *aheadForm) show() {
	s, width := f.screen, look.Scaled(aheadWidth)-48
	f.answer.Objects = nil
	switch {
	case f.problem != "":
		f.answer.Add(widgets.VStack(0, widgets.Notice(f.problem, widgets.ToneOwed, width)))
	case f.plan.Order.ToOn != "":
		title := s.text("desk.ahead.none", string(f.plan.Order.ToOn))
		if len(f.plan.Bills) > 0 {
			title = s.text("desk.ahead.made_of", len(f.plan.Bills), string(f.plan.Order.ToOn))
		}
		head := widgets.Sides(container.NewCenter(look.BoldText(title, look.LeadSize(), look.Ink())),
			widgets.Amount(f.plan.SumFen.Yuan(), look.HeadingSize(), look.Vermilion()))
		foot := widgets.VStack(6)
		if count, fen := f.there(); count > 0 {
			foot.Add(look.Text(s.text("desk.ahead.there", count, fen.Yuan()), look.BodySize(), look.Ink()))
		}
		if said := f.plan.Law; len(said) > 0 {
			tone := widgets.ToneLook
			if len(said.Of(law.Refused)) > 0 {
				tone = widgets.ToneOwed
			}
			foot.Add(widgets.Notice(s.sayLaw(said), tone, width))
		}
		if words := f.beyond(); words != "" {
			foot.Add(widgets.Notice(words, widgets.ToneLook, width))
		}
		if words := f.leftOut(); words != "" {
			foot.Add(widgets.Notice(words, widgets.ToneLook, width))
		}
		f.table.SetCursor(-1)
		f.answer.Add(widgets.Edges(head, foot, f.table))
	}
	f.answer.Refresh()
}

func (f *aheadForm) cell(row, column int) widgets.Cell {
	bill := f.plan.Bills[row]
	switch column {
	case 0:
		name := bill.Called()
		if bill.Code != f.draft.Household.Room.Code {
			name = bill.Code + " " + name
		}
		return widgets.Cell{Text: name}
	case 1:
		return widgets.Cell{Text: words.Period(bill.FromOn, bill.ToOn), Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: strings.Join(bill.AllSteps, " "), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: bill.AmountFen.Grouped(), Bold: true}
}

// beyond says of bills that go on after the day typed up to when they go and how to end them on it, and of those that end on it
// how to have the whole periods.
func (f *aheadForm) beyond() string {
	s, beyond, day := f.screen, f.plan.Beyond(), string(f.plan.Order.ToOn)
	switch {
	case len(beyond) > 0 && f.plan.Exact:
		return s.text("desk.ahead.beyond.still", day, beyond[0].Called(), words.Period(beyond[0].FromOn, beyond[0].ToOn))
	case len(beyond) > 0:
		return s.text("desk.ahead.beyond", day, beyond[0].Called(), words.Period(beyond[0].FromOn, beyond[0].ToOn), string(beyond[0].ToOn))
	case f.plan.Exact:
		return s.text("desk.ahead.exact", day)
	}
	return ""
}

// leftOut says what cannot be made, and why.
func (f *aheadForm) leftOut() string {
	if len(f.plan.LeftOut) == 0 {
		return ""
	}
	words := []string{f.screen.text("desk.ahead.left_out")}
	for index, exception := range f.plan.LeftOut {
		if index == leftOutMax {
			words = append(words, f.screen.text("desk.ahead.more", len(f.plan.LeftOut)-index))
			break
		}
		words = append(words, f.screen.explain(exception.AtRoom()))
	}
	return strings.Join(words, "\n")
}

// reaches says whether a bill that is there but not due is part of what is paid up to the day.
func (f *aheadForm) reaches(line household.Line) bool {
	return line.Future && line.FromOn <= f.plan.Order.ToOn
}

// there counts the bills that are there already, and not yet due.
func (f *aheadForm) there() (count int, fen money.Fen) {
	for _, line := range f.draft.Household.Lines {
		if f.reaches(line) {
			count++
			fen += line.WholeFen()
		}
	}
	return count, fen
}

// accept makes the bills that are shown, and ticks them.
func (f *aheadForm) accept() string {
	s := f.screen
	toOn, ok := parseDay(f.entry.Text)
	there, _ := f.there()
	switch {
	case !s.isOpen(f.draft.RequestID):
		return ""
	case !ok:
		return s.text("desk.ahead.wrong")
	case f.problem != "":
		return f.problem
	case f.plan.Order.ToOn != toOn:
		return s.text("desk.ahead.wait")
	case len(f.plan.Bills) == 0 && there == 0:
		return s.text("desk.ahead.nothing", string(toOn))
	case len(f.plan.Bills) == 0:
		f.tick()
	case f.plan.Law.Refusal() != nil:
		return s.explain(f.plan.Law.Refusal())
	case len(f.plan.Law.Of(law.Passing)) > 0:
		f.askSecond()
	default:
		f.make()
	}
	return ""
}

// askSecond asks for the second person who passes what the rules of the law say should be kept. What they say stands in the dialog.
func (f *aheadForm) askSecond() {
	s, plan, made := f.screen, f.plan, 0
	month.AskTogether(s.frame, month.Together{
		Options: widgets.DialogOptions{Title: s.text("desk.ahead.title"), Message: s.sayLaw(plan.Law.Of(law.Passing)), Width: aheadWidth,
			Yes: s.text("desk.ahead.yes"), No: s.text("desk.dialog.back")},
		Work: func(ctx context.Context, second session.Second) error {
			second.Law = true
			result, err := s.flows.RunWith(ctx, plan.Order, second)
			made = result.Count
			return err
		},
		Explain: s.explain,
		Done: func() {
			if s.isOpen(f.draft.RequestID) {
				s.frame.Toast(s.text("desk.ahead.done", made), widgets.ToneGood)
				f.tick()
			}
		},
	})
}

// make makes the bills in the background and reads the household anew.
func (f *aheadForm) make() {
	s, plan, made := f.screen, f.plan, 0
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		result, err := s.flows.RunWith(ctx, plan.Order, session.Second{})
		made = result.Count
		return err
	}, func(err error) {
		switch {
		case !s.isOpen(f.draft.RequestID):
		case err != nil:
			s.send(checkout.Trouble{Draft: f.draft.RequestID, Err: err})
		default:
			s.frame.Toast(s.text("desk.ahead.done", made), widgets.ToneGood)
			f.tick()
		}
	})
}

// tick takes the bills up to the day into the payment: those just made, and those that were there and not due.
func (f *aheadForm) tick() {
	f.screen.send(checkout.Reload{Draft: f.draft.RequestID, TickNew: true, TickTo: f.plan.Order.ToOn})
}

// parseDay reads a month as its last day, or a date: 202703, 2027-03, 20270331, 2027-03-31.
func parseDay(text string) (calendar.Date, bool) {
	digits := strings.NewReplacer("-", "", ".", "", "/", "").Replace(strings.TrimSpace(text))
	switch len(digits) {
	case 6:
		first, err := calendar.ParseDate(digits[:4] + "-" + digits[4:] + "-01")
		if err != nil {
			return "", false
		}
		next := first.AddDays(31).Month() + "-01"
		return calendar.Date(next).AddDays(-1), true
	case 8:
		on, err := calendar.ParseDate(digits[:4] + "-" + digits[4:6] + "-" + digits[6:])
		return on, err == nil
	}
	return "", false
}

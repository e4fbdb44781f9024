package charges

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/pricing"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// ending is something that ends on a day that is asked for.
type ending struct {
	title, message, yes string
	// lastOn is the day that stands in the entry.
	lastOn calendar.Date
	work   func(ctx context.Context, toOn calendar.Date, second session.Second) error
	done   func(toOn calendar.Date)
}

// askEnding asks for the day, and for a second person where that takes one. Enter ends nothing: the day that stands there was not read by
// who hammers it.
func (s *Screen) askEnding(q ending) {
	day := widgets.NewKeyEntry("", nil)
	day.MaxRunes = 10
	prefill(day, string(q.lastOn))
	var toOn calendar.Date
	check := func() string {
		var err error
		if toOn, err = parseDay(day.Text); err != nil {
			return s.text("charges.wrong.day")
		}
		return ""
	}
	done := func() { q.done(toOn) }
	needsSecond := false
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: q.title, Message: q.message, Width: 600, Danger: true, Body: forms.Labelled(s.text("charges.end.day"), day),
			Inputs: []fyne.Focusable{day}, Yes: q.yes, YesKey: fyne.KeyF9, EscOnly: true, No: s.text("charges.back")},
		Check: check,
		Work: func(ctx context.Context) error {
			err := q.work(ctx, toOn, session.Second{})
			if needsSecond = store.Code(err) == staff.CodeNeedsApproval; needsSecond {
				return nil
			}
			return err
		},
		Explain: s.deps.Explain,
		Done: func() {
			if !needsSecond {
				done()
				return
			}
			s.askSecond(secondQuestion{title: q.title, message: s.text("charges.end.second", toOn), yes: q.yes, danger: true,
				work: func(ctx context.Context, second session.Second) error { return q.work(ctx, toOn, second) }, done: done})
		},
	})
}

// askEnd asks until when a tariff holds: it ends before it begins where it has not begun.
func (s *Screen) askEnd(charge pricing.Charge, t billing.Tariff) {
	last := nextMonth(max(s.today, charge.BilledTo)).AddDays(-1)
	if t.FromOn > s.today {
		last = t.FromOn.AddDays(-1)
	}
	s.askEnding(ending{title: s.text("charges.end") + " · " + charge.Title() + " · " + s.tariffWords(t.Name), message: s.text("charges.end.text"), yes: s.text("charges.end"), lastOn: last,
		work: func(ctx context.Context, toOn calendar.Date, second session.Second) error {
			return s.counter.Pricing.EndTariff(ctx, charge.Name, t.Name, toOn, second)
		},
		done: func(toOn calendar.Date) { s.saved(s.text("charges.ended.until", s.tariffWords(t.Name), toOn)) }})
}

// finish asks until when an item is charged; bills that reach beyond the day are told afterwards.
func (p *listPage) finish(charge pricing.Charge) {
	s := p.s
	last := nextMonth(max(s.today, charge.BilledTo)).AddDays(-1)
	if first := begins(charge.Tariffs); first > s.today {
		last = first.AddDays(-1)
	}
	var beyond billing.IssuedAhead
	s.askEnding(ending{title: s.text("charges.finish") + " · " + charge.Title(), message: s.text("charges.finish.text"), yes: s.text("charges.finish"), lastOn: last,
		work: func(ctx context.Context, toOn calendar.Date, second session.Second) (err error) {
			beyond, err = s.counter.Pricing.EndItem(ctx, charge.Name, toOn, second)
			return err
		},
		done: func(toOn calendar.Date) {
			s.saved(s.text("charges.finished", charge.Title(), toOn))
			if beyond.Count > 0 {
				widgets.ShowNotice(s.frame.Canvas(), s.text("charges.finish"), s.text("charges.finish.beyond", toOn, beyond.Count, len(beyond.Rooms), beyond.SumFen.Yuan()), s.text("charges.ok"), nil)
			}
		}})
}

// begins returns the first day of the earliest of some tariffs, "" for none.
func begins(tariffs []billing.Tariff) (first calendar.Date) {
	for i, t := range tariffs {
		if i == 0 || t.FromOn < first {
			first = t.FromOn
		}
	}
	return first
}

// delete asks whether an item goes out of the book. Enter keeps it.
func (p *listPage) delete(charge pricing.Charge) {
	s := p.s
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("charges.delete") + " · " + charge.Title(), Message: s.text("charges.delete.text"), Width: 600, Danger: true,
			Yes: s.text("charges.delete"), YesKey: fyne.KeyF8, No: s.text("charges.back")},
		Work:    func(ctx context.Context) error { return s.counter.Pricing.DeleteItem(ctx, charge.Name) },
		Explain: s.deps.Explain,
		Done:    func() { s.saved(s.text("charges.deleted", charge.Title())) },
	})
}

package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/pricing"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// nameRunes is how long an item's name may be.
const nameRunes = 37

// rename asks what an item is called, and from which day on. One person does it: no money moves.
func (p *listPage) rename(charge pricing.Charge) {
	s := p.s
	name, day := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	name.MaxRunes, day.MaxRunes = nameRunes, 10
	prefill(name, charge.Title())
	prefill(day, string(nextPeriod(charge.Cycle, s.today)))
	var fromOn calendar.Date
	called := ""
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("charges.rename") + " · " + charge.Title(), Message: s.text("charges.rename.text"), Width: 600,
			Body:   widgets.VStack(10, forms.Labelled(s.text("charges.line.name"), name), forms.Labelled(s.text("charges.line.from"), day)),
			Inputs: []fyne.Focusable{name, day}, Yes: s.text("charges.save"), No: s.text("charges.back")},
		Check: func() string {
			var err error
			if called = strings.TrimSpace(name.Text); called == "" {
				return s.text("charges.wrong.name")
			}
			if fromOn, err = parseDay(day.Text); err != nil {
				return s.text("charges.wrong.day")
			}
			return ""
		},
		Work:    func(ctx context.Context) error { return s.counter.Pricing.RenameItem(ctx, charge.Name, called, fromOn) },
		Explain: s.deps.Explain,
		Done:    func() { s.saved(s.text("charges.renamed", charge.Title(), fromOn, called)) },
	})
}

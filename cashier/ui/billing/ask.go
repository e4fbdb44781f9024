package billing

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
)

// askPeriod lets the days be typed; one that is left empty stays as it is.
func (p *choosePage) askPeriod() {
	text := p.screen.Frame.Text
	from, to := widgets.NewKeyEntry(string(p.fromOn), nil), widgets.NewKeyEntry(string(p.toOn), nil)
	from.MaxRunes, to.MaxRunes = 10, 10
	widgets.ShowDialog(p.screen.Frame.Canvas(), widgets.DialogOptions{
		Title: text("run.period.type"), Message: text("run.period.advice"),
		Body:   widgets.Columns(12, forms.Labelled(text("run.period.from"), from), forms.Labelled(text("run.period.to"), to)),
		Inputs: []fyne.Focusable{from, to}, Yes: text("run.period.take"), No: text("month.back"),
		Accept: func() string {
			fromOn, fromFine := month.ParseDayOr(from.Text, p.fromOn)
			toOn, toFine := month.ParseDayOr(to.Text, p.toOn)
			switch {
			case !fromFine || !toFine:
				return text("month.day.wrong")
			case toOn < fromOn:
				return text("run.period.wrong")
			}
			p.setPeriod(fromOn, toOn)
			return ""
		},
	})
}

// askTotals asks what each shared cost came to; one that may wait may be left empty.
func (s *Screen) askTotals(items []string, message string, mayWait bool, told func(totals map[string]money.Fen)) {
	text := s.Frame.Text
	entries := make([]*widgets.DigitEntry, len(items))
	inputs := make([]fyne.Focusable, len(items))
	body := widgets.VStack(8)
	for index, item := range items {
		entries[index] = widgets.NewMoneyEntry(item, nil)
		inputs[index] = entries[index]
		body.Add(entries[index])
	}
	widgets.ShowDialog(s.Frame.Canvas(), widgets.DialogOptions{
		Title: text("run.total.title"), Message: message, Body: body, Inputs: inputs,
		Yes: text("run.preview"), No: text("month.back"),
		Accept: func() string {
			totals := make(map[string]money.Fen, len(items))
			for index, item := range items {
				if mayWait && entries[index].Text() == "" {
					continue
				}
				fen, err := money.Parse(entries[index].Text())
				if err != nil || fen <= 0 {
					return text("run.total.wrong", item)
				}
				totals[item] = fen
			}
			told(totals)
			return ""
		},
	})
}

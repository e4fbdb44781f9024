package shift

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// chooseCounterfeit asks what became of a counterfeit note, and then for the note.
func (s *Screen) chooseCounterfeit() {
	text := s.frame.Text
	wishes := []till.CounterfeitWish{{What: till.CounterfeitReturned}, {What: till.CounterfeitKept, Place: till.PlaceDrawer}, {What: till.CounterfeitKept, Place: till.PlaceSafe}}
	widgets.ShowFurtherChoice(s.frame.Canvas(), text("cash.counterfeit"), text("cash.counterfeit.advice"),
		[]string{text("cash.counterfeit.returned"), text("cash.counterfeit.drawer"), text("cash.counterfeit.safe")}, text("cash.no"),
		func(index int) { s.askCounterfeit(wishes[index]) }, s.cashMenu)
}

// askCounterfeit asks for the note; one that moves money takes a second person.
func (s *Screen) askCounterfeit(wish till.CounterfeitWish) {
	text := s.frame.Text
	note := widgets.NewMoneyEntry(text("cash.counterfeit.note"), nil)
	serial := widgets.NewKeyEntry("AB12345678", nil)
	serial.MaxRunes = 10
	second := s.newSecond()
	body, inputs := widgets.VStack(10, note, forms.Labelled(text("cash.counterfeit.serial"), serial)), []fyne.Focusable{note, serial}
	title := text("cash.counterfeit." + wish.What)
	if wish.Place != "" {
		title = text("cash.counterfeit." + wish.Place)
		body.Add(second.code)
		body.Add(second.pin)
		inputs = append(inputs, second.code, second.pin)
	}
	var logged till.Counterfeit
	s.ask(asking{title: title, yes: text("cash.log"), body: body, inputs: inputs,
		about: []about{{note, slices.Concat(ofMoney, []string{till.CodeCounterfeitNote})}, {serial, []string{till.CodeCounterfeitSerial, till.CodeCounterfeitKnown}}},
		check: func() (string, fyne.Focusable) {
			fen, err := money.Parse(note.Text())
			if err != nil {
				return s.deps.Explain(err), note
			}
			wish.Fen, wish.Serial = fen, strings.TrimSpace(serial.Text)
			return "", nil
		},
		request: &wish.RequestID,
		work: func(ctx context.Context) (err error) {
			logged, err = s.counter.Shifts.LogCounterfeit(ctx, wish, second.read())
			return err
		},
		second: second, done: func() string { return text("cash.counterfeit.done", logged.Serial, logged.Fen.Yuan()) }})
}

package shift

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// cashKey is the key of what can be done with cash outside the drawer, on every page where no count is under way.
func (s *Screen) cashKey() shell.Key {
	return shell.Key{Name: fyne.KeyF9, Label: s.frame.Text("cash.title"), Do: s.cashMenu}
}

// cashMenu offers it by number.
func (s *Screen) cashMenu() {
	text := s.frame.Text
	steps := []func(){s.readCash, s.askBank, s.askUnbank, s.chooseCounterfeit}
	widgets.ShowChoice(s.frame.Canvas(), text("cash.title"), "", []string{text("cash.places"), text("cash.bank"), text("cash.unbank"), text("cash.counterfeit")},
		text("cash.no"), func(index int) { steps[index]() })
}

// readCash reads where all cash is and shows it.
func (s *Screen) readCash() {
	var cash shifts.Cash
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		cash, err = s.counter.Shifts.Cash(ctx)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.showCash(cash)
	})
}

// shownMax is how many slips and how many counterfeits are shown, the newest; the command line has them all.
const shownMax = 3

// showCash shows where cash is, with the newest slips and counterfeits.
func (s *Screen) showCash(cash shifts.Cash) {
	text := s.frame.Text
	lines := widgets.VStack(5)
	for _, place := range cash.Places {
		name, held := text("cash.place."+place.Place), place.Fen.Yuan()
		if place.Place == till.PlaceDrawer {
			name = text("cash.place.drawer", place.Counter)
		}
		if place.Waits {
			held = text("cash.place.waits")
		}
		lines.Add(cashLine(name, held))
	}
	s.addSlips(lines, cash.Slips)
	s.addCounterfeits(lines, cash.Counterfeits)
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text("cash.places"), Body: lines, No: text("cash.no"), Width: 560})
}

// cashLine is a name with its sum at the right.
func cashLine(name, value string) fyne.CanvasObject {
	return widgets.Sides(look.Text(name, look.BodySize(), look.Ink2()), widgets.Amount(forms.HalfYen(value), look.BodySize(), look.Ink()))
}

// addSlips adds the newest slips of the bank.
func (s *Screen) addSlips(lines *fyne.Container, slips []till.Banked) {
	text := s.frame.Text
	lines.Add(look.BoldText(text("cash.slips"), look.BodySize(), look.Ink()))
	if len(slips) == 0 {
		lines.Add(look.Text(text("cash.slips.none"), look.BodySize(), look.Ink2()))
	}
	for _, slip := range slips[max(0, len(slips)-shownMax):] {
		name := string(slip.On) + "  " + slip.Slip
		if slip.Undone {
			name += "  " + text("cash.slip.undone")
		}
		lines.Add(cashLine(name, slip.Fen.Yuan()))
	}
	if more := len(slips) - shownMax; more > 0 {
		lines.Add(look.Text(text("cash.slips.more", more), look.SmallSize(), look.Ink2()))
	}
}

// addCounterfeits adds the newest counterfeits.
func (s *Screen) addCounterfeits(lines *fyne.Container, notes []till.Counterfeit) {
	text := s.frame.Text
	lines.Add(look.BoldText(text("cash.counterfeits"), look.BodySize(), look.Ink()))
	if len(notes) == 0 {
		lines.Add(look.Text(text("cash.counterfeits.none"), look.BodySize(), look.Ink2()))
	}
	for _, one := range notes[max(0, len(notes)-shownMax):] {
		lines.Add(cashLine(string(one.On)+"  "+one.Serial+"  "+text("cash.counterfeit.short."+one.What), one.Fen.Yuan()))
	}
}

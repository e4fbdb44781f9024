package ui

import (
	"context"
	"errors"
	"strings"

	"shouqi/cashier/prepaying"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/staff"
)

// deduct lets the prepayments that pay by themselves pay what is owed, behind whatever is shown, and says what they paid and what they left
// for the law; where somebody is to know it also that they paid nothing, or wait for a shift.
func (s *workplace) deduct(sayNone bool) {
	if !s.role.May(staff.Collect) {
		return
	}
	frame := s.app.frame
	var deducted prepaying.Deducted
	var waiting int
	frame.RunBehind(func(ctx context.Context, progress func(done, total int)) (err error) {
		deducted, waiting, err = s.app.counter.Prepaying.AfterBills(ctx, progress)
		return err
	}, func(int, int) {}, func(err error) {
		var said []string
		tone := widgets.ToneCalm
		switch {
		case err == nil && sayNone && waiting > 0:
			said = append(said, frame.Text("prepaid.deducts_later", waiting))
		case err == nil && sayNone && deducted.Households == 0 && deducted.Asked > 0:
			said = append(said, frame.Text("prepaid.deducted_none", deducted.Asked))
		case deducted.Households > 0:
			tone, said = widgets.ToneGood, append(said, frame.Text("prepaid.deducted", deducted.Households, deducted.Fen.Yuan()))
			s.desk.Refresh()
		}
		if left := s.withheld(deducted.Skipped); len(left) > 0 {
			tone, said = widgets.ToneOwed, append(said, left...)
		}
		if err != nil && !errors.Is(err, shell.ErrBusy) {
			tone, said = widgets.ToneOwed, append(said, s.app.explain(err))
		}
		if len(said) > 0 {
			frame.Toast(strings.Join(said, "\n"), tone)
		}
	})
}

// withheldMost is how many bills that the law held back are named: a message is read in passing.
const withheldMost = 3

// withheld names the bills that no prepayment paid by itself because of the law, and why.
func (s *workplace) withheld(skipped []prepaying.Skipped) (lines []string) {
	for i, one := range skipped {
		if i == withheldMost {
			return append(lines, s.app.frame.Text("prepaid.withheld.more", len(skipped)-i))
		}
		lines = append(lines, words.Withheld(one.Code, one.Name, one.FromOn, one.ToOn, one.Law, s.app.lang))
	}
	return lines
}

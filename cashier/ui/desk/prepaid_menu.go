package desk

import (
	"shouqi/cashier/household"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/till"
)

// choosePurpose asks what the money that is put by is kept for.
func (s *Screen) choosePurpose() {
	var lines []widgets.MenuLine
	for index, purpose := range billing.Purposes[1:] {
		lines = append(lines, widgets.MenuLine{Key: digit(index + 1), Words: forms.Purpose(s.frame, purpose), Do: func() { s.askPrepay(purpose) }})
	}
	widgets.ShowMenu(s.frame.Canvas(), s.text("desk.menu.prepay_for"), s.text("prepaid.for.advice"), lines, s.text("desk.dialog.back"), s.showPrepaid)
}

// showPrepaid offers what can be done with the prepayments of the household that is open. Each line has the same digit for every
// household, whatever it has prepaid: 1 puts by, 2 to 5 move and 6 to 9 freeze what is kept for each purpose, 0 is the automatic deduction.
func (s *Screen) showPrepaid() {
	if !s.mayEdit() {
		return
	}
	h := s.view.Draft.Household
	lines := []widgets.MenuLine{{Key: '1', Words: s.text("desk.menu.prepay_for"), Do: s.choosePurpose}}
	for index, purpose := range billing.Purposes {
		line := s.moveLine(h, prepaymentOf(h, purpose))
		line.Key = digit(2 + index)
		lines = append(lines, line)
	}
	for index, purpose := range billing.Purposes {
		line := s.freezeLine(h, prepaymentOf(h, purpose))
		line.Key = digit(2 + len(billing.Purposes) + index)
		lines = append(lines, line)
	}
	auto := "prepaid.auto.on"
	if h.Auto {
		auto = "prepaid.auto.off"
	}
	lines = append(lines, widgets.MenuLine{Key: '0', Words: s.text(auto), Do: func() { s.askAuto(h, auto) }})
	widgets.ShowMenu(s.frame.Canvas(), s.text("prepaid.title", h.Room.Code), "", lines, s.text("desk.dialog.back"), s.showMenu)
}

// digit is the key of a number from 1 to 9.
func digit(number int) rune { return rune('0' + number) }

// prepaymentOf returns what a household has prepaid for a purpose, nothing where it never did.
func prepaymentOf(h household.Household, purpose billing.Purpose) till.Prepayment {
	for _, one := range h.Prepayments {
		if one.Purpose == purpose {
			return one
		}
	}
	return till.Prepayment{Purpose: purpose}
}

// moveLine moves a prepayment, where some of it is free.
func (s *Screen) moveLine(h household.Household, one till.Prepayment) widgets.MenuLine {
	name := forms.Purpose(s.frame, one.Purpose)
	line := widgets.MenuLine{Words: s.text("prepaid.move", name, one.FreeFen().Yuan()), Do: func() { s.askMoveTo(h, one) }}
	switch {
	case one.Frozen:
		line.Refusal = s.text("prepaid.move.frozen", name, digitOfFreezing(one.Purpose))
	case one.FreeFen() == 0 && one.Fen > 0:
		line.Refusal = s.text("prepaid.move.asked", name, one.Fen.Yuan())
	case one.FreeFen() == 0:
		line.Refusal = s.text("prepaid.none", name)
	}
	return line
}

// freezeLine freezes a prepayment, or lets it go.
func (s *Screen) freezeLine(h household.Household, one till.Prepayment) widgets.MenuLine {
	name, key := forms.Purpose(s.frame, one.Purpose), "prepaid.freeze"
	if one.Frozen {
		key = "prepaid.release"
	}
	line := widgets.MenuLine{Words: s.text(key, name, one.Fen.Yuan())}
	line.Do = func() { s.askFreeze(h, one, line.Words) }
	if !one.Frozen && one.Fen == 0 {
		line.Refusal = s.text("prepaid.none", name)
	}
	return line
}

// digitOfFreezing is the key that freezes what is kept for a purpose, or lets it go.
func digitOfFreezing(purpose billing.Purpose) string {
	for index, one := range billing.Purposes {
		if one == purpose {
			return string(digit(2 + len(billing.Purposes) + index))
		}
	}
	return ""
}

package desk

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/ledger/till"
)

// Keys implements shell.Screen: only what works now.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyF2, Label: s.text("desk.key.find"), Do: s.find}}
	switch {
	case s.query != "":
		keys = append(keys, shell.Key{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("desk.key.choose")},
			shell.Key{Name: fyne.KeyReturn, Label: s.text("desk.key.open"), Do: func() { s.submitSearch(s.query) }})
	case s.tender != nil:
		keys = append(keys, s.tenderKeys()...)
	case s.taken != nil:
		keys = append(keys, s.takenKeys()...)
	}
	if _, way := s.stopped(); way != "" && s.deps.ToShift != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyF12, Label: way, Do: s.deps.ToShift})
	}
	if s.query != "" || s.tender != nil || (s.taken != nil && s.taken.fresh) {
		keys = append(keys, shell.Key{Name: fyne.KeyEscape, Label: s.text("desk.key.back"), Do: s.back})
	}
	return keys
}

func (s *Screen) tenderKeys() []shell.Key {
	var keys []shell.Key
	if len(s.guards) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF12, Label: s.text("desk.take.anyway"), Do: s.pass})
	}
	if len(s.rows) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeySpace, Label: s.text("desk.key.tick"), Do: func() { s.tick(s.bills.Cursor()) }},
			shell.Key{Name: fyne.KeyF4, Label: s.text("desk.key.part"), Do: s.askPart},
			shell.Key{Name: fyne.KeyF5, Label: s.text("desk.key.why"), Do: s.tellWhy})
	}
	if s.tender.Household.CreditFen > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: s.text("desk.tender.prepaid"), Do: s.useCredit})
	}
	return append(keys,
		shell.Key{Name: fyne.KeyF8, Label: s.text("desk.tender.other"), Do: s.payOther},
		shell.Key{Name: fyne.KeyF9, Label: s.text("desk.tender.cash"), Do: s.payCash},
		shell.Key{Name: fyne.KeyF11, Label: s.text("desk.key.more"), Do: s.showMenu},
		shell.Key{Name: fyne.KeyReturn, Label: s.text("desk.take"), Do: s.enter, Quiet: true})
}

func (s *Screen) takenKeys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyF5, Label: s.text("desk.reprint"), Do: s.reprint}}
	if s.taken.household.Room.ID != "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: s.text("desk.key.again"), Do: s.again})
	}
	return keys
}

// find goes to the search; the household stays until another is opened.
func (s *Screen) find() {
	s.frame.Focus(s.search)
	s.frame.RefreshKeys()
}

// back is Esc: out of the results, out of a guard, out of the household, out of what was taken.
func (s *Screen) back() {
	switch {
	case s.taking:
		return
	case s.query != "":
		s.setQuery("")
	case s.tender != nil && s.frame.Canvas().Focused() == s.search:
	case len(s.guards) > 0 || s.problem != "" && s.tender != nil:
		s.changed()
	case s.tender != nil:
		s.close()
		s.readState()
		s.redraw()
	case s.taken != nil:
		s.taken.fresh = false
		s.taken.household.Room.ID = ""
		s.redraw()
	}
	s.focus()
}

// payCash chooses cash, with the amount to be typed.
func (s *Screen) payCash() {
	if s.tender == nil || s.taking {
		return
	}
	s.payWith(till.Cash)
}

// payWith chooses what takes the money that credit does not.
func (s *Screen) payWith(kind string) {
	s.tender.Given.Rest = kind
	s.rearranged()
}

// useCredit spends the household's prepayment, or keeps it.
func (s *Screen) useCredit() {
	if s.tender == nil || s.taking || s.tender.Household.CreditFen == 0 {
		return
	}
	s.tender.Given.UseCredit = !s.tender.Given.UseCredit
	s.rearranged()
}

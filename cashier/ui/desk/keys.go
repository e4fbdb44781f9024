package desk

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// Keys implements shell.Screen: only what works now.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyF2, Label: s.text("desk.key.find"), Do: s.Find}}
	switch {
	case s.view.Search.Query != "":
		keys = append(keys, shell.Key{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("desk.key.choose")},
			shell.Key{Name: fyne.KeyReturn, Label: s.text("desk.key.open"), Do: func() { s.submitSearch(s.view.Search.Query) }})
	case s.isCollecting():
		keys = append(keys, s.collectKeys()...)
	case s.view.Draft != nil:
		keys = append(keys, s.tenderKeys()...)
	case s.view.Paid != nil:
		keys = append(keys, s.takenKeys()...)
	}
	if _, way := s.stopped(); way != "" && s.deps.ToShift != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyF12, Label: way, Do: s.deps.ToShift})
	}
	if v := s.view; v.Search.Query != "" || v.Draft != nil || v.Step == checkout.Opening || v.Step == checkout.Taken || v.Paid != nil && v.Paid.Codes != nil || !v.Problem.IsNone() {
		label := s.text("desk.key.back")
		if v.Step == checkout.Collecting && !v.Draft.AtChannel.IsFound() {
			label = s.text("desk.collect.stop")
		}
		keys = append(keys, shell.Key{Name: fyne.KeyEscape, Label: label, Do: s.back})
	}
	if s.view.Draft != nil && s.view.Search.Query == "" && !s.isCollecting() {
		keys = append(keys, s.packageKey())
	}
	if key, offered := s.historyKey(); offered { // the last, because where there is no room it is said beside the payments too
		keys = append(keys, key)
	}
	return keys
}

func (s *Screen) tenderKeys() []shell.Key {
	var keys []shell.Key
	if len(s.view.Guards) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF12, Label: s.text("desk.take.anyway"), Do: s.pass})
	}
	if len(s.rows) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeySpace, Label: s.text("desk.key.tick"), Do: func() { s.tick(s.bills.Cursor()) }},
			s.noneKey(),
			shell.Key{Name: fyne.KeyF4, Label: s.text("desk.key.part"), Do: s.askPart},
			shell.Key{Name: fyne.KeyF5, Label: s.text("desk.key.why"), Do: s.tellWhy})
	}
	if s.view.Draft.Household.CanPay() > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: s.text("desk.tender.prepaid"), Do: s.useCredit})
	}
	return append(append(keys, s.channelKeys()...),
		shell.Key{Name: fyne.KeyF7, Label: s.text("desk.split"), Do: s.askSplit},
		shell.Key{Name: fyne.KeyF8, Label: s.text("desk.tender.other"), Do: s.payOther},
		shell.Key{Name: fyne.KeyF9, Label: s.text("desk.tender.cash"), Do: s.payCash},
		shell.Key{Name: fyne.KeyF11, Label: s.text("desk.key.more"), Do: s.showMenu},
		shell.Key{Name: fyne.KeyReturn, Label: s.text("desk.take"), Do: s.enter, Quiet: true})
}

// noneKey unticks all bills, so that one or two are ticked by hand, and ticks what is due again. It stands on the key card alone: the bar
// has no room for it beside the ways to pay.
func (s *Screen) noneKey() shell.Key {
	return shell.Key{Name: fyne.KeyG, Modifier: fyne.KeyModifierControl, Label: s.text("desk.key.none"), Quiet: true, Do: func() {
		if s.mayEdit() {
			s.send(checkout.TickNone{Draft: s.view.Draft.RequestID})
		}
	}}
}

func (s *Screen) takenKeys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyF5, Label: s.text("desk.reprint"), Do: s.reprint}}
	if s.view.Paid.MayShowCode() {
		keys = append(keys, shell.Key{Name: fyne.KeyF4, Label: s.text("desk.code"), Do: s.showCode})
	}
	if s.view.Paid.Household.Room.ID != "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: s.text("desk.key.again"), Do: s.again})
	}
	return keys
}

// historyKey shows all that happened to the household on the screen. While the book is asked for it nothing leads away.
func (s *Screen) historyKey() (key shell.Key, offered bool) {
	room := s.view.Shown().Room
	if s.deps.ToHistory == nil || s.view.Search.Query != "" || room.ID == "" || s.isAsked() {
		return key, false
	}
	return shell.Key{Name: fyne.KeyH, Modifier: fyne.KeyModifierControl, Label: s.text("history.key"), Do: func() { s.deps.ToHistory(room.ID, room.Code) }}, true
}

// Find takes the keyboard to the search; the household stays until another is opened.
func (s *Screen) Find() {
	s.send(checkout.Find{})
	s.search.SelectAll()
	s.refreshKeys()
}

// back is Esc: a step back, and at last to the search.
func (s *Screen) back() {
	before := s.view
	s.send(checkout.Back{InSearch: s.frame.Canvas().Focused() == fyne.Focusable(s.search)})
	if before.Draft != nil && s.view.Draft == nil && len(s.view.Aside) > len(before.Aside) {
		s.frame.Toast(s.text("desk.aside.left", before.Draft.Household.Room.Code), widgets.ToneLook)
	}
}

// enter is Enter on the payment that stands there: it takes the money, or says what is missing.
func (s *Screen) enter() { s.send(checkout.Confirm{Seen: s.sight.SeenByKey()}) }

// pass is F12: the money is taken although the guards shown warn.
func (s *Screen) pass() { s.send(checkout.Pass{Seen: s.sight.SeenByKey()}) }

// press is the primary button: it does what its key does.
func (s *Screen) press() {
	if len(s.view.Guards) > 0 {
		s.send(checkout.Pass{Seen: s.sight.SeenByTap()})
		return
	}
	s.send(checkout.Confirm{Seen: s.sight.SeenByTap()})
}

func (s *Screen) payCash() { s.send(checkout.PayWith{Kind: till.Cash}) }

// useCredit spends the household's prepayment, or keeps it.
// useCredit spends the prepayment, or does not any more. Where what is kept pays none of what is ticked, it says so: the sums stay as
// they are, and a key that seems to do nothing is pressed again.
func (s *Screen) useCredit() {
	s.send(checkout.UseCredit{})
	if draft := s.view.Draft; draft != nil && draft.UseCredit && s.view.Quote.CreditFen == 0 && len(draft.Parts) > 0 {
		s.frame.Toast(s.text("prepaid.pays_none"), widgets.ToneLook)
	}
}

// reprint gets the paper of the receipt shown out: the copy that never came, or another one.
func (s *Screen) reprint() { s.send(checkout.Reprint{Seen: s.sight.SeenByKey()}) }

// showCode gives out the receipts shown as codes, or puts the codes away.
func (s *Screen) showCode() { s.send(checkout.ShowCode{Seen: s.sight.SeenByKey()}) }

// again begins another payment for the household just paid.
func (s *Screen) again() { s.send(checkout.Again{Seen: s.sight.SeenByKey()}) }

package ui

import (
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/shift"
)

// kept is what a person had begun when they left the counter: what was being paid and put aside, what was counted, and how receipts were
// to look, the readings that were typed, and the charge item and the contract that were being filled in.
type kept struct {
	desk   checkout.Kept
	counts shift.Kept
	layout layout.Kept
	routes readings.Kept
	prices charges.Kept
	leases leases.Kept
}

// begunWork collects what the person at the window has begun.
func (s *workplace) begunWork() kept {
	begun := kept{desk: s.desk.Keep(), counts: s.shift.Keep()}
	if s.layout != nil {
		begun.layout = s.layout.Keep()
	}
	if s.readings != nil {
		begun.routes = s.readings.Keep()
	}
	if s.charges != nil {
		begun.prices, begun.leases = s.charges.Keep(), s.leases.Keep()
	}
	return begun
}

// unsaved names what of it would be lost with the program.
func (k kept) unsaved(text func(key string, args ...any) string) (names []string) {
	if rooms := k.desk.Rooms(); len(rooms) > 0 {
		names = append(names, text("ui.quit.desk", strings.Join(rooms, text("ui.quit.comma"))))
	}
	for _, one := range []struct {
		is  bool
		key string
	}{{!k.counts.IsNone(), "ui.quit.counts"}, {!k.layout.IsNone(), "ui.quit.layout"}, {k.routes.IsTyped(), "ui.quit.readings"}} {
		if one.is {
			names = append(names, text(one.key))
		}
	}
	if !k.prices.IsNone() {
		names = append(names, strings.TrimSpace(text("ui.quit.charges", k.prices.Item())))
	}
	if !k.leases.IsNone() {
		names = append(names, strings.TrimSpace(text("ui.quit.leases", k.leases.Number())))
	}
	return names
}

// keep keeps what was begun, for the person who leaves.
func (a *App) keep() {
	a.kept[a.workplace.person] = a.workplace.begunWork()
}

// resume shows a person's first screen with what they had begun, and what comes next on the counter's first day.
func (a *App) resume(steps []cashier.Step) {
	s := a.workplace
	begun := a.kept[s.person]
	delete(a.kept, s.person)
	s.shift.Resume(begun.counts)
	if s.layout != nil {
		s.layout.Resume(begun.layout)
	}
	if s.readings != nil {
		s.readings.Resume(begun.routes)
	}
	if s.charges != nil {
		s.charges.Resume(begun.prices)
		s.leases.Resume(begun.leases)
	}
	s.showFirst()
	s.desk.Resume(begun.desk)
	switch {
	case begun.counts.OnScreen:
		s.toShift()
	case s.layout != nil && begun.layout.OnScreen:
		a.frame.Show(s.layout)
	case s.readings != nil && begun.routes.OnScreen:
		a.frame.Show(s.readings)
	case s.charges != nil && begun.prices.OnScreen:
		a.frame.Show(s.charges)
	case s.leases != nil && begun.leases.OnScreen:
		a.frame.Show(s.leases)
	default:
		s.showNext(steps)
	}
}

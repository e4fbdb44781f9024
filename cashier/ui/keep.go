package ui

import (
	"shouqi/cashier"
	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/shift"
)

// kept is what a person had begun when they left the counter: what was being paid and put aside, what was counted, and how receipts were
// to look, and the readings that were typed.
type kept struct {
	desk   checkout.Kept
	counts shift.Kept
	layout layout.Kept
	routes readings.Kept
}

// keep keeps what was begun, for the person who leaves.
func (a *App) keep() {
	s := a.workplace
	begun := kept{desk: s.desk.Keep(), counts: s.shift.Keep()}
	if s.layout != nil {
		begun.layout = s.layout.Keep()
	}
	if s.readings != nil {
		begun.routes = s.readings.Keep()
	}
	a.kept[s.person] = begun
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
	s.showFirst()
	s.desk.Resume(begun.desk)
	switch {
	case begun.counts.OnScreen:
		s.toShift()
	case s.layout != nil && begun.layout.OnScreen:
		a.frame.Show(s.layout)
	case s.readings != nil && begun.routes.OnScreen:
		a.frame.Show(s.readings)
	default:
		s.showNext(steps)
	}
}

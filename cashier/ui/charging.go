package ui

import (
	"time"

	"shouqi/cashier/ui/billing"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
)

// previewRest is how long typing rests before the live preview of a rule is worked out: between two keys of one figure.
const previewRest = 120 * time.Millisecond

// charging makes the page from which the month's work begins, with what the person may do on it; nil where that is nothing.
func (s *workplace) charging() *month.Screen {
	app, text := s.app, s.app.frame.Text
	var page *month.Screen
	back := func() { app.frame.Show(page) }
	var entries []month.Entry
	add := func(right staff.Action, name string, screen shell.Screen) {
		if s.role.May(right) {
			entries = append(entries, month.Entry{Label: text("month." + name), About: text("month." + name + ".about"), Screen: screen})
		}
	}
	if s.role.May(staff.SetPrices) {
		s.charges = charges.New(app.frame, app.counter, charges.Deps{Explain: app.explain, Back: back, Rest: previewRest})
		add(staff.SetPrices, "charges", s.charges)
	}
	runs := billing.New(app.frame, app.counter, billing.Deps{Explain: app.explain, Back: back, Changed: s.billsChanged}, app.counter.Today())
	add(staff.IssueBills, "run", runs)
	toRun := func(title string, fromOn, toOn calendar.Date) {
		runs.Choose(title, fromOn, toOn)
		app.frame.Show(runs)
	}
	if s.role.May(staff.TakeReadings) {
		s.readings = readings.New(app.frame, app.counter, readings.Deps{Explain: app.explain, Back: back, ToRun: toRun}, app.counter.Today())
		add(staff.TakeReadings, "readings", s.readings)
	}
	leasing := leases.Deps{Explain: app.explain, Back: back, Changed: s.desk.Refresh}
	if s.role.May(staff.IssueBills) {
		leasing.ToRun = toRun
	}
	if s.role.May(staff.SetPrices) {
		s.leases = leases.New(app.frame, app.counter, leasing, app.counter.Today())
		add(staff.SetPrices, "leases", s.leases)
	}
	if len(entries) == 0 {
		return nil
	}
	page = month.New(app.frame, entries)
	return page
}

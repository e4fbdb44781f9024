package ui

import (
	"time"

	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

// OthersWords is what the bar says of the other counters at a moment, and in what tone.
func (a *App) OthersWords(now time.Time, others report.Others) (string, widgets.Tone) {
	return othersWords(a.frame.Text, now, others)
}

// TickAt is a second of the window's life at a moment.
func (a *App) TickAt(now time.Time) { a.tickAt(now) }

// WaitAudit waits until the check behind the desk has ended.
func (a *App) WaitAudit() { a.audits.Wait() }

// Faults is the folder of the reports.
func (a *App) Faults() string { return a.options.Faults.Path }

// Post brings a function to the UI thread.
func (a *App) Post(do func()) { a.post(do) }

// Background runs work behind the desk.
func (a *App) Background(where string, work func()) { a.goBackground(where, work) }

// BreakRecovery makes the new screens of the next recovery panic.
func (a *App) BreakRecovery() { a.window = nil }

// Lock locks the counter.
func (a *App) Lock() { a.lock() }

// Pages returns the names of the pages that the person at the counter has.
func (a *App) Pages() (names []string) {
	for _, item := range a.workplace.items {
		names = append(names, item.Name)
	}
	return names
}

// AskQuit is the window's close button.
func (a *App) AskQuit() { a.askQuit() }

package ui

import "time"

// TickAt is a second of the window's life at a moment.
func (a *App) TickAt(now time.Time) { a.tickAt(now) }

// WaitAudit waits until the check behind the desk has ended.
func (a *App) WaitAudit() { a.audits.Wait() }

// Package leases owns the screen of contracts: what is let to whom, what each asks for and when, a new contract with its
// schedule while it is typed, the turnover of shops, the month's rent, and the early end of a lease.
//
// It imports the counter, look, widgets, shell, forms and month; never another screen or fyne/app. Invariants: nothing is
// signed, billed or ended without a key that says so; nothing is asked of the book on the UI thread.
package leases

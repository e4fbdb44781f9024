// Package settings owns the screen of what can be set: how the window looks, the printer, the book's policies, and the
// book itself.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariants: a policy changes
// only by who may (the ledger refuses others); a value that the ledger refuses is said and nothing is changed.
package settings

// Package billing owns the screen on which a month's bills are made: choose items and a period, see every bill with its
// reason and what cannot be worked out, issue them, take them back, and put right what was billed wrongly.
//
// It imports the counter, look, widgets, shell, forms and month; never another screen or fyne/app. Invariants: nothing is
// issued but what the preview on the screen showed, by its digest; all chosen items are issued or none; nothing is asked of
// the book on the UI thread.
package billing

// Package readings owns the screen on which a sheet of meter readings comes in: every row with its verdict beside the past
// of its meter, the odd ones decided by a person, then on to the bills that follow; and the meters of a room.
//
// It imports the counter, cashier/intake, look, widgets, shell, forms and month; never another screen or fyne/app.
// Invariants: nothing is written before a person said so over the trial of exactly that file; nothing is asked of the book
// on the UI thread.
package readings

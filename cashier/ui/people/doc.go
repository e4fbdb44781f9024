// Package people owns the screen of the staff: who there is, what each role may do, new PINs and letting somebody in
// again.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariants: every change goes
// through the counter in the name of who is signed in; a PIN stays in its entry until it is used and is wiped after.
package people

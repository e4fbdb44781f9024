// Package intake owns the screen that takes a property company's register in: choose a file, see what it would do, take
// it all or its good rows, and give the refused ones back.
//
// It imports the counter, cashier/intake, look, widgets, shell and forms; never another screen or fyne/app. Invariants:
// nothing is written before a person said so over the trial of exactly that file and those choices; what a file says of
// people is shown to who may import and is nowhere logged.
package intake

// Package firstrun owns what stands before the first book: making one, the recovery key, or the demo book; and the page of a recovery key that was
// made anew.
//
// It imports the ledger to make a book, look, widgets, shell and forms; never another screen or fyne/app. Invariants:
// the recovery key is on the screen and in no log or setting; nobody comes past it without typing two of its groups.
package firstrun

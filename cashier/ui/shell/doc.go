// Package shell owns the frame of the desk: rail, status bar, key bar, toasts, background work, and
// the one key table of each screen. Screens plug into it and never touch the window's key handlers.
//
// It imports look, widgets and assets; never a screen, the ledger or fyne/app. Invariants: a window
// has one shell and the shell alone sets its key handlers; keys act on the dialog on top if there is
// one; F10 and Alt are left to Windows; no work of a screen runs on the UI thread (Run).
// Call everything from the UI thread, except what says otherwise.
package shell

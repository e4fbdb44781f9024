// Package signin owns the screens before the desk: opening a locked book and signing in.
//
// It imports the counter, look, widgets, shell and forms; never another screen or fyne/app. Invariants: a PIN, a
// passphrase and a recovery key stay in their entry until they are used and are wiped after; a wrong one says how many
// tries are left and who can help.
package signin

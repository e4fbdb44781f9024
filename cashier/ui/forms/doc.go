// Package forms owns what the screens with entries share: the card in the middle of a bare screen, labels over entries,
// the way of Enter and the arrows through them, and the place where a refusal is said.
//
// It imports look, widgets, shell and the store for its errors, never a screen. Invariants: Enter goes to the next entry and
// submits at the last; a form that is working takes no second Enter. All of it runs on the UI thread.
package forms

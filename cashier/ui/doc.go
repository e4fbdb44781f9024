// Package ui owns the window's life: which screen is shown when, who is signed in, the status bar, the clock, the lock
// after idle minutes, the printer's worker and the check behind the ready desk.
//
// It wires the screens of the packages below and must never import fyne.io/fyne/v2/app, so that all of it runs in tests
// without a display. Invariants: App's fields are touched on the UI thread alone; nothing that asks disk, network or
// printer runs there; the book is closed after everything that uses it has ended.
package ui

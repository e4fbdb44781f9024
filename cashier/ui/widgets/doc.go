// Package widgets owns the parts screens are built of: entries, tables, buttons, cards, dialogs.
//
// It imports Fyne and cashier/ui/look, never the ledger, a screen or fyne/app. Words come from the
// caller in the right language; money comes as finished text. Invariants: every focusable part
// passes on the keys it does not use (ForwardKey), so the shell's key table works whatever has the
// focus; everything to tap is at least look.TapHeight high; focus returns to the entry it left after
// a tap. All of it runs on the UI thread.
package widgets

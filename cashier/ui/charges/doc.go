// Package charges owns the screens of what is charged: the items and their prices, the gallery of templates, the sheet on
// which a rule is filled in or put together with its live preview beside it, a price change with its effect, and the
// concessions of rooms.
//
// It imports the counter, cashier/template, look, widgets, shell and forms, and of the ledger the types it shows; never
// another screen or fyne/app. Invariants: nothing is saved before the key that says so; what changes a price that is there
// asks a second person, whose PIN stays in its entry until it is used and is wiped after; what a preview works out runs off
// the UI thread and is cancelled when a newer one starts.
package charges

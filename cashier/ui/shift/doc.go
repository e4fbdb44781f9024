// Package shift owns the screen of a shift: opening it with a counted float, counting blind, handing over, the Z report,
// and cash put in or taken out between.
//
// It imports the counter, the ledger's words for cash, look, widgets, shell and forms; never another screen or fyne/app.
// Invariants: what should be in the drawer shows only after a count was committed; nothing but the committed count closes
// a shift, and it shows only while it stands; a second Enter changes nothing while the first is under way.
package shift

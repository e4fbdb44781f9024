// Package desk is the screen where money is taken: find a household, see who it is and what it owes, take the money,
// see what to give back and whether the paper came out.
//
// It draws and asks; every rule of money is the cashier package's. It must never import the ledger's store, a device or
// Fyne's app package. Invariants: nothing that touches the disk runs on the UI thread; one Tender is kept over every
// retry, so no Enter takes money twice; what was typed survives every error; a scan never lands in an amount.
package desk

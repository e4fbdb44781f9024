// Package desk is the screen where money is taken: find a household, see who it is and what it owes, take the money,
// see what to give back and whether the paper came out.
//
// It draws a View and sends Inputs: where a payment stands and what may be done is cashier/checkout's, every rule of money
// the ledger's. It must never import the ledger's store, a device or Fyne's app package. Invariants: nothing that touches
// the disk runs on the UI thread; while the book is asked, what is typed is held and handed on in order; what was typed
// survives every error; a scan never lands in an amount; a PIN goes nowhere but into a field for PINs.
package desk

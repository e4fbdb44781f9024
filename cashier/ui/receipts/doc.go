// Package receipts is the screen of what was taken: find a receipt, see what stands on it, print it again, say whether
// its paper came out, void or reverse it with a second person.
//
// It draws and asks; every rule is the cashier package's, also whether a void or a reversal is due. It must never import
// the ledger's store, a device or Fyne's app package. Invariants: nothing that touches the disk runs on the UI thread;
// an undoing keeps one request id over every retry; a PIN lives in its entry alone and is wiped after each try.
package receipts

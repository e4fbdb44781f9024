// Package scanning says what a scanned text is, whatever scanner read it: a paper of ours, a receipt, a payment code on an
// owner's phone, or something that is of no use at a counter; and it writes the code that stands on papers for a household.
//
// It is pure and imports of ours only ledger/payment, ledger/proof, ledger/calendar and ledger/store. Invariants: a text is
// of one kind; what is not known for sure is Unknown and does nothing; a slip's code with any one figure wrong, missing,
// doubled or changed with its neighbour is refused, never read as another's; no scanned text stands in an error.
package scanning

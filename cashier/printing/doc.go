// Package printing brings receipts, notices, slips, Z reports and the key card to paper, opens the drawer, and says what became of
// each: printed, on its way, held up, or not known. A failed print never undoes what it was for.
package printing

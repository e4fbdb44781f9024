// Package billing makes bills and keeps what is owed: an amount frozen with the reason that made it.
//
// A bill is never changed: what was paid is the sum of its allocations, a wrong bill is undone while nothing is allocated
// to it or answered by an adjustment bill, and its id is a hash of what it bills, so making it twice makes it once.
// Runs by rule come with the tariffs; for now bills come from a register's opening balances and from a person's hand.
//
// The package must not import till or payment.
package billing

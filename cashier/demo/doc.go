// Package demo makes an estate to try, to train and to measure with: rooms, people and months of history, written through
// the book's own commands like anybody else's.
//
// It owns the invented names and what happened to them, and must import only the ledger and assets. What it keeps true:
//   - the same options give the same rooms, people, bills, payments and receipt numbers; only ids and keys differ;
//   - the book is marked as a demo and anybody can open it; its PINs are no secret;
//   - every bill says why, and every figure passes the audit.
package demo

// Package money owns the one type in which the book counts: Fen, a whole
// number of hundredths of a yuan. It owns the named roundings, the splitting
// of an amount among weights, and how an amount is written for people.
//
// It imports nothing but the standard library and must never import another
// package of this module.
//
// Invariants: no floating point; no amount that enters through Parse, Add, Sum
// or Allocate is beyond MaxFen; nothing rounds unless its name says so.
package money

// Package calendar owns the book's business dates: days of the Chinese
// calendar year without a time, in the one zone China has.
//
// It imports nothing but the standard library and must never import another
// package of this module.
//
// Invariants: every Date this package makes is "" or a real day between
// 1900-01-01 and 2999-12-31 written YYYY-MM-DD, so dates sort and compare as
// text; no result depends on the zone of the machine.
package calendar

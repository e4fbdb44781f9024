// Package tariff holds the charge rules (收费标准): what a room owes for a span of days under rules dated from when to
// when, and every step that leads to the amount. It is pure: no clock, no file, no table, and the same input has the same
// result whatever the order of maps or the machine's time zone.
//
// A rule adds up lines: what is measured × price × time, or tiers, or a formula. Numbers are exact fractions; the only
// rounding is the rule's own, once, on the sum. What cannot be worked out is an Error for that room and never a zero.
//
// Beside Price the package holds what bills need around an amount: the periods of a billing cycle (Cycle) and due days
// (DueOn), the late fee of a bill (LateFee), and the splitting of a shared cost among rooms (Share).
//
// The package imports money and calendar and nothing else of the book.
package tariff

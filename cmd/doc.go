// Package cmd holds the doors of the project, one folder each: cashier is the
// desktop app, cloud the sync endpoint, ledgerctl the book without a window,
// simulate the pretend devices and the guided tour, gallery every screen drawn
// to pictures. A door is flags and wiring only; what it opens on is written
// below it. No door imports another.
//
// The package itself has no code. Its tests hold what is true of the whole
// house: which way imports point, what lies at the top level, how long a file
// may be.
package cmd

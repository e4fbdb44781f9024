// Package rules holds what the law says of money at a property-fee counter, a row a rule, by the place where it holds (规定包).
// It is JSON as shouqi/ledger/law reads it; this package knows only its bytes. A field that nobody has checked is left out.
package rules

import _ "embed" // the table is part of the program: a counter needs nothing else on disk

//go:embed rules.json
var table []byte

// Table returns the table of places and rules. It is fixed when the program is built; callers must not change it.
func Table() []byte { return table }

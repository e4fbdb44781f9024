package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// Purpose is what a prepayment (预存款) may be kept for and what the bills of an item are for: money that is kept for one
// purpose pays the bills of that purpose alone. Events and items keep the name.
type Purpose string

// The purposes. A prepayment for AnyPurpose pays every bill; an item of AnyPurpose is paid by no other.
const (
	AnyPurpose  Purpose = ""
	PropertyFee Purpose = "property"
	Utilities   Purpose = "utilities"
	Parking     Purpose = "parking"
)

// Purposes are all purposes in the order of menus and reports, AnyPurpose first.
var Purposes = []Purpose{AnyPurpose, PropertyFee, Utilities, Parking}

// IsKnown reports whether a purpose is one of Purposes.
func (p Purpose) IsKnown() bool { return slices.Contains(Purposes, p) }

// Name returns the word for a purpose on paper, in sheets and on the command line.
func (p Purpose) Name() string {
	return map[Purpose]string{AnyPurpose: "通用", PropertyFee: "物业费", Utilities: "水电气", Parking: "停车费"}[p]
}

// PurposeOf returns the purpose of the bills of an item, by the name that stands on the bill. A late fee has the purpose of the
// item that it is of. An item that the book has no rule of, as an opening balance may name, is of AnyPurpose.
func PurposeOf(tx *store.Tx, item string) (Purpose, error) {
	name := strings.TrimSuffix(item, LateFeeSuffix)
	return store.Recall(tx, purposeKey{name}, func() (purpose Purpose, err error) {
		_, err = tx.Get("SELECT purpose FROM items WHERE name = ?", []any{name}, &purpose)
		return purpose, err
	})
}

// purposeKey is the key under which a transaction recalls the purpose of an item.
type purposeKey struct{ item string }

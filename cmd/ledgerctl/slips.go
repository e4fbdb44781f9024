package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"shouqi/ledger/till"
)

// slipFlags returns a flag for every tender that is paid by hand with a number: --card, --transfer and so on, one for each
// such row of till.TenderTypes whose money somebody has seen.
func slipFlags() kong.Plugins {
	var fields []reflect.StructField
	for i, kind := range flagged() {
		tag := fmt.Sprintf(`name:"%s" placeholder:"AMOUNT:REF" help:"%s的金额和交易单号。"`, strings.ReplaceAll(string(kind), "_", "-"), kind.Name())
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("Slip%d", i), Type: reflect.TypeFor[[]slip](), Tag: reflect.StructTag(tag)})
	}
	return kong.Plugins{reflect.New(reflect.StructOf(fields)).Interface()}
}

// flagged returns the kinds that have a flag: the unverified ones are told by --record.
func flagged() []till.TenderKind {
	return slices.DeleteFunc(till.SlipTenders(), till.TenderKind.IsUnverified)
}

// slipTenders returns the tenders that these flags were given.
func slipTenders(flags kong.Plugins) (tenders []till.Tender) {
	given := reflect.ValueOf(flags[0]).Elem()
	for i, kind := range flagged() {
		for _, s := range given.Field(i).Interface().([]slip) {
			tenders = append(tenders, till.Tender{Kind: kind, Fen: s.fen, Reference: s.reference})
		}
	}
	return tenders
}

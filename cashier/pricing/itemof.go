package pricing

import (
	"slices"

	"shouqi/cashier/template"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// ItemOf returns the item that a template starts with, called as bills call it and without a late fee: the rate and the
// clause are the contract's. Where its rule has a base charge on what is collected for a utility, the document that has it
// goes with the item, and a deposit for works wants an inspection before it goes back.
func ItemOf(from template.Template) billing.Item {
	item := billing.Item{Name: from.Item.Name, Kind: from.Item.Kind, Merchant: from.Item.Merchant, HangsOn: estate.Room, Cycle: tariff.Cycle(from.Item.Cycle), Advance: from.Item.Advance,
		DueDays: from.Item.DueDays, TaxPercent: tariff.Value(from.Item.TaxPercent), Purpose: billing.Purpose(from.Item.Purpose), Template: from.ID, Active: true}
	item.Inspect = item.Kind == billing.Deposit && billing.IsForWorks(item.Name)
	if slices.ContainsFunc(from.Examples, func(e template.Example) bool { return e.Facts.Kind == estate.Space }) {
		item.HangsOn = estate.Space
	}
	switch from.Share {
	case "area":
		item.ShareBy = tariff.Area
	case "household":
		item.ShareBy = tariff.Household
	case "usage":
		item.ShareBy = from.Rule.Lines[0].Measure
	}
	if billing.CheckSource(item, from.Rule) != nil { // the published price has a base charge, and the item says where
		item.Source = from.Document()
	}
	return item
}

package demo

import (
	"context"
	"fmt"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The demo's items.
const (
	itemFee     = "物业费"
	itemWater   = "水费"
	itemParking = "停车费"
)

// dueDays is how long a household has to pay.
const dueDays = 14

// charges makes what the estate charges for: a fee by area with another price for shops, water in tiers by the year, and
// a sum a month for a space.
func (m *maker) charges(ctx context.Context) error {
	begins := calendar.Date(fmt.Sprintf("%d-01-01", m.firstMonth().Year()))
	fee := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: price}}}
	}
	water := tariff.Rule{Lines: []tariff.Line{{Name: "阶梯水费", Measure: "usage:水", TierBy: tariff.TierYear,
		Tiers: []tariff.Tier{{UpTo: "180", Price: "5"}, {UpTo: "260", Price: "7"}, {Price: "9"}}}}}
	items := []billing.Item{
		{Name: itemFee, Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Advance: true, DueDays: dueDays, TaxPercent: "6", Subject: "6001", Purpose: billing.PropertyFee, Active: true},
		{Name: itemWater, Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: dueDays, Subject: "2241", Purpose: billing.Utilities, Active: true},
		{Name: itemParking, Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Advance: true, DueDays: dueDays, TaxPercent: "9", Subject: "6051", Purpose: billing.Parking, Active: true},
	}
	tariffs := []billing.NewTariff{
		{Item: itemFee, Name: "住宅", FromOn: begins, Rule: fee(tariff.Value(money.Fen(flatFen).String()))},
		{Item: itemFee, Name: "商铺", Scope: billing.Scope{Uses: []string{"商铺"}}, FromOn: begins, Rule: fee(tariff.Value(money.Fen(shopFen).String()))},
		{Item: itemWater, Name: "居民用水", FromOn: begins, Rule: water},
		{Item: itemParking, Name: "地下车位", FromOn: begins, Rule: tariff.Rule{Lines: []tariff.Line{{Name: "车位管理费", Price: "80"}}}},
	}
	if !slices.ContainsFunc(m.homes, func(h home) bool { return h.priceFen == shopFen }) {
		tariffs = slices.DeleteFunc(tariffs, func(t billing.NewTariff) bool { return t.Name == "商铺" })
	}
	for _, item := range items {
		if err := m.book.Billing.SetItem(ctx, m.manager, staff.Approval{}, item); err != nil {
			return err
		}
	}
	for _, t := range tariffs {
		if err := m.book.Billing.AddTariff(ctx, m.manager, staff.Approval{}, t); err != nil {
			return err
		}
	}
	return nil
}

// issue reads the meters of the month that is over and makes the bills: its water, and the fees of the month that begins.
func (m *maker) issue(ctx context.Context, from calendar.Date) error {
	today := calendar.Of(m.clock)
	before, to := from.AddDays(-1), calendar.Of(from.Time().AddDate(0, 1, -1))
	if err := m.read(ctx, before, today); err != nil {
		return err
	}
	for _, order := range []billing.Order{
		{Source: billing.ItemSource{Item: itemWater}, FromOn: calendar.Date(before.Month() + "-01"), ToOn: before, LeaveOut: true}, // homes nobody lives in have no meter
		{Source: billing.ItemSource{Item: itemFee}, FromOn: from, ToOn: to},
		{Source: billing.ItemSource{Item: itemParking}, FromOn: from, ToOn: to},
	} {
		order.RequestID = "demo/" + from.Month() + "/" + order.Source.Title()
		made, err := m.book.Billing.Run(ctx, m.manager, order)
		if store.Code(err) == billing.CodeNothing { // a small estate without a single space
			continue
		}
		if err != nil {
			return err
		}
		m.made.Bills += made.Count
	}
	return nil
}

// read takes the water meters of every home that somebody lives in.
func (m *maker) read(ctx context.Context, forOn, today calendar.Date) error {
	sheet := meter.Sheet{FileHash: fmt.Sprintf("%016x", m.options.Seed) + string(forOn), ForOn: forOn, Digits: map[string]int{"水": 5}}
	for i := range m.homes {
		h := &m.homes[i]
		if h.empty {
			continue
		}
		previous := tariff.Whole(h.dial)
		h.dial += h.tons + int64(m.random.IntN(5)) - 2
		value := tariff.Whole(h.dial)
		sheet.Offers = append(sheet.Offers, meter.Offer{Line: i + 2, Room: h.code, Kind: "水", Previous: &previous, Value: &value, On: forOn})
	}
	if len(sheet.Offers) == 0 {
		return nil
	}
	_, err := m.book.Meters.Take(ctx, m.manager, meter.Taking{RequestID: "demo/read/" + string(forOn), Sheet: sheet, KeepAll: true})
	return err
}

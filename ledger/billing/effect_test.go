package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// effect is what the price of an item's tariff 基本 from a day on would do.
func (o *office) effect(item string, from calendar.Date, rule tariff.Rule) (effect billing.Effect) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		effect, err = o.Book.Billing.Effect(o.Ctx, tx, billing.NewTariff{Item: item, Name: "基本", FromOn: from, Rule: rule})
		return err
	}))
	return effect
}

func (o *office) changePrice(item string, from calendar.Date, rule tariff.Rule) string {
	o.Helper()
	agreed := o.agreed(staff.SetPrices)
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).ChangePrice(o.Ctx, o.Manager, agreed, billing.PriceChange{Item: item, Tariff: "基本", FromOn: from, Rule: rule})
	})
}

func quarterly(name string) billing.Item {
	item := property()
	item.Name, item.Cycle = name, tariff.EveryQuarter
	return item
}

// The quarter runs from October to December. A price from 1 December to the end of the year, because another is set for January
// already, changes this quarter and no other one.
func TestAChangeInsideARunningQuarterIsSeenThere(t *testing.T) {
	o := newQuarter(t)
	o.charge(quarterly("物业费"), byArea("3"))
	require.Empty(t, o.changePrice("物业费", "2027-01-01", byArea("4")))
	effect := o.effect("物业费", "2026-12-01", byArea("4"))
	require.Equal(t, calendar.Date("2027-01-01"), effect.UntilOn)
	require.Len(t, effect.Periods, 1)
	running := effect.Periods[0]
	require.Equal(t, tariff.Span{From: "2026-10-01", To: "2026-12-31"}, running.Span)
	require.Equal(t, tariff.Span{From: "2026-12-01", To: "2026-12-31"}, running.Held)
	require.Equal(t, 3, running.Changed)
	require.True(t, effect.Changes())
	require.Equal(t, "1-1-101", running.Movers[2].Code)
	require.Equal(t, money.Fen(98_30), running.Movers[2].ChangeFen(), "98.30 m² a yuan more for a month")

	require.Empty(t, o.changePrice("物业费", "2026-12-01", byArea("4")))
	made, code := o.run(billing.Order{RequestID: "q4", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-10-01", ToOn: "2026-12-31"})
	require.Empty(t, code)
	require.Equal(t, running.NewFen, made.SumFen, "what is billed is what was shown")
}

// With nothing set for later it is this quarter in part and the next one whole.
func TestAChangeWithoutAnEndIsSeenInThisPeriodAndTheNext(t *testing.T) {
	o := newQuarter(t)
	o.charge(quarterly("物业费"), byArea("3"))
	effect := o.effect("物业费", "2026-12-01", byArea("4"))
	require.Empty(t, effect.UntilOn)
	require.Len(t, effect.Periods, 2)
	require.True(t, effect.Periods[0].IsPart())
	require.Equal(t, tariff.Span{From: "2027-01-01", To: "2027-03-31"}, effect.Periods[1].Span)
	require.Equal(t, effect.Periods[1].Span, effect.Periods[1].Held)
	require.Equal(t, 3*(effect.Periods[0].NewFen-effect.Periods[0].OldFen), effect.Periods[1].NewFen-effect.Periods[1].OldFen)

	effect = o.effect("物业费", "2027-01-01", byArea("3"))
	require.Len(t, effect.Periods, 1, "it begins with a period")
	require.False(t, effect.Changes(), "the same price is no change")

	require.Empty(t, o.changePrice("物业费", "2027-11-01", byArea("5")))
	effect = o.effect("物业费", "2026-12-01", byArea("4"))
	require.Len(t, effect.Periods, 5, "this quarter and the four of next year, up to the day that another price begins on")
	require.Equal(t, tariff.Span{From: "2027-10-01", To: "2027-10-31"}, effect.Periods[4].Held)
}

// Nobody knows what December will count: the last whole month stands in, with the prices of December, though it was charged by
// another one itself.
func TestTheEffectOnAMeteredItemIsByTheLastUsageAndThePricesOfThen(t *testing.T) {
	o := newQuarter(t)
	water := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}
	by := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: price}}}
	}
	o.charge(water, by("2"))
	require.Empty(t, o.changePrice("水费", "2026-11-21", by("3")))
	before, value := tariff.Whole(0), tariff.Whole(10)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Take(tx.Context(), o.Manager, meter.Taking{RequestID: "r", KeepAll: true, Sheet: meter.Sheet{FileHash: "00ff",
			ForOn: "2026-10-31", Offers: []meter.Offer{{Line: 2, Room: "1-1-101", Kind: "水", Previous: &before, Value: &value, On: "2026-10-31"}}}})
		return err
	}))
	effect := o.effect("水费", "2026-12-01", by("4"))
	require.Len(t, effect.Periods, 1)
	december := effect.Periods[0]
	require.Equal(t, tariff.Span{From: "2026-12-01", To: "2026-12-31"}, december.Span)
	require.Equal(t, tariff.Span{From: "2026-10-01", To: "2026-10-31"}, december.Like)
	require.Equal(t, []money.Fen{30_00, 40_00}, []money.Fen{december.OldFen, december.NewFen}, "10 m³ at 3 and at 4: October's own price was 2")
	require.Equal(t, tariff.Span{From: "2026-12-16", To: "2026-12-31"}, o.effect("水费", "2026-12-16", by("4")).Periods[0].Held)
}

// Each room's year begins on its own day: the year that runs is seen in part, the next one whole.
func TestTheEffectOnAnAnniversaryIsOnTheYearThatRunsAndTheNext(t *testing.T) {
	o := newQuarter(t)
	o.register("4", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 9830, HandoverOn: "2024-03-10"})
	item := property()
	item.Cycle = tariff.Anniversary
	o.charge(item, tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "12", Per: tariff.Year}}})
	effect := o.effect("物业费", "2027-01-01", tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "24", Per: tariff.Year}}})
	require.Len(t, effect.Periods, 2)
	require.Equal(t, tariff.Span{From: "2026-03-10", To: "2027-03-09"}, effect.Periods[0].Span)
	require.Equal(t, tariff.Span{From: "2027-01-01", To: "2027-03-09"}, effect.Periods[0].Held)
	require.Equal(t, tariff.Span{From: "2027-03-10", To: "2028-03-09"}, effect.Periods[1].Held)
	require.Equal(t, money.Fen(1179_60), effect.Periods[1].NewFen-effect.Periods[1].OldFen)
	require.Less(t, effect.Periods[0].NewFen-effect.Periods[0].OldFen, money.Fen(1179_60))
}

// What a household paid ahead keeps its price; the effect says whose bills these are, from the change on and no others.
func TestTheEffectNamesWhatIsIssuedAhead(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead", "1-1-101", nil, "2027-03-31"))
		return err
	}))
	issued := o.effect("物业费", "2027-02-10", byArea("4")).Issued
	require.Equal(t, 2, issued.Count, "February, which the change cuts, and March")
	require.Equal(t, money.Fen(2*29490), issued.SumFen)
	require.Equal(t, []billing.AheadRoom{{Code: "1-1-101", Home: o.room, FromOn: "2027-02-01", ToOn: "2027-03-31", Count: 2, SumFen: 2 * 29490}}, issued.Rooms)
	require.Zero(t, o.effect("物业费", "2027-04-01", byArea("4")).Issued.Count)

	// Another tariff that begins with what is billed: whose bills would come out otherwise.
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		effect, err := o.Book.Billing.Effect(o.Ctx, tx, billing.NewTariff{Item: "物业费", Name: "二栋", Scope: billing.Scope{Buildings: []string{"2"}}, FromOn: "2026-12-01", Rule: byArea("4")})
		require.Zero(t, effect.Issued.Count, "the room paid ahead is in the first building")
		return err
	}))

	// Two agree to put the one household right.
	require.Empty(t, o.changePrice("物业费", "2027-03-01", byArea("4")))
	made, code := o.adjust(billing.Order{Source: billing.ItemSource{Item: "物业费", Only: []string{"1-1-101"}}, FromOn: "2027-03-01", ToOn: "2027-03-31"}, "adjust")
	require.Empty(t, code)
	require.Equal(t, money.Fen(9830), made.SumFen)
	o.Verify()
}

// Two spaces of one household are one household, and a space that belongs to nobody is one of its own.
func TestTheEffectOnSpacesCountsHouseholds(t *testing.T) {
	o := newOffice(t)
	o.register("3", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", Spaces: []string{"B-1", "B-2", "B-3"}},
		estate.Row{Code: "1-1-102", Building: "1", Use: "住宅", Spaces: []string{"C-1"}})
	parking := billing.Item{Name: "停车费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Advance: true, Active: true}
	price := func(yuan string) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Price: tariff.Value(yuan)}}}
	}
	o.charge(parking, price("100"))
	for _, room := range []string{"1-1-101", "1-1-102"} {
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead "+room, room, nil, "2027-01-31"))
			return err
		}))
	}
	effect := o.effect("停车费", "2027-01-01", price("120"))
	require.Len(t, effect.Periods[0].Movers, 4)
	require.Equal(t, 2, effect.Periods[0].Households)
	require.Equal(t, 2, effect.Periods[0].Changed)
	require.Len(t, effect.Issued.Rooms, 4)
	require.Equal(t, 2, effect.Issued.Households())
}

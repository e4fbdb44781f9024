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

const waterFee = "水费"

func waterItem() billing.Item {
	return billing.Item{Name: waterFee, Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}
}

func byUse(price string) tariff.Rule {
	return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: tariff.Value(price)}}}
}

// reads takes readings of room 1-1-101's water meter, from a first one on.
func (o *office) reads(first calendar.Date, stands int64, readings ...any) {
	o.Helper()
	before, on := stands, first
	for i := 0; i < len(readings); i += 2 {
		o.At(calendar.Date(readings[i].(string)))
		was, now := tariff.Whole(before), tariff.Whole(int64(readings[i+1].(int)))
		day := calendar.Date(readings[i].(string))
		require.Empty(o, o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Take(tx.Context(), o.Manager, meter.Taking{RequestID: "read" + string(day), KeepAll: true,
				Sheet: meter.Sheet{FileHash: "00ff" + string(day), Offers: []meter.Offer{{Line: 2, Room: "1-1-101", Kind: "水", Previous: &was, PreviousOn: on, Value: &now, On: day}}}})
			return err
		}))
		before, on = int64(readings[i+1].(int)), day
	}
}

// change gives the item another price from a day on.
func (o *office) change(on calendar.Date, rule tariff.Rule) {
	o.Helper()
	agreed := o.agreed(staff.SetPrices)
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, agreed, billing.PriceChange{Item: waterFee, Tariff: "基本", FromOn: on, Rule: rule})
	}))
}

// owes returns what the household is billed for a month, alone and with the whole estate, and why.
func (o *office) owes(number string) (money.Fen, []string) {
	o.Helper()
	all := o.preview(month(waterFee, number))
	one := o.preview(with(month(waterFee, number), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} }))
	require.Len(o, all.Bills, 1)
	require.Equal(o, all.Bills, one.Bills)
	return one.Bills[0].AmountFen, one.Bills[0].AllSteps
}

// A price of 3 becomes 4 on the 16th of December, and 30 m³ are used.
func TestAPriceThatChangesWithinAMeteredMonth(t *testing.T) {
	for name, c := range map[string]struct {
		readings []any
		want     money.Fen
	}{
		"by the reading of the day before": {[]any{"2026-12-15", 10, "2026-12-31", 30}, 10*300 + 20*400},
		"by days":                          {[]any{"2026-12-31", 31}, 15*300 + 16*400},
		// Read on the 10th, 21 days after: six of them at the old price.
		"by both":             {[]any{"2026-12-10", 9, "2026-12-31", 30}, 9*300 + 5*300 + 16*400},
		"read before it only": {[]any{"2026-12-15", 30}, 30 * 300},
	} {
		t.Run(name, func(t *testing.T) {
			o := newQuarter(t)
			o.charge(waterItem(), byUse("3"))
			o.change("2026-12-16", byUse("4"))
			o.reads("2026-11-30", 0, c.readings...)
			got, why := o.owes("2026-12")
			require.Equal(t, c.want, got, why)
			o.Verify()
		})
	}
}

// What is read on the 15th of January was used in December by half: that half has the old price and the old year's tiers.
func TestAReadingThatBeganInAnotherYearAtAnotherPrice(t *testing.T) {
	tiers := func(first, second string) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", TierBy: tariff.TierYear,
			Tiers: []tariff.Tier{{UpTo: "180", Price: tariff.Value(first)}, {Price: tariff.Value(second)}}}}}
	}
	o := newQuarter(t)
	o.charge(waterItem(), tiers("5", "7"))
	o.change("2027-01-01", tiers("6", "8"))
	o.reads("2026-11-30", 0, "2026-12-15", 170, "2027-01-15", 201, "2027-02-15", 401)
	// 16 m³ of December: 10 at 5, 6 at 7; 15 of January at 6.
	got, why := o.owes("2027-01")
	require.Equal(t, money.Fen(10*500+6*700+15*600), got, why)
	// Of the new year's 180 the 15 of January are gone: 165 at 6, 35 at 8.
	got, why = o.owes("2027-02")
	require.Equal(t, money.Fen(165*600+35*800), got, why)
}

// December was not read: its bill is nothing, and what January's reading counted has the limits and the allowances of both.
func TestAMonthThatNobodyRead(t *testing.T) {
	o := newQuarter(t)
	o.charge(waterItem(), tariff.Rule{Lines: []tariff.Line{
		{Name: "阶梯", Measure: "usage:水", Tiers: []tariff.Tier{{UpTo: "20", Price: "3"}, {Price: "6"}}},
		{Name: "垃圾", Measure: "usage:水", Less: "5", Price: "1"}}})
	o.reads("2026-10-31", 0, "2026-11-30", 25)
	got, _ := o.owes("2026-11")
	require.Equal(t, money.Fen(20*300+5*600+20*100), got)
	waiting := o.preview(month(waterFee, "2026-12"))
	require.Equal(t, "tariff.no_usage", store.Code(waiting.Exceptions[0].Err))

	o.reads("2026-11-30", 25, "2027-01-31", 71)
	got, why := o.owes("2027-01")
	require.Equal(t, money.Fen(40*300+6*600+36*100), got, why)
	require.Contains(t, why[0], "自 2026-12-01 起，按 2 月")
	skipped := o.preview(with(month(waterFee, "2026-12"), func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} }))
	require.Empty(t, skipped.Exceptions)
	require.Equal(t, 1, skipped.Nothing)
	require.Zero(t, skipped.Count)
}

// Who joins in the middle of a tier year has its share of the limits, and not what was used before.
func TestAHouseholdThatJoinsInTheMiddleOfATierYear(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*tariff.Line)
		want   money.Fen // of 120 m³ used from 1 October to 31 December
	}{
		"a twelfth for every month": {func(*tariff.Line) {}, 45*500 + 75*700},
		"by days":                   {func(l *tariff.Line) { l.TierJoin = tariff.JoinDays }, 4537*5 + (12000-4537)*7}, // 180 × 92 ÷ 365 = 45.369…
		"the whole year":            {func(l *tariff.Line) { l.TierJoin = tariff.JoinWhole }, 120 * 500},
		"the room goes on":          {func(l *tariff.Line) { l.TierKeep = true }, 10*500 + 110*700},
	} {
		t.Run(name, func(t *testing.T) {
			o := newQuarter(t)
			line := tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{{UpTo: "180", Price: "5"}, {Price: "7"}}}
			c.change(&line)
			item := waterItem()
			item.Cycle = tariff.EveryQuarter
			o.charge(item, tariff.Rule{Lines: []tariff.Line{line}})
			o.reads("2026-12-31", 0, "2027-09-30", 170)
			o.sell("2027-10-01")
			o.reads("2027-09-30", 170, "2027-12-31", 290)
			seen := o.preview(billing.Order{RequestID: "q4", Source: billing.ItemSource{Item: waterFee, Only: []string{"1-1-101"}}, FromOn: "2027-10-01", ToOn: "2027-12-31"})
			require.InDelta(t, int64(c.want), int64(seen.Bills[0].AmountFen), 1, seen.Bills[0].AllSteps)
		})
	}
}

// A standard that ended and one that begins the day after are parted as a price that changes is.
func TestAnotherStandardWithinWhatAReadingCovers(t *testing.T) {
	o := newQuarter(t)
	o.charge(waterItem(), byUse("3"))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).EndTariff(tx.Context(), o.Manager, staff.Approval{}, waterFee, "基本", "2026-11-30")
	}))
	o.tariff(waterFee, "新标准", billing.Scope{}, "2026-12-01", byUse("4"))
	o.reads("2026-10-31", 0, "2026-12-15", 45)
	got, why := o.owes("2026-12")
	require.Equal(t, money.Fen(30*300+15*400), got, why)
}

// sell gives room 1-1-101 to another owner from a day on.
func (o *office) sell(on calendar.Date) {
	o.Helper()
	o.At(on)
	o.register("3", estate.Row{Code: "1-1-101", Building: "1", Floor: 1, Use: "住宅", AreaCentiM2: 9830, Spaces: []string{"A-01"},
		Owners: []estate.RowParty{{Kind: "person", Name: "李新", ShareBasisPoints: 10000}}})
}

// A household's second and third space cost more than its first, and a space of nobody's is a first one.
func TestTheSecondSpaceOfAHousehold(t *testing.T) {
	o := newOffice(t)
	o.register("2", estate.Row{Code: "1-1-101", Building: "1", AreaCentiM2: 9830, Spaces: []string{"B-07", "A-09", "A-01"}},
		estate.Row{Code: "1-1-102", Building: "1", AreaCentiM2: 9830, Spaces: []string{"A-02"}})
	nth := func(op, value, price string) tariff.Line {
		return tariff.Line{When: []tariff.Condition{{Field: "nth", Op: op, Values: []string{value}}}, Price: tariff.Value(price)}
	}
	o.charge(billing.Item{Name: "车位费", Kind: billing.Income, HangsOn: estate.Space, Cycle: tariff.EveryMonth, Active: true},
		tariff.Rule{Lines: []tariff.Line{nth("=", "1", "150"), nth("≥", "2", "300")}})
	owed := make(map[string]money.Fen)
	for _, b := range o.preview(month("车位费", "2026-12")).Bills {
		owed[b.Code] = b.AmountFen
	}
	require.Equal(t, map[string]money.Fen{"A-01": 15000, "A-09": 30000, "B-07": 30000, "A-02": 15000}, owed)
}

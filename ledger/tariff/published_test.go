package tariff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Beijing's residential electricity: 京发改〔2012〕831号, by the month.
func beijingElectricity() tariff.Rule {
	return lines(tariff.Line{Measure: "usage:电", Tiers: []tariff.Tier{
		{UpTo: "240", Price: "0.4883"}, {UpTo: "400", Price: "0.5383"}, {Price: "0.7883"}}})
}

// Beijing's tap water: 京发改〔2014〕865号, by the year.
func beijingWater() tariff.Rule {
	return lines(tariff.Line{Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{
		{UpTo: "180", Price: "5.00"}, {UpTo: "260", Price: "7.00"}, {Price: "9.00"}}})
}

func metered(kind, quantity string) tariff.Facts {
	return tariff.Facts{Usage: map[string]tariff.Number{kind: number(quantity)}}
}

func TestBeijingElectricity(t *testing.T) {
	for name, c := range map[string]struct {
		quantity string
		to       calendar.Date
		fen      money.Fen
	}{
		"nothing":                          {"0", "2026-01-31", 0},
		"up to the first limit":            {"240", "2026-01-31", 11719},
		"one above":                        {"241", "2026-01-31", 11773},
		"up to the second limit":           {"400", "2026-01-31", 20332},
		"above both":                       {"500", "2026-01-31", 28215},
		"two months have twice the limits": {"500", "2026-02-28", 24515},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.fen, price(t, beijingElectricity(), metered("电", c.quantity), "2026-01-01", c.to).AmountFen)
		})
	}
}

func TestBeijingWaterRunsThroughTheYear(t *testing.T) {
	before := number("0")
	for i, c := range []struct {
		quantity string
		fen      money.Fen
		steps    []string
	}{
		{"100", 50000, []string{"第1阶梯 0–180 m³：100 × 5.00 元 = 500"}},
		{"90", 47000, []string{"本年度此前已用 100 m³", "第1阶梯 0–180 m³：80 × 5.00 元 = 400", "第2阶梯 180–260 m³：10 × 7.00 元 = 70", "阶梯合计 470 元"}},
		{"80", 58000, []string{"本年度此前已用 190 m³", "第2阶梯 180–260 m³：70 × 7.00 元 = 490", "第3阶梯 超过 260 m³：10 × 9.00 元 = 90", "阶梯合计 580 元"}},
		{"10", 9000, []string{"本年度此前已用 270 m³", "第3阶梯 超过 260 m³：10 × 9.00 元 = 90"}},
		{"0", 0, []string{"本年度此前已用 280 m³", "水 0 m³ = 0"}},
	} {
		facts := metered("水", c.quantity)
		facts.UsedBefore = map[string]tariff.Number{"水": before}
		result := price(t, beijingWater(), facts, "2026-01-01", "2026-01-31")
		require.Equal(t, c.fen, result.AmountFen, "bill %d", i+1)
		require.Equal(t, c.steps, result.Steps, "bill %d", i+1)
		before = before.Add(number(c.quantity))
	}
}

// Shanghai's kind: tiers by the year, each with a price for the day and one for the night.
func TestTiersByTimeOfUse(t *testing.T) {
	rule := lines(tariff.Line{Measure: "usage:电", TierBy: tariff.TierYear, Tiers: []tariff.Tier{
		{UpTo: "3120", Bands: []tariff.Band{{"峰", "0.617"}, {"谷", "0.307"}}},
		{UpTo: "4800", Bands: []tariff.Band{{"峰", "0.677"}, {"谷", "0.337"}}},
		{Bands: []tariff.Band{{"峰", "0.977"}, {"谷", "0.487"}}}}})
	facts := home()
	facts.UsedBefore = map[string]tariff.Number{"电": number("3020")}
	result := price(t, rule, facts, "2026-06-01", "2026-06-30")
	// 200 in all: 100 at the first tier, 100 at the second, each 60 by day and 40 by night.
	require.Equal(t, []string{"本年度此前已用 3020 度",
		"第1阶梯 0–3120 度：峰 60 × 0.617 元 = 37.02", "第1阶梯 0–3120 度：谷 40 × 0.307 元 = 12.28",
		"第2阶梯 3120–4800 度：峰 60 × 0.677 元 = 40.62", "第2阶梯 3120–4800 度：谷 40 × 0.337 元 = 13.48", "阶梯合计 103.4 元"}, result.Steps)
	require.Equal(t, money.Fen(10340), result.AmountFen)
}

func TestALargeHouseholdHasHigherLimits(t *testing.T) {
	each := lines(tariff.Line{Measure: "usage:水", HeadsOver: 4, TierBy: tariff.TierPeriod, Tiers: []tariff.Tier{
		{UpTo: "20", Price: "2", EachHead: "5"}, {UpTo: "30", Price: "3", EachHead: "5"}, {Price: "4"}}})
	once := lines(tariff.Line{Measure: "usage:水", HeadsOver: 4, Tiers: []tariff.Tier{
		{UpTo: "20", Price: "2", OverHeads: "100"}, {Price: "4"}}})
	for _, c := range []struct {
		heads string
		rule  tariff.Rule
		fen   money.Fen
	}{
		{"4", each, 11000}, {"5", each, 2*2500 + 3*1000 + 4*500}, {"6", each, 2*3000 + 3*1000},
		{"4", once, 2*2000 + 4*2000}, {"5", once, 2 * 4000}, {"9", once, 2 * 4000},
	} {
		facts := metered("水", "40")
		facts.Fields = map[string]string{"人口": c.heads}
		require.Equal(t, c.fen, price(t, c.rule, facts, "2026-01-01", "2026-01-31").AmountFen, "%s people", c.heads)
	}
}

func TestTheWholeQuantityAtTheTierItReaches(t *testing.T) {
	rule := lines(tariff.Line{Measure: "usage:热", TierWhole: true, TierBy: tariff.TierPeriod, Tiers: []tariff.Tier{
		{UpTo: "100", Price: "1"}, {UpTo: "200", Price: "0.8"}, {Price: "0.5"}}})
	for quantity, fen := range map[string]money.Fen{"0": 0, "100": 10000, "101": 8080, "200": 16000, "300": 15000} {
		require.Equal(t, fen, price(t, rule, metered("热", quantity), "2026-01-01", "2026-01-31").AmountFen, quantity)
	}
}

// A tier of an area has the limit it has, however many months are billed.
func TestTiersOfAnAreaDoNotGrowWithTheMonths(t *testing.T) {
	rule := lines(tariff.Line{Measure: tariff.Area, Tiers: []tariff.Tier{{UpTo: "90", Price: "2"}, {Price: "3"}}})
	result := price(t, rule, home(), "2026-01-01", "2026-03-31")
	require.Equal(t, money.Fen(61470), result.AmountFen)
	require.Equal(t, []string{"第1阶梯 0–90 m²：90 × 2.00 元 = 180", "第2阶梯 超过 90 m²：8.3 × 3.00 元 = 24.9", "阶梯合计 204.9 元 × 3 月 = 614.7"}, result.Steps)
}

// A household whose people nobody recorded pays by the ordinary limits and is told so.
func TestUnknownHeadsHaveTheOrdinaryLimits(t *testing.T) {
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", TierBy: tariff.TierMonth, HeadsOver: 5, Tiers: []tariff.Tier{{UpTo: "15", Price: "5", EachHead: "3"}, {Price: "7"}}}}}
	facts := tariff.Facts{Usage: map[string]tariff.Number{"水": tariff.Whole(20)}}
	result, err := tariff.Price([]tariff.Version{{FromOn: "2026-01-01", Rule: rule}}, facts, "2026-11-01", "2026-11-30", nil)
	require.NoError(t, err)
	require.EqualValues(t, 11000, result.AmountFen) // 15 × 5 + 5 × 7
	require.Contains(t, result.Steps, "未登记人口，按普通限额")
	facts.Fields = map[string]string{tariff.HeadsField: "6"}
	result, err = tariff.Price([]tariff.Version{{FromOn: "2026-01-01", Rule: rule}}, facts, "2026-11-01", "2026-11-30", nil)
	require.NoError(t, err)
	require.EqualValues(t, 10400, result.AmountFen) // 18 × 5 + 2 × 7
}

// A year from any day is one year, whatever months it cuts, and whatever February has.
func TestAYearFromAnyDayIsOneYear(t *testing.T) {
	rule := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "30", Per: tariff.Year}}}
	for from, to := range map[calendar.Date]calendar.Date{"2026-02-10": "2027-02-09", "2027-02-10": "2028-02-09", "2024-02-29": "2025-02-27", "2026-03-31": "2027-03-30",
		"2026-01-31": "2027-01-30", "2027-03-01": "2028-02-29", "2026-12-31": "2027-12-30"} {
		facts := tariff.Facts{AreaCentiM2: 12000, MonthDay: tariff.Span{From: from, To: to}.MonthDay()}
		result, err := tariff.Price([]tariff.Version{{FromOn: "2020-01-01", Rule: rule}}, facts, from, to, nil)
		require.NoError(t, err)
		require.EqualValues(t, 360000, result.AmountFen, from)
	}
	require.Zero(t, tariff.Span{From: "2026-02-10", To: "2027-02-10"}.MonthDay())
	require.Zero(t, tariff.Span{From: "2026-02-10", To: "2026-03-09"}.MonthDay())
}

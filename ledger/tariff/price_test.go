package tariff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

func number(text string) tariff.Number {
	n, err := tariff.ParseExact(text)
	if err != nil {
		panic(err)
	}
	return n
}

// one is a rule that has always held.
func one(rule tariff.Rule) []tariff.Version {
	return []tariff.Version{{FromOn: "1900-01-01", Rule: rule}}
}

func lines(lines ...tariff.Line) tariff.Rule { return tariff.Rule{Lines: lines} }

// home is a room of which everything is known.
func home() tariff.Facts {
	return tariff.Facts{
		Kind: "room", Building: "3", Unit: "2", Number: "1201", Use: "住宅", Layout: "三室", State: "入住", Party: "owner",
		Floor: 12, AreaCentiM2: 9830,
		Fields: map[string]string{"套内面积": "80.5", "人口": "3", "系数": "1.2", "泳池面积": "30", "等级": "甲"},
		Usage:  map[string]tariff.Number{"水": number("25"), "电/峰": number("120"), "电/谷": number("80")},
		Items:  map[string]tariff.Number{"水费": number("125.5")}, Turnover: number("10000"), HasTurnover: true,
	}
}

// price works out one room and refuses to go on where that fails.
func price(t *testing.T, rule tariff.Rule, facts tariff.Facts, from, to calendar.Date, concessions ...tariff.Concession) tariff.Result {
	t.Helper()
	result, err := tariff.Price(one(rule), facts, from, to, concessions)
	require.NoError(t, err)
	return result
}

func TestWhatARoomOwesSaysWhy(t *testing.T) {
	area := tariff.Line{Measure: tariff.Area, Price: "2.85"}
	for name, c := range map[string]struct {
		rule  tariff.Rule
		to    calendar.Date
		fen   money.Fen
		steps []string
	}{
		"a quarter of the property fee": {lines(area), "2026-03-31", 84047,
			[]string{"面积 98.30 m² × 2.85 元 × 3 月 = 840.465", "840.465 → 840.47"}},
		"a part of a month": {lines(area), "2026-01-10", 9037,
			[]string{"面积 98.30 m² × 2.85 元 × 10天/31天 = 约90.372581", "约90.372581 → 90.37"}},
		"a month and a part": {lines(area), "2026-02-14", 42023,
			[]string{"面积 98.30 m² × 2.85 元 × (14天/28天 + 1月) = 420.2325", "420.2325 → 420.23"}},
		"a fixed sum by the day": {lines(tariff.Line{Price: "0.5", Per: tariff.Day}), "2026-01-20", 1000,
			[]string{"定额 0.50 元 × 20 天 = 10"}},
		"a fee by the year": {lines(tariff.Line{Name: "清运费", Measure: tariff.Household, Price: "30", Per: tariff.Year}), "2026-12-31", 3000,
			[]string{"清运费：每户 30.00 元 × 1 年 = 30"}},
		"a lift by the storey above the third": {lines(tariff.Line{Measure: tariff.Floor, Less: "3", Price: "2"}), "2026-01-31", 1800,
			[]string{"楼层 (12 − 3) 层 × 2.00 元 × 1 月 = 18"}},
		"a share of the water fee": {lines(tariff.Line{Measure: "item:水费", Price: "0.1"}), "2026-02-28", 1255,
			[]string{"水费 125.5 元 × 0.10 元 = 12.55"}},
		"an area inside with a coefficient of the room's own": {lines(tariff.Line{Measure: tariff.InnerArea, Price: "2", Factor: "[系数]"}), "2026-01-31", 19320,
			[]string{"套内面积 80.5 m² × 2.00 元 × 1.2 × 1 月 = 193.2"}},
		"base and use, not below ten": {tariff.Rule{Least: "200", Lines: []tariff.Line{
			{Name: "基础费", Price: "5"}, {Name: "水费", Measure: "usage:水", Less: "5", Price: "4"}}}, "2026-01-31", 20000,
			[]string{"基础费：定额 5.00 元 × 1 月 = 5", "水费：水 (25 − 5) m³ × 4.00 元 = 80", "合计 5 + 80 = 85", "不低于 200.00 元 × 1 月 = 200"}},
		"a turnover share against a floor of a line": {lines(tariff.Line{Measure: tariff.Turnover, Price: "0.05", Least: "600"}), "2026-01-31", 60000,
			[]string{"营业额 10000 元 × 0.05 元 = 500", "不低于 600.00 元"}},
		"a formula": {lines(tariff.Line{Formula: `面积 * 2 + 如果(用途 == "住宅", 10, 20)`}), "2026-01-31", 20660,
			[]string{`面积 * 2 + 如果(用途 == "住宅", 10, 20)（面积 98.30 m²、用途 住宅） = 206.6 元 × 1 月 = 206.6`}},
	} {
		t.Run(name, func(t *testing.T) {
			result := price(t, c.rule, home(), "2026-01-01", c.to)
			require.Equal(t, c.steps, result.Steps)
			require.Equal(t, c.fen, result.AmountFen)
			require.True(t, result.Applies)
		})
	}
}

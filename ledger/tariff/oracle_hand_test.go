package tariff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// The oracle is asked what was worked out by hand, so that it is more than the engine's mirror.
func TestTheOracleAnswersWhatWasWorkedOutByHand(t *testing.T) {
	beijingPower := []tariff.Tier{{UpTo: "240", Price: "0.4883"}, {UpTo: "400", Price: "0.5383"}, {Price: "0.7883"}}
	beijingWater := []tariff.Tier{{UpTo: "180", Price: "5"}, {UpTo: "260", Price: "7"}, {Price: "9"}}
	usage := func(kind, quantity string) tariff.Facts {
		return tariff.Facts{Usage: map[string]tariff.Number{kind: mustNumber(quantity)}}
	}
	room := tariff.Facts{AreaCentiM2: 9830}
	area := tariff.Line{Measure: tariff.Area, Price: "2.85"}
	power := tariff.Line{Measure: "usage:电", Tiers: beijingPower}
	seasons := usage("水", "100")
	seasons.UsedBefore = map[string]tariff.Number{"水": mustNumber("170")}
	bands := tariff.Facts{Usage: map[string]tariff.Number{"电/峰": tariff.Whole(60), "电/谷": tariff.Whole(40)}}
	crowd := usage("水", "30")
	crowd.Fields = map[string]string{"人口": "7"}

	for _, hand := range []struct {
		name     string
		rule     tariff.Rule
		facts    tariff.Facts
		from, to calendar.Date
		exact    string
		fen      int64
	}{
		{"98.30 m² for a quarter", tariff.Rule{Lines: []tariff.Line{area}}, room, "2026-01-01", "2026-03-31", "840.465", 84047},
		{"half up to the jiao", tariff.Rule{Lines: []tariff.Line{area}, Rounding: tariff.Rounding{To: "jiao"}}, room,
			"2026-01-01", "2026-03-31", "840.465", 84050},
		{"29 days of a leap February", tariff.Rule{Lines: []tariff.Line{area}}, room, "2024-02-01", "2024-02-29", "280.155", 28016},
		{"ten days by the days of April", tariff.Rule{Lines: []tariff.Line{area}}, room, "2026-04-21", "2026-04-30", "93.385", 9339},
		{"31 days less one are 30 of 30", tariff.Rule{Lines: []tariff.Line{area}, Proration: tariff.ByThirty}, room,
			"2026-01-02", "2026-01-31", "280.155", 28016},
		{"two days in two months are two", tariff.Rule{Lines: []tariff.Line{area}, Proration: tariff.ByWhole}, room,
			"2026-01-31", "2026-02-01", "560.31", 56031},
		{"power to the second tier", tariff.Rule{Lines: []tariff.Line{power}}, usage("电", "300"), "2026-01-01", "2026-01-31",
			"149.49", 14949},
		{"power of two months has double limits", tariff.Rule{Lines: []tariff.Line{power}}, usage("电", "600"), "2026-01-01",
			"2026-02-28", "298.98", 29898},
		{"water over the year", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Tiers: beijingWater, TierBy: tariff.TierYear}}},
			seasons, "2026-05-01", "2026-06-30", "700", 70000}, // 10 × 5 + 80 × 7 + 10 × 9
		{"water whole at the tier it reaches", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Tiers: beijingWater,
			TierBy: tariff.TierYear, TierWhole: true}}}, seasons, "2026-05-01", "2026-06-30", "900", 90000},
		{"peak and valley by their usage", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:电", Tiers: []tariff.Tier{
			{UpTo: "50", Bands: []tariff.Band{{Name: "峰", Price: "0.6"}, {Name: "谷", Price: "0.3"}}}, {Price: "1"}}}}}, bands,
			"2026-01-01", "2026-01-31", "74", 7400}, // 30 × 0.6 + 20 × 0.3 + 50 × 1
		{"two people more than five raise the limit", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", HeadsOver: 5,
			Tiers: []tariff.Tier{{UpTo: "15", EachHead: "3", Price: "2"}, {Price: "4"}}}}}, crowd, "2026-01-01", "2026-01-31",
			"78", 7800}, // 21 × 2 + 9 × 4
		{"heating in two of its months", tariff.Rule{Lines: []tariff.Line{{Price: "31", When: []tariff.Condition{{Field: "month",
			Op: "in", Values: []string{"11", "12"}}}}}}, room, "2026-10-15", "2026-12-16", "47", 4700},
	} {
		t.Run(hand.name, func(t *testing.T) {
			known := trees{}
			exact, fen, applies, failed := known.oracle([]tariff.Version{{FromOn: "2010-01-01", Rule: hand.rule}}, &hand.facts,
				hand.from, hand.to, nil)
			require.False(t, failed)
			require.True(t, applies)
			require.Zero(t, exact.Cmp(decimalOf(hand.exact)), exact.RatString())
			require.Equal(t, hand.fen, fen)
		})
	}
}

// The oracle takes the engine's words, never its work.
func TestTheOracleUsesNothingOfTheEngine(t *testing.T) {
	for _, name := range []string{"oracle_calc_test.go", "oracle_conditions_test.go", "oracle_facts_test.go",
		"oracle_formula_test.go", "oracle_span_test.go", "oracle_tiers_test.go", "oracle_metered_test.go", "oracle_parts_test.go", "oracle_concede_test.go",
		"oracle_meets_test.go", "oracle_bounds_test.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			call, isCall := node.(*ast.CallExpr)
			if !isCall {
				return true
			}
			if called, ok := call.Fun.(*ast.SelectorExpr); ok {
				if from, ok := called.X.(*ast.Ident); ok && from.Name == "tariff" {
					require.Equal(t, "Measure", called.Sel.Name, "%s calls the engine", name)
				}
			}
			return true
		})
	}
}

// A price that changes and a concession that ends each share the month by days; what is missing is no answer.
func TestTheOracleCutsTheSpan(t *testing.T) {
	monthly := func(price tariff.Value) tariff.Rule {
		return tariff.Rule{Lines: []tariff.Line{{Price: price}}}
	}
	versions := []tariff.Version{{FromOn: "2010-01-01", Rule: monthly("30")}, {FromOn: "2026-04-11", Rule: monthly("60")}}
	half := []tariff.Concession{{ToOn: "2026-04-20", Factor: tariff.Ratio(1, 2)}}
	exact, fen, applies, failed := trees{}.oracle(versions, &tariff.Facts{}, "2026-04-01", "2026-04-30", half)
	require.False(t, failed)
	require.True(t, applies)
	require.Zero(t, exact.Cmp(big.NewRat(35, 1)), exact.RatString()) // 10 × 1 × ½ + 10 × 2 × ½ + 10 × 2
	require.EqualValues(t, 3500, fen)

	for _, measure := range []tariff.Measure{"area", "inner_area", "heads", "turnover", "usage:水", "item:水费", "field:泳池面积"} {
		rule := tariff.Rule{Lines: []tariff.Line{{Measure: measure, Price: "1"}}}
		_, _, _, failed = trees{}.oracle([]tariff.Version{{FromOn: "2010-01-01", Rule: rule}}, &tariff.Facts{}, "2026-04-01",
			"2026-04-30", nil)
		require.True(t, failed, measure)
	}
}

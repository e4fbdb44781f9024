package tariff_test

import (
	"testing"

	"shouqi/ledger/tariff"
)

// A run prices a million rooms, so one may take 10 µs, or 30 with tiers.
func BenchmarkPrice(b *testing.B) {
	tiers := tariff.Line{Name: "阶梯水费", Measure: "usage:水", TierBy: tariff.TierYear, Tiers: []tariff.Tier{
		{UpTo: "180", Price: "5"}, {UpTo: "260", Price: "7"}, {Price: "9"}}}
	for _, c := range []struct {
		name string
		rule tariff.Rule
	}{
		{"area", lines(tariff.Line{Measure: tariff.Area, Price: "2.85"})},
		{"tiers", lines(tiers)},
		{"formula", lines(tariff.Line{Formula: `面积 * 2.85 + 如果(楼层 > 6, (楼层 - 6) * 2, 0)`})},
	} {
		b.Run(c.name, func(b *testing.B) {
			facts, versions := home(), one(c.rule)
			facts.UsedBefore = map[string]tariff.Number{"水": number("170")}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tariff.Price(versions, facts, "2026-01-01", "2026-03-31", nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package widgets_test

import "testing"

func BenchmarkTableRefresh(b *testing.B) {
	table, _, _ := billTable(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		table.Refresh()
	}
}

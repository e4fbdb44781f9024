package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/report"
)

// A table of a book to practise in says so in its tab, its title and around its rows; the tables given stay as they were.
func TestATableOfABookToPractiseInSaysSo(t *testing.T) {
	sheets := []report.Sheet{{Name: "汇总", Title: "阳光花园 2026-11-21 收款汇总", Rows: []report.Row{{Cells: []report.Cell{{Text: "物业费"}}}}}}
	marked := report.Training.On(sheets)
	require.Equal(t, "练习汇总", marked[0].Name)
	require.Equal(t, "练习 · 阳光花园 2026-11-21 收款汇总", marked[0].Title)
	require.Len(t, marked[0].Rows, 3)
	for _, at := range []int{0, 2} {
		require.Equal(t, report.NoteRow, marked[0].Rows[at].Kind)
		require.Contains(t, marked[0].Rows[at].Cells[0].Text, "练习")
	}
	require.Len(t, sheets[0].Rows, 1)
	require.Equal(t, "汇总", sheets[0].Name)
}

package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// linesOf returns a sheet's lines as the texts of their cells, "￥" before a sum.
func linesOf(s report.Sheet) (lines []string) {
	for _, row := range s.Rows {
		var cells []string
		for _, cell := range row.Cells {
			switch cell.Kind {
			case report.MoneyCell:
				cells = append(cells, cell.Fen.Yuan())
			default:
				cells = append(cells, cell.Text)
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines
}

// Whoever counts again until it ties has seen what the book has: finance reads what the first count found.
func TestFinanceSeesWhatEachCountFound(t *testing.T) {
	c := newCounter(t)
	c.open(500_00)
	c.take(room, c.openingBill(), 840_47, tendered(till.Tender{Kind: till.Card, Fen: 840_47, Reference: "K1"}))
	_, err := c.Book.Till.Count(c.Ctx, c.Cashier, till.CountedSum(490_00))
	require.NoError(t, err)
	_, err = c.Book.Till.CountSlips(c.Ctx, c.Cashier, nil)
	require.NoError(t, err)
	c.close(500_00)

	day := c.day("2026-11-20")
	sheets := day.Sheets()
	var told []string
	for _, sheet := range sheets {
		if sheet.Name == "现金" {
			told = linesOf(sheet)
		}
	}
	require.Subset(t, told, []string{"第1次清点|￥490.00", "第1次长短款|-￥10.00", "第2次清点|￥500.00", "第2次长短款|￥0.00", "第1次凭条|刷卡少 840.47", "第2次凭条|账款相符"})

	require.NoError(t, c.Book.Store.Read(c.Ctx, func(tx *store.Tx) error {
		shifts, err := report.Shifts(tx, "2026-11-20")
		require.NoError(t, err)
		lines := linesOf(shifts.Sheets()[0])
		require.Subset(t, lines, []string{"第1次清点||￥490.00", "第1次长短款||-￥10.00", "第2次清点||￥500.00", "第2次凭条清点||账款相符"})
		return nil
	}))
}

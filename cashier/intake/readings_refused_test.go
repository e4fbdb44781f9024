package intake

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// In a workbook of refused rows the line of groups above the header is gone, so the header has to say whose figures these are.
func TestRefusedRowsUnderAGroupedHeaderComeBack(t *testing.T) {
	rows := [][]any{{"房号", "水表", nil, "电表", nil, "抄表日期"}, {nil, "上期", "本期", "上期", "本期", nil},
		{"1-1-101", "563", "抄不到", "20342", "20633", "2026-10-28"}, {"1-1-102", "10", "12", "20", "24", "2026-10-28"}}
	sheet := readSheet(t, workbookOf(t, rows, func(file *excelize.File) {
		for _, cells := range [][2]string{{"A1", "A2"}, {"B1", "C1"}, {"D1", "E1"}, {"F1", "F2"}} {
			require.NoError(t, file.MergeCell("Sheet1", cells[0], cells[1]))
		}
	}))
	plan, err := sheet.Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Len(t, plan.Refused, 1)
	require.Len(t, plan.Rows, 2)
	require.Equal(t, map[int][]string{4: {"1-1-102", "10", "12", "20", "24", "2026-10-28"}}, plan.Cells)

	var buffer bytes.Buffer
	require.NoError(t, WriteRefused(&buffer, &Plan{Columns: plan.Columns, Refused: plan.Refused}))
	file, err := excelize.OpenReader(&buffer)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, file.SetCellStr(file.GetSheetName(0), "C2", "579"))
	var mended bytes.Buffer
	require.NoError(t, file.Write(&mended))
	again, err := readSheet(t, mended.Bytes()).Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Empty(t, again.Refused)
	require.Equal(t, []string{"水", "电"}, again.Kinds)
	require.Len(t, again.Rows, 2)
	require.Equal(t, []string{"579", "20633"}, []string{again.Rows[0].Value, again.Rows[1].Value})
}

package intake

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"shouqi/ledger/calendar"
)

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for _, written := range []string{"2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "2026年3月1号", "２０２６／３／１", "20260301", "2026/3/1 8:00", "2026/3/1 下午 8:00:00",
		"2026-03-01T00:00:00.000+08:00", "2026年3月1日 星期日", "2026/3/1(周日)", "46082", "2026年3月", "2026/3", "2026-03"} {
		plan := planOf(t, []byte("房号,业主,交房日期\n1-1-101,测试甲,"+written+"\n"), Options{})
		require.True(t, plan.Whole(), "%s: %v", written, plan.Refused)
		require.Equal(t, calendar.Date("2026-03-01"), plan.Rows[0].Room.HandoverOn, written)
		alone := strings.HasSuffix(written, "月") || strings.HasSuffix(written, "3")
		require.Equal(t, alone, len(plan.Rows[0].Warnings) == 1, written)
	}
	for _, written := range []string{"2026.3", "2026年", "26/3/1", "2026年13月", "3月1日", "2026/2/30", "1900年1月"} {
		plan := planOf(t, []byte("房号,业主,交房日期\n1-1-101,测试甲,"+written+"\n"), Options{})
		require.Equal(t, []Code{codeDateSyntax}, codes(plan.Refused[0].Issues), written)
	}
}

// A month alone is no day on which somebody read a meter.
func TestADayOfReadingIsADay(t *testing.T) {
	for written, want := range map[string]calendar.Date{"2026/10/31": "2026-10-31", "2026.10.31": "2026-10-31", "2026年10月31日": "2026-10-31", "2026年10月": ""} {
		readings, err := readSheet(t, []byte("房号,水表本期,抄表日期\n1-1-101,5,"+written+"\n")).Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		if want == "" {
			require.Contains(t, readings.Refused[0].Issues[0].Text, "“2026年10月”，不是抄表的日子")
			continue
		}
		require.Equal(t, want, readings.Rows[0].On, written)
	}
}

// Workbooks of old Macs count days from 1904. What a cell shows is the same day.
func TestWorkbooksThatCountFrom1904(t *testing.T) {
	header := []any{"房号", "业主", "交房日期", "水表本期", "抄表日期"}
	for from1904, serial := range map[bool]int{false: 46082, true: 46082 - 1462} {
		data := workbookOf(t, [][]any{header, {"1-1-101", "测试甲", serial, 5, serial}, {"1-1-102", "测试乙", serial, 5, serial}, {serial, "测试丙", serial, 5, serial}}, func(file *excelize.File) {
			require.NoError(t, file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}))
			for format, cells := range map[string][2]string{"yyyy/m/d": {"C2", "E2"}, `yyyy"年"m"月"`: {"A4", "A4"}} {
				style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
				require.NoError(t, err)
				for _, cell := range cells {
					require.NoError(t, file.SetCellStyle("Sheet1", cell, cell, style))
				}
			}
		})
		sheet := readSheet(t, data)
		require.Equal(t, from1904, sheet.Date1904)
		plan, err := sheet.Plan(context.Background(), Options{Map: map[int]Field{3: fieldIgnore, 4: fieldIgnore}})
		require.NoError(t, err)
		require.Len(t, plan.Rows, 2)
		readings, err := sheet.Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		for i := range plan.Rows {
			require.Equal(t, calendar.Date("2026-03-01"), plan.Rows[i].Room.HandoverOn)
			require.Equal(t, calendar.Date("2026-03-01"), readings.Rows[i].On)
		}
		require.Equal(t, "2026-03-01", plan.Refused[0].Cells[0], "given back as it shows, and refused again")
	}
}

func TestMonths(t *testing.T) {
	for _, text := range []string{"2026-03", "2026/3", "2026年3月", " 2026 年 03 月 "} {
		first, ok := ParseMonth(text)
		require.True(t, ok, text)
		require.Equal(t, calendar.Date("2026-03-01"), first)
	}
	for _, text := range []string{"", "2026.3", "十月", "2026-13", "2026-03-01", "202603"} {
		_, ok := ParseMonth(text)
		require.False(t, ok, text)
	}
}

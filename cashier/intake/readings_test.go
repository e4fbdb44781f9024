package intake

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
)

func readingsOf(t *testing.T, options ReadingOptions, lines ...string) (*Readings, error) {
	t.Helper()
	sheet, err := Read(context.Background(), "readings.csv", []byte(strings.Join(lines, "\n")), "")
	require.NoError(t, err)
	return sheet.Readings(context.Background(), options)
}

func TestTheSampleOfReadings(t *testing.T) {
	sheet, err := Load(context.Background(), "testdata/meters-2026-10.xlsx", "")
	require.NoError(t, err)
	plan, err := sheet.Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{"水", "电"}, plan.Kinds)
	require.Len(t, plan.Rows, 252)
	require.Empty(t, plan.Refused)
	require.Empty(t, plan.Warnings)
	require.Equal(t, Reading{Line: 2, Cell: "D2", Room: "1-1-101", Kind: "水", Previous: "563", Value: "579", On: "2026-10-28"}, plan.Rows[0])
	require.Equal(t, Reading{Line: 2, Cell: "F2", Room: "1-1-101", Kind: "电", Previous: "20342", Value: "20633", On: "2026-10-28"}, plan.Rows[1])
	for _, row := range plan.Rows {
		require.Equal(t, calendar.Date("2026-10-28"), row.On)
		require.Equal(t, row.Value == "", row.Line == 35 && row.Kind == "水", "row %d", row.Line)
	}
}

func TestReadingsAsPeopleKeepThem(t *testing.T) {
	row := func(kind, previous, value string) Reading {
		return Reading{Room: "1-1-101", Kind: kind, Previous: previous, Value: value, On: "2026-10-28"}
	}
	cases := []struct {
		name    string
		options ReadingOptions
		lines   []string
		rows    []Reading
	}{
		{"other words", ReadingOptions{}, []string{"阳光花园十月抄表", "楼栋,单元,房间号,冷水表上月读数（吨）,冷水表本月读数（吨）,煤气表起码,煤气表止码,抄表时间", "1,1,101,1 200,1210.50,7,9,2026年10月28日"},
			[]Reading{row("水", "1200", "1210.5"), row("燃气", "7", "9")}},
		{"bands, and the dial that repeats their sum", ReadingOptions{}, []string{"房号,电表上期,电表本期,电表(峰)上期,电表(峰)本期,电表谷上期,电表谷本期,抄表日期", "1-1-101,30,60,20,40,10,20,2026-10-28"},
			[]Reading{row("电/总", "30", "60"), row("电/峰", "20", "40"), row("电/谷", "10", "20")}},
		{"a meter a row", ReadingOptions{}, []string{"房号,表类型,表号,上期读数,本期读数,用量,抄表日期", "1-1-101,水表,W1,563,579,16,2026-10-28", "1-1-101,电,E7,20342,20633,291,2026-10-28"},
			[]Reading{row("水", "563", "579"), row("电", "20342", "20633")}},
		{"only new figures, the kind and the day told by a person", ReadingOptions{Kind: "热水", On: "2026-10-28"}, []string{"房号,业主,本期读数", "1-1-101,张三,0579.0"},
			[]Reading{row("热水", "", "579")}},
		{"no such meter in the room", ReadingOptions{}, []string{"房号,水表上期,水表本期,热水表上期,热水表本期,抄表日期", "1-1-101,563,579,,,2026-10-28", "合计,563,579,,,"},
			[]Reading{row("水", "563", "579")}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plan, err := readingsOf(t, c.options, c.lines...)
			require.NoError(t, err)
			require.Empty(t, plan.Refused)
			for i := range plan.Rows {
				plan.Rows[i].Line, plan.Rows[i].Cell, plan.Rows[i].Number = 0, "", ""
			}
			require.Equal(t, c.rows, plan.Rows)
		})
	}
}

func TestReadingsThatCannotBeRead(t *testing.T) {
	header := "房号,水表上期,水表本期,抄表日期"
	for _, c := range []struct {
		name, line string
		code       Code
	}{
		{"a word", "1-1-101,563,没抄到,2026-10-28", codeNumberSyntax},
		{"below zero", "1-1-101,563,-579,2026-10-28", codeNumberSyntax},
		{"an exponent", "1-1-101,563,5e9,2026-10-28", codeNumberSyntax},
		{"too long", "1-1-101,563,57900000000,2026-10-28", codeNumberRange},
		{"too fine", "1-1-101,563,579.00001,2026-10-28", codeNumberRange},
		{"no room", ",563,579,2026-10-28", codeNoRoom},
		{"a phone for a room", "13800001111,563,579,2026-10-28", codeRoomSyntax},
		{"no such day", "1-1-101,563,579,2026-02-30", codeDateSyntax},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan, err := readingsOf(t, ReadingOptions{}, header, c.line)
			require.NoError(t, err)
			require.Empty(t, plan.Rows)
			require.Len(t, plan.Refused, 1)
			require.Equal(t, c.code, plan.Refused[0].Issues[0].Code)
			require.NotContains(t, plan.Refused[0].Issues[0].Text, "13800001111")
		})
	}
	for _, lines := range [][]string{{"房号,业主,建筑面积", "1-1-101,张三,90"}, {"水表上期,水表本期", "563,579"}, {"张三,李四", "1,2"}} {
		_, err := readingsOf(t, ReadingOptions{}, lines...)
		var fileError *FileError
		require.True(t, errors.As(err, &fileError), lines[0])
	}
	// Nobody says what kind of meter it is.
	plan, err := readingsOf(t, ReadingOptions{}, "房号,上期读数,本期读数,抄表日期", "1-1-101,563,579,2026-10-28")
	require.NoError(t, err)
	require.Equal(t, codeMeterKind, plan.Refused[0].Issues[0].Code)
}

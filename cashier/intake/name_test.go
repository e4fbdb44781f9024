package intake

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func faulty(t *testing.T, name string) *Sheet {
	t.Helper()
	sheet, err := Load(context.Background(), "testdata/faults/"+name, "")
	require.NoError(t, err)
	return sheet
}

func TestARoomIsWhatItsCellShows(t *testing.T) {
	for name, want := range map[string]struct {
		rooms   []string
		refused []int
	}{
		"format-leading-zero.xlsx": {rooms: []string{"1-1-0101", "1-1-0102"}},
		"format-prefix.xlsx":       {rooms: []string{"1-1-101", "102"}, refused: []int{3}}, // shown as 1-1-101 again
		"format-scientific.xlsx":   {rooms: []string{"1-1-101"}, refused: []int{2, 3}},
	} {
		plan, err := faulty(t, name).Plan(context.Background(), Options{})
		require.NoError(t, err)
		require.Equal(t, want.rooms, roomCodes(plan), name)
		var refused []int
		for _, refusal := range plan.Refused {
			refused = append(refused, refusal.Line)
		}
		require.Equal(t, want.refused, refused, name)
	}
}

func TestAMetersNumberIsWhatItsCellShows(t *testing.T) {
	readings, err := faulty(t, "format-meter-1.xlsx").Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{"00012345", "00012346"}, []string{readings.Rows[0].Number, readings.Rows[1].Number})
	require.Equal(t, 4, readings.Refused[0].Line)
	require.Equal(t, []Code{codeNotName}, codes(readings.Refused[0].Issues))
	again, err := faulty(t, "format-meter-2.xlsx").Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Equal(t, readings.Rows[0].Number, again.Rows[0].Number)

	room, err := faulty(t, "format-meter-room.xlsx").Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Equal(t, "1-1-0110", room.Rows[0].Room)
}

// formatted writes one row under a header, each number in its own format.
func formatted(t *testing.T, header []any, numbers []any, formats []string) []byte {
	t.Helper()
	return workbookOf(t, [][]any{header, numbers}, func(file *excelize.File) {
		for i, format := range formats {
			if format != "" {
				style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
				require.NoError(t, err)
				require.NoError(t, file.SetCellStyle("Sheet1", letter(i)+"2", letter(i)+"2", style))
			}
		}
	})
}

func TestOneRuleForEveryName(t *testing.T) {
	header := []any{"楼栋", "单元", "房号", "业主", "联系电话", "车位", "车牌", "建筑面积", "欠费", "电表号", "备注"}
	numbers := []any{1, 2, 301, "测试甲", 1088880000, 7, "京A12345", 1088, 1234, 12345, 42}
	formats := []string{"00", "0", "0000", "", `000-00000000`, `"B1-"000`, "", "#,##0.00", "#,##0", "00000000", "0000"}
	plan := planOf(t, formatted(t, header, numbers, formats), Options{Map: map[int]Field{9: fieldOwn}})
	require.True(t, plan.Whole(), plan.Refused)
	row := plan.Rows[0]
	require.Equal(t, "1-2-0301", row.Room.Code)
	require.Equal(t, []string{"010-88880000"}, row.Parties[0].Phones)
	require.Equal(t, []string{"B1-007"}, row.Spaces)
	require.EqualValues(t, 1088_00, row.Room.AreaCentiM2)
	require.EqualValues(t, 1234_00, row.Arrears[0].Fen)
	require.Equal(t, map[string]string{"电表号": "00012345"}, row.Room.Fields)
	require.Equal(t, "0042", row.Remark)
}

// What a name's cell shows that is none refuses the row, and goes on doing so
// when the refused row comes back unmended.
func TestWhatShowsNoNameIsRefusedTwice(t *testing.T) {
	header := []any{"楼栋", "单元", "房号", "业主", "联系电话", "车位", "车牌"}
	for column, format := range map[int]string{0: "0.00", 1: "yyyy-mm-dd", 2: "0.00E+00", 4: "0.00E+00", 5: `m"月"d"日"`, 6: "0%"} {
		for _, format := range []string{format, "# ?/?"} {
			numbers := []any{1, 2, 301, "测试甲", 13800000001, 37258, 5}
			formats := make([]string, len(header))
			formats[column] = format
			if column != 5 {
				numbers[5] = "B1"
			}
			if column != 6 {
				numbers[6] = "京A12345"
			}
			plan := planOf(t, formatted(t, header, numbers, formats), Options{})
			require.Empty(t, plan.Rows, "%s as %s", header[column], format)
			require.Equal(t, letter(column)+"2", plan.Refused[0].Issues[0].Cell)
			var buffer bytes.Buffer
			require.NoError(t, WriteRefused(&buffer, plan))
			require.Empty(t, planOf(t, buffer.Bytes(), Options{}).Rows, "%s as %s", header[column], format)
		}
	}
}

// The spreadsheet's own "save as CSV" writes what it shows.
func TestCSVRefusesTheNamesThatXLSXRefuses(t *testing.T) {
	for _, room := range []string{"2001/1/2", "2001-01-02", "1月2日", "2-Jan", "2.00E+03", "101.00", "TRUE", "#N/A", "=A1"} {
		plan := planOf(t, []byte("房号,业主,面积\n"+room+",测试甲,80\n"), Options{})
		require.Empty(t, plan.Rows, room)
		require.Equal(t, "A2", plan.Refused[0].Issues[0].Cell)
		sheet := readSheet(t, []byte("房号,表号,水表本期\n1-1-101,"+room+",80\n"))
		readings, err := sheet.Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		require.Empty(t, readings.Rows, room)
	}
}

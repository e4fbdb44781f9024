package intake

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// rawSheet returns a workbook whose first sheet is exactly this XML, as programs
// write it that are not ours.
func rawSheet(t *testing.T, xml string) []byte {
	t.Helper()
	return replaced(t, workbookOf(t, [][]any{{"房号"}}, nil), "xl/worksheets/sheet1.xml", func(string) string {
		return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + xml + `</worksheet>`
	})
}

// inline writes a row of text cells, and any that begin with "<" as they are.
func inline(cells ...string) string {
	var row strings.Builder
	row.WriteString("<row>")
	for _, cell := range cells {
		if !strings.HasPrefix(cell, "<") {
			cell = `<c t="inlineStr"><is><t>` + cell + `</t></is></c>`
		}
		row.WriteString(cell)
	}
	return row.String() + "</row>"
}

// Every form in which programs leave a formula without its result, in the
// column of arrears of one row.
var withoutResult = map[string]string{
	"an empty value":                  `<c><f>100+23.4</f><v></v></c>`,
	"a closed value":                  `<c><f>100+23.4</f><v/></c>`,
	"no value":                        `<c><f>100+23.4</f></c>`,
	"only spaces":                     "<c><f>100+23.4</f><v>\n </v></c>",
	"text without a value":            `<c t="str"><f>A1&amp;B1</f></c>`,
	"text with an empty value":        `<c t="str"><f>A1&amp;B1</f><v></v></c>`,
	"a number with an empty value":    `<c t="n"><f>1+1</f><v></v></c>`,
	"a yes or no without":             `<c t="b"><f>1=1</f><v></v></c>`,
	"an error without its word":       `<c t="e"><f>1/0</f><v></v></c>`,
	"the head of a shared formula":    `<c><f t="shared" ref="D2:D3" si="0">1+1</f><v></v></c>`,
	"a follower of a shared formula":  `<c><f t="shared" si="0"/></c>`,
	"the head of an array":            `<c><f t="array" ref="D2:D3">A2:A3</f><v></v></c>`,
	"an array in one cell":            `<c><f t="array" ref="D2">SUM(A2:A3)</f></c>`,
	"a zero nobody has worked out":    `<c><f>100+23.4</f><v>0.0</v></c>`,
	"an error":                        `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`,
	"an error without a formula":      `<c t="e"><v>#N/A</v></c>`,
	"an error's word as text":         `<c t="inlineStr"><is><t>#REF!</t></is></c>`,
	"an error's word in full width":   `<c t="inlineStr"><is><t>＃ＶＡＬＵＥ！</t></is></c>`,
	"a formula in a cell of text":     `<c t="inlineStr"><is><t>=100+23.4</t></is></c>`,
	"a formula kept as a date's text": `<c s="0" t="d"><f>TODAY()</f><v></v></c>`,
}

func TestAFormulaWithoutItsResultIsNeverZero(t *testing.T) {
	for name, cell := range withoutResult {
		t.Run(name, func(t *testing.T) {
			plan := planOf(t, rawSheet(t, "<sheetData>"+inline("房号", "业主", "建筑面积", "欠缴物业费")+
				inline("1-1-101", "测试甲", "<c><v>88.5</v></c>", cell)+inline("1-1-102", "测试乙", "<c><v>88.5</v></c>", "<c><v>0</v></c>")+
				"</sheetData>"), Options{})
			require.Equal(t, []string{"1-1-102"}, roomCodes(plan))
			require.Equal(t, []Code{codeCellError}, codes(plan.Refused[0].Issues))
			require.Equal(t, "D2", plan.Refused[0].Issues[0].Cell)
			require.Contains(t, plan.Refused[0].Issues[0].Text, "D2 欠缴物业费：公式出错或没有结果")
			require.Contains(t, plan.Refused[0].Issues[0].Text, "请用 Excel 或 WPS 打开")
		})
	}
}

func TestAFormulaWithoutItsResultRefusesEveryColumnThatIsRead(t *testing.T) {
	header := []string{"房号", "业主", "联系电话", "建筑面积", "交房日期", "车位", "欠费", "预存", "备注"}
	good := []string{"1-1-101", "测试甲", "13800000001", "88", "2020-03-01", "B1", "1", "2", "好"}
	for column := range header {
		row := append([]string{}, good...)
		row[column] = `<c><f>A9</f><v></v></c>`
		plan := planOf(t, rawSheet(t, "<sheetData>"+inline(header...)+inline(row...)+"</sheetData>"), Options{})
		require.Empty(t, plan.Rows, header[column])
		require.Equal(t, letter(column)+"2", plan.Refused[0].Issues[0].Cell)
		require.Contains(t, plan.Refused[0].Issues[0].Text, "公式出错或没有结果")
	}
}

// The cells that an array formula would fill have neither a formula nor a value
// until it is calculated.
func TestWhatAnArrayFormulaShouldHaveFilledIsNotBlank(t *testing.T) {
	plan := planOf(t, rawSheet(t, "<sheetData>"+inline("房号", "业主", "欠费")+
		inline("1-1-101", "测试甲", `<c><f t="array" ref="C2:C4">F2:F4*2</f><v>5</v></c>`)+inline("1-1-102", "测试乙", `<c t="str"><v></v></c>`)+
		inline("1-1-103", "测试丙")+inline("1-1-104", "测试丁")+"</sheetData>"), Options{})
	require.Equal(t, []string{"1-1-101", "1-1-104"}, roomCodes(plan))
	require.Equal(t, []int{3, 4}, []int{plan.Refused[0].Line, plan.Refused[1].Line})
	require.Equal(t, []Code{codeCellError}, codes(plan.Refused[1].Issues))
}

// Programs that cannot calculate write 0 and ask that the workbook be calculated
// when it is opened. A result other than 0 was worked out by somebody.
func TestAZeroInAWorkbookThatAsksToBeCalculatedIsNoResult(t *testing.T) {
	plan := planOf(t, workbookOf(t, [][]any{{"房号", "业主", "欠费"}, {"1-1-101", "测试甲", 0}, {"1-1-102", "测试乙", 7}, {"1-1-103", "测试丙", 0}}, func(file *excelize.File) {
		require.NoError(t, file.SetCellFormula("Sheet1", "C2", "1+1"))
		require.NoError(t, file.SetCellFormula("Sheet1", "C3", "3+4"))
		yes := true
		require.NoError(t, file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}))
	}), Options{})
	require.Equal(t, []string{"1-1-102", "1-1-103"}, roomCodes(plan))
}

func TestReadingsWithoutTheirResultAreNamed(t *testing.T) {
	uncalculated := `<c><f>5+6</f><v></v></c>`
	header := []string{"房号", "表类型", "表号", "上期读数", "本期读数", "抄表日期"}
	for column := range header {
		row := []string{"1-1-105", "水", "S1", "0", "11", "2026-10-31"}
		row[column] = uncalculated
		sheet := readSheet(t, rawSheet(t, "<sheetData>"+inline(header...)+inline(row...)+"</sheetData>"))
		readings, err := sheet.Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		require.Empty(t, readings.Rows, header[column])
		require.Len(t, readings.Refused[0].Issues, 1)
		require.Contains(t, readings.Refused[0].Issues[0].Text, letter(column)+"2 "+header[column]+"：公式出错或没有结果")
	}
}

func TestATotalWithoutItsResultIsNotCheckedAndSaidSo(t *testing.T) {
	plan := planOf(t, rawSheet(t, "<sheetData>"+inline("房号", "业主", "欠费")+inline("1-1-101", "测试甲", "5")+
		inline("合计", "", `<c><f>SUM(C2:C2)</f></c>`)+"</sheetData>"), Options{})
	require.Empty(t, plan.Totals)
	require.Equal(t, []Code{codeCellError}, codes(plan.Warnings))
	require.Equal(t, "C3", plan.Warnings[0].Cell)
}

func TestTheFaultyWorkbooksWithoutResults(t *testing.T) {
	plan := mustPlan(t, "testdata/faults/uncalculated-register.xlsx", Options{})
	require.Equal(t, []string{"1-1-104"}, roomCodes(plan))
	sheet, err := Load(context.Background(), "testdata/faults/uncalculated-meters.xlsx", "")
	require.NoError(t, err)
	readings, err := sheet.Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Len(t, readings.Rows, 1)
	require.Equal(t, "1-1-108", readings.Rows[0].Room)
}

// Given back unmended, the row is refused again: the words that stand in the
// cell are nobody's name.
func TestARefusedFormulaComesBackRefused(t *testing.T) {
	for _, cell := range []string{`<c><f>B9</f><v></v></c>`, `<c t="e"><v>#N/A</v></c>`, "=B9&amp;C9"} {
		plan := planOf(t, rawSheet(t, "<sheetData>"+inline("房号", "业主", "欠费")+inline("1-1-101", cell, "5")+"</sheetData>"), Options{})
		for range 2 {
			require.Empty(t, plan.Rows, cell)
			require.Equal(t, []Code{codeCellError}, codes(plan.Refused[0].Issues), cell)
			var buffer bytes.Buffer
			require.NoError(t, WriteRefused(&buffer, plan))
			plan = planOf(t, buffer.Bytes(), Options{})
		}
	}
}

package intake

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestRefusedRowsAreMendedAndComeIn(t *testing.T) {
	plan := mustPlan(t, "testdata/register-messy.xlsx", Options{})
	var buffer bytes.Buffer
	require.NoError(t, WriteRefused(&buffer, plan))

	again := planOf(t, buffer.Bytes(), Options{})
	require.Equal(t, []string{"1-1-101"}, roomCodes(again), "only the doubled room is no longer doubled in a file of its own")
	require.Len(t, again.Refused, 6)
	for i, refusal := range again.Refused {
		original := plan.Refused[i]
		if i >= 3 {
			original = plan.Refused[i+1]
		}
		require.Equal(t, codes(original.Issues), codes(refusal.Issues))
		require.Equal(t, original.Cells, refusal.Cells[:len(original.Cells)])
	}

	file, err := excelize.OpenReader(&buffer)
	require.NoError(t, err)
	defer file.Close()
	for cell, mended := range map[string]string{
		"C2": "13800000003", "D3": "88.5", "D4": "95", "A5": "1-1-113", "F6": "12.35", "E7": "2020-12-31", "F8": "0",
	} {
		require.NoError(t, file.SetCellStr("退回的行", cell, mended))
	}
	var mended bytes.Buffer
	require.NoError(t, file.Write(&mended))
	whole := planOf(t, mended.Bytes(), Options{})
	require.True(t, whole.Whole(), whole.Refused)
	require.Equal(t, []string{"1-1-103", "1-1-106", "1-1-107", "1-1-113", "商铺-01", "1-1-111", "1-1-112"}, roomCodes(whole))
	require.Equal(t, []Arrears{{Item: "欠缴物业费", Fen: 12_35}}, whole.Rows[4].Arrears)
	require.EqualValues(t, "2020-12-31", whole.Rows[5].Room.HandoverOn)
}

func TestRefusedTwiceKeepsOneReasonColumn(t *testing.T) {
	plan := mustPlan(t, "testdata/register-messy.xlsx", Options{})
	for range 2 {
		var buffer bytes.Buffer
		require.NoError(t, WriteRefused(&buffer, plan))
		plan = planOf(t, buffer.Bytes(), Options{})
		require.Len(t, plan.Columns.List, 8)
		require.Equal(t, fieldReason, plan.Columns.List[7].Field)
	}
}

func TestRefusedCellsAreNeverFormulas(t *testing.T) {
	hostile := []string{`=HYPERLINK("http://example.invalid")`, "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3+cmd", "\t=1+1"}
	rows := [][]any{{"房号", "备注", "面积"}}
	for _, text := range hostile {
		rows = append(rows, []any{"1-101-", text, "abc"})
	}
	rows = append(rows, []any{"1-102", "+86 13800000001", "-5"})
	plan := planOf(t, workbookOf(t, rows, nil), Options{})
	require.Len(t, plan.Refused, len(hostile)+1)
	var buffer bytes.Buffer
	require.NoError(t, WriteRefused(&buffer, plan))
	file, err := excelize.OpenReader(bytes.NewReader(buffer.Bytes()))
	require.NoError(t, err)
	defer file.Close()
	written, err := file.GetRows("退回的行")
	require.NoError(t, err)
	for i, row := range written[1:] {
		for column, text := range row {
			formula, err := file.GetCellFormula("退回的行", letter(column)+string(rune('2'+i)))
			require.NoError(t, err)
			require.Empty(t, formula)
			require.NotRegexp(t, `^\s*[=@]|^\s*[+-].*[A-Za-z(]`, text)
		}
	}
	require.Equal(t, []string{"+86 13800000001", "-5"}, written[len(hostile)+1][1:3], "phones and amounts stay as they are")
	again := planOf(t, buffer.Bytes(), Options{})
	for i, text := range hostile {
		require.Equal(t, text, again.Refused[i].Cells[1])
	}
}

func TestTemplateReadsBackEmpty(t *testing.T) {
	var buffer bytes.Buffer
	require.NoError(t, WriteTemplate(&buffer))
	plan := planOf(t, buffer.Bytes(), Options{})
	require.Equal(t, "房产台账", plan.SheetName)
	require.Empty(t, plan.Columns.Unknown())
	require.Empty(t, plan.Rows)
	require.True(t, plan.Whole())
	require.Len(t, plan.Columns.List, 25)

	file, err := excelize.OpenReader(&buffer)
	require.NoError(t, err)
	defer file.Close()
	examples, err := file.GetCols("填写说明")
	require.NoError(t, err)
	for i, example := range examples[2][1:] {
		column, err := excelize.ColumnNumberToName(i + 1)
		require.NoError(t, err)
		require.NoError(t, file.SetCellStr("房产台账", column+"2", example))
	}
	var filled bytes.Buffer
	require.NoError(t, file.Write(&filled))
	plan = planOf(t, filled.Bytes(), Options{})
	require.True(t, plan.Whole(), plan.Refused)
	require.Equal(t, []string{"1-1-101"}, roomCodes(plan))
	require.Empty(t, plan.Rows[0].Warnings)
}

// LibreOffice reads what we write; it must be there, or the test fails.
func TestLibreOfficeReadsOurWorkbooks(t *testing.T) {
	directory := t.TempDir()
	plan := mustPlan(t, "testdata/register-messy.xlsx", Options{})
	var refused, template bytes.Buffer
	require.NoError(t, WriteRefused(&refused, plan))
	require.NoError(t, WriteTemplate(&template))
	require.NoError(t, os.WriteFile(filepath.Join(directory, "refused.xlsx"), refused.Bytes(), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(directory, "template.xlsx"), template.Bytes(), 0o600))
	output, err := exec.Command("soffice", "-env:UserInstallation=file://"+directory+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", directory,
		filepath.Join(directory, "refused.xlsx"), filepath.Join(directory, "template.xlsx")).CombinedOutput()
	require.NoError(t, err, string(output))

	rows := readCSVFile(t, filepath.Join(directory, "refused.csv"))
	require.Len(t, rows, 8)
	require.Equal(t, []string{"房间编号", "客户名称", "手机", "计费面积", "入住时间", "欠缴物业费", "备注", "原因"}, rows[0])
	require.Equal(t, []string{"1栋1单元103", "1.38E+10", "2020/4/1"}, []string{rows[1][0], rows[1][2], rows[1][4]})
	require.Contains(t, rows[1][7], "科学计数")
	require.Contains(t, rows[1][7], "原表第 6 行")
	require.Equal(t, "12.345", rows[5][5])
	data, err := os.ReadFile(filepath.Join(directory, "refused.csv"))
	require.NoError(t, err)
	require.Len(t, planOf(t, data, Options{}).Refused, 6, "what LibreOffice saves is taken in like our own")

	header := readCSVFile(t, filepath.Join(directory, "template.csv"))
	require.Len(t, header, 1)
	require.Equal(t, []string{"楼栋", "单元", "房号", "业主姓名"}, header[0][:4])
}

func readCSVFile(t *testing.T, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	return rows
}

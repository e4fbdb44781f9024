package intake

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func said(issues []Issue) string {
	var texts []string
	for _, issue := range issues {
		texts = append(texts, issue.Text)
	}
	return strings.Join(texts, "\n")
}

func TestTheSheetsThatAreNotReadAreNamed(t *testing.T) {
	sheet := faulty(t, "sheets-register.xlsx")
	require.Equal(t, "1栋", sheet.Name)
	require.Equal(t, []string{"封面", "1栋", "2栋", "3栋"}, sheet.Names)
	require.Equal(t, []string{"2栋", "3栋"}, sheet.UnreadTables())
	plan, err := sheet.Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Equal(t, []Code{codeSheetUnread, codeSheetUnread}, codes(plan.Warnings))
	require.Contains(t, said(plan.Warnings), "只读了工作表“1栋”，没有读“2栋”“3栋”")
	require.Contains(t, said(plan.Warnings), "没有读工作表“封面”")

	var rooms []string
	for _, name := range []string{"1栋", "2栋", "3栋"} {
		sheet, err := Load(context.Background(), "testdata/faults/sheets-register.xlsx", name)
		require.NoError(t, err)
		plan, err := sheet.Plan(context.Background(), Options{})
		require.NoError(t, err)
		rooms = append(rooms, roomCodes(plan)...)
	}
	require.Len(t, rooms, 5)
}

func TestASheetReadWithOthersDoesNotSpeakForThoseOfTheFile(t *testing.T) {
	sheets, err := LoadAll(context.Background(), "testdata/faults/sheets-register.xlsx", "3栋")
	require.NoError(t, err)
	plan, err := PlanAll(context.Background(), sheets, Options{})
	require.NoError(t, err)
	require.Contains(t, said(plan.Warnings), "没有读工作表“封面”")
	require.NotContains(t, said(plan.Warnings), "”没有读工作表", "as if the sheet had not read another")
}

func TestTheSheetWithReadingsIsFoundBehindACover(t *testing.T) {
	for _, load := range []func(context.Context, string, string) (*Sheet, error){Load, LoadReadings} {
		sheet, err := load(context.Background(), "testdata/faults/sheets-meters-cover.xlsx", "")
		require.NoError(t, err)
		readings, err := sheet.Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		require.Equal(t, "1-1-109", readings.Rows[0].Room)
		require.Contains(t, said(readings.Warnings), "没有读工作表“说明”")
	}
	sheet, err := LoadReadings(context.Background(), "testdata/faults/sheets-meters.xlsx", "")
	require.NoError(t, err)
	readings, err := sheet.Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Contains(t, said(readings.Warnings), "只读了工作表“水”，没有读“电”")
}

func TestARegisterAndReadingsInOneWorkbookAreToldApart(t *testing.T) {
	data := workbookOf(t, [][]any{{"房号", "业主", "水表上期", "水表本期"}, {"1-1-101", "测试甲", 1, 2}}, func(file *excelize.File) {
		for name, rows := range map[string][][]any{"台账": {{"房号", "业主", "建筑面积"}, {"1-1-101", "测试甲", 80}}, "空": {}, "隐藏": {{"房号", "业主"}, {"1-1-109", "测试乙"}}} {
			_, err := file.NewSheet(name)
			require.NoError(t, err)
			for i, row := range rows {
				require.NoError(t, file.SetSheetRow(name, "A"+string(rune('1'+i)), &row))
			}
		}
		require.NoError(t, file.SetSheetVisible("隐藏", false))
	})
	register, err := Read(context.Background(), "", data, "")
	require.NoError(t, err)
	require.Equal(t, "台账", register.Name)
	plan, err := register.Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Contains(t, said(plan.Warnings), "没有读隐藏的工作表“隐藏”")
	require.NotContains(t, said(plan.Warnings), "“空”")
	readings, err := loadReadings(t, data)
	require.NoError(t, err)
	require.Equal(t, "Sheet1", readings.Name)
	require.Empty(t, readings.UnreadTables())
}

func TestBuildingsOnSheetsOfTheirOwnWithoutTheirNameAreQuestioned(t *testing.T) {
	data := workbookOf(t, [][]any{{"房号", "业主"}, {"101", "测试甲"}}, func(file *excelize.File) {
		require.NoError(t, file.SetSheetName("Sheet1", "1栋"))
		_, err := file.NewSheet("2栋")
		require.NoError(t, err)
		require.NoError(t, file.SetSheetRow("2栋", "A1", &[]any{"房号", "业主"}))
		require.NoError(t, file.SetSheetRow("2栋", "A2", &[]any{"101", "测试乙"}))
	})
	require.Contains(t, said(planOf(t, data, Options{}).Warnings), "房号里却没有楼栋")
}

func TestHiddenRowsAndColumnsAreNamed(t *testing.T) {
	plan, err := faulty(t, "hidden-row.xlsx").Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Len(t, plan.Rows, 3)
	require.Equal(t, []Code{codeHidden}, codes(plan.Warnings))
	require.Contains(t, plan.Warnings[0].Text, "有 1 行是隐藏的（或被筛选掉了），也读了：第 3 行")
	plan, err = faulty(t, "hidden-column.xlsx").Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Contains(t, said(plan.Warnings), "F 列“欠缴物业费”")
	require.EqualValues(t, 500_00, plan.Rows[0].Arrears[0].Fen)

	body := inline("房号", "水表本期") + inline("1-1-101", "5")
	for name, xml := range map[string]string{
		"no height":        "<sheetData>" + strings.ReplaceAll(body, "<row><c t=\"inlineStr\"><is><t>1-", "<row ht=\"0\" customHeight=\"1\"><c t=\"inlineStr\"><is><t>1-") + "</sheetData>",
		"all of no height": `<sheetFormatPr zeroHeight="1"/><sheetData>` + body + "</sheetData>",
		"no width":         `<cols><col min="2" max="16384" width="0" customWidth="1"/></cols><sheetData>` + body + "</sheetData>",
	} {
		sheet, err := loadReadings(t, rawSheet(t, xml))
		require.NoError(t, err)
		readings, err := sheet.Readings(context.Background(), ReadingOptions{})
		require.NoError(t, err)
		require.Equal(t, []Code{codeHidden}, codes(readings.Warnings), name)
		require.Len(t, readings.Rows, 1)
	}
}

func TestColumnsOfReadingsThatAreNotReadAreNamed(t *testing.T) {
	sheet := readSheet(t, []byte("房号,水表上期,水表本期,用量,谁抄的,\n1-1-101,1,2,1,测试,√\n"))
	readings, err := sheet.Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Contains(t, said(readings.Warnings), "没有读这些列：D 列“用量”、E 列“谁抄的”")
	require.Len(t, readings.Refused, 1, "what stands behind the header")

	_, err = readSheet(t, []byte("房号,水表本期,水表止码\n1-1-101,1,2\n")).Readings(context.Background(), ReadingOptions{})
	requireSentence(t, err)
	require.Contains(t, err.Error(), "分不清读哪一列")
}

// A second table below the first has columns of its own; its header is no room.
func TestASecondTableBelowTheFirstIsNamed(t *testing.T) {
	plan := planOf(t, []byte("房号,业主,面积\n1-1-101,测试甲,80\n\n房号,欠费,备注\n1-1-102,5,无\n"), Options{})
	require.Equal(t, []string{"1-1-101"}, roomCodes(plan))
	require.Equal(t, []int{4, 5}, []int{plan.Refused[0].Line, plan.Refused[1].Line})
	require.Contains(t, plan.Refused[0].Issues[0].Text, "又是一个表头")
}

// loadReadings reads a workbook of readings as the counter does, from the disk.
func loadReadings(t *testing.T, data []byte) (*Sheet, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "readings.xlsx")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return LoadReadings(t.Context(), path, "")
}

func TestSheetsOfOneShapeArePlannedTogether(t *testing.T) {
	data := workbookOf(t, [][]any{{"房号", "业主", "面积"}, {"1-1-101", "测试甲", 80}, {"1-1-102", "测试乙", "abc"}}, func(file *excelize.File) {
		require.NoError(t, file.SetSheetName("Sheet1", "1栋"))
		for name, rows := range map[string][][]any{
			"2栋": {{"二栋房产台账"}, {"房号", "业主", "面积"}, {"1-1-101", "测试丙", 80}, {"2-1-101", "测试丁", 90}, {"2-1-102", "测试戊", "abc"}},
			"车位": {{"房号", "业主", "车位"}, {"9-1-101", "测试己", "B1-001"}},
		} {
			_, err := file.NewSheet(name)
			require.NoError(t, err)
			for i, row := range rows {
				require.NoError(t, file.SetSheetRow(name, "A"+string(rune('1'+i)), &row))
			}
		}
	})
	path := filepath.Join(t.TempDir(), "register.xlsx")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	sheets, err := LoadAll(t.Context(), path, "1栋")
	require.NoError(t, err)
	require.Len(t, sheets, 2, "车位 has other columns")
	plan, err := PlanAll(t.Context(), sheets, Options{})
	require.NoError(t, err)
	var rooms []string
	for _, row := range plan.Rows {
		rooms = append(rooms, row.Sheet+" "+row.Room.Code)
	}
	require.Equal(t, []string{"1栋 1-1-101", "2栋 2-1-101"}, rooms)
	var refused []string
	for _, told := range plan.Refusals() {
		refused = append(refused, told.Where()+"："+told.Text)
	}
	require.Len(t, refused, 3)
	require.Contains(t, refused[0], "“1栋”第 3 行：C3 面积：")
	require.Contains(t, refused[1], "“2栋”第 3 行：A3 房号：")
	require.Contains(t, refused[1], "与“1栋”第 2 行是同一间房")
	require.Contains(t, refused[2], "“2栋”第 5 行：C5 面积：")
	require.Contains(t, said(plan.Warnings), "“车位”")
	require.NotContains(t, said(plan.Warnings), "没有读“2栋”")
	require.Equal(t, "1栋、2栋", plan.SheetName)
}

package intake

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// workbookOf writes rows as a spreadsheet program would and gives its bytes.
func workbookOf(t *testing.T, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, row := range rows {
		require.NoError(t, file.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	if change != nil {
		change(file)
	}
	var buffer bytes.Buffer
	require.NoError(t, file.Write(&buffer))
	return buffer.Bytes()
}

func readSheet(t *testing.T, data []byte) *Sheet {
	t.Helper()
	sheet, err := Read(context.Background(), "登记表", data, "")
	require.NoError(t, err)
	return sheet
}

func planOf(t *testing.T, data []byte, options Options) *Plan {
	t.Helper()
	plan, err := readSheet(t, data).Plan(context.Background(), options)
	require.NoError(t, err)
	return plan
}

func roomCodes(plan *Plan) []string {
	var list []string
	for _, row := range plan.Rows {
		list = append(list, row.Room.Code)
	}
	return list
}

func TestEveryColumnOfTheTrade(t *testing.T) {
	data := workbookOf(t, [][]any{
		{"某某花园收费登记表"},
		{"单位：元　　　日期：2026-11-01"},
		{"序　号", "幢", "单元号", "室号", "产权人", "联系\n方式", "统一社会信用代码", "承租人", "承租人电话", "收费面积（m²）", "套内面积(㎡)",
			"户型", "收房日期", "使用状态", "房屋性质", "车位", "车牌", "收费标准(元/㎡·月)", "预交余额（元）", "欠缴物业费(元)", "欠缴水费", "陈欠", "欠费起始月份", "备 注"},
		{1, "2幢", "一单元", 301, "某某商贸有限公司", "010-88880000", "91350100M000100Y43", "冯十一", 13800000001, 120.5, 98.2,
			"三室", "2019.8.1", "出租", "商住", "B1-001;B1-002", "京A·00001", "2.85元", 100, 10.5, "0", 3, "2025-01", "　老　户 "},
	}, nil)
	plan := planOf(t, data, Options{})
	require.True(t, plan.Whole(), plan.Refused)
	require.Equal(t, 3, plan.Columns.HeaderLine)
	require.Equal(t, []Row{{
		Line: 4,
		Room: Room{
			Code: "2-1-301", Building: "2", Unit: "1", Number: "301", AreaCentiM2: 12050, Layout: "三室",
			HandoverOn: "2019-08-01", State: "出租", Use: "商住",
			Fields: map[string]string{unitPriceKey: "2.85", innerAreaKey: "98.20"},
		},
		Parties: []Party{
			{Kind: Company, Role: Owner, Name: "某某商贸有限公司", Phones: []string{"010-88880000"}, IDNumber: "91350100M000100Y43", ShareBasisPoints: 10000},
			{Kind: Person, Role: Tenant, Name: "冯十一", Phones: []string{"13800000001"}},
		},
		Spaces: []string{"B1-001", "B1-002"}, Plates: []string{"京A00001"}, PrepaidFen: 100_00,
		Arrears: []Arrears{{Item: "欠缴物业费", Fen: 10_50}, {Item: "陈欠", Fen: 3_00}},
		Remark:  "老 户",
	}}, plan.Rows)
	unknown := plan.Columns.Unknown()
	require.Len(t, unknown, 1)
	require.Equal(t, "欠费起始月份", unknown[0].Header)
	require.Equal(t, []Code{codeColumnUnknown}, codes(plan.Warnings))
}

func TestAPersonMapsWhatWasNotKnown(t *testing.T) {
	data := workbookOf(t, [][]any{
		{"房号", "谁的", "面积", "电表号", "物业维修金欠款", "欠费"},
		{"1-101", "张三", 80, "D-0001", 5, 7},
	}, nil)
	plan := planOf(t, data, Options{Map: map[int]Field{
		1: fieldOwner, 3: fieldOwn, 4: fieldIgnore,
	}})
	row := plan.Rows[0]
	require.Equal(t, "张三", row.Parties[0].Name)
	require.Equal(t, map[string]string{"电表号": "D-0001"}, row.Room.Fields)
	require.Equal(t, []Arrears{{Item: OpeningArrears, Fen: 7_00}}, row.Arrears)
	require.Empty(t, plan.Columns.Unknown())

	for name, choices := range map[string]map[int]Field{
		"a column that is not there":  {9: fieldOwner},
		"a meaning that is not there": {1: "mayor"},
		"two columns with one owner":  {1: fieldOwner, 3: fieldOwner},
		"the room's column taken":     {0: fieldIgnore},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSheet(t, data).Plan(context.Background(), Options{Map: choices})
			requireSentence(t, err)
		})
	}
}

func TestHeaderOfTwoRowsWithMergedCells(t *testing.T) {
	data := workbookOf(t, [][]any{
		{"登记表"},
		{"楼栋", "房号", "业主信息", nil, "租户", nil, "计费面积"},
		{nil, nil, "姓名", "联系电话", "姓名", "电话", nil},
		{"1栋", "101", "张三", "13800000001", "李四", "13800000002", 80},
		{nil, "102", nil, nil, nil, nil, 90},
		{"2栋", "101", "王五", "13800000003", nil, nil, 70},
	}, func(file *excelize.File) {
		for _, merged := range [][2]string{{"A1", "G1"}, {"A2", "A3"}, {"B2", "B3"}, {"C2", "D2"}, {"E2", "F2"}, {"G2", "G3"}, {"A4", "A5"}, {"C4", "C5"}, {"D4", "D5"}} {
			require.NoError(t, file.MergeCell("Sheet1", merged[0], merged[1]))
		}
	})
	plan := planOf(t, data, Options{})
	require.Equal(t, 3, plan.Columns.HeaderLine)
	require.Equal(t, []string{"1-101", "1-102", "2-101"}, roomCodes(plan))
	require.Equal(t, "李四", plan.Rows[0].Parties[1].Name)
	require.Equal(t, []string{"13800000002"}, plan.Rows[0].Parties[1].Phones)
	require.Equal(t, "张三", plan.Rows[1].Parties[0].Name, "an owner merged over two rooms owns both")
	require.Len(t, plan.Rows[1].Parties, 1)
}

func TestLinesThatAreNoRooms(t *testing.T) {
	data := workbookOf(t, [][]any{
		{"楼栋", "房号", "业主", "面积", "欠费"},
		{"1栋", "101", "张三", 80, 10},
		{nil, nil, "  ", nil, nil},
		{"1栋小计", nil, nil, 80, 10},
		{"楼栋", "房号", "业主", "面积", "欠费"},
		{"2栋", "101", "李四", 90, 20.5},
		{nil, "101", "王五", 90, 1},
		{"2栋", nil, "赵六", 90, 1},
		{"3栋", "#N/A", nil, nil, nil},
		{"小计", nil, nil, 270, 22.5},
		{"合　计：", nil, nil, 350, 33},
		{"制表人：钱七", nil, nil, nil, "审核："},
	}, func(file *excelize.File) {
		require.NoError(t, file.SetCellFormula("Sheet1", "E9", "1/0"))
	})
	plan := planOf(t, data, Options{})
	require.Equal(t, []string{"1-101", "2-101"}, roomCodes(plan))
	refused := map[int][]Code{}
	for _, refusal := range plan.Refused {
		refused[refusal.Line] = codes(refusal.Issues)
	}
	require.Equal(t, map[int][]Code{
		7: {codeRoomSyntax}, 8: {codeNoRoom}, 9: {codeCellError, codeNoRoom},
	}, refused)
	require.Equal(t, []Code{codeLineSkipped, codeTotalMismatch, codeLineSkipped}, codes(plan.Warnings))
	var ties []string
	for _, check := range plan.Totals {
		ties = append(ties, fmt.Sprintf("%s %s %s=%s %v", check.Cell, check.Label, check.Written, check.Sum, check.Ties))
	}
	require.Equal(t, []string{
		"D4 小计 80=80 true", "E4 小计 10=10 true", "D10 小计 270=270 true", "E10 小计 22.5=22.5 true",
		"D11 合计 350=350 true", "E11 合计 33=32.5 false",
	}, ties)
}

func TestKindsOfCells(t *testing.T) {
	data := workbookOf(t, [][]any{
		{"房号", "业主", "面积", "交房日期", "欠费", "备注"},
		{"1-101", "张三", 80, nil, nil, true},
		{nil, "李四", 80, nil, nil, nil},
	}, func(file *excelize.File) {
		date, err := file.NewStyle(&excelize.Style{NumFmt: 14})
		require.NoError(t, err)
		words := `[$-804]yyyy"年"m"月"d"日";@`
		long, err := file.NewStyle(&excelize.Style{CustomNumFmt: &words})
		require.NoError(t, err)
		require.NoError(t, file.SetCellValue("Sheet1", "D2", 43905))
		require.NoError(t, file.SetCellStyle("Sheet1", "D2", "D2", long))
		require.NoError(t, file.SetCellValue("Sheet1", "A3", 37999)) // 1-1-101 typed into a cell and turned into a date
		require.NoError(t, file.SetCellStyle("Sheet1", "A3", "A3", date))
	})
	sheet := readSheet(t, data)
	require.Equal(t, Cell{Kind: kindText, Text: "1-101"}, sheet.Lines[1].Cell(0))
	require.Equal(t, Cell{Kind: kindNumber, Text: "80"}, sheet.Lines[1].Cell(2))
	require.Equal(t, Cell{Kind: kindDate, Text: "43905"}, sheet.Lines[1].Cell(3))
	require.Equal(t, "2020-03-15", sheet.Shown(sheet.Lines[1].Cell(3)))
	require.Equal(t, kindBool, sheet.Lines[1].Cell(5).Kind)
	require.Equal(t, "D2", sheet.Lines[1].Ref(3))

	plan, err := sheet.Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"1-101"}, roomCodes(plan))
	require.Equal(t, []Code{codeRoomSyntax}, codes(plan.Refused[0].Issues))
	require.Contains(t, plan.Refused[0].Issues[0].Text, "日期")
}

func TestTheSheetWithTheRegisterIsFound(t *testing.T) {
	change := func(file *excelize.File) {
		for _, name := range []string{"台账", "旧表"} {
			_, err := file.NewSheet(name)
			require.NoError(t, err)
			require.NoError(t, file.SetSheetRow(name, "A1", &[]any{"房号", "业主"}))
			require.NoError(t, file.SetSheetRow(name, "A2", &[]any{name + "-1", "张三"}))
		}
		require.NoError(t, file.SetSheetVisible("旧表", false))
	}
	data := workbookOf(t, [][]any{{"封面"}}, change)
	sheet := readSheet(t, data)
	require.Equal(t, "台账", sheet.Name)
	require.Equal(t, []string{"Sheet1", "台账"}, sheet.Names)
	_, err := Read(context.Background(), "", data, "旧表")
	requireSentence(t, err)
	_, err = readSheet(t, workbookOf(t, [][]any{{"封面"}, {"没有表头"}}, nil)).Plan(context.Background(), Options{})
	requireSentence(t, err)
}

func TestTheCellOneDashOneHundredOneBesideABuilding(t *testing.T) {
	same := [][]any{{"楼栋", "房号"}, {"1栋", "1-101"}, {"2栋", "2-101"}}
	require.Equal(t, []string{"1-101", "2-101"}, roomCodes(planOf(t, workbookOf(t, same, nil), Options{})))
	units := append(same, []any{"2栋", "1-101"})
	require.Equal(t, []string{"1-1-101", "2-2-101", "2-1-101"}, roomCodes(planOf(t, workbookOf(t, units, nil), Options{})))
}

func TestArrearsAHundredTimesTheMedianAreQuestioned(t *testing.T) {
	data := workbookOf(t, [][]any{{"房号", "欠费"}, {"1-101", 100}, {"1-102", 120}, {"1-103", 12000}, {"1-104", 90}}, nil)
	plan := planOf(t, data, Options{})
	require.Len(t, plan.Rows, 4)
	for i, want := range [][]Code{nil, nil, {codeArrearsLarge}, nil} {
		require.Equal(t, want, codes(plan.Rows[i].Warnings), i)
	}
}

func TestArrearsTotalsBesideTheirItemsAreNotOwedTwice(t *testing.T) {
	data := workbookOf(t, [][]any{{"房号", "欠物业费", "欠水费", "欠费合计"}, {"1-101", 100, 20, 120}}, nil)
	plan := planOf(t, data, Options{})
	require.Equal(t, []Arrears{{Item: "欠物业费", Fen: 100_00}, {Item: "欠水费", Fen: 20_00}}, plan.Rows[0].Arrears)
	require.Equal(t, "欠费合计", plan.Columns.Unknown()[0].Header)
}

func TestCSVInTheWaysItIsSaved(t *testing.T) {
	const content = "业主登记,,,\r\n\r\n房号,业主,电话,欠费\r\n1-1-101,陈𠮷,13800000001,￥1234.56\r\n\r\n1-1-102,\"吴九\n郑十\",1.38E+10,0\r\n1-1-103,李四,13800000003,12.345\r\n"
	tabs := strings.ReplaceAll(content, ",", "\t")
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String(content)
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(tabs)
	require.NoError(t, err)
	for name, data := range map[string]string{
		"UTF-8":             content,
		"UTF-8 with a mark": "\ufeff" + content,
		"GB18030":           gb18030,
		"tabs":              tabs,
		"semicolons":        strings.ReplaceAll(content, ",", ";"),
		"Unicode text":      utf16,
	} {
		t.Run(name, func(t *testing.T) {
			plan := planOf(t, []byte(data), Options{})
			require.Equal(t, 3, plan.Columns.HeaderLine)
			require.Equal(t, []string{"1-1-101"}, roomCodes(plan))
			require.Equal(t, "陈𠮷", plan.Rows[0].Parties[0].Name)
			require.EqualValues(t, 1234_56, plan.Rows[0].Arrears[0].Fen)
			require.Equal(t, []int{6, 7}, []int{plan.Refused[0].Line, plan.Refused[1].Line})
			require.Equal(t, "C6", plan.Refused[0].Issues[0].Cell)
			require.Equal(t, "D7", plan.Refused[1].Issues[0].Cell)
		})
	}
	plan := planOf(t, []byte("房号,业主,欠费\n1-101,张三;李四,\"1,234.56\"\n"), Options{})
	require.EqualValues(t, 1234_56, plan.Rows[0].Arrears[0].Fen)
	require.Len(t, plan.Rows[0].Parties, 2)
}

func requireSentence(t *testing.T, err error) {
	t.Helper()
	var fileError *FileError
	require.ErrorAs(t, err, &fileError)
	require.Regexp(t, `^\P{Latin}*(\.?\w+\P{Latin}*)*。$`, fileError.Text)
	require.NotContains(t, fileError.Text, "error")
}

package intake

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

func mustPlan(t *testing.T, path string, options Options) *Plan {
	t.Helper()
	sheet, err := Load(context.Background(), path, "")
	require.NoError(t, err)
	plan, err := sheet.Plan(context.Background(), options)
	require.NoError(t, err)
	return plan
}

func TestRegisterComesInWhole(t *testing.T) {
	plan := mustPlan(t, "testdata/register.xlsx", Options{})
	require.True(t, plan.Whole())
	require.Len(t, plan.Rows, 126)
	require.Equal(t, 2, plan.Columns.HeaderLine)
	require.Equal(t, "业主信息", plan.SheetName)
	require.Empty(t, plan.Columns.Unknown())
	require.Empty(t, plan.Warnings)

	var areaCentiM2 int64
	var prepaidFen, arrearsFen money.Fen
	for _, row := range plan.Rows {
		areaCentiM2 += row.Room.AreaCentiM2
		prepaidFen += row.PrepaidFen
		for _, arrears := range row.Arrears {
			require.Equal(t, OpeningArrears, arrears.Item)
			arrearsFen += arrears.Fen
		}
		require.Len(t, row.Parties, 1)
		require.Equal(t, wholeShare, row.Parties[0].ShareBasisPoints)
		require.Len(t, row.Parties[0].Phones, 1)
		require.Contains(t, []string{"2.85", "3.2"}, row.Room.Fields[unitPriceKey])
		require.True(t, row.Room.HandoverOn.Valid())
	}
	require.EqualValues(t, 13338_36, areaCentiM2)
	require.EqualValues(t, 30807_00, prepaidFen)
	require.EqualValues(t, 14904_68, arrearsFen)

	var figures []string
	for _, check := range plan.Totals {
		require.True(t, check.Ties, check.Column)
		figures = append(figures, check.Column+" "+check.Written)
	}
	require.Equal(t, []string{"建筑面积 13338.36", "预存余额 30807", "欠费金额 14904.68"}, figures)

	first := plan.Rows[0]
	require.Equal(t, Room{
		Code: "1-1-101", Building: "1", Unit: "1", Number: "101", AreaCentiM2: 8937,
		Layout: "两室一厅", HandoverOn: "2019-09-18", State: "自住",
		Fields: map[string]string{unitPriceKey: "2.85"},
	}, first.Room)
	require.Equal(t, []string{"B1-001"}, first.Spaces)
	require.Equal(t, []string{"京A04914"}, first.Plates)
}

func TestMessyRegisterTakesSevenRowsAndRefusesSeven(t *testing.T) {
	plan := mustPlan(t, "testdata/register-messy.xlsx", Options{})
	var taken []string
	rows := map[string]Row{}
	for _, row := range plan.Rows {
		taken = append(taken, row.Room.Code)
		rows[row.Room.Code] = row
	}
	require.Equal(t, []string{"1-1-101", "1-1-102", "1-1-104", "1-1-105", "1-1-108", "1-1-109", "1-1-110"}, taken)

	type refusal struct {
		cell string
		code Code
	}
	refused := map[int][]refusal{}
	for _, line := range plan.Refused {
		for _, issue := range line.Issues {
			refused[line.Line] = append(refused[line.Line], refusal{issue.Cell, issue.Code})
			require.Contains(t, issue.Text, issue.Cell)
			require.Contains(t, issue.Text, issue.Column)
		}
	}
	require.Equal(t, map[int][]refusal{
		6:  {{"C6", codePhoneRuined}},
		9:  {{"D9", codeNumberSyntax}},
		10: {{"D10", codeAreaNotPositive}},
		11: {{"A11", codeRoomDuplicate}},
		14: {{"F14", codeNumberPrecision}},
		16: {{"E16", codeDateSyntax}},
		18: {{"F18", CodeArrearsNegative}},
	}, refused)
	require.Contains(t, plan.Refused[3].Issues[0].Text, "第 4 行")

	require.Equal(t, calendar.Date("2020-03-01"), rows["1-1-101"].Room.HandoverOn)
	require.Equal(t, calendar.Date("2020-03-15"), rows["1-1-102"].Room.HandoverOn)
	require.EqualValues(t, 9630, rows["1-1-102"].Room.AreaCentiM2)
	require.Equal(t, []Arrears{{Item: "欠缴物业费", Fen: 1234_56}}, rows["1-1-102"].Arrears)
	require.Equal(t, []string{"13800000002"}, rows["1-1-102"].Parties[0].Phones)
	require.Equal(t, "赵六", rows["1-1-104"].Parties[0].Name)
	require.Equal(t, []string{"13800000004"}, rows["1-1-104"].Parties[0].Phones)
	require.Equal(t, calendar.Date("2020-05-02"), rows["1-1-104"].Room.HandoverOn)
	require.Equal(t, []Arrears{{Item: "欠缴物业费", Fen: 300_00}}, rows["1-1-104"].Arrears)
	require.Empty(t, rows["1-1-105"].Parties)
	require.Equal(t, []Code{codeWithoutName, codeNoOwner}, codes(rows["1-1-105"].Warnings))
	require.Equal(t, []Party{
		{Kind: Person, Role: Owner, Name: "吴九", Phones: []string{"13800000008"}, ShareBasisPoints: 5000},
		{Kind: Person, Role: Owner, Name: "郑十", Phones: []string{"13800000009"}, ShareBasisPoints: 5000},
	}, rows["1-1-108"].Parties)
	require.Equal(t, Company, rows["1-1-109"].Parties[0].Kind)
	require.Equal(t, []string{"010-88880000"}, rows["1-1-109"].Parties[0].Phones)
	require.Equal(t, []Arrears{{Item: "欠缴物业费", Fen: 99_999_999_99}}, rows["1-1-109"].Arrears)
	require.Equal(t, []Code{codeArrearsLarge}, codes(rows["1-1-109"].Warnings))
	require.Equal(t, "陈𠮷", rows["1-1-110"].Parties[0].Name)
	require.Equal(t, calendar.Date("2020-01-01"), rows["1-1-110"].Room.HandoverOn)

	require.Equal(t, []TotalCheck{
		{Line: 19, Cell: "D19", Column: "计费面积", Label: "合计", Written: "1500", Sum: "1237.75", TakenSum: "831.05"},
		{Line: 19, Cell: "F19", Column: "欠缴物业费", Label: "合计", Written: "999.99", Sum: "100001496.895", TakenSum: "100001534.55"},
	}, plan.Totals)
	require.Equal(t, []Code{codeTotalMismatch, codeTotalMismatch}, codes(plan.Warnings))
}

func TestIssuesNeverRepeatPersonalData(t *testing.T) {
	for _, path := range []string{"testdata/register.xlsx", "testdata/register-messy.xlsx"} {
		plan := mustPlan(t, path, Options{})
		var said bytes.Buffer
		issues := append([]Issue{}, plan.Warnings...)
		for _, row := range plan.Rows {
			issues = append(issues, row.Warnings...)
		}
		for _, refusal := range plan.Refused {
			issues = append(issues, refusal.Issues...)
		}
		for _, issue := range issues {
			said.WriteString(issue.Text)
		}
		for _, row := range plan.Rows {
			for _, party := range row.Parties {
				for _, secret := range append([]string{party.Name}, party.Phones...) {
					require.False(t, strings.Contains(said.String(), secret), "line %d", row.Line)
				}
				require.False(t, party.IDNumber != "" && strings.Contains(said.String(), party.IDNumber), "line %d", row.Line)
			}
		}
		require.NotContains(t, said.String(), "1.38E+10")
	}
}

func TestNegativeArrearsAsPrepaymentWhenAPersonSaysSo(t *testing.T) {
	plan := mustPlan(t, "testdata/register-messy.xlsx", Options{NegativeArrearsIsPrepayment: true})
	require.Len(t, plan.Rows, 8)
	last := plan.Rows[7]
	require.Equal(t, "1-1-112", last.Room.Code)
	require.EqualValues(t, 50_00, last.PrepaidFen)
	require.Empty(t, last.Arrears)
	require.Equal(t, []Code{codeArrearsAsPrepayment}, codes(last.Warnings))
}

func TestTheSamePlanEveryTime(t *testing.T) {
	first := mustPlan(t, "testdata/register-messy.xlsx", Options{})
	require.Equal(t, first, mustPlan(t, "testdata/register-messy.xlsx", Options{}))
	require.Len(t, first.FileHash, 64)
}

func codes(issues []Issue) []Code {
	var list []Code
	for _, issue := range issues {
		list = append(list, issue.Code)
	}
	return list
}

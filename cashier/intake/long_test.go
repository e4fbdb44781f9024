package intake

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRowsLongerThanTheirHeaderAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		csv  string
		cell string
	}{
		"thousands without quotes":           {"房号,业主,欠费\n1-1-101,测试甲,1,234.50\n", "D2"},
		"millions":                           {"房号,业主,欠费\n1-1-101,测试甲,12,345,678.90\n", "D2"},
		"in a column before the last":        {"房号,业主,建筑面积,欠费\n1-1-101,测试甲,1,088.5,20\n", "E2"},
		"with an empty remark behind":        {"房号,业主,欠费,备注\n1-1-101,测试甲,1,234.50,\n", "D2"},
		"and the remark left out":            {"房号,业主,欠费,备注\n1-1-101,测试甲,1,234.50\n", "D2"},
		"before a column that is not known":  {"房号,业主,欠费,谁记的\n1-1-101,测试甲,1,234\n", "D2"},
		"with the sign of the currency":      {"房号,业主,欠费,备注\n1-1-101,测试甲,￥1,234.50元,\n", "D2"},
		"tabs, and a cell behind the header": {"房号\t业主\t欠费\n1-1-101\t测试甲\t5\t请核对\n", "D2"},
		"semicolons":                         {"房号;业主;欠费\n1-1-101;测试甲;5;;7\n", "E2"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := planOf(t, []byte(c.csv+"1-1-102,测试乙,5\n"), Options{})
			require.Equal(t, []Code{codeRowLong}, codes(plan.Refused[0].Issues)[:1])
			require.Equal(t, c.cell, plan.Refused[0].Issues[0].Cell)
			require.Contains(t, plan.Refused[0].Issues[0].Text, "比表头多出格子")
			require.NotContains(t, roomCodes(plan), "1-1-101")
		})
	}
}

func TestRowsThatOnlyEndInEmptyCellsAreNotLong(t *testing.T) {
	for _, csv := range []string{
		"房号,业主,欠费\n1-1-101,测试甲,5,,,\n", "房号,业主,欠费\n1-1-101,测试甲,\"1,234.50\",\n", "房号,业主,欠费,备注\n1-1-101,测试甲,1,第234户\n",
		"房号,业主,预存,欠费\n1-1-101,测试甲,1,234\n", "房号,业主,欠费\n1-1-101,测试甲,5, ,　\n",
	} {
		require.Equal(t, []string{"1-1-101"}, roomCodes(planOf(t, []byte(csv), Options{})), csv)
	}
}

func TestRowsLongerThanTheirHeaderInAWorkbook(t *testing.T) {
	plan := planOf(t, workbookOf(t, [][]any{{"房号", "业主", "欠费"}, {"1-1-101", "测试甲", 1, 234.5}, {"1-1-102", "测试乙", 5}, {"合计", nil, 6, 234.5}}, nil), Options{})
	require.Equal(t, []string{"1-1-102"}, roomCodes(plan))
	require.Equal(t, "D2", plan.Refused[0].Issues[0].Cell)
	require.Equal(t, []Code{codeRowLong, codeColumnUnknown}, codes(plan.Warnings))
	require.Empty(t, plan.Totals)

	// Unmended it is refused again, although a column of reasons now stands behind it.
	var buffer bytes.Buffer
	require.NoError(t, WriteRefused(&buffer, plan))
	again := planOf(t, buffer.Bytes(), Options{})
	require.Empty(t, again.Rows)
	require.Equal(t, []Code{codeRowLong}, codes(again.Refused[0].Issues))

	// A person may say that the column stays out.
	ignored := planOf(t, workbookOf(t, [][]any{{"房号", "业主", "欠费"}, {"1-1-101", "测试甲", 1, "请核对"}}, nil), Options{Map: map[int]Field{3: fieldIgnore}})
	require.True(t, ignored.Whole())
}

func TestAColumnWithoutAHeaderIsNamed(t *testing.T) {
	plan := planOf(t, workbookOf(t, [][]any{{"房号", nil, "业主", nil}, {"1-1-101", "√", "测试甲"}}, nil), Options{})
	require.Equal(t, []string{"1-1-101"}, roomCodes(plan))
	require.Equal(t, []Code{codeColumnUnknown}, codes(plan.Warnings))
	require.Contains(t, plan.Warnings[0].Text, "B 列没有列名")
	require.Len(t, plan.Columns.Unknown(), 1)
}

func TestTheFaultyFilesWithLongRows(t *testing.T) {
	plan, err := faulty(t, "long-register.csv").Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Empty(t, plan.Rows)
	require.Len(t, plan.Refused, 3)
	plan, err = faulty(t, "long-arrears.csv").Plan(context.Background(), Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"1-1-101"}, roomCodes(plan))
	require.EqualValues(t, 1234_50, plan.Rows[0].Arrears[0].Fen)
	readings, err := faulty(t, "long-meters.csv").Readings(context.Background(), ReadingOptions{})
	require.NoError(t, err)
	require.Empty(t, readings.Rows)
	require.Len(t, readings.Refused, 2)
}

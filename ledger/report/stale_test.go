package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

const countCheck = "柜台 01 第 1 班 应有 + 长短款 = 清点"

// texts returns what stands beside a name on a sheet, one text a shift.
func texts(t *testing.T, lines [][]string, name string) []string {
	t.Helper()
	for _, line := range lines {
		if line[0] == name {
			return line[1:]
		}
	}
	require.Fail(t, "no line "+name)
	return nil
}

func (c *counter) count(counted till.Counted) {
	c.Helper()
	_, err := c.Book.Till.Count(c.Ctx, c.Cashier, counted)
	require.NoError(c, err)
}

// untied asks that the day's workbook compares no count, and says why instead wherever a figure of it would stand.
func (c *counter) untied(why string) {
	c.Helper()
	r := c.day("2026-11-20")
	require.True(c, r.Tied(), "nothing is wrong, it is only not counted")
	read := sheets(c.T, r)
	for _, name := range []string{"应有", "清点", "长短款", "留作备用金", "上交", "清点方式"} {
		require.Equal(c, []string{why}, texts(c.T, read["现金"], name), name)
	}
	for _, denomination := range till.Denominations {
		require.Equal(c, []string{""}, texts(c.T, read["现金"], denomination.String()+" 元"))
	}
	require.Equal(c, []string{"现金", "", "现金", "", "", why}, texts(c.T, read["核对"], countCheck))
	require.NotContains(c, columnOf(read["核对"], 0), "柜台 01 第 1 班 面额合计")
}

func columnOf(lines [][]string, place int) (column []string) {
	for _, line := range lines {
		column = append(column, line[place])
	}
	return column
}

func TestFault5AStaleCountIsNoAgreementInTheWorkbook(t *testing.T) {
	c := newCounter(t)
	c.open(50000)
	c.untied("未清点")
	c.count(till.Count{5})
	require.Equal(t, "✓", texts(t, sheets(t, c.day("2026-11-20"))["核对"], countCheck)[5])
	paid := c.take(room, c.openingBill(), 15000, tendered(till.Tender{Kind: till.Cash, Fen: 15000}))
	c.untied("清点后又有收付，须重新清点")

	// Given back, the sum is what it was; the count is not.
	_, err := c.Book.Till.Void(c.Ctx, c.Cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: c.request(), Number: paid.Number, CashBackFen: 15000,
		Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	c.untied("清点后又有收付，须重新清点")

	c.close(50000)
	closed := sheets(t, c.day("2026-11-20"))
	require.Equal(t, []string{"0"}, texts(t, closed["现金"], "长短款"))
	require.Equal(t, "✓", texts(t, closed["核对"], countCheck)[5])
}

func TestFault5ASumWithoutPiecesHasNoNotesInTheWorkbook(t *testing.T) {
	c := newCounter(t)
	c.open(60000)
	c.count(till.CountedSum(60000))
	r := c.day("2026-11-20")
	require.Nil(t, r.Shifts[0].Pieces)
	require.Equal(t, money.Fen(60000), r.Shifts[0].CountedFen)
	read := sheets(t, r)
	require.Equal(t, []string{"600"}, texts(t, read["现金"], "清点"))
	require.Equal(t, []string{"按合计清点"}, texts(t, read["现金"], "清点方式"))
	require.Equal(t, []string{""}, texts(t, read["现金"], "100.00 元"))
	require.Equal(t, "✓", texts(t, read["核对"], countCheck)[5])
	require.NotContains(t, columnOf(read["核对"], 0), "柜台 01 第 1 班 面额合计")

	c.count(till.Count{6})
	read = sheets(t, c.day("2026-11-20"))
	require.Equal(t, []string{"按面额清点"}, texts(t, read["现金"], "清点方式"))
	require.Equal(t, []string{"6"}, texts(t, read["现金"], "100.00 元"))
}

package readings_test

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"shouqi/ledger/billing"
)

// mend opens the workbook of refused rows, writes figures into the column with a title, by room, and gives the reasons by room.
func mend(t *testing.T, path, title string, figures map[string]string) map[string]string {
	file, err := excelize.OpenFile(path)
	require.NoError(t, err)
	sheet := file.GetSheetName(0)
	rows, err := file.GetRows(sheet)
	require.NoError(t, err)
	column := map[string]int{}
	for at, head := range rows[0] {
		column[head] = at
	}
	reasons := map[string]string{}
	for at, row := range rows[1:] {
		room := strings.TrimSpace(row[column["房号"]])
		reasons[room] = row[column["原因"]]
		if figure, found := figures[room]; found {
			cell, err := excelize.CoordinatesToCellName(column[title]+1, at+2)
			require.NoError(t, err)
			require.NoError(t, file.SetCellStr(sheet, cell, figure))
		}
	}
	require.NoError(t, file.Save())
	require.NoError(t, file.Close())
	return reasons
}

// instead types over what stands in the entry.
func (r *reader) instead(text string) {
	for range 200 {
		r.Press(fyne.KeyBackspace)
	}
	r.Enter(text)
}

func TestRefusedReadingsAreMendedAndComeIn(t *testing.T) {
	r := open(t)
	path := filepath.Join(t.TempDir(), "退回", "refused.xlsx")
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	r.Press(fyne.KeyF4)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF4)
	r.Shows("不能导入的 3 行写成一张表", "meters-2026-10-退回.xlsx")
	r.instead(path)
	r.Shows("退回表已保存到 refused.xlsx")
	r.Press(fyne.KeyF4)
	r.instead(path)
	r.Shows("已经有")
	r.Press(fyne.KeyEscape, fyne.KeyEscape)

	reasons := mend(t, path, "水表本期", map[string]string{"1-1-401": "640"})
	require.Len(t, reasons, 3)
	require.Contains(t, reasons["1-1-401"], "水：")
	require.Contains(t, reasons["1-1-401"], "读数倒走了")
	require.Contains(t, reasons["1-2-501"], "没有本期读数")
	require.Contains(t, reasons["9-9-9901"], "账本里没有")
	require.Empty(t, r.newest("1-1-401", "水"))
	r.instead(path)
	r.Shows("不能导入", "已经有了")
	r.Press(fyne.KeyF6, fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	require.Equal(t, "640", r.newest("1-1-401", "水"))
}

// billed puts a bill on the newest reading of the water meter of 1-1-101.
func (r *reader) billed() {
	result, err := r.counter.Charging.Run(r.t.Context(), billing.Order{RequestID: "run", Source: billing.ItemSource{Item: "水费", Only: []string{"1-1-101"}}, FromOn: "2026-10-01", ToOn: "2026-10-31"})
	require.NoError(r.t, err)
	require.Equal(r.t, 1, result.Count)
}

func TestAReadingUnderABillIsOnlyCorrectedAndWhatFollowsIsSaid(t *testing.T) {
	r := open(t)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	r.billed()
	was := r.newest("1-1-101", "水")
	r.Press(fyne.KeyEscape, fyne.KeyF8)
	r.Enter("1-1-101")
	r.toWater()
	r.Press(fyne.KeyF6)
	r.Type("1")
	r.Shows("已经按这个读数出过账单，不能撤回", "读错了请用更正")
	require.Equal(t, was, r.newest("1-1-101", "水"))
	r.Press(fyne.KeyF5)
	r.Enter("600", "", "1")
	r.Shows("已更正", "到 2026-10-31 为止的这一期已经出过账单", "重算差额")
	require.Equal(t, "600", r.newest("1-1-101", "水"))
	r.Press(fyne.KeyF4)
	r.Enter("603", "20261031", "", "")
	r.Shows("2026-10-31 所在的这一期已经出过账单", "下一期一起收")
	require.Equal(t, "603", r.newest("1-1-101", "水"))
}

// toWater puts the cursor on the water meter of the room that is shown.
func (r *reader) toWater() {
	meters, err := r.counter.Metering.MetersOf(r.t.Context(), "1-1-101")
	require.NoError(r.t, err)
	for _, m := range meters {
		if m.Meter.Kind == "水" {
			return
		}
		r.Press(fyne.KeyDown)
	}
}

package readings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/ledger/tariff"
)

// walked is the screen with October's sheet taken in and the first route of November open: the water of building 1.
func walked(t *testing.T) *reader {
	r := open(t)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	r.Press(fyne.KeyF4, fyne.KeyF6, fyne.KeyF9)
	r.Shows("2026-11 的水表，1 栋", "1-1-101", "上期读数 579（2026-10-28）")
	return r
}

func TestARouteIsTypedWithOneHandAndSavedOnce(t *testing.T) {
	r := walked(t)
	r.Enter("590")
	r.Shows("可保存 1，待核对 0", "1-1-102 水表")
	r.Enter("99999")
	r.Shows("1-1-102 录的是 99999", "多了很多", "按空格或 + 保留", "待核对 1")
	r.Enter("1")
	r.Shows("1-1-103 录的是 1", "不能保存 1")

	// Up again to what was refused: the box is selected, so that typing replaces it.
	r.Press(fyne.KeyUp)
	r.Enter("")
	r.Press(fyne.KeyF9)
	r.Shows("待核对的 1 条、不能保存的 1 条先不保存")
	r.Press(fyne.KeyReturn)
	r.Shows("已保存 1 条读数", "已有读数")
	require.Equal(t, "590", r.newest("1-1-101", "水"))
	require.NotEqual(t, "99999", r.newest("1-1-102", "水"))

	// Back and here again, what stayed out is still there; the odd one goes in by a key, once its sentence stands there.
	r.Press(fyne.KeyEscape, fyne.KeyF9)
	r.Shows("99999", "待核对 1，不能保存 1")
	r.Press(fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyF4)
	r.Shows("1-1-102 录的是 99999")
	r.Type("+")
	r.Shows("待核对 0，不能保存 1", "已核对，保留")
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已保存 1 条读数")
	require.Equal(t, "99999", r.newest("1-1-102", "水"))
	meters, err := r.counter.Metering.MetersOf(t.Context(), "1-1-102")
	require.NoError(t, err)
	for _, m := range meters {
		if m.Meter.Kind == "水" {
			require.True(t, m.Readings[0].Kept)
			require.Equal(t, 1, m.Readings[0].Value.Cmp(tariff.Whole(99_998)))
		}
	}
}

func TestAnotherRouteAndTheMeterOfALine(t *testing.T) {
	r := walked(t)
	r.Enter("590")
	r.Press(fyne.KeyF6, fyne.KeyDown, fyne.KeyReturn)
	r.Shows("2026-11 的电表，1 栋")
	r.Hides("590")
	r.Press(fyne.KeyF5, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	r.Shows("2026-11 的电表，2 栋")
	r.Press(fyne.KeyF5, fyne.KeyDown, fyne.KeyReturn, fyne.KeyF6, fyne.KeyReturn)
	r.Shows("2026-11 的水表，1 栋", "590")

	// A meter is changed from its line, and the line stands at the new one's start.
	r.Press(fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyF8)
	r.Shows("579")
	r.Press(fyne.KeyF7)
	r.Enter("585", "20261118", "N1", "3", "1")
	r.Shows("已换表")
	r.Press(fyne.KeyEscape)
	r.Shows("1-1-101 水表 N1", "上期读数 3（2026-11-18）")
	r.Enter("8")
	r.Press(fyne.KeyF9)
	r.Shows("已保存 1 条读数")
	require.Equal(t, "8", r.newest("1-1-101", "水"))
}

func TestAnOddFigureOfOneMeterIsKeptBySavingItAgain(t *testing.T) {
	r := walked(t)
	r.Press(fyne.KeyEscape, fyne.KeyF8)
	r.Enter("1-1-101")
	r.Press(fyne.KeyF4)
	r.Enter("99999", "20261120", "", "20261130")
	r.Shows("再保存一次就是保留", "上期 579")
	require.Equal(t, "579", r.newest("1-1-101", "水"))
	r.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	r.Shows("读数已保存")
	require.Equal(t, "99999", r.newest("1-1-101", "水"))
}

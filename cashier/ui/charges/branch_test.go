package charges_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/estate"
)

// Homes pay by area and shops a fixed sum: the trial says how many each line takes and how many none, and shows one household of each.
func TestATrialSaysWhomEachLineTakes(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("卫生费", "住户")
	s.Press(fyne.KeyDown)
	s.Enter("2.00")
	s.Hides("没有一行收它")
	s.Press(fyne.KeyF5)
	s.Type("7")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Shows("条件“用途”写得不对")
	s.Press(fyne.KeyF9)
	_, there := s.charge("卫生费")
	require.False(t, there, "a half-filled condition is not saved")
	s.Enter("住宅")
	s.Shows("第 1 行 住户：4 户", "没有一行收它：1 户", "全小区 4 户", "1 户算不出", "住宅 · 自住", "商铺 · 自住")
	s.Press(fyne.KeyF5)
	s.Type("3") // a base for the shop
	s.Enter("200")
	s.Press(fyne.KeyF5)
	s.Type("7")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("商铺")
	s.Shows("第 1 行 住户：4 户", "第 2 行：1 户", "没有一行收它：0 户", "第 2 行 · 商铺 · 自住")
	s.Hides("面积最小", "面积居中")
}

func TestTrialDaysOutOfOrderSaySo(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Press(fyne.KeyF12)
	s.Enter("", "20270131", "20270101")
	s.Shows("结束日 2027-01-01 在开始日 2027-01-31 之前")
	s.Press(fyne.KeyF12)
	s.Enter("", "", "20270131")
	s.Hides("在开始日")
}

// What hangs on parking spaces counts spaces, and the second of a household is one of its own.
func TestATrialCountsSpacesAsSpaces(t *testing.T) {
	s := open(t)
	actor, _ := s.counter.Actor()
	_, err := s.counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0011223344556688", Rooms: []estate.Row{
		{Code: "1-1-201", Spaces: []string{"B-01", "B-02"}}, {Code: "1-1-301", Spaces: []string{"B-03"}}}}, false)
	require.NoError(t, err)
	s.Press(fyne.KeyF4)
	for range 8 {
		s.Press(fyne.KeyRight)
	}
	s.Type("7")
	s.Shows("车位费", "全小区 3 个车位", "第 1 行 第一个车位：2 个车位", "第 2 行 第二个起：1 个车位", "没有一行收它：0 个车位")
	s.Hides("3 户")
}

package charges_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// A new item is shown once more before it is saved; Esc goes back to the sheet with all that was typed.
func TestANewItemIsLookedAtOnceMoreBeforeItIsSaved(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Shows("2026-10-01") // the quarter that runs: nothing is billed yet
	s.Enter("物业服务费", "3.00")
	s.Press(fyne.KeyF9)
	s.Shows("保存前再看一遍", "物业服务费", "2026-10-01", "适用范围", "全小区", "¥4,410.00")
	_, there := s.charge("物业服务费")
	require.False(t, there)
	s.Press(fyne.KeyEscape)
	s.Shows("新建项目", "物业服务费")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("物业服务费")
	require.True(t, there)
	require.Equal(t, calendar.Date("2026-10-01"), saved.Tariffs[0].FromOn)
}

// A change to the end of the quarter that runs, because the next one has its price already, is seen in that quarter.
func TestTheEffectOfAChangeInsideTheRunningQuarterIsSeen(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.changePrice("20270101", "4.00")
	s.Press(fyne.KeyF5)
	s.Type("4.00")
	s.Press(fyne.KeyUp)
	s.Type("20261201")
	s.Press(fyne.KeyF9)
	s.Shows("2026-10 至 2026-12", "其中 2026-12 用新标准", "5 户，其中 5 户有变化", "2027-01-01 起不用这个标准")
	s.Hides("没有哪一户会变")
}

// changePrice sets another price for the item under the cursor, with the second person.
func (s *setting) changePrice(from, price string) {
	s.Press(fyne.KeyF5)
	s.Type(price)
	s.Press(fyne.KeyUp)
	s.Type(from)
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	s.second()
}

// Every change that is set shows in the list and beside it; the history says who set it with whom, and one to come is taken back.
func TestEveryPriceThatIsSetShowsAndOneToComeIsTakenBack(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.changePrice("20270101", "3.00")
	s.changePrice("20270401", "4.00")
	s.Shows("2027-01-01 等 2 次", "2027-01-01 起改为", "2027-04-01 起改为")
	s.Chord(fyne.KeyH)
	s.Shows("价格历史 · 物业费", "2026-10-01", "2026-12-31", "还没生效", "4.00 元/m²·月", "李慧")
	s.Press(fyne.KeyF8)
	s.Shows("只能撤回还没有生效的调价") // the first price holds
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyF8)
	s.Shows("撤回 2027-04-01 起的")
	s.Enter("100", countertest.ManagerPIN)
	s.Shows("不能自己批准自己")
	s.Press(fyne.KeyEscape, fyne.KeyF8)
	s.second()
	s.Shows("已撤回 2027-04-01 起的调价", "已撤回")
	saved, _ := s.charge("物业费")
	require.Len(t, saved.Tariffs[0].Versions, 2)
	s.Press(fyne.KeyEscape)
	s.Hides("2027-04-01 起改为")
}

// A slip of the hand is deleted, though not by Enter; what was billed is not, and ends with a second person.
func TestAnItemIsDeletedUnusedAndEndedUsed(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	choose := func(number string) {
		s.Press(fyne.KeyReturn)
		s.Type(number)
	}
	choose("8")
	s.Shows("删除项目 · 物业费")
	s.Press(fyne.KeyReturn)
	_, there := s.charge("物业费")
	require.True(t, there, "Enter throws nothing away")
	choose("8")
	s.Press(fyne.KeyF8)
	_, there = s.charge("物业费")
	require.False(t, there)
	s.Shows("已删除“物业费”", "还没有收费项目")

	s.fromTemplate()
	_, err := s.counter.Charging.Run(t.Context(), billing.Order{RequestID: "r", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-10-01", ToOn: "2026-12-31", LeaveOut: true})
	require.NoError(t, err)
	choose("8")
	s.Press(fyne.KeyF8)
	s.Shows("已经出过账单")
	s.Press(fyne.KeyEscape)
	choose("7")
	s.Shows("停收项目 · 物业费", "最后一天")
	s.Type("20261130")
	s.Press(fyne.KeyF9)
	s.Shows("出过账单了，要批准人输入密码")
	s.second()
	s.Shows("已经出到 2026-11-30 以后的账单有 5 张")
	s.Press(fyne.KeyReturn)
	s.Shows("收费到 2026-11-30")
	saved, _ := s.charge("物业费")
	require.Equal(t, calendar.Date("2026-11-30"), saved.Tariffs[0].ToOn)
}

// 7-15 typed for floors is a span, whatever operator stood there; a shorter one while it is typed is a floor.
func TestFloorsWithADashBetweenThemAreASpan(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("电梯费")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("0.50")
	s.Press(fyne.KeyF5)
	s.Type("7") // on a condition
	s.Type("8") // its field: the floor
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Shows("7-15 是从 7 到 15")
	s.Type("7-15")
	s.Shows("在两数之间", "7-15")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("电梯费")
	require.True(t, there)
	require.Equal(t, []tariff.Condition{{Field: "floor", Op: "between", Values: []string{"7", "15"}}}, saved.Tariffs[0].Versions[0].Rule.Lines[0].When)
}

func TestBeforeTheDayTurnsANewPriceIsOfferedFromTheNextPeriodOfTheBusinessDay(t *testing.T) {
	s := open(t)
	// By the business day it is still September.
	s.counter.Book.Journal.Now = func() time.Time { return calendar.Date("2026-10-01").Time().Add(40 * time.Minute) }
	s.counter.SeeCutoff(estate.DefaultCutoffHour)
	s.fromTemplate()
	s.Press(fyne.KeyF5)
	s.Shows("启用日期", "2026-10-01")
}

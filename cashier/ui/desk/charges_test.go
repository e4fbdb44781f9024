package desk

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/tariff"
)

// newOverdueDesk is a desk where 3-2-1201 owes 280.16 since 2026-10-10, 42 days of late fee with it: 5.88.
func newOverdueDesk(t *testing.T) *counted {
	t.Helper()
	d := newDesk(t)
	d.counter.Overdue()
	d.screen.Refresh()
	return d
}

func TestCashWithALateFeeTakesNoMoreKeys(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter)
	d.sees("含违约金 5.88", "逾期 42 天", "280.16 元 × 42 天 × 0.05%", "¥1,331.51")
	d.typing("1400").press(enter)
	require.LessOrEqual(t, d.presses, 3)
	d.sees("本次实收", "¥1,331.50", "应收合计", "¥1,331.51", "抹零", "¥0.01", "收到现金", "¥1,400.00", "¥68.50")
	require.Equal(t, money.Fen(1331_51), d.counter.Last().TotalFen)
	require.Zero(t, d.counter.Household("3021201").LateFen)
}

// atMonth puts the cursor on the overdue month.
func (d *counted) atMonth() *counted {
	d.t.Helper()
	for row, bill := range d.screen.rows {
		if bill.line.Item == "物业费" && !bill.late {
			d.screen.bills.SetCursor(row)
			d.screen.showWhy()
			return d
		}
	}
	d.t.Fatal("no overdue month")
	return d
}

func TestAPartIsPaidWithoutTheFeeAndTheFeesSumMeansTheWhole(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter)
	d.atMonth().press(fyne.KeyF4)
	d.sees("另有违约金 ¥5.88")
	d.typing("100").press(enter)
	d.sees("部分，共欠 280.16", "只收一部分时不收，继续按天算", "¥1,145.47")
	d.press(fyne.KeyF4).typing("286.04").press(enter)
	d.sees("¥1,331.51")
	d.press(fyne.KeyF4).typing("100").press(enter, enter)
	require.Equal(t, money.Fen(1145_47), d.counter.Last().TotalFen)
	require.Equal(t, money.Fen(5_88), d.counter.Household("3021201").LateFen)
}

// Who brings less than is due pays the oldest first: F4 turns the cash typed into lines, and the sum that is due is what was brought.
func TestARoundSumPaysTheOldest(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter).typing("1000").press(enter)
	d.hides("已收 ¥")
	require.Zero(t, d.payments(), "too little is not taken")
	d.press(fyne.KeyF4)
	d.sees("¥1,000.00")
	d.press(enter, enter)
	last := d.counter.Last()
	require.Equal(t, money.Fen(1000_00), last.TotalFen)
	require.Zero(t, last.ChangeFen)
}

func TestEveryAmountSaysWhy(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter)
	d.atMonth()
	d.sees("280.155 → 280.16", "收费标准“住宅”，自 2026-01-01 起")
	d.press(fyne.KeyDown)
	d.sees("5.88336 → 5.88")
	d.press(fyne.KeyF5)
	d.sees("物业费 2026-09 的计算过程", "违约金 逾期 42 天")
	d.press(enter)
	require.Nil(t, d.window.Canvas().Overlays().Top())
	require.Zero(t, d.payments(), "reading takes no money")
}

func TestALateFeeIsWaivedByDigit(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter)
	d.press(fyne.KeyF11).typing("7")
	d.sees("减免违约金：物业费 2026-09", "最多免 ¥10.00")
	d.typing("0.88").press(enter).typing("4").press(enter, enter, enter)
	d.sees("¥1,330.63")
	d.atMonth().press(fyne.KeyDown)
	d.sees("已减免 0.88")
	require.Equal(t, money.Fen(5_00), d.counter.Household("3021201").LateFen)
	d.press(enter)
	require.Equal(t, money.Fen(1330_63), d.counter.Last().TotalFen)
}

func TestBeyondTheLimitASecondPersonAgreesAndNothingTypedIsLost(t *testing.T) {
	d := newOverdueDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(t, d.counter.People.SetLimit(context.Background(), staff.WaiverMax, 100, session.Second{}))
	d.counter.As("101", uitest.CashierPIN)
	d.screen.Refresh()
	d.typing("3021201").press(enter, fyne.KeyF11).typing("7").press(enter).typing("9").press(enter, enter, enter)
	d.sees("1 到 5")
	d.press(enter, fyne.KeyBackspace).typing("1").press(enter, enter, enter)
	d.sees("减免违约金：物业费 2026-09", "5.88")
	require.Equal(t, money.Fen(5_88), d.counter.Household("3021201").LateFen)
	d.typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	d.hides("逾期 42 天")
	require.Zero(t, d.counter.Household("3021201").LateFen)
	require.Nil(t, d.window.Canvas().Overlays().Top())
}

func TestAFeeThatChangedMeanwhileIsShownBeforeItIsTaken(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter)
	h := d.counter.Household("3021201")
	for _, line := range h.Lines {
		if line.LateFen > 0 {
			require.NoError(t, d.counter.Charging.Waive(context.Background(), line.ID, 2_00, h.LateOn, "agreed", session.Second{}))
		}
	}
	d.press(enter)
	require.Zero(t, d.payments())
	d.sees("违约金刚刚变了", "¥1,329.51")
	d.press(enter)
	require.Equal(t, money.Fen(1329_51), d.counter.Last().TotalFen)
}

func TestALateEntryShowsTheFeeOfItsDay(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF11).typing("4").typing("0088121").press(enter)
	for range "2026-11-20" {
		d.press(fyne.KeyBackspace)
	}
	d.typing("20261101").press(enter).typing("3").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	d.sees("补录收款", "逾期 22 天", "3.08")
	d.press(fyne.KeyF11).typing("-")
	d.sees("逾期 42 天", "5.88")
	d.press(fyne.KeyF11).typing("4").typing("0088121").press(enter)
	for range "2026-11-20" {
		d.press(fyne.KeyBackspace)
	}
	d.typing("20261101").press(enter).typing("3").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter, enter)
	require.Equal(t, money.Fen(840_47+205_00+280_16+3_08), d.counter.Last().TotalFen)
}

func TestTheOwnerPaysAheadUpToAMonth(t *testing.T) {
	d := newOverdueDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	d.counter.Charge(billing.Item{Name: "电梯费"}, "套内", tariff.Rule{Lines: []tariff.Line{{Measure: tariff.InnerArea, Price: "1"}}})
	d.counter.As("101", uitest.CashierPIN)
	d.typing("3021201").press(enter)
	d.press(fyne.KeyF11).typing("6").typing("20261")
	d.press(enter)
	d.sees("请输入年月")
	d.press(fyne.KeyBackspace).typing("20270")
	d.hides("新出")
	d.press(fyne.KeyEscape)
	require.Len(t, d.counter.Household("3021201").Lines, 4, "Esc makes nothing")

	d.press(fyne.KeyF11).typing("6").typing("202701")
	d.sees("新出 3 张，到 2027-01-31", "¥840.48", "2026-12", "面积 98.30 m²", "套内面积", "已出、未到截止日的 1 张会一起勾上，共 ¥300.00")
	require.Len(t, d.counter.Household("3021201").Lines, 4, "seeing makes nothing")
	d.press(enter)
	require.Nil(t, d.window.Canvas().Overlays().Top())
	d.sees("应收 7 张", "¥2,471.99")
	d.press(enter)
	require.Equal(t, money.Fen(1331_51+300_00+840_48), d.counter.Last().TotalFen)
	require.Zero(t, d.counter.Household("3021201").OwedFen)
}

func TestUpToAMonthThatIsBilledOnlyTicks(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF11).typing("6").typing("2026-12-31")
	d.sees("没有要新出的账单", "已出、未到截止日的 1 张")
	d.press(enter)
	d.sees("应收 3 张")
	d.press(fyne.KeyEscape).typing("1010602").press(enter, fyne.KeyF11).typing("6").typing("202611").press(enter)
	d.sees("没有可再收的")
	d.press(fyne.KeyBackspace, fyne.KeyBackspace).typing("10")
	d.sees("预缴至的日期要在")
}

// A sum between a bill and its late fee is shown line by line before it is taken: the bill whole, a part of the fee.
func TestASumBetweenABillAndItsFeeIsShownLineByLine(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF4)
	d.sees("先收账单，多的收违约金")
	for range "286.04" {
		d.press(fyne.KeyBackspace)
	}
	d.typing("286.05").press(enter)
	d.sees("最多收 ¥286.04")
	for range "286.05" {
		d.press(fyne.KeyBackspace)
	}
	d.typing("283").press(enter)
	d.sees("280.16", "2.84", "部分，共欠 5.88")
	d.press(fyne.KeyF4)
	d.sees("283.00")
	d.press(fyne.KeyEscape).press(enter)
	require.Equal(t, money.Fen(840_47+205_00+283_00), d.counter.Last().TotalFen)
	h := d.counter.Household("3021201")
	require.Zero(t, h.LateFen)
	at := slices.IndexFunc(h.Lines, func(line household.Line) bool { return line.Called() == "物业费违约金" })
	require.GreaterOrEqual(t, at, 0)
	require.Equal(t, money.Fen(3_04), h.Lines[at].OwedFen())
}

package readings_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// reader is the screen on a real book of 126 rooms with a water charge.
type reader struct {
	*countertest.Hand
	t       *testing.T
	frame   *shell.Shell
	counter *cashier.Counter
	screen  *readings.Screen
	backs   int
	toRun   string
}

func sample(name string) string { return filepath.Join("..", "..", "intake", "testdata", name) }

func open(t *testing.T) *reader {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	r := &reader{t: t, frame: frame, counter: countertest.Open(t)}
	r.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, r.counter, "100", countertest.ManagerPIN)
	sheet, err := intake.Load(t.Context(), sample("register.xlsx"), "")
	require.NoError(t, err)
	plan, err := r.counter.Register.PlanSheet(t.Context(), sheet, intake.Options{})
	require.NoError(t, err)
	_, err = r.counter.Register.Take(t.Context(), plan, false, session.Second{})
	require.NoError(t, err)
	require.NoError(t, r.counter.Pricing.AddCharge(t.Context(), billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: "room", Cycle: tariff.EveryMonth, DueDays: 10, Active: true},
		billing.NewTariff{Name: "全部", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}}}, session.Second{}))
	r.screen = readings.New(frame, r.counter, readings.Deps{Explain: countertest.Explain, Back: func() { r.backs++ },
		ToRun: func(item string, fromOn, toOn calendar.Date) { r.toRun = item + string(fromOn) + string(toOn) }}, r.counter.Today())
	frame.Show(r.screen)
	return r
}

// newest returns the newest reading of a room's meter of a kind, "" before the first.
func (r *reader) newest(room, kind string) string {
	meters, err := r.counter.Metering.MetersOf(r.t.Context(), room)
	require.NoError(r.t, err)
	for _, m := range meters {
		if m.Meter.Kind == kind && m.Meter.Active() && len(m.Readings) > 0 {
			return m.Readings[0].Value.Text()
		}
	}
	return ""
}

func TestEveryFaultOfASheetIsShownAndTheRestComesIn(t *testing.T) {
	r := open(t)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Shows("试算结果，还没有导入", "不能导入 4 条", "待核对 2 条", "正常 246 条", "表里没有 1 户")
	r.Shows("1-1-401", "1-2-501", "9-9-9901", "1-1-703", "1-2-702", "2-1-402")
	r.Shows("读数倒走了", "没有本期读数", "账本里没有 9-9-9901", "像是点错了位", "走满一圈")
	require.Empty(t, r.newest("1-1-101", "水"))

	r.Press(fyne.KeyF9)
	r.Shows("暂不导入的 2 条、不能导入的 4 条留在外面")
	r.Press(fyne.KeyEscape)
	require.Empty(t, r.newest("1-1-101", "水"))
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入", "246 条", "2026-10 还缺 6 户的读数，共 7 条")
	r.Shows("1-1-401", "读数倒走了", "1-2-501", "没有本期读数", "9-9-9901", "1-1-703", "像是点错了位", "1-2-702", "2-1-402", "还是房号写错了")
	require.NotEmpty(t, r.newest("1-1-101", "水"))
	require.Empty(t, r.newest("1-1-703", "电"))
	r.Press(fyne.KeyReturn)
	require.Equal(t, "水费2026-10-012026-10-31", r.toRun)
}

func TestAnOddReadingIsTakenByAKeyAndTheSheetAgainAddsOnlyTheRest(t *testing.T) {
	r := open(t)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown) // past the refused ones to the first odd one
	r.Press(fyne.KeySpace)
	r.Shows("保留 1，暂不导入 1", "导入 247 条")
	r.Press(fyne.KeySpace)
	r.Shows("保留 0，暂不导入 2")
	r.Press(fyne.KeySpace, fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	r.Press(fyne.KeyF4)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Shows("已经有了", "247 条")
	r.Press(fyne.KeyF6)
	r.Shows("保留 1，暂不导入 0", "导入 1 条")
	r.Press(fyne.KeyF9, fyne.KeyReturn)
	r.Shows("已导入")
	r.Press(fyne.KeyF4)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF9)
	r.Shows("没有能导入的读数")
}

func TestTheSizeOfTheDialsMakesARoundSure(t *testing.T) {
	r := open(t)
	r.Enter(sample("meters-2026-10.xlsx"))
	r.Press(fyne.KeyF7)
	r.Enter("5", "5")
	r.Shows("待核对 1 条", "留意 1 条", "表走满 5 位从零开始")
}

func TestAFileThatIsNoSheetOfReadingsIsExplained(t *testing.T) {
	r := open(t)
	r.Press(fyne.KeyReturn)
	r.Shows("请先选一个文件")
	r.Enter(sample("register.xlsx"))
	r.Shows("没有找到抄表的表头")
	r.Press(fyne.KeyEscape)
	require.Equal(t, 1, r.backs)
}

func TestTheMonthOfTheReadingsIsChosen(t *testing.T) {
	r := open(t)
	r.Shows("2026-10")
	r.Press(fyne.KeyF6)
	r.Shows("2026-11")
	r.Press(fyne.KeyF7)
	r.Enter("202613")
	r.Shows("写成六位数字")
	r.Press(fyne.KeyBackspace)
	r.Type("2")
	r.Press(fyne.KeyEscape, fyne.KeyF7)
	r.Enter("202609")
	r.Shows("2026-09")
}

func TestAMeterIsInstalledReadCorrectedAndChanged(t *testing.T) {
	r := open(t)
	r.Press(fyne.KeyF8)
	r.Enter("9999999")
	r.Shows("没有找到")
	r.Press(fyne.KeyEscape, fyne.KeyF8)
	r.Enter("1-1-101")
	r.Shows("还没有表")
	r.Press(fyne.KeyF9)
	r.Enter("水", "W101", "100", "20261001", "", "", "5", "0")
	r.Shows("已装表", "W101", "5 位")
	r.Press(fyne.KeyF4)
	r.Enter("90", "20261028", "", "20261031")
	r.Shows("读数倒走了")
	r.Press(fyne.KeyEscape, fyne.KeyF4)
	r.Enter("112", "20261028", "", "20261031")
	r.Shows("读数已保存", "2026-10-28")
	require.Equal(t, "112", r.newest("1-1-101", "水"))
	r.Press(fyne.KeyF5)
	r.Enter("121", "", "1")
	r.Shows("已更正")
	require.Equal(t, "121", r.newest("1-1-101", "水"))
	r.Press(fyne.KeyF6)
	r.Type("2")
	r.Shows("已撤回")
	r.Press(fyne.KeyF8)
	r.Enter("20261101", "2", "", "", "")
	r.Shows("已保存", "×2")
	r.Press(fyne.KeyF7)
	r.Enter("130", "20261110", "W102", "0", "1")
	r.Shows("已换表", "W102", "2026-11-10 换下")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, readings.Gallery(), "readings-choose", "readings-review", "readings-room", "readings-route")
}

func TestTheSheetsOfAWorkbookOfReadingsAreOffered(t *testing.T) {
	r := open(t)
	r.Enter(sample("faults/sheets-meters.xlsx"))
	r.Shows("提醒 1 条", "没有读“电”")
	r.Press(fyne.KeyF5)
	r.Shows("要读哪一张工作表？")
	r.Press(fyne.KeyDown, fyne.KeyReturn)
	r.Shows("没有读“水”")
}

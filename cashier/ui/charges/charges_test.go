package charges_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/pricing"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// setting is the screen on a real book with a real estate, the manager at it.
type setting struct {
	*countertest.Hand
	t       *testing.T
	frame   *shell.Shell
	counter *cashier.Counter
	screen  *charges.Screen
}

func open(t *testing.T) *setting { return openOn(t, uitest.NewShell(t)) }

// openOn is open in a frame of the test's own.
func openOn(t *testing.T, frame *shell.Shell) *setting {
	t.Cleanup(frame.Close)
	s := &setting{t: t, frame: frame, counter: countertest.Open(t)}
	s.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, s.counter, "100", countertest.ManagerPIN)
	actor, _ := s.counter.Actor()
	_, err := s.counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0011223344556677", Rooms: rooms()}, false)
	require.NoError(t, err)
	s.screen = charges.New(frame, s.counter, charges.Deps{Explain: countertest.Explain, Back: func() {}})
	frame.Show(s.screen)
	return s
}

// rooms are two buildings of three floors, homes but for a shop, and one home whose area nobody knows.
func rooms() []estate.Row {
	var rows []estate.Row
	for building := 1; building <= 2; building++ {
		for floor := 1; floor <= 3; floor++ {
			code := fmt.Sprintf("%d-1-%d01", building, floor)
			row := estate.Row{Code: code, Building: fmt.Sprint(building), Unit: "1", Floor: floor, Number: fmt.Sprintf("%d01", floor), Use: "住宅",
				AreaCentiM2: int64(8000 + 1000*floor), State: "自住", Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}
			if code == "1-1-101" {
				row.Use = "商铺"
			}
			if code == "2-1-301" {
				row.AreaCentiM2 = 0
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// charge reads an item from the book.
func (s *setting) charge(name string) (pricing.Charge, bool) {
	all, err := s.counter.Pricing.Charges(s.t.Context())
	require.NoError(s.t, err)
	for _, one := range all {
		if one.Name == name {
			return one, true
		}
	}
	return pricing.Charge{}, false
}

// fromTemplate saves the residential fee by area at its usual price.
func (s *setting) fromTemplate() {
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
}

// second types the second person.
func (s *setting) second() { s.Enter("200", countertest.SupervisorPIN) }

func TestFromAnEmptyListToASavedItemByTemplate(t *testing.T) {
	s := open(t)
	s.Shows("还没有收费项目", "按 F4")
	s.Press(fyne.KeyF4)
	s.Shows("住宅物业费（建筑面积）", "算出来是这样", "98.30 m² 缴三个月", "840.47", "4,122.81")
	s.Press(fyne.KeyRight)
	s.Shows("公摊")
	s.Press(fyne.KeyLeft)
	s.Type("1")
	s.Shows("新建项目", "试算", "物业费")
	s.Hides("算出来是这样")
	s.Enter("物业服务费")
	s.Enter("3.00")
	s.Shows("全小区 5 户", "¥4,410.00", "1 户算不出", "2-1-301", "90.00 m²", "× 3.00 元")
	_, there := s.charge("物业服务费")
	require.False(t, there)
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("物业服务费")
	require.True(t, there)
	require.Equal(t, "property-area", saved.Template)
	require.Equal(t, tariff.Value("3.00"), saved.Tariffs[0].Versions[0].Rule.Lines[0].Price)
	s.Shows("已保存：物业服务费", "3.00 元/m²·月")
}

// The cursor is on the item that was just saved: what is done next is done to that one.
func TestTheCursorIsOnTheItemThatWasSaved(t *testing.T) {
	s := open(t)
	for _, name := range []string{"乙项", "丙项", "甲项"} {
		s.Press(fyne.KeyF4)
		s.Type("1")
		s.Enter(name)
		s.Press(fyne.KeyF9, fyne.KeyReturn)
		s.Shows("已保存：" + name)
		s.Press(fyne.KeyF12)
		s.Shows("改名称 · " + name)
		s.Press(fyne.KeyEscape)
	}
}

// A shared cost has no price anywhere: not in the template, not on the sheet, not in the list.
func TestASharedCostAsksForNoPrice(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyRight)
	s.Shows("公摊电费（按面积）", "按面积分摊", "不用填单价")
	s.Type("1")
	s.Shows("新建项目", "公摊电费")
	s.Hides("单价", "至少")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("公摊电费")
	require.True(t, there)
	require.Equal(t, tariff.Area, saved.ShareBy)
	require.Equal(t, []tariff.Line{{Name: "公摊电费", Measure: tariff.Area}}, saved.Tariffs[0].Versions[0].Rule.Lines)
	s.Shows("已保存：公摊电费", "按面积分摊")
	s.Hides("元/m²")
}

func TestARuleIsPutTogetherOfBlocks(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("卫生费")
	s.Shows("第 1 行")
	s.Press(fyne.KeyDown, fyne.KeyDown) // past its name and what it measures, which is the area
	s.Enter("0.50")
	s.Press(fyne.KeyF5)
	s.Type("3") // a base fee
	s.Enter("2")
	s.Shows("第 2 行", "2 元/月")
	s.Press(fyne.KeyF5)
	s.Type("7") // on a condition
	s.Type("1") // its field: the use
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("商铺")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("卫生费")
	require.True(t, there)
	require.Equal(t, []tariff.Line{{Measure: tariff.Area, Price: "0.50"},
		{Measure: tariff.Fixed, Price: "2", When: []tariff.Condition{{Field: "use", Op: "=", Values: []string{"商铺"}}}}}, saved.Tariffs[0].Versions[0].Rule.Lines)
}

func TestTiersAreFilledInByKeys(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("水费")
	s.Press(fyne.KeyF5)
	s.Type("2") // tiers, in the place of the empty line; the cursor is on what is measured
	s.Press(fyne.KeyDown)
	s.Type("3") // by year
	s.Press(fyne.KeyDown)
	s.Enter("", "", "", "", "5") // from January, a part of the first year, anew for a new owner, each part at its own, raised beyond five people
	s.Enter("180", "30", "", "5.00", "260", "30", "20", "7.00", "9.00")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("水费")
	require.True(t, there)
	require.Equal(t, []tariff.Line{{Measure: "usage:水", TierBy: tariff.TierYear, HeadsOver: 5, Tiers: []tariff.Tier{
		{UpTo: "180", EachHead: "30", Price: "5.00"}, {UpTo: "260", EachHead: "30", OverHeads: "20", Price: "7.00"}, {Price: "9.00"}}}},
		saved.Tariffs[0].Versions[0].Rule.Lines)
}

func TestBlocksAreMovedAndRemovedByKeys(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("卫生费")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("1.00")
	s.Press(fyne.KeyF5)
	s.Type("3")
	s.Enter("2")
	s.Press(fyne.KeyF6, fyne.KeyF5) // the base fee goes up, before the area
	s.Type("6")                     // a formula behind it
	s.Enter("面积 * 0.1")
	s.Press(fyne.KeyF7, fyne.KeyF6, fyne.KeyF7)
	s.Press(fyne.KeyUp, fyne.KeyF8) // the area's block
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("卫生费")
	require.True(t, there)
	require.Equal(t, []tariff.Line{{Measure: tariff.Fixed, Price: "2"}, {Formula: "面积 * 0.1"}}, saved.Tariffs[0].Versions[0].Rule.Lines)
}

func TestAFormulasErrorIsShownAtItsPlace(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("电梯费")
	s.Press(fyne.KeyF5)
	s.Type("6")
	s.Type("面积 * (2")
	s.Shows("公式写得不完整", "第 1 行公式的第")
	s.Press(fyne.KeyF9)
	_, there := s.charge("电梯费")
	require.False(t, there)
	s.Press(fyne.KeyDelete)
	for range len([]rune("面积 * (2")) {
		s.Press(fyne.KeyBackspace)
	}
	s.Type("面积 * 系树")
	s.Shows("不认识“系树”", "第 6 个字")
	s.Press(fyne.KeyF9)
	_, there = s.charge("电梯费")
	require.False(t, there)
}

func TestAPriceChangeShowsItsEffectAndWantsASecondPerson(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	name := "物业费"
	s.Press(fyne.KeyF5)
	s.Shows("调价", "启用日期")
	s.Type("3.10")
	s.Press(fyne.KeyUp)
	s.Type("20260101")
	s.Press(fyne.KeyF9)
	s.Shows("2026-01-01", "今天")
	s.Type("20270101")
	s.Press(fyne.KeyF9)
	s.Shows("的影响", "5 户", "1 户算不出", "+82.50", "2-1-301")
	s.Press(fyne.KeyEscape)
	s.Shows("试算")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	s.second()
	saved, _ := s.charge(name)
	require.Len(t, saved.Tariffs[0].Versions, 2)
	require.Equal(t, tariff.Value("3.10"), saved.Tariffs[0].Versions[1].Rule.Lines[0].Price)
	s.Shows("2027-01-01")
}

func TestOnesOwnPINIsNotASecondPerson(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyF5)
	s.Type("3.10")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	s.Enter("100", countertest.ManagerPIN)
	s.Shows("不能自己批准自己")
	saved, _ := s.charge("物业费")
	require.Len(t, saved.Tariffs[0].Versions, 1)
}

func TestEscSavesNothing(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4)
	s.Type("2")
	s.Enter("物业费", "2.00")
	s.Press(fyne.KeyEscape)
	s.Shows("不保存就返回")
	s.Press(fyne.KeyEscape)
	s.Shows("试算")
	s.Press(fyne.KeyEscape, fyne.KeyReturn)
	s.Shows("试算", "物业费") // Enter throws nothing away
	s.Press(fyne.KeyEscape, fyne.KeyF8, fyne.KeyEscape)
	s.Shows("还没有收费项目")
	_, there := s.charge("物业费")
	require.False(t, there)
}

func TestAnotherTariffIsForWhatTheEstateReallyHas(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyF6)
	s.Enter("商铺", "20261201")
	s.Type("9")
	s.Shows("小区里没有“9”")
	s.Press(fyne.KeyBackspace)
	s.Type("1")
	s.Press(fyne.KeyDown)                              // uses
	s.Press(fyne.KeyF4, fyne.KeySpace, fyne.KeyReturn) // ticked off a list instead
	s.Press(fyne.KeyF9)
	saved, _ := s.charge("物业费")
	require.Len(t, saved.Tariffs, 2)
	require.Equal(t, billing.Scope{Buildings: []string{"1"}, Uses: []string{"住宅"}}, named(saved, "商铺").Scope)
	s.Shows("排在前面的先用")
}

func TestAnotherTariffOfWhatWasBilledWantsASecondPerson(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	name := "物业费"
	_, err := s.counter.Charging.Run(t.Context(), billing.Order{RequestID: "r", Source: billing.ItemSource{Item: name}, FromOn: "2026-12-01", ToOn: "2026-12-31", LeaveOut: true})
	require.NoError(t, err)
	s.Press(fyne.KeyF6)
	s.Enter("友情价", "20270101")
	s.Press(fyne.KeyF9)
	s.Shows("出过账单了", "友情价", "批准人")
	s.Enter("100", countertest.ManagerPIN)
	s.Shows("不能自己批准自己")
	saved, _ := s.charge(name)
	require.Len(t, saved.Tariffs, 1)
	s.Press(fyne.KeyEscape, fyne.KeyF9)
	s.second()
	saved, _ = s.charge(name)
	require.Equal(t, calendar.Date("2027-01-01"), named(saved, "友情价").FromOn)
	s.Shows("已保存：友情价")
}

func TestATariffEndsAndSettingsChangeWithASecondPerson(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyF8)
	s.Type("10")
	s.Press(fyne.KeyF9)
	s.second()
	name := "物业费"
	saved, _ := s.charge(name)
	require.Equal(t, 10, saved.DueDays)
	s.Press(fyne.KeyF7)
	s.Press(fyne.KeyF9) // nothing is billed by it: who makes it ends it
	s.Shows("用到 2026-11-30 为止")
	saved, _ = s.charge(name)
	require.Equal(t, calendar.Date("2026-11-30"), saved.Tariffs[0].ToOn)
}

func named(charge pricing.Charge, name string) billing.Tariff {
	for _, one := range charge.Tariffs {
		if one.Name == name {
			return one
		}
	}
	return billing.Tariff{}
}

func TestARoomGetsAConcessionAndLosesIt(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyF9)
	s.Shows("还没有减免")
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Type("2")
	s.Type("1") // the owner applied
	s.Enter("101201、1-1-301", "50", "", "20261231")
	s.Shows("2 户收 50%", "1-1-201、1-1-301")
	s.second()
	all, err := s.counter.Pricing.Concessions(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "空置减免", all[0].Name)
	require.Equal(t, "applied", all[1].Reason)
	s.Shows("1-1-201", "1-1-301", "50%")
	s.Press(fyne.KeyF8)
	s.Enter("")
	s.second()
	s.Press(fyne.KeyEscape)
	s.Shows("物业费")
}

// Two templates make the same item: the second is asked to be called otherwise, on the line of its name.
func TestASecondItemOfOneNameIsAskedForAnother(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyF4)
	s.Type("2")
	s.Press(fyne.KeyF9)
	s.Shows("已经有收费项目叫“物业费”", "例如“商业物业费”")
	s.Enter("商业物业费")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	_, there := s.charge("商业物业费")
	require.True(t, there)
}

func TestAnItemIsRenamedFromADayOnByOnePerson(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyReturn)
	s.Shows("改名称")
	s.Type("5")
	s.Shows("已经出的账单不变")
	s.Enter("物业服务费")
	s.Enter("20270101")
	s.Shows("“物业费”从 2027-01-01 起叫“物业服务费”", "2027-01-01 起：物业服务费")
	saved, _ := s.charge("物业费")
	require.Equal(t, "物业费", saved.Title(), "until the day")
	require.Equal(t, "物业服务费", saved.Names[0].Name)
	s.Press(fyne.KeyF12)
	s.Shows("改名称 · 物业费")
}

func TestALateFeeIsEnteredWithItsClause(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	saved, _ := s.charge("物业费")
	require.Zero(t, saved.LateFee, "no template has one")
	s.Press(fyne.KeyF8)
	s.Enter("10")
	s.Shows("按合同约定的比例填")
	s.Type("5")
	s.Press(fyne.KeyF9)
	s.Shows("违约金要有合同的条款才能收")
	s.Type("物业服务合同第九条")
	s.Press(fyne.KeyF9)
	s.second()
	saved, _ = s.charge("物业费")
	require.Equal(t, tariff.LateFee{RatePerDay: "0.0005", Clause: "物业服务合同第九条"}, saved.LateFee)
	s.Shows("违约金条款", "物业服务合同第九条")
}

// Heat by meter has a base charge because the published price has: the item says where, and is not saved without it.
func TestABaseOnCollectedHeatWantsItsDocument(t *testing.T) {
	s := open(t)
	heat := func() {
		s.Press(fyne.KeyF4, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
		s.Type("3")
	}
	heat()
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("供暖费")
	require.True(t, there)
	require.Contains(t, saved.Source, "京政容发〔2010〕98 号")
	heat()
	s.Enter("商业供暖费")
	for range 18 {
		s.Press(fyne.KeyDown)
	}
	s.Shows("要收基本费或最低收费时") // the help of the line
	for range 60 {
		s.Press(fyne.KeyBackspace)
	}
	s.Press(fyne.KeyF9)
	s.Shows("不能加基本费或最低收费", "依据文件")
	s.Type("市供热条例第二十条")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, _ = s.charge("商业供暖费")
	require.Equal(t, "市供热条例第二十条", saved.Source)
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, charges.Gallery(), "charges-list", "charges-template", "charges-effect")
}

func TestAmountsAreExplainedInEnglishOnAnEnglishScreen(t *testing.T) {
	countertest.ExplainedInEnglish(t, charges.Gallery())
}

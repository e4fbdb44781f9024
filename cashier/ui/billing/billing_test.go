package billing_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/checkout"
	"shouqi/cashier/intake"
	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/billing"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	book "shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// billing is the screen on a real book of 126 rooms with two charges.
type clerk struct {
	*countertest.Hand
	t       *testing.T
	counter *cashier.Counter
	screen  *billing.Screen
	backs   int
	changed int
}

func open(t *testing.T, options shell.Options) *clerk {
	frame := shell.New(uitest.NewWindow(t, nil), options)
	t.Cleanup(frame.Close)
	c := &clerk{t: t, counter: countertest.Open(t)}
	c.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, c.counter, "100", countertest.ManagerPIN)
	sheet, err := intake.Load(t.Context(), filepath.Join("..", "..", "intake", "testdata", "register.xlsx"), "")
	require.NoError(t, err)
	plan, err := c.counter.Register.PlanSheet(t.Context(), sheet, intake.Options{})
	require.NoError(t, err)
	_, err = c.counter.Register.Take(t.Context(), plan, false, session.Second{})
	require.NoError(t, err)
	c.charge("物业费", tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}}}, "")
	c.charge("公摊电费", tariff.Rule{}, tariff.Area)
	c.screen = billing.New(frame, c.counter, billing.Deps{Explain: countertest.Explain, Back: func() { c.backs++ }, Changed: func() { c.changed++ }}, c.counter.Today())
	frame.Show(c.screen)
	return c
}

func (c *clerk) charge(name string, rule tariff.Rule, shareBy tariff.Measure) {
	c.t.Helper()
	require.NoError(c.t, c.counter.Pricing.AddCharge(c.t.Context(), book.Item{Name: name, Kind: book.Income, HangsOn: "room", Cycle: tariff.EveryMonth, DueDays: 10, ShareBy: shareBy, Active: true},
		book.NewTariff{Name: "全部", FromOn: "2026-01-01", Rule: rule}, session.Second{}))
}

// bills counts the bills of an item that stand.
func (c *clerk) bills(item string) int {
	c.t.Helper()
	_, count, err := c.counter.Charging.Bills(c.t.Context(), book.Query{Item: item})
	require.NoError(c.t, err)
	return count
}

func TestAMonthIsPreviewedIssuedOnceAndTakenBack(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Shows("物业费", "公摊电费", "还没有出过", "2026-11")
	c.Press(fyne.KeyDown, fyne.KeyReturn) // 公摊电费 stands first; the cursor goes to 物业费
	c.Shows("试算结果，还没有出账", "将出 126 张", "缴费截止")
	require.Zero(t, c.bills("物业费"))
	c.Press(fyne.KeyF9)
	c.Shows("没收过钱的随时可以撤销")
	c.Press(fyne.KeyEscape)
	require.Zero(t, c.bills("物业费"))
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	c.Shows("已出账", "126 张")
	require.Equal(t, 126, c.bills("物业费"))
	require.Equal(t, 1, c.changed)

	c.Press(fyne.KeyEscape, fyne.KeyReturn)
	c.Shows("这些都已经出过")
	c.Press(fyne.KeyF9)
	require.Equal(t, 126, c.bills("物业费"))

	c.Press(fyne.KeyEscape, fyne.KeyF4)
	c.Shows("出过的账", "陈国栋")
	c.Press(fyne.KeyReturn)
	c.Shows("未收 126 张")
	c.Press(fyne.KeyF7)
	c.Enter("1")
	c.Shows("已撤销 1 张", "未收 125 张")
	require.True(t, c.isOff(fyne.KeyF7), "the bill at the cursor is taken back already")
	require.False(t, c.isOff(fyne.KeyF8))
	c.Press(fyne.KeyF8)
	c.Enter("4", "200", countertest.SupervisorPIN)
	c.Shows("已撤销 125 张")
	require.Zero(t, c.bills("物业费"))
	c.Press(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
	require.Equal(t, 1, c.backs)
}

func TestSeveralItemsAreIssuedTogetherWithASharedTotal(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Type("12")
	c.Press(fyne.KeyLeft)
	c.Shows("2026-10")
	c.Press(fyne.KeyReturn)
	c.Shows("公摊总额")
	c.Press(fyne.KeyReturn)
	c.Shows("请填“公摊电费”的总额")
	c.Type("1000")
	c.Press(fyne.KeyReturn)
	c.Shows("将出 252 张")
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	c.Shows("252 张")
	lines, _, err := c.counter.Charging.Bills(t.Context(), book.Query{Item: "公摊电费"})
	require.NoError(t, err)
	sum := 0
	for _, line := range lines {
		sum += int(line.AmountFen)
	}
	require.Equal(t, 1000_00, sum)

	c.Press(fyne.KeyEscape, fyne.KeyRight)
	c.Type("2") // neither is ticked any more
	c.Press(fyne.KeyReturn)
	c.Shows("上期 2026-10", "差额")
}

// The leases are one more line of the month's run: the same preview, issue and undoing.
func TestTheRentsOfAMonthAreIssuedWithTheFees(t *testing.T) {
	c := open(t, uitest.InPlace())
	room, _, err := c.counter.Households.Places(t.Context(), c.rooms()[:1])
	require.NoError(t, err)
	second := session.Second{Who: "200", PIN: countertest.SupervisorPIN}
	_, err = c.counter.Leasing.Sign(t.Context(), leasing.Wish{Rooms: room, Signing: lease.Signing{RequestID: "sign", NewTenant: estate.RowParty{Name: "周小面", Phones: []string{"13800001234"}},
		Contract: lease.Contract{Number: "HT-1", FromOn: "2026-12-01", ToOn: "2027-11-30", Cycle: tariff.EveryMonth, Terms: lease.Terms{Rent: lease.Rent{Price: "3000"}}}}}, second)
	require.NoError(t, err)

	c.screen.Choose("租赁合同", "2026-11-01", "2026-11-30")
	c.screen.Shown()
	c.Shows("没有要出的账单")
	c.Press(fyne.KeyEscape)
	c.Shows("租赁合同", "按合同", "还没有出过")
	c.Press(fyne.KeyRight)
	c.Type("2") // 物业费, beside the leases that were ticked
	c.Press(fyne.KeyReturn)
	c.Shows("将出 127 张")
	c.Press(fyne.KeyEnd)
	c.Shows("租赁合同", "HT-1：月租 3,000.00 × 1 月")
	require.Empty(t, c.bills("租金"))
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, 1, c.bills("租金"))
	require.Equal(t, 126, c.bills("物业费"))

	c.Press(fyne.KeyReturn)
	c.Shows("出过的账", "租金", "物业费")
	c.Press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyF9)
	c.Shows("租赁合同 2026-12 的账单", "未收 1 张")
	_, err = c.counter.Leasing.End(t.Context(), "HT-1", "2026-12-15", second)
	require.NoError(t, err)
	c.Press(fyne.KeyF6)
	c.Shows("1 户和账单不一样", "1,451.61")
	c.Press(fyne.KeyF9)
	c.Enter("5", "200", countertest.SupervisorPIN)
	c.Shows("冲减 1 张")
	c.Press(fyne.KeyF7)
	c.Enter("4")
	require.Zero(t, c.bills("租金"))
}

// 出账 was left on a list of bills: the keys that a person knows from the first page took one back.
func TestTheMenuBeginsOnTheFirstPage(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn)
	c.Shows("未收 126 张")
	c.screen.Begin()
	c.screen.Shown()
	c.Shows("出哪几项")
	c.Press(fyne.KeyF7)
	c.Type("1")
	c.Press(fyne.KeyReturn)
	require.Equal(t, 126, c.bills("物业费"))
}

// The rest of a month is compared with what the same rooms were charged before, and not with the whole of it.
func TestTheRestOfAMonthIsComparedWithTheSameRooms(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyLeft, fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn) // October, all of it
	lines, _, err := c.counter.Charging.Bills(t.Context(), book.Query{Item: "物业费"})
	require.NoError(t, err)
	var others []string
	for _, line := range lines[1:] {
		others = append(others, line.Code)
	}
	_, err = c.counter.Charging.Run(t.Context(), book.Order{RequestID: "rest", Source: book.ItemSource{Item: "物业费", Only: others}, FromOn: "2026-11-01", ToOn: "2026-11-30"})
	require.NoError(t, err)
	c.screen.Choose("物业费", "2026-11-01", "2026-11-30")
	c.screen.Shown()
	c.Shows("将出 1 张", "上期 2026-10", ">0.00<") // the price is the same
}

func TestThePeriodIsTyped(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyF8)
	c.Enter("20261001", "20260930")
	c.Shows("结束日期在开始日期之前")
	c.Press(fyne.KeyEscape, fyne.KeyF8, fyne.KeyReturn)
	c.Enter("20261231")
	c.Shows("2026-11 至 2026-12")
	c.Press(fyne.KeyF5)
	c.Shows("2026-10-01 至 2026-10-31")
	c.Press(fyne.KeyF7)
	c.Shows("2026-12-01 至 2026-12-31")
}

// Bills of more than thirteen months are issued with a second person alone.
func TestALongTimeIsIssuedWithASecondPerson(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.screen.Choose("物业费", "2026-11-01", "2027-12-31")
	c.screen.Shown()
	c.Shows("将出 1764 张")
	c.Press(fyne.KeyF9)
	c.Shows("13 个月以上")
	c.Hides("其中 ")
	c.Enter("200", "111111")
	c.Shows("密码不对")
	require.Zero(t, c.bills("物业费"))
	c.Press(fyne.KeyEscape, fyne.KeyF9)
	c.Enter("200", countertest.SupervisorPIN)
	c.Shows("已出账", "1764 张")
	require.Equal(t, 1764, c.bills("物业费"))
}

// A due day that is over is said before anything is issued.
func TestADueDayThatIsOverIsSaid(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.screen.Choose("物业费", "2026-10-01", "2026-10-31")
	c.screen.Shown()
	c.Shows("将出 126 张")
	c.Press(fyne.KeyF9)
	c.Shows("其中 126 张")
}

// A room without an area stops the run until a person says that it is left out.
func TestWhatCannotBeWorkedOutStopsARunUntilItIsLeftOut(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.charge("装修费", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "2"}}}, "")
	require.NoError(t, c.counter.Pricing.AddTariff(t.Context(), book.NewTariff{Item: "装修费", Name: "一户", FromOn: "2026-01-01",
		Scope: book.Scope{Rooms: []string{c.rooms()[0]}}, Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "12"}}}}, session.Second{}))
	c.screen.Choose("装修费", "2026-11-01", "2026-11-30")
	c.screen.Shown()
	c.Shows("算不出 125 户", "有 125 户算不出来")
	c.Shows(">125 户<") // one row for one reason
	require.True(t, c.isOff(fyne.KeyF9), "nothing is issued before it was decided what becomes of the others")
	c.Press(fyne.KeyF9)
	c.Shows("所以没有出账")
	c.Press(fyne.KeyF6)
	require.False(t, c.isOff(fyne.KeyF9))
	c.Press(fyne.KeyF9)
	c.Shows("算不出来的 125 户暂不出账")
	c.Press(fyne.KeyReturn)
	require.Equal(t, 1, c.bills("装修费"))
}

// One item cannot be worked out, another's pool is split already: the third is issued all the same, and of the two it is said why not.
func TestEachItemOfARunStandsByItself(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.charge("水费", tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}}, "")
	_, err := c.counter.Charging.Run(t.Context(), book.Order{RequestID: "pool", Source: book.ItemSource{Item: "公摊电费", PoolFen: 100_00}, FromOn: "2026-10-01", ToOn: "2026-10-31"})
	require.NoError(t, err)
	c.screen.Choose("", "2026-10-01", "2026-10-31")
	c.screen.Shown()
	c.Type("123")
	c.Press(fyne.KeyReturn)
	c.Type("1000")
	c.Press(fyne.KeyReturn)
	c.Shows("公摊要一次分完", "将出 126 张", "这几项有算不出来")
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, 126, c.bills("物业费"))
	require.Equal(t, 126, c.bills("公摊电费"), "those of the first time")
	require.Zero(t, c.bills("水费"))
	c.Shows("已出账", "没有出的", "公摊电费：", "水费：")
}

// What is due is worked out by one key and issued by another; the pool whose total nobody knows yet waits, and only it.
func TestWhatIsDueIsIssuedByTwoKeys(t *testing.T) {
	c := open(t, uitest.InPlace())
	item := book.Item{Name: "垃圾费", Kind: book.Income, HangsOn: "room", Cycle: tariff.EveryQuarter, Advance: true, Active: true}
	require.NoError(t, c.counter.Pricing.AddCharge(t.Context(), item, book.NewTariff{Name: "全部", FromOn: "2026-10-01",
		Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "15"}}}}, session.Second{}))
	for number := 1; number < 10; number++ {
		for name, poolFen := range map[string]money.Fen{"物业费": 0, "公摊电费": 100_00} {
			from := calendar.Date(fmt.Sprintf("2026-%02d-01", number))
			_, err := c.counter.Charging.Run(t.Context(), book.Order{RequestID: name + string(from), Source: book.ItemSource{Item: name, PoolFen: poolFen}, FromOn: from, ToOn: from})
			require.NoError(t, err)
		}
	}
	c.screen.Shown()
	c.Shows("该出未出 3 批，迟了 3 批")
	c.Press(fyne.KeyF12)
	c.Shows("该出而没有出的账", "垃圾费", "2026-10 至 2026-12", "2026-10-01，迟了 51 天", "126 户", "2026-11-01，迟了 20 天", "等这一期的公摊总额")
	c.Press(fyne.KeyReturn)
	c.Shows("公摊电费 2026-10", "先空着")
	c.Press(fyne.KeyReturn)
	c.Shows("将出 252 张")
	require.Zero(t, c.bills("垃圾费"))
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	c.Shows("已出账", "252 张")
	require.Equal(t, 126, c.bills("垃圾费"))
	require.Equal(t, 1260, c.bills("物业费"))
	c.Press(fyne.KeyEscape)
	c.Shows("该出未出 1 批")
	c.Press(fyne.KeyF12, fyne.KeyReturn)
	c.Enter("250")
	c.Shows("将出 126 张", "公摊总额", "250.00")
	c.Press(fyne.KeyF9, fyne.KeyReturn, fyne.KeyEscape)
	c.Shows("没有该出而没有出的账")
}

// isOff says whether a key of the screen says that it has nothing to do.
func (c *clerk) isOff(name fyne.KeyName) bool {
	for _, key := range c.screen.Keys() {
		if key.Name == name {
			return key.Off
		}
	}
	return false
}

func (c *clerk) rooms() (codes []string) {
	lines, _, err := c.counter.Charging.Bills(c.t.Context(), book.Query{Item: intake.OpeningArrears})
	require.NoError(c.t, err)
	for _, line := range lines {
		codes = append(codes, line.Code)
	}
	return codes
}

// What changed between the look and the key is shown anew instead of issued.
func TestARunThatWouldComeOutOtherwiseIsShownAnew(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn)
	require.NoError(t, c.counter.Pricing.AddTariff(t.Context(), book.NewTariff{Item: "物业费", Name: "一户", FromOn: "2026-01-01",
		Scope: book.Scope{Rooms: []string{c.rooms()[0]}}, Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "12"}}}}, session.Second{}))
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	c.Hides("已出账")
	c.Shows("试算结果，还没有出账", "将出 126 张", "12.00")
	require.Zero(t, c.bills("物业费"))
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, 126, c.bills("物业费"))
}

// Esc while bills are being issued leaves none behind.
func TestACancelledRunIssuesNothing(t *testing.T) {
	options := uitest.InPlace()
	slow := false
	var work func()
	options.Go = func(job func()) {
		if slow {
			work = job
			return
		}
		job()
	}
	options.Later = func(_ time.Duration, ui func()) func() {
		if slow {
			ui()
		}
		return func() {}
	}
	c := open(t, options)
	c.Press(fyne.KeyDown, fyne.KeyReturn)
	slow = true
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	c.Shows("正在出账（取消时，正在出的这一项一张都不出）")
	c.Press(fyne.KeyEscape)
	slow = false
	work()
	require.Zero(t, c.bills("物业费"))
	c.Shows("已取消，什么都没有改", "试算结果，还没有出账")
	c.Press(fyne.KeyF9, fyne.KeyReturn)
	require.Equal(t, 126, c.bills("物业费"))
}

func TestOneBillIsReducedWithASecondPerson(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn)
	c.Shows("的账单", "未收 126 张")
	c.Shows("缴费人：业主", "收费标准“")
	c.Press(fyne.KeyF5)
	c.Enter("10", "9", "200", countertest.SupervisorPIN)
	c.Shows("请填原因的数字，1 到 5")
	c.Press(fyne.KeyEscape, fyne.KeyF5)
	c.Enter("10", "1", "200", countertest.SupervisorPIN)
	c.Shows("冲减 ¥10.00")
	lines, _, err := c.counter.Charging.Bills(t.Context(), book.Query{Item: "物业费"})
	require.NoError(t, err)
	require.EqualValues(t, 10_00, lines[0].ReducedFen)
}

// A concession granted for days that are billed already is put right with what is too much taken off.
func TestBilledPeriodsArePutRight(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn)
	c.Press(fyne.KeyF6)
	c.Shows("没有差额")
	c.Press(fyne.KeyEscape)
	lines, _, err := c.counter.Charging.Bills(t.Context(), book.Query{Item: "物业费"})
	require.NoError(t, err)
	_, err = c.counter.Pricing.Grant(t.Context(), book.Concession{Object: lines[0].Object, Item: "物业费", Name: "空置减免", Factor: tariff.Ratio(1, 2), FromOn: "2026-11-01", ToOn: "2026-11-30"},
		session.Second{Who: "200", PIN: countertest.SupervisorPIN})
	require.NoError(t, err)
	c.Press(fyne.KeyF6)
	c.Shows("1 户和账单不一样", lines[0].Code)
	c.Press(fyne.KeyF9)
	c.Enter("4", "200", countertest.SupervisorPIN)
	c.Shows("冲减 1 张")
	c.Press(fyne.KeyF6)
	c.Shows("没有差额")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, billing.Gallery(), "run-choose", "run-review", "run-bills")
}

// Of a run that is taken back the bills with payments stay, and are named.
func TestABillWithAPaymentStaysAndIsNamed(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = c.counter.Shifts.Open(t.Context(), shifts.Opening{Counted: count})
	require.NoError(t, err)
	lines, _, err := c.counter.Charging.Bills(t.Context(), book.Query{Item: "物业费"})
	require.NoError(t, err)
	household, err := c.counter.Households.Read(t.Context(), lines[0].Object)
	require.NoError(t, err)
	draft := checkout.NewDraft(household, "one-household-pays")
	draft.TickDue(true)
	quote, err := draft.Quote(9)
	require.NoError(t, err)
	_, err = c.counter.Taking.Take(t.Context(), taking.Order{Order: draft.Order(quote)})
	require.NoError(t, err)

	c.Press(fyne.KeyEscape, fyne.KeyF9) // the bills of the item in the month
	c.Shows("已有收款 1 张", "未收 125 张", "已收清")
	c.Press(fyne.KeyF7)
	c.Shows("这张收过钱，不能撤销")
	c.Press(fyne.KeyF8)
	c.Shows("撤销 125 张没收过钱的账单")
	c.Enter("2", "200", countertest.SupervisorPIN)
	c.Shows("已撤销 125 张", "收过钱的 1")
	require.Equal(t, 1, c.bills("物业费"))
}

// Two keys and one person took 125 bills back: now the reason is chosen and a second person agrees.
func TestUndoingManyBillsTakesAReasonAndASecondPerson(t *testing.T) {
	c := open(t, uitest.InPlace())
	c.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn)
	require.Equal(t, 126, c.bills("物业费"))
	c.Press(fyne.KeyEscape, fyne.KeyF9)
	c.Press(fyne.KeyF8)
	c.Shows("撤销 126 张没收过钱的账单", "20 张")
	c.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	c.Shows("撤销账单")
	require.Equal(t, 126, c.bills("物业费"), "no reason was chosen and nobody agreed")
	c.Press(fyne.KeyEscape, fyne.KeyF8)
	c.Enter("4", "200", "111111")
	c.Shows("密码不对")
	require.Equal(t, 126, c.bills("物业费"))
	c.Press(fyne.KeyF8)
	c.Enter("4", "200", countertest.SupervisorPIN)
	c.Shows("已撤销 126 张")
	require.Zero(t, c.bills("物业费"))
}

func TestAmountsAreExplainedInEnglishOnAnEnglishScreen(t *testing.T) {
	countertest.ExplainedInEnglish(t, billing.Gallery())
}

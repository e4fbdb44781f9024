package leases_test

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/till"
)

// letting is the screen on a real book of 126 rooms.
type letting struct {
	*countertest.Hand
	t       *testing.T
	frame   *shell.Shell
	counter *cashier.Counter
	backs   int
	screen  *leases.Screen
	runs    []string // what the screen went to, with its days
}

func open(t *testing.T) *letting {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	l := &letting{t: t, frame: frame, counter: countertest.Open(t)}
	l.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, l.counter, "100", countertest.ManagerPIN)
	sheet, err := intake.Load(t.Context(), filepath.Join("..", "..", "intake", "testdata", "register.xlsx"), "")
	require.NoError(t, err)
	plan, err := l.counter.Register.PlanSheet(t.Context(), sheet, intake.Options{})
	require.NoError(t, err)
	_, err = l.counter.Register.Take(t.Context(), plan, false, session.Second{})
	require.NoError(t, err)
	l.screen = leases.New(frame, l.counter, leases.Deps{Explain: countertest.Explain, Back: func() { l.backs++ }, Changed: func() {},
		ToRun: func(title string, fromOn, toOn calendar.Date) {
			l.runs = append(l.runs, title+" "+string(fromOn)+" "+string(toOn))
		}}, l.counter.Today())
	frame.Show(l.screen)
	return l
}

// skip leaves entries of the form empty.
func (l *letting) skip(count int) {
	for range count {
		l.Press(fyne.KeyReturn)
	}
}

// fill types a new contract of 1-1-101 with a new tenant, from its first to its last day, up to its rent of 3,000 a month.
func (l *letting) fill(fromOn, toOn string) {
	l.Press(fyne.KeyF4)
	l.Enter("HT-1", "1-1-101")
	l.skip(1)
	l.Enter("周小面", "13800001234", fromOn, toOn)
	l.skip(1)
	l.Type("3000")
}

// sign types a contract: a new tenant, a year from 1 November, first month free, two months' deposit.
func (l *letting) sign(number, room string) {
	l.Press(fyne.KeyF4)
	l.Enter(number, room)
	l.skip(1)
	l.Enter("周小面", "13800001234", "20261101", "20271031")
	l.skip(1)
	l.Enter("3000")
	l.skip(3)
	l.Enter("2")
	l.skip(2)
	l.Enter("20261101")
	l.Type("20261130")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
}

func (l *letting) bills(item string) []charging.BillLine {
	lines, _, err := l.counter.Charging.Bills(l.t.Context(), billing.Query{Item: item})
	require.NoError(l.t, err)
	return lines
}

func TestAContractIsTypedWithItsScheduleAndSigned(t *testing.T) {
	l := open(t)
	l.Shows("还没有租赁合同")
	l.Press(fyne.KeyF4)
	l.Shows("填好房号、租期和租金")
	l.Enter("HT-1", "1-1-101")
	l.skip(3)
	l.Enter("20261101", "20271031")
	l.skip(1)
	l.Type("3000")
	l.Shows("12 期，共 ¥36,000.00")
	l.Press(fyne.KeyEscape)
	l.Shows("还没有租赁合同")
	l.sign("HT-1", "1-1-101")
	l.Shows("合同 HT-1 已登记", "HT-1", "1-1-101", "周小面", "在租", "2026-12")
	require.EqualValues(t, 6000_00, l.bills(lease.DepositItem)[0].AmountFen)
}

// The last entry says how a part of a month counts: from the 15th of January 17 days of 31, or 16 of 30 by 30/360.
func TestAPartOfAMonthCountsAsTheContractSays(t *testing.T) {
	l := open(t)
	l.fill("20270115", "20271231")
	l.Shows("不满一月：按当月天数", "月租 3,000.00 × 17天/31天")
	l.skip(11)
	l.Type("3")
	l.Shows("不满一月：按 30/360", "月租 3,000.00 × 16天/30天", "1,600.00")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
}

// The cursor is on the contract that was just signed: Enter opens that one.
func TestTheCursorIsOnTheContractThatWasSigned(t *testing.T) {
	l := open(t)
	for _, signed := range [][2]string{{"HT-2", "1-1-102"}, {"HT-3", "1-1-103"}, {"HT-1", "1-1-101"}} {
		l.sign(signed[0], signed[1])
		l.Shows("合同 " + signed[0] + " 已登记")
		l.Press(fyne.KeyReturn)
		l.Shows(signed[0] + " 每一期要缴的")
		l.Press(fyne.KeyEscape)
	}
	l.Press(fyne.KeyReturn)
	l.Shows("HT-1 每一期要缴的")
}

func TestWhatIsTypedWronglyIsSaidAtOnce(t *testing.T) {
	l := open(t)
	l.sign("HT-1", "1-1-101")
	l.Press(fyne.KeyF4)
	l.Enter("HT-2", "1-9-999")
	l.skip(3)
	l.Enter("20261101", "20271031")
	l.skip(1)
	l.Type("3000")
	l.Shows("没有找到房号“1-9-999”")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("没有找到房号“1-9-999”")
	l.Press(fyne.KeyEscape, fyne.KeyEscape)
	l.sign("HT-2", "1-1-101")
	l.Shows("已经租出")
}

func TestAContractThatLacksAnEntryNamesItAndTakesTheKeyboardThere(t *testing.T) {
	l := open(t)
	l.Press(fyne.KeyF4)
	l.skip(1)
	l.Enter("1-1-101")
	l.skip(1)
	l.Enter("周小面", "13800001234", "20261101")
	l.Press(fyne.KeyF9)
	l.Shows("请先填“合同号”")
	l.Type("HT-1")
	l.Hides("请先填")
	l.Press(fyne.KeyF9)
	l.Shows("请先填“租期到”")
	l.Type("20271031")
	l.Press(fyne.KeyF7, fyne.KeyF9) // the entries are on the other page
	l.Shows("请先填“租金（元）”")
	l.Type("3000")
	l.Hides("请先填")
	l.Shows("12 期，共 ¥36,000.00")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
}

// billed issues what the leases ask for in December.
func (l *letting) billed() {
	_, err := l.counter.Charging.Run(l.t.Context(), billing.Order{RequestID: "december", Source: lease.Source{}, FromOn: "2026-12-01", ToOn: "2026-12-31"})
	require.NoError(l.t, err)
}

func TestTheRunOfTheMonthIsOneKeyAway(t *testing.T) {
	l := open(t)
	l.Press(fyne.KeyF9)
	require.Empty(t, l.runs, "there is nothing to bill yet")
	l.sign("HT-1", "1-1-101")
	l.Press(fyne.KeyF9)
	require.Equal(t, []string{"租赁合同 2026-11-01 2026-11-30"}, l.runs)
}

// A month that was passed over is what comes next, and the run begins with it.
func TestAMonthThatWasPassedOverIsNotForgotten(t *testing.T) {
	l := open(t)
	l.fill("20260901", "20270831")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	_, err := l.counter.Charging.Run(t.Context(), billing.Order{RequestID: "october", Source: lease.Source{}, FromOn: "2026-10-01", ToOn: "2026-11-30"})
	require.NoError(t, err)
	standings, err := l.counter.Leasing.Standings(t.Context())
	require.NoError(t, err)
	require.Equal(t, calendar.Date("2026-09-01"), standings[0].Next.Span.From)
	l.Press(fyne.KeyEscape, fyne.KeyF9)
	l.screen.Shown()
	l.Press(fyne.KeyF9)
	require.Equal(t, "租赁合同 2026-09-01 2026-11-30", l.runs[len(l.runs)-1])
}

func TestALeaseThatEndsEarlyIsPutRight(t *testing.T) {
	l := open(t)
	l.sign("HT-1", "1-1-101")
	l.billed()
	l.Press(fyne.KeyReturn)
	l.Shows("HT-1 每一期要缴的", "周小面")
	l.Press(fyne.KeyF8)
	l.Enter("20261215", "200", "111111")
	l.Hides("到 2026-12-15 终止")
	l.Press(fyne.KeyEscape, fyne.KeyF8)
	l.Enter("20261215", "200", countertest.SupervisorPIN)
	l.Shows("到 2026-12-15 终止", "1 张出过的账单")
	l.Press(fyne.KeyF6)
	l.Enter("5", "200", countertest.SupervisorPIN)
	l.Shows("已重算差额 1 张")
	require.Positive(t, l.bills(lease.RentItem)[0].ReducedFen)
	l.Press(fyne.KeyEscape)
	l.Shows("待终止")
	l.Press(fyne.KeyEscape)
	require.Equal(t, 1, l.backs)
}

// pay takes the deposit of the lease in at the counter.
func (l *letting) pay() {
	bill := l.bills(lease.DepositItem)[0]
	by, _ := l.counter.Actor()
	_, err := l.counter.Book.Till.Open(l.t.Context(), by, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(l.t, err)
	_, err = l.counter.Book.Till.Receive(l.t.Context(), by, till.Order{RequestID: "deposit", Room: estate.ObjectID(estate.Room, "1-1-101"),
		Bills: []till.BillPart{{Bill: bill.ID, Fen: bill.AmountFen}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: bill.AmountFen}}})
	require.NoError(l.t, err)
}

func TestALeaseThatEndsRemembersItsDeposit(t *testing.T) {
	l := open(t)
	l.sign("HT-1", "1-1-101")
	l.Press(fyne.KeyF8)
	l.Shows("押金还有 ¥6,000.00 没有收")
	l.Press(fyne.KeyEscape)
	l.pay()
	l.billed()
	l.Press(fyne.KeyReturn)
	l.Shows("押金应收", "押金已收", "押金还在", "¥6,000.00")
	l.Press(fyne.KeyEscape, fyne.KeyF8)
	l.Shows("押金还在 ¥6,000.00，账单还欠 ¥3,000.00")
	l.Enter("20261215", "200", countertest.SupervisorPIN)
	// Half of December is owed: 3,000 × 15/31.
	l.Shows("到 2026-12-15 终止", "合同还欠", "¥1,451.61", "押金要退", "¥4,548.39", "押金还没有结清")
}

func TestATurnoverIsReported(t *testing.T) {
	l := open(t)
	l.Press(fyne.KeyF4)
	l.Enter("HT-1", "1-1-101")
	l.skip(1)
	l.Enter("周小面", "13800001234", "20261001", "20270930")
	l.skip(1)
	l.Enter("3000")
	l.skip(8)
	l.Enter("10")
	l.Type("1")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
	l.Press(fyne.KeyF5)
	l.Enter("20261015", "50000")
	l.skip(2)
	l.Shows("HT-1 的营业额已记下")
	l.Press(fyne.KeyReturn)
	l.Shows("2,000.00")
	l.Press(fyne.KeyF5)
	l.Enter("20271015", "50000")
	l.skip(2)
	l.Shows("没有租期")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, leases.Gallery(), "leases-list", "leases-form", "leases-clauses", "leases-amend", "leases-view-ended")
}

func TestAmountsAreExplainedInEnglishOnAnEnglishScreen(t *testing.T) {
	countertest.ExplainedInEnglish(t, leases.Gallery())
}

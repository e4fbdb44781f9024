package refunds_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/refunding"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/refunds"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// open shows the page to the cashier of a counter where 3-2-1201 has 300.00 prepaid and a deposit of 2,000.00.
func open(t *testing.T) (*countertest.Hand, *cashier.Counter) {
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	supervisor, _ := counter.Actor()
	_, err := counter.Book.TakeRegister(t.Context(), supervisor, ledger.Register{FileHash: "0011223344556677",
		Rooms: []estate.Row{{Code: "3-2-1202", AreaCentiM2: 9830}, {Code: "3-2-1201", AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}}}, false)
	require.NoError(t, err)
	bill, err := counter.Book.Billing.Add(t.Context(), supervisor, staff.Approval{}, billing.ByHand{RequestID: "works", Room: "3-2-1201", Item: "装修押金", Kind: billing.Deposit, AmountFen: 2_000_00})
	require.NoError(t, err)
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	cashier, _ := counter.Actor()
	_, err = counter.Book.Till.Open(t.Context(), cashier, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(t, err)
	_, err = counter.Book.Till.Receive(t.Context(), cashier, till.Order{RequestID: "paid", Room: estate.ObjectID(estate.Room, "3-2-1201"),
		Bills: []till.BillPart{{Bill: bill.ID, Fen: 2_000_00}}, PrepayFen: 300_00, Tenders: []till.Tender{{Kind: till.Cash, Fen: 2_300_00}}})
	require.NoError(t, err)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	frame.SetAskApproval(func(ctx context.Context, refused error) (shell.Asked, error) {
		asking, err := counter.Approving.Wanted(ctx, "asked", refused)
		return shell.Asked{Number: asking.Number}, err
	})
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	frame.Show(refunds.New(frame, counter, refunds.Deps{Explain: countertest.Explain, Changed: func() { // before the lists are read anew
		frame.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}}))
	return hand, counter
}

func last(t *testing.T, counter *cashier.Counter) till.Payment {
	state, err := counter.State(t.Context())
	require.NoError(t, err)
	return *state.Last
}

// A cashier asks for a prepayment back, another person approves it on the same page, the cashier pays it out.
func TestARefundGoesFromAskingToPaying(t *testing.T) {
	hand, counter := open(t)
	hand.Shows("没有等着办的退款", "装修押金", "2,000.00")
	hand.Press(fyne.KeyF4)
	hand.Enter("9-9-999")
	hand.Shows("没有")
	hand.Press(fyne.KeyEscape, fyne.KeyF4)
	hand.Enter("321201") // as it is typed at the desk
	hand.Shows("预存款 通用 ¥300.00", "能退 ¥2,000.00")
	hand.Type("1")
	hand.Enter("120", "1", "5", "", "")
	hand.Shows("T1-", "120.00", "等批准 · 王丽 申请")
	hand.Press(fyne.KeyReturn)
	hand.Shows("等批准人登录")
	hand.Hides("1批准")
	hand.Press(fyne.KeyEscape)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	hand.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	hand.Shows("等批准 · 王丽 申请", "不批准") // nobody read it yet
	hand.Type("1")
	hand.Shows("已批准，等付款")
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	hand.Type("1")
	hand.Shows("把现金点给业主")
	hand.Press(fyne.KeyReturn)
	hand.Shows("已退款，收据", "没有等着办的退款")
	hand.Hides("返回") // no menu of the refund that is paid, though Enter was pressed again before the list was read
	require.Equal(t, money.Fen(-120_00), last(t, counter).TotalFen)
}

// With the approver at the counter it is one form: asked, approved and ready to be paid.
func TestAnApproverAtTheCounterApprovesOnTheSpot(t *testing.T) {
	hand, counter := open(t)
	hand.Press(fyne.KeyRight, fyne.KeyReturn)
	hand.Shows("3-2-1201 装修押金，还在 ¥2,000.00") // it was not inspected yet
	hand.Type("2")
	hand.Enter("350", "装修损坏赔偿", "电梯门划伤", "200", countertest.SupervisorPIN)
	hand.Shows("已抵扣，收据", "1,650.00")
	require.Equal(t, money.Fen(350_00), last(t, counter).Sums().OffsetFen)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN) // who inspects does not approve
	hand.Press(fyne.KeyReturn)
	hand.Type("4")
	hand.Enter("", "1", "")
	hand.Shows("验收合格")
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	hand.Type("1")
	hand.Press(fyne.KeyReturn) // all that is left
	hand.Enter("2", "张建国 6222 0000", "3", "200", "9999")
	hand.Shows("密码不对")
	hand.Enter(countertest.SupervisorPIN)
	hand.Shows("已批准，等付款", "转账")
	hand.Press(fyne.KeyLeft, fyne.KeyReturn)
	hand.Type("1")
	hand.Enter("")
	hand.Shows("交易单号")
	hand.Enter("B20261121")
	hand.Shows("没有押金")
	require.Equal(t, money.Fen(-1_650_00), last(t, counter).TotalFen)
}

// A supervisor inspects, freezes and lets go by keys alone; a cashier sees neither step, and moves what is free to the buyer.
func TestADepositIsInspectedFrozenAndMoved(t *testing.T) {
	hand, counter := open(t)
	hand.Shows("未验收")
	hand.Press(fyne.KeyRight, fyne.KeyReturn)
	hand.Shows("申请退款", "转移")
	hand.Hides("冻结")
	hand.Type("1")
	hand.Press(fyne.KeyReturn)
	hand.Enter("1", "3", "200", countertest.SupervisorPIN)
	hand.Shows("要先验收合格才能退")
	hand.Press(fyne.KeyEscape)

	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	hand.Press(fyne.KeyReturn)
	hand.Type("4")
	hand.Enter("20261122", "2", "")
	hand.Shows("要是今天或以前的日子")
	hand.Enter("20261120", "", "卫生间漏水") // the keyboard is at the day, which is typed over
	hand.Shows("是 2026-11-21 交的")
	hand.Press(fyne.KeyEscape, fyne.KeyReturn)
	hand.Type("4")
	hand.Enter("20261121", "2", "卫生间漏水")
	hand.Shows("验收不合格")
	hand.Press(fyne.KeyReturn)
	hand.Shows("2026-11-21 验收不合格")
	hand.Type("5")
	hand.Enter("1", "100", countertest.ManagerPIN)
	hand.Shows("已冻结")
	hand.Press(fyne.KeyReturn)
	hand.Shows("解冻")
	hand.Hides("转移")
	hand.Type("2")
	hand.Enter("1", "100", countertest.ManagerPIN)
	hand.Hides("已冻结")
	hand.Press(fyne.KeyReturn)
	hand.Type("4")
	hand.Enter("20261121", "1", "")
	hand.Shows("验收合格")

	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	require.NoError(t, counter.Printing.UsePrinter("file://"+filepath.Join(t.TempDir(), "slip.prn")+"?paper=80"))
	hand.Press(fyne.KeyReturn)
	hand.Type("3")
	hand.Enter("321202")
	hand.Shows("3-2-1201 装修押金 转给 3-2-1202")
	hand.Enter("1200", "1", "200", countertest.SupervisorPIN)
	hand.Shows("已转给 3-2-1202，转移单 Y1-", "800.00", "1,200.00")
	hand.Press(fyne.KeyDown, fyne.KeyReturn)
	hand.Shows("由 3-2-1201 转来；未验收")
	jobs, err := counter.Printing.Spool.Pending(t.Context())
	require.NoError(t, err)
	require.Equal(t, spool.Move, jobs[0].Kind)
	slip, err := counter.Printing.MoveSlip(t.Context(), jobs[0].Subject, 1)
	require.NoError(t, err)
	require.Equal(t, []string{"3-2-1201", "3-2-1202", "￥1,200.00", "王丽"}, []string{slip.From, slip.To, slip.Fen.Yuan(), slip.By})
}

// A refund that is due within three days, and one whose day is past, stand in the heading.
func TestTheHeadingCountsWhatIsDue(t *testing.T) {
	hand, counter := open(t)
	cashier, _ := counter.Actor()
	for i, due := range []calendar.Date{"2026-11-22", "2026-11-24", "2026-11-25"} {
		_, err := counter.Book.Till.AskRefund(t.Context(), cashier, staff.Approval{}, till.RefundWish{RequestID: string(due), Room: estate.ObjectID(estate.Room, "3-2-1201"),
			Lines: []till.RefundLine{{Source: till.FromPrepaid, Fen: money.Fen(10_00 + i*10)}}, Way: till.Cash, Reason: till.Reason{Code: "moved_out"}, DueOn: due})
		require.NoError(t, err)
	}
	read := func(now time.Time) refunding.Standing {
		counter.Book.Journal.Now = func() time.Time { return now }
		standing, err := counter.Refunding.Standing(t.Context())
		require.NoError(t, err)
		return standing
	}
	standing := read(counter.Book.Journal.Now())
	require.Equal(t, []int{0, 2}, []int{standing.Overdue, standing.Soon})
	standing = read(counter.Book.Journal.Now().AddDate(0, 0, 2))
	require.Equal(t, []int{1, 2}, []int{standing.Overdue, standing.Soon})
	require.Equal(t, till.Overdue, standing.Refunds[0].Due, "those promised first stand first")
	hand.Press(fyne.KeyF4)
	hand.Enter("321201")
	hand.Type("1")
	hand.Enter("120", "1", "5", "", "")
	hand.Shows("过期 1 笔，3 天内要退 2 笔")
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, refunds.Gallery(), "refunds", "refunds-ask")
}

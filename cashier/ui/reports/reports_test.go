package reports_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/reports"
	"shouqi/cashier/ui/countertest"
	screen "shouqi/cashier/ui/reports"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// open makes a counter at which 101 has taken 840 yuan of opening arrears in an open shift that nobody counted, and shows the
// page to a person.
func open(t *testing.T, code, pin string) (*countertest.Hand, *cashier.Counter, string) {
	counter := countertest.Open(t)
	manager, err := counter.Book.Staff.SignIn(t.Context(), "100", countertest.ManagerPIN)
	require.NoError(t, err)
	_, err = counter.Book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "0011223344556677",
		Rooms:   []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 84000}}}, false)
	require.NoError(t, err)
	cashierActor, err := counter.Book.Staff.SignIn(t.Context(), "101", countertest.CashierPIN)
	require.NoError(t, err)
	takeArrears(t, counter, cashierActor)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, code, pin)
	folder := t.TempDir()
	frame.Show(screen.New(frame, counter, screen.Deps{Explain: countertest.Explain,
		Save: func(_ context.Context, read reports.Report, name, extension string) (string, error) {
			path := filepath.Join(folder, name+extension)
			return path, counter.Reports.Save(read, path)
		}}, counter.Today()))
	return countertest.NewHand(t, func() *shell.Shell { return frame }), counter, folder
}

func takeArrears(t *testing.T, counter *cashier.Counter, by staff.Actor) {
	_, err := counter.Book.Till.Open(t.Context(), by, till.Opening{Counted: till.CountedSum(50000)})
	require.NoError(t, err)
	room := estate.ObjectID(estate.Room, "3-2-1201")
	var bills []billing.Bill
	require.NoError(t, counter.Book.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		bills, err = billing.OpenOf(tx, room)
		return err
	}))
	_, err = counter.Book.Till.Receive(t.Context(), by, till.Order{RequestID: "one", Room: room, Bills: []till.BillPart{{Bill: bills[0].ID, Fen: 84000}},
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 84000}}})
	require.NoError(t, err)
}

func TestAnybodyWithTheRightReadsAnyDayByKeysAlone(t *testing.T) {
	hand, _, folder := open(t, "200", countertest.SupervisorPIN)
	hand.Shows("2026-11-21 星期六", "期初欠费", "840.00", "其中往期欠费")
	hand.Press(fyne.KeyF6)
	hand.Shows("3-2-1201", "往期欠费", "2026-11-21")
	hand.Press(fyne.KeyPageUp)
	hand.Shows("2026-11-20 星期五", "没有营业：没有开班，也没有收款")
	hand.Press(fyne.KeyF4)
	hand.Enter("20261121")
	hand.Shows("2026-11-21 星期六", "840.00")
	hand.Press(fyne.KeyF7)
	hand.Press(fyne.KeyF8)
	for _, name := range []string{"日报-2026-11-21.xlsx", "日报-2026-11-21.pdf"} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		require.NotEmpty(t, content)
	}
}

func TestEachReportHasItsFigureAndItsArrow(t *testing.T) {
	hand, counter, _ := open(t, "200", countertest.SupervisorPIN)
	supervisor, _ := counter.Actor()
	require.NoError(t, counter.Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := counter.Book.Billing.In(tx).Add(tx.Context(), supervisor, staff.Approval{}, billing.ByHand{RequestID: "card", Room: "3-2-1201", Item: "门禁卡工本费", AmountFen: 3000})
		return err
	}))
	hand.Press(fyne.KeyPageDown) // tomorrow has not begun: the page stays at today
	hand.Shows("2026-11-21", "840.00")
	hand.Type("3")
	hand.Shows("营业日", "收款笔数", "840.00")
	hand.Press(fyne.KeyRight)
	hand.Shows("2026-11", "期初欠费", "840.00")
	hand.Press(fyne.KeyPageUp)
	hand.Shows("2026-10", "这段时间没有收款")
	hand.Type("5")
	hand.Press(fyne.KeyPageDown)
	hand.Shows("2026-11", "门禁卡工本费", "应收", "未收", "30.00", "0.0%")
	hand.Type("6")
	hand.Shows("这段时间没有调价")
	hand.Press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	hand.Shows("还没有交班")
	hand.Type("4")
	hand.Press(fyne.KeyF4)
	hand.Enter("20261201", "20261101")
	hand.Shows("最后一天不能早于第一天")
}

// What a cashier is still to count blind stands on no page of theirs; once it was counted it does.
func TestACashierSeesNothingOfAShiftThatIsStillToBeCounted(t *testing.T) {
	hand, counter, _ := open(t, "101", countertest.CashierPIN)
	hand.Shows("还没有清点交班")
	hand.Hides("840.00", "导出工作簿")
	for _, page := range []string{"3", "4"} {
		hand.Type(page)
		hand.Hides("840.00")
		hand.Shows("金额只算到 2026-11-20")
	}
	hand.Type("1")
	actor, _ := counter.Actor()
	_, err := counter.Book.Till.Count(t.Context(), actor, till.CountedSum(50000+84000))
	require.NoError(t, err)
	hand.Press(fyne.KeyPageUp, fyne.KeyPageDown)
	hand.Shows("840.00")
}

// A change that only finance reads: from what, to what, from which day, by whom and with whom.
func TestAPriceChangeNamesBothPeopleAndBothPrices(t *testing.T) {
	pictures := screen.Gallery()
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	for _, picture := range pictures {
		if picture.Name == "reports-prices" {
			picture.Draw(frame)
		}
	}
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Press(fyne.KeyReturn)
	hand.Shows("原价　面积 × 2.85/月", "新价　面积 × 3.10/月", "启用日期　2027-01-01", "调价人　李慧", "批准人　陈国栋")
}

// What an owner paid to a static code waits on a page of its own until somebody else finds it in the channel's statement.
func TestMoneyOfAStaticCodeIsVerifiedOnItsPage(t *testing.T) {
	hand, counter, _ := open(t, "200", countertest.SupervisorPIN)
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	cashier, _ := counter.Actor()
	_, err := counter.Book.Till.Receive(t.Context(), cashier, till.Order{RequestID: "code", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 30_00,
		Tenders: []till.Tender{{Kind: till.WeChatCode, Fen: 30_00, Reference: "4200001"}}})
	require.NoError(t, err)
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	hand.Type("7")
	hand.Shows("微信收款码", "30.00", "4200001")
	hand.Press(fyne.KeyF5)
	hand.Shows("交易单号 4200001", "渠道账单")
	hand.Press(fyne.KeyEscape)
	hand.Shows("4200001")
	hand.Press(fyne.KeyF5, fyne.KeyReturn)
	hand.Shows("已核实 4200001", "没有等着核实的款")
}

// A warning that was passed stands on the tenth report with who passed it; a cashier who is still to count the shift sees none of its sums.
func TestWarningsPassedStandOnTheirPage(t *testing.T) {
	hand, counter, folder := open(t, "200", countertest.SupervisorPIN)
	hand.Type("0")
	hand.Shows("这段时间没有放行过提醒")
	countertest.SignIn(t, counter, "101", countertest.CashierPIN)
	cashier, _ := counter.Actor()
	_, err := counter.Book.Till.Receive(t.Context(), cashier, till.Order{RequestID: "phone", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 6621_00,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 6621_00}}, Overridden: []string{"own_phone"}})
	require.NoError(t, err)
	hand.Press(fyne.KeyPageUp, fyne.KeyPageDown)
	hand.Shows("金额只算到 2026-11-20")
	hand.Hides("6,621.00")
	countertest.SignIn(t, counter, "200", countertest.SupervisorPIN)
	hand.Press(fyne.KeyPageUp, fyne.KeyPageDown)
	hand.Shows("金额像本户电话", "6,621.00")
	hand.Press(fyne.KeyF6, fyne.KeyF6)
	hand.Shows("放行的提醒", "3-2-1201", "正常")
	hand.Press(fyne.KeyF7)
	content, err := os.ReadFile(filepath.Join(folder, "提醒放行-2026-11-01-2026-11-30.xlsx"))
	require.NoError(t, err)
	require.NotEmpty(t, content)
	hand.Press(fyne.KeyRight)
	hand.Shows("2026-11-21 星期六") // after the last comes the first
}

func TestPictures(t *testing.T) {
	countertest.Pictures(t, screen.Gallery(), "reports-day", "reports-blind", "reports-guards", "reports-days")
}

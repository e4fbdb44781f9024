package desk

import (
	"context"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// counted is a window that counts the keys pressed.
type counted struct {
	t       *testing.T
	window  fyne.Window
	frame   *shell.Shell
	counter *uitest.Counter
	screen  *Screen
	typed   int
	presses int
	looked  string // the receipt that was asked for
}

func newDesk(t *testing.T) *counted {
	t.Helper()
	frame := uitest.NewShell(t)
	d := &counted{t: t, frame: frame, window: frame.Window(), counter: uitest.NewCounter(t)}
	d.screen = New(frame, d.counter.Counter, Deps{ToShift: func() { d.looked = "shift" }, ToReceipt: func(number string) { d.looked = number }})
	frame.Show(d.screen)
	d.hearsScans()
	return d
}

func (d *counted) typing(text string) *counted {
	uitest.Type(d.window, text)
	d.typed += len(text)
	return d
}

func (d *counted) press(names ...fyne.KeyName) *counted {
	uitest.Press(d.window, names...)
	d.presses += len(names)
	return d
}

var textForm = regexp.MustCompile(`<text[^>]*>([^<]*)</text>`)

// shown returns all words on the screen in a row, so that a sentence is found however it is wrapped.
func (d *counted) shown() string {
	var words strings.Builder
	for _, line := range textForm.FindAllStringSubmatch(test.RenderToMarkup(d.window.Canvas()), -1) {
		words.WriteString(html.UnescapeString(line[1]))
	}
	return words.String()
}

// sees requires that words stand on the screen.
func (d *counted) sees(words ...string) {
	d.t.Helper()
	for _, word := range words {
		require.Contains(d.t, d.shown(), word)
	}
}

func (d *counted) hides(words string) {
	d.t.Helper()
	require.NotContains(d.t, d.shown(), words)
}

func (d *counted) payments() int {
	list, err := d.counter.Receipts.Newest(context.Background(), "")
	require.NoError(d.t, err)
	return len(list)
}

const enter = fyne.KeyReturn

func TestCashForAKnownRoomTakesItsDigitsTheSumAndAtMostThreeKeys(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter).typing("1100").press(enter)
	require.LessOrEqual(t, d.presses, 3)
	d.sees("本次实收", "¥1,045.40", "应收合计", "¥1,045.47", "抹零", "¥0.07", "收到现金", "¥1,100.00", "¥54.60", "50 一张，1 元四枚，5 角一枚，1 角一枚", "01-2026-000001", "收据打印中")
	paid := d.counter.Last()
	require.Equal(t, money.Fen(1045_47), paid.TotalFen)
	require.Equal(t, money.Fen(54_60), paid.ChangeFen)
	require.Equal(t, money.Fen(300_00), d.counter.Household("3021201").OwedFen, "what is not due yet is not ticked")

	d.counter.Print()
	d.screen.PaperChanged()
	d.sees("收据已送到打印机", "¥54.60")

	d.typing("1010602").press(enter).press(fyne.KeyEnter)
	d.sees("01-2026-000002", "不用找", "¥300.00")
	require.Zero(t, d.counter.Household("1-1-0602").OwedFen, "an empty sum means exactly what is due")
}

func TestASecondEnterAndADoubleClickTakeNothingTwice(t *testing.T) {
	d := newDesk(t)
	var held []func()
	options := uitest.InPlace()
	options.Go = func(work func()) { held = append(held, work) }
	slowly := func() {}
	options.Later = func(_ time.Duration, do func()) func() {
		slowly = do
		return func() {}
	}
	release := func() {
		for len(held) > 0 {
			work := held[0]
			held = held[1:]
			work()
		}
	}
	d.frame = shell.New(d.window, options)
	d.screen = New(d.frame, d.counter.Counter, Deps{})
	d.frame.Show(d.screen)
	release()
	d.typing("1010602").press(enter)
	release()
	d.typing("300").press(enter)
	require.Len(t, held, 1, "the money is on its way")
	slowly()
	require.True(t, d.screen.money.primary.Disabled())
	d.press(enter, enter, fyne.KeyEscape)
	d.screen.money.primary.Tapped(nil)
	d.typing("9")
	require.Len(t, held, 1)
	d.sees("正在入账")
	release()
	d.press(enter, enter)
	release()
	require.Equal(t, 1, d.payments())
	d.sees("本次实收", "01-2026-000001")
}

func TestALostAnswerIsRetriedWithTheSameRequest(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter)
	draft := d.screen.view.Draft
	taken, err := d.counter.Taking.Take(context.Background(), d.counter.OrderOf(draft)) // durable, but the desk never heard of it
	require.NoError(t, err)
	d.press(enter)
	require.Equal(t, 1, d.payments())
	d.sees(taken.Payment.Number)
}

func TestPartOfOneBillIsPaidAndTheRestStays(t *testing.T) {
	d := newDesk(t)
	d.typing("3-2-1201").press(enter)
	d.press(fyne.KeyDown, fyne.KeySpace) // not the arrears
	d.press(fyne.KeyUp, fyne.KeyF4).typing("900").press(enter)
	d.sees("最多收")
	d.press(fyne.KeyDelete).typing("40.47").press(enter)
	d.sees("部分，共欠 205.00", "应收 1 张", "抹零")
	d.typing("50").press(enter)
	paid := d.counter.Last()
	require.Equal(t, money.Fen(40_47), paid.TotalFen)
	require.Equal(t, money.Fen(9_60), paid.ChangeFen, "cash is rounded down to 角")
	require.Equal(t, money.Fen(840_47+164_53+300_00), d.counter.Household("3021201").OwedFen)
}

func TestACardAsksForItsSlip(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF8, enter, enter).typing("1").press(enter)
	d.sees("还没有输入交易单号", "请刷卡")
	require.Equal(t, 0, d.payments())
	d.typing("00128834").press(enter)
	require.Equal(t, []till.Tender{{Kind: till.Card, Fen: 300_00, Reference: "00128834"}}, d.counter.Last().Tenders)
}

// 组合支付: a part by card with its slip, the rest in cash, change of the cash; what was told can be taken out again.
func TestAPaymentIsSplitBetweenACardAndCash(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF7).typing("120").press(enter, enter).typing("1")
	d.sees("还没有输入")
	d.typing("004512").press(enter).typing("1")
	d.sees("刷卡 · 004512", "120.00")
	d.press(fyne.KeyF7, enter, enter).typing("6")
	require.Empty(t, d.screen.view.Draft.Given, "taken out again")
	d.press(fyne.KeyF7).typing("120").press(enter).typing("004512").press(enter).typing("1")
	d.typing("200").press(enter)
	paid := d.counter.Last()
	require.Equal(t, []till.Tender{{Kind: till.Card, Fen: 120_00, Reference: "004512"}, {Kind: till.Cash, Fen: 200_00}}, paid.Tenders)
	require.Equal(t, money.Fen(20_00), paid.ChangeFen)
}

// Money on the cashier's word beyond its ceiling: the desk asks for a second person, a wrong PIN takes nothing and asks again,
// Esc leaves the payment as it was.
func TestMoneyBeyondTheCeilingAsksForASecondPerson(t *testing.T) {
	d := newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(t, d.counter.People.SetLimit(context.Background(), staff.UnverifiedMax, 100_00, session.Second{}))
	d.counter.As("101", uitest.CashierPIN)
	d.screen.Refresh()
	d.typing("1010602").press(enter, fyne.KeyF8).typing("4200001").press(enter).typing("4").press(enter)
	d.sees("要批准人同意")
	d.press(fyne.KeyEscape)
	require.Equal(t, 0, d.payments())
	d.press(enter).typing("200").press(enter).typing("9999").press(enter)
	d.sees("要批准人同意")
	require.Equal(t, 0, d.payments())
	d.sees("密码不对", "200") // who agrees is asked once, and what is typed next is the PIN once more
	d.typing("2468").press(enter)
	require.Equal(t, 1, d.payments())
	require.NotEmpty(t, d.counter.Last().Approver)
}

// A way to pay is a row of till.TenderTypes and its words: the menu follows the rows.
func TestANewWayToPayIsOneRowAndItsWords(t *testing.T) {
	for _, row := range till.TenderTypes {
		for _, lang := range []string{assets.Chinese, assets.English} {
			key := "desk.tender." + string(row.Kind)
			require.NotEqual(t, key, assets.Text(lang, key))
			if key = "desk.answer." + string(row.Kind); row.Slip {
				require.NotEqual(t, key, assets.Text(lang, key))
			}
		}
	}
	rows := till.TenderTypes
	t.Cleanup(func() { till.TenderTypes = rows })
	till.TenderTypes = append(slices.Clone(rows), till.TenderType{Kind: "voucher", Name: "代金券", Account: "transit:voucher", Received: true, Slip: true})
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF8).typing("V7").press(enter).typing("6").press(enter)
	require.Equal(t, []till.Tender{{Kind: "voucher", Fen: 300_00, Reference: "V7"}}, d.counter.Last().Tenders)
}

func TestPrepaymentIsSpentBeforeCash(t *testing.T) {
	d := newDesk(t)
	d.typing("zjg").press(enter, fyne.KeyDown, enter, fyne.KeyF6).typing("600").press(enter)
	paid := d.counter.Last()
	require.Equal(t, money.Fen(54_60), paid.ChangeFen)
	require.Equal(t, till.Prepaid, paid.Tenders[0].Kind)
	require.Zero(t, d.counter.Household("3021201").CreditFen)
}

func TestMoneyIsPutByAndChangeIsKept(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF11).typing("2").typing("400").press(enter)
	require.Equal(t, money.Fen(100_00), d.counter.Household("1-1-0602").CreditFen)
	d.counter.Clock = d.counter.Clock.Add(time.Hour)
	d.typing("1010602").press(enter, fyne.KeyF11).typing("1").typing("250").press(enter)
	d.sees("应收 预存款")
	d.press(enter)
	require.Equal(t, money.Fen(350_00), d.counter.Household("1-1-0602").CreditFen)
}

func TestAGuardIsPassedWithOneKeyThatIsNotEnter(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("30000").press(enter)
	d.sees("是不是多按了一位", "仍然收款")
	d.press(enter, enter)
	require.Equal(t, 0, d.payments(), "Enter passes no guard")
	d.press(fyne.KeyF12)
	require.Equal(t, 1, d.payments())
	require.Equal(t, money.Fen(29700_00), d.counter.Last().ChangeFen)
}

func TestChangingTheSumAsksTheGuardAgain(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("30000").press(enter)
	d.press(fyne.KeyBackspace)
	d.hides("是不是多按了一位")
	d.press(fyne.KeyBackspace, enter)
	require.Equal(t, 1, d.payments())
}

func TestTooLittleTakesNothingAndSaysSo(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("200").press(enter)
	d.sees("还差 ¥100.00", "钱没有入账")
	require.Equal(t, 0, d.payments())
	require.Equal(t, "200", d.screen.amount.Text(), "what was typed stays")
}

func TestALateEntryNeedsASecondPerson(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF11).typing("4")
	d.typing("0088121").press(enter, enter).typing("1").press(enter).typing("200").press(enter).typing("9999").press(enter)
	d.sees("补录收款", "0088121")
	d.press(enter)
	d.sees("补录手写收据", "还可以试 4 次", "0088121")
	require.Equal(t, 0, d.payments())
	uitest.Press(d.window, enter, enter, enter, enter)
	d.typing(uitest.SupervisorPIN).press(enter, enter)
	paid := d.counter.Last()
	require.Equal(t, "0088121", paid.PaperNumber)
	require.Equal(t, "2026-11-20", string(paid.ValueOn))
}

func TestAScanNeverLandsInAnAmount(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("3").press(enter)
	code := "SHOUQI1 01-2026-000007 CNY 300.00 2026-11-21 09:12:05 01 DVNAOCTT KKXG7OXXJUUKZT6GZB54WAAW3E2UATC4PL5SIJTKUIFI7WSLTTSKLNVVG3WAEAWOMZUBTYVTMIGFUYZBCDFLKLBTN2KMC26JTJJQEDQ"
	uitest.Rush(time.Millisecond, func() { d.typing(code).press(enter) })
	require.Equal(t, code, d.looked, "the code goes whole to where receipts are proven")
	require.Equal(t, 0, d.payments())
	require.Equal(t, "3", d.screen.amount.Text())

	d.press(fyne.KeyF9)
	uitest.Rush(time.Millisecond, func() { d.typing("134567890123456789").press(enter) })
	d.sees("这是付款码", "没有接通")
	require.Equal(t, "3", d.screen.amount.Text())
	require.Equal(t, 0, d.payments())
}

func TestTheHitsSayWhatEachHouseholdOwes(t *testing.T) {
	d := newDesk(t)
	d.typing("1")
	d.sees("找到 2 户", "300.00", "1,345.47")
	d.hides("无欠费")
	d.press(fyne.KeyEscape)
	d.typing("1010602").press(enter).press(enter)
	require.Equal(t, 1, d.payments())
	d.typing("1")
	d.sees("找到 2 户", "无欠费", "1,345.47")
}

// The sums come after the hits, and one reading at a time: those that stand on the screen are never another search's.
func TestSumsOfAnEarlierSearchAreNotShown(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1")
	h.typing("-")
	require.True(t, h.screen.owed.isReading)
	require.Empty(t, h.screen.owed.sums)
	h.release()
	require.Equal(t, h.screen.view.Search.Query, h.screen.owed.query)
	h.press(fyne.KeyEscape)
	require.Empty(t, h.screen.owed.query)
}

func TestSeveralFoundAreNeverOpenedByGuessing(t *testing.T) {
	d := newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	d.typing("1").press(enter)
	require.Nil(t, d.screen.view.Draft, "two doors begin with 1: the first Enter only goes to the list")
	d.press(fyne.KeyDown, enter)
	require.NotNil(t, d.screen.view.Draft)
	d.press(fyne.KeyEscape)
	require.Nil(t, d.screen.view.Draft)
	d.typing("6621").press(enter)
	d.sees("张建国", "138****6621", "B1-047")
	d.hides("13800006621")
	d.press(fyne.KeyF11).typing("*")
	d.sees("13800006621")
}

func TestWithoutAShiftNothingIsTakenAndTheWayIsShown(t *testing.T) {
	d := newDesk(t)
	d.counter.As("200", uitest.SupervisorPIN)
	d.screen.Refresh()
	d.sees("王丽")
	d.typing("1010602").press(enter, enter)
	require.Equal(t, 0, d.payments())
	d.press(fyne.KeyF12)
	require.Equal(t, "shift", d.looked)
	d.counter.As("101", uitest.CashierPIN)
	d.counter.Clock = d.counter.Clock.Add(24 * time.Hour)
	d.screen.Refresh()
	d.sees("已过营业日", "去交班")
}

func TestALatchedBookTakesNoMoneyAndSaysWhy(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter)
	d.counter.Book.Store.Latch(store.Refuse("book.findings", 2))
	d.typing("300").press(enter)
	require.Equal(t, 0, d.payments())
	require.True(t, d.screen.money.primary.Disabled())
	d.sees("账本")
	require.Equal(t, "300", d.screen.amount.Text())
}

func TestAReceiptWithoutPrinterSaysThatTheMoneyIsSafe(t *testing.T) {
	d := newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(t, d.counter.Printing.SetPrinter(context.Background(), "none", false))
	d.counter.As("101", uitest.CashierPIN)
	d.typing("1010602").press(enter, enter)
	d.sees("本次实收", "钱已入账，不用再收")
}

func TestTheDeskStartsWithTheLastPaymentAndItsPaper(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, enter)
	fresh := New(d.frame, d.counter.Counter, Deps{})
	d.frame.Show(fresh)
	d.sees("上一笔", "1-1-0602", "01-2026-000001", "收据打印中")
	d.counter.Print()
	d.press(fyne.KeyF5)
	d.counter.Print()
	fresh.PaperChanged()
	jobs, err := d.counter.Printing.Spool.OfSubject(context.Background(), "01-2026-000001")
	require.NoError(t, err)
	copies := 0
	for _, job := range jobs {
		if job.Kind == spool.Receipt {
			copies++
		}
	}
	require.Equal(t, 2, copies)
}

func TestAVoidedPaymentIsNotShownAsReceived(t *testing.T) {
	d := newDesk(t)
	d.screen.Leave() // nothing was shown yet: nothing to forget
	d.typing("1010602").press(enter, enter)
	undo, err := d.counter.Undoing.Begin("01-2026-000001")
	require.NoError(t, err)
	undo.CopiesTaken, undo.Reason = 1, till.Reason{Code: "wrong_room"}
	undo.Second.Who, undo.Second.PIN = "200", uitest.SupervisorPIN
	_, err = d.counter.Undoing.Void(context.Background(), undo)
	require.NoError(t, err)
	d.screen.Refresh()
	d.sees("作废", "-¥300.00", "收据打印中")
	d.hides("本次实收")
	d.screen.Leave()
	d.hides("郑金贵")
}

// Nobody takes a paper away after a void: the desk asked for one all the same.
func TestAVoidWithoutAPrinterAsksForNoReceipt(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.counter.Printing.UsePrinter("none"))
	d.typing("1010602").press(enter, enter)
	undo, err := d.counter.Undoing.Begin("01-2026-000001")
	require.NoError(t, err)
	undo.Reason = till.Reason{Code: "wrong_room"}
	undo.Second.Who, undo.Second.PIN = "200", uitest.SupervisorPIN
	_, err = d.counter.Undoing.Void(context.Background(), undo)
	require.NoError(t, err)
	d.screen.Refresh()
	d.sees("作废凭条没有打印。需要留底就按 F5")
	d.hides("需要收据")
}

func TestASlipThatPaidBeforeIsAskedAboutOnTheDesk(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF8)
	d.typing("00128834").press(enter).typing("1").press(enter)
	d.sees("本次实收", "01-2026-000001")
	d.typing("3021201").press(enter, fyne.KeyF8)
	d.typing("00128834").press(enter).typing("1").press(enter)
	d.sees("交易单号 00128834 已经在收据", "01-2026-000001 上收过")
	d.press(enter)
	d.hides("01-2026-000002")
	d.press(fyne.KeyF12)
	d.sees("本次实收", "01-2026-000002")
}

func TestLettersInTheAmountBeginASearchAndEnterThenTakesNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).typing("300").typing("z")
	d.sees("找到 2 户")
	d.frame.Focus(d.screen.amount)
	d.press(enter)
	require.Zero(t, d.payments(), "the results lie over the bills")
	d.press(fyne.KeyEscape, enter)
	require.Equal(t, 1, d.payments())
}

// tapWords taps the button that says so.
func (d *counted) tapWords(words string) {
	d.t.Helper()
	var found *widgets.Button
	uitest.Walk(d.window, func(object fyne.CanvasObject) {
		if button, ok := object.(*widgets.Button); ok && button.Text() == words {
			found = button
		}
	})
	require.NotNil(d.t, found, words)
	uitest.Tap(d.window, found)
}

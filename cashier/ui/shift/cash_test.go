package shift_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// takes takes money ahead from 3-2-1201 by a slip.
func (d *desk) takes(kind till.TenderKind, fen money.Fen, reference string) {
	d.t.Helper()
	actor, _ := d.counter.Actor()
	_, err := d.counter.Book.Till.Receive(d.t.Context(), actor, till.Order{RequestID: "r-" + reference, Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: fen,
		Tenders: []till.Tender{{Kind: kind, Fen: fen, Reference: reference}}})
	require.NoError(d.t, err)
}

// registered is a desk whose estate has a household and whose shift is open with 500 yuan.
func registered(t *testing.T) *desk {
	d := open(t)
	countertest.SignIn(t, d.counter, "200", countertest.SupervisorPIN)
	supervisor, _ := d.counter.Actor()
	_, err := d.counter.Book.TakeRegister(t.Context(), supervisor, ledger.Register{FileHash: "0011223344556677",
		Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}}}, false)
	require.NoError(t, err)
	countertest.SignIn(t, d.counter, "101", countertest.CashierPIN)
	d.count("3", "4")
	return d
}

// enter types each text and goes on with Enter.
func (d *desk) enter(texts ...string) {
	for _, text := range texts {
		d.typed(text)
		d.press(fyne.KeyReturn)
	}
}

func TestSlipsAreCountedBlindAfterTheCash(t *testing.T) {
	d := registered(t)
	d.takes(till.Card, 300_00, "K1")
	d.takes(till.Card, 50_00, "K2")
	d.frame.Show(d.screen)
	d.count("3", "4")
	d.shows("清点凭条", "刷卡")
	d.hides("350.00", "账款相符")
	d.press(fyne.KeyReturn, fyne.KeyReturn) // two too many after the last line of the cash
	d.shows("清点凭条", "一张也没有就输 0")
	d.enter("1", "")
	d.shows("清点凭条", "每一种的张数和金额都要输入")
	d.typed("300")
	d.press(fyne.KeyReturn)
	d.shows("现金账款相符", "凭条少 ¥50.00", "刷卡凭条 1 张", "账上 2 张", "少 ¥50.00", "超过 ¥10.00")

	// Another slip comes meanwhile: the slips are counted anew, and the cash is not.
	d.takes(till.Cheque, 80_00, "Z1")
	d.frame.Show(d.screen)
	d.shows("清点凭条", "支票")
	d.hides("350.00")
	d.enter("2", "350", "1", "90")
	d.shows("刷卡凭条 2 张，与账上一致", "支票凭条 1 张", "凭条多 ¥10.00")
	d.press(fyne.KeyF7)
	d.enter("2", "350", "1", "75")
	d.shows("凭条少 ¥5.00")
	d.hides("超过 ¥10.00")
	d.enter("")
	d.enter("")
	d.shows("请按 F6 选原因")
	d.press(fyne.KeyF6)
	d.typed("3")
	d.press(fyne.KeyReturn)
	require.NotZero(t, d.last().ClosedSeq)
	d.shows("已交班", "凭条清点", "第1次 刷卡 1 张", "少 50.00", "第3次 支票 1 张", "少 5.00")
}

// An Enter too many after the cash, held while the count is booked, answers nothing for the slips; that there is none takes a 0.
func TestNoEnterTooManyCountsTheSlips(t *testing.T) {
	d := registered(t)
	d.takes(till.Card, 300_00, "K1")
	d.takes(till.Cheque, 80_00, "Z1")
	d.frame.Show(d.screen)
	d.count("3", "4")
	d.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	d.enter("1", "300", "0") // where there is none there is no sum to type
	d.shows("刷卡凭条 1 张，与账上一致", "支票凭条 0 张", "凭条少 ¥80.00")
}

func TestWhatIsLeftIsToldByItsPieces(t *testing.T) {
	d := registered(t)
	d.frame.Show(d.screen)
	d.count("3", "4")
	d.press(fyne.KeyF8)
	d.count("4", "2")
	d.shows("有的面额比清点的多")
	d.press(fyne.KeyEscape, fyne.KeyF8)
	d.count("3", "4")
	d.press(fyne.KeyReturn)
	require.Equal(t, &till.Count{3, 4}, d.last().LeftPieces)
	d.begin()
	d.count("4", "2")
	d.shows("面额和上一班留下的不一样", "¥100 多 1 张，¥50 少 2 张")
}

// Everything of cash outside the drawer is done by keys alone.
func TestCashGoesToTheBankByKeysAlone(t *testing.T) {
	d := registered(t)
	d.frame.Show(d.screen)
	d.press(fyne.KeyF7)
	d.typed("2")
	d.shows("投库")
	d.typed("4")
	d.enter("300", "200", countertest.SupervisorPIN)
	d.press(fyne.KeyF9)
	d.typed("1")
	d.shows("保险柜（待存现金）", "300.00", "未清点，不显示")
	d.press(fyne.KeyEscape)
	d.press(fyne.KeyF9)
	d.typed("2")
	d.shows("保险柜（待存现金）", "¥300.00")
	d.enter("300.10", "b1001", "", "200", countertest.SupervisorPIN)
	d.shows("待存现金只有")
	d.press(fyne.KeyEscape)
	d.press(fyne.KeyF9)
	d.typed("2")
	d.enter("280", "b1001", "", "200", countertest.SupervisorPIN)
	d.shows("已记交存单 B1001")
	d.press(fyne.KeyF9)
	d.typed("3")
	d.enter("b1001", "1", "200", countertest.SupervisorPIN)
	d.shows("交存单 B1001 已撤销")
	d.press(fyne.KeyF9)
	d.typed("4")
	d.typed("1")
	d.enter("100", "hd90123456")
	d.shows("已登记假币 HD90123456")
	d.press(fyne.KeyF9)
	d.typed("4")
	d.typed("2")
	d.enter("50", "a1b2345678", "200", countertest.SupervisorPIN)
	d.shows("已登记假币 A1B2345678")
	var places []till.CashPlace
	require.NoError(t, d.counter.Book.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		places, err = till.CashPlaces(tx)
		return err
	}))
	require.Equal(t, []money.Fen{0, 300_00, 0, 0, 50_00}, []money.Fen{places[0].Fen, places[1].Fen, places[2].Fen, places[3].Fen, places[4].Fen})
}

// What the book refuses leads the keyboard to the entry that it is about: what is typed next mends it, and nothing else is touched.
func TestARefusalOfCashLeadsToItsEntry(t *testing.T) {
	d := registered(t)
	d.frame.Show(d.screen)
	d.press(fyne.KeyF7)
	d.typed("24")
	d.enter("300", "200", countertest.SupervisorPIN)
	bank := func(typed ...string) {
		d.press(fyne.KeyF9)
		d.typed("2")
		d.enter(typed...)
	}
	bank("100", "b1001", "", "200", countertest.SupervisorPIN)
	d.shows("已记交存单 B1001")
	bank("100", "b1001", "", "200", countertest.SupervisorPIN)
	d.shows("B1001") // is booked: another number is typed over it
	d.press(fyne.KeyEscape)
	bank("100", "b?", "", "200", countertest.SupervisorPIN)
	d.press(fyne.KeyBackspace)
	d.enter("2002", "", "200", countertest.SupervisorPIN)
	d.shows("已记交存单 B2002")
	bank("100", "b3003", "", "101", countertest.CashierPIN)
	require.Equal(t, "101", focusedText(d), "who agrees is the cashier")
	d.press(fyne.KeyEscape)

	d.press(fyne.KeyF9)
	d.typed("41")
	d.enter("30", "hd90123456")
	require.Equal(t, "30", focusedText(d), "no note has 30 yuan")
	d.typed("100")
	d.enter("", "")
	d.shows("已登记假币 HD90123456")
	d.press(fyne.KeyF9)
	d.typed("41")
	d.enter("100", "hd90123456")
	require.Equal(t, "hd90123456", focusedText(d), "it is logged")
}

// focusedText is what stands in the entry that has the keyboard.
func focusedText(d *desk) string {
	switch entry := d.frame.Canvas().Focused().(type) {
	case *widgets.KeyEntry:
		return entry.Text
	case *widgets.DigitEntry:
		return entry.Text()
	}
	return ""
}

// A number without a PIN is half a second person: the form waits for the other half, and the number's tries stay whole.
func TestAnEmptyPINOfTheSecondPersonSpendsNoTry(t *testing.T) {
	d := registered(t)
	d.frame.Show(d.screen)
	halves := func() {
		for range 6 {
			d.enter("")
			d.shows("要批准人的工号和密码")
		}
		d.enter(countertest.SupervisorPIN)
	}
	d.press(fyne.KeyF7)
	d.typed("24")
	d.enter("300", "200")
	halves()
	d.press(fyne.KeyF9)
	d.typed("2")
	d.enter("100", "b1001", "", "200")
	halves()
	d.shows("已记交存单 B1001")
	d.press(fyne.KeyF9)
	d.typed("3")
	d.enter("b1001", "1", "200")
	halves()
	d.shows("交存单 B1001 已撤销")
	d.press(fyne.KeyF9)
	d.typed("42")
	d.enter("50", "a1b2345678", "200")
	halves()
	d.shows("已登记假币 A1B2345678")
}

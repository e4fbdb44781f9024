package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// under lets the manager choose the rules of a place, and the cashier go on.
func (d *counted) under(place string) {
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(d.t, d.counter.People.SetPolicy(d.t.Context(), estate.PolicyRulePack, place, session.Second{}))
	d.counter.As("101", uitest.CashierPIN)
}

// What must be kept is said while the day is typed, and Enter makes no bill.
func TestTheDeskWarnsOfAPaymentFurtherAheadThanTheRulesAllow(t *testing.T) {
	d := newOverdueDesk(t)
	d.under("杭州")
	before := len(d.counter.Household("3021201").Lines)
	d.typing("3021201").press(enter, fyne.KeyF11).typing("6").typing("202712")
	d.sees("必须遵守，不能办：杭州 收到 2027-12-31，最多到 2027-11-30", "第55条", "核对日期：未核对")
	d.press(enter)
	d.sees("规定不允许，没有办理，钱没有动")
	require.Len(t, d.counter.Household("3021201").Lines, before, "no bill was made")
	d.press(fyne.KeyBackspace).typing("1")
	d.sees("没有填物业服务合同到哪天")
	d.press(enter)
	require.Nil(t, d.window.Canvas().Overlays().Top())
	require.Greater(t, len(d.counter.Household("3021201").Lines), before)
}

// What should be kept is passed by a second person, who reads it first; the event has the rule and both.
func TestASecondPersonPassesWhatShouldBeKept(t *testing.T) {
	d := newOverdueDesk(t)
	text, err := people.PackText("杭州")
	require.NoError(t, err)
	d.counter.As("100", uitest.ManagerPIN)
	manager, _ := d.counter.Actor()
	should := strings.ReplaceAll(text, `"binding":"must"`, `"binding":"should"`)
	require.NoError(t, d.counter.Book.SetPolicy(t.Context(), manager, staff.Approval{}, estate.PolicyRulePack, should))
	d.counter.As("101", uitest.CashierPIN)
	before := len(d.counter.Household("3021201").Lines)
	d.typing("3021201").press(enter, fyne.KeyF11).typing("6").typing("202712").press(enter)
	d.sees("应当遵守，要批准人：杭州 收到 2027-12-31，最多到 2027-11-30")
	require.Len(t, d.counter.Household("3021201").Lines, before)
	d.typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	require.Nil(t, d.window.Canvas().Overlays().Top())
	require.Greater(t, len(d.counter.Household("3021201").Lines), before)
	require.NoError(t, d.counter.Book.Store.Read(t.Context(), func(tx *store.Tx) error {
		var body string
		_, err := tx.Get("SELECT CAST(body AS TEXT) FROM events WHERE kind = 'run.issued' ORDER BY id DESC LIMIT 1", nil, &body)
		require.Contains(t, body, `"law":["hangzhou-55-months"]`)
		require.NotContains(t, body, `"approver":{"person":""`)
		return err
	}))
}

// The form of a deposit for works says what the place allows; a deposit beyond it is refused there, and one of keys is not spoken of.
func TestTheDepositFormSaysWhatTheRulesAllow(t *testing.T) {
	d := newDesk(t)
	d.under("日照")
	d.typing("1010602").press(enter, fyne.KeyF11).typing("91")
	d.sees("必须：日照 装修押金每户最多 2000 元", "应当：山东 装修押金按管理规约")
	d.typing("2500").press(enter, enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	d.sees("必须遵守，不能办：日照 这一户的装修押金共 ¥2,500.00，最多 2000 元")
	require.Len(t, d.counter.Household("1-1-0602").Lines, 1)
	_, err := d.counter.Charging.AddBill(t.Context(), billing.ByHand{RequestID: "keys", Room: "1-1-0602", Item: "钥匙押金", Kind: billing.Deposit, AmountFen: money.Fen(5000_00)},
		session.Second{Who: "200", PIN: uitest.SupervisorPIN})
	require.NoError(t, err)
}

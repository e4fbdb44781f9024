package desk

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// A household that fits its home out brings 2,000 in cash: the deposit is asked for and taken at the desk by keys alone, and it is owed
// back. What is typed faster than the book answers lands where it was meant.
func TestADepositIsAskedForAndTakenByKeys(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeySpace, fyne.KeyF11).typing("912000").press(enter)
	d.typing("三楼").press(enter).typing("200").press(enter).typing("000000").press(enter)
	d.sees("装修押金　1-1-0602", "密码不对")
	require.Len(t, d.counter.Household("1-1-0602").Lines, 1, "a wrong PIN makes no bill")
	d.typing(uitest.SupervisorPIN).press(enter)
	require.Nil(t, d.window.Canvas().Overlays().Top())
	d.sees("装修押金", "¥2,000.00")
	d.typing("2000").press(enter)
	require.Equal(t, money.Fen(2000_00), d.counter.Last().TotalFen)
	h := d.counter.Household("1-1-0602")
	require.Equal(t, money.Fen(2000_00), h.DepositFen)
	require.Equal(t, money.Fen(300_00), h.OwedFen, "what was not ticked is owed as before")
}

// What the office made items of is offered beside it, deposits first, and a bill of it is what its item is.
func TestASingleChargeIsWhatItsItemIs(t *testing.T) {
	d := newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	first := billing.NewTariff{Name: "标准", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "50"}}}}
	for name, kind := range map[string]string{"换锁费": billing.Income, "门禁卡押金": billing.Deposit} {
		require.NoError(t, d.counter.Pricing.AddCharge(t.Context(), billing.Item{Name: name, Kind: kind, HangsOn: estate.Room, Cycle: tariff.Once, Active: true,
			Inspect: kind == billing.Deposit && billing.IsForWorks(name)}, first, session.Second{}))
	}
	d.counter.As("101", uitest.CashierPIN)
	d.typing("1010602").press(enter, fyne.KeyF11).typing("9")
	d.sees("1装修押金（押金）2门禁卡押金（押金）3换锁费")
	d.typing("3").press(enter, enter).typing("30").press(enter, enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	d.sees("换锁费", "¥330.00")
	d.press(enter)
	require.Equal(t, money.Fen(330_00), d.counter.Last().TotalFen)
	require.Zero(t, d.counter.Household("1-1-0602").DepositFen)
}

// The key of a line is the same for every household: 8 of one without bills is not 8 of another that has some.
func TestEveryLineOfTheMenuHasAKeyOfItsOwn(t *testing.T) {
	d := newOverdueDesk(t)
	keys := func(room string) map[string]bool {
		d.press(fyne.KeyEscape).typing(room).press(enter, fyne.KeyF11)
		shown := map[string]bool{}
		for _, line := range []string{"1存入预存款", "3代缴人", "4补录", "6预缴", "7减免违约金", "8只收一部分", "9收押金", "0预存款："} {
			shown[line] = strings.Contains(d.shown(), line)
		}
		d.press(fyne.KeyEscape)
		return shown
	}
	for _, room := range []string{"3021201", "1010602"} {
		for line, there := range keys(room) {
			require.True(t, there, line+" at "+room)
		}
	}
	d.press(fyne.KeyF11).typing("7") // nothing is late there
	d.sees("不用减免", "9收押金")
}

// Esc in a list that F11 opened goes back to F11.
func TestEscGoesBackToTheListThatAnotherWasOpenedFrom(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF11).typing("9")
	d.hides("6预缴")
	d.press(fyne.KeyEscape)
	d.sees("6预缴")
	d.press(fyne.KeyEscape)
	d.hides("6预缴")
	require.NotNil(t, d.screen.view.Draft)
}

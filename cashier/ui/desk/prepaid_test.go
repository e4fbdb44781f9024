package desk

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// prepaid returns what a room has prepaid for a purpose.
func (d *counted) prepaid(code string, purpose billing.Purpose) (one till.Prepayment) {
	d.t.Helper()
	require.NoError(d.t, d.counter.Book.Store.Read(d.t.Context(), func(tx *store.Tx) (err error) {
		one, err = till.PrepaymentOf(tx, d.counter.Household(code).Room.ID, purpose)
		return err
	}))
	return one
}

// menuPrepaid opens what can be done with the prepayments of the household that is open: 0 of F11.
func (d *counted) menuPrepaid() *counted { return d.press(fyne.KeyF11).typing("0") }

// Money is put by for a purpose, moved to another and frozen, all from the keypad; a wrong PIN changes nothing, and a second Enter
// does it once.
func TestPrepaymentsAreKeptMovedAndFrozenByKeys(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).menuPrepaid().typing("13").typing("80").press(enter)
	d.sees("存入预存款 · 停车费")
	d.press(fyne.KeyF9).typing("380").press(enter)
	require.Equal(t, money.Fen(80_00), d.prepaid("1-1-0602", billing.Parking).Fen)
	d.counter.Clock = d.counter.Clock.Add(time.Hour)

	d.typing("1010602").press(enter)
	d.sees("停车费")
	d.menuPrepaid().typing("5").press(enter) // 转移：停车费, 同一户
	d.sees("1-1-0602")
	d.typing("30").press(enter)
	d.sees("从 1-1-0602 ", "的“停车费”转 ¥30.00 给 1-1-0602", "转完还剩 ¥50.00")
	d.typing("1").press(enter, enter)
	d.sees("请先选一个：输 1 到 5 的编号") // why
	d.typing("1").press(enter)
	d.typing("200").press(enter).typing("000000").press(enter)
	d.sees("密码不对")
	require.Equal(t, money.Fen(80_00), d.prepaid("1-1-0602", billing.Parking).Fen)
	d.typing(uitest.SupervisorPIN).press(enter, enter)
	require.Equal(t, money.Fen(50_00), d.prepaid("1-1-0602", billing.Parking).Fen)
	require.Equal(t, money.Fen(30_00), d.prepaid("1-1-0602", billing.AnyPurpose).Fen)

	d.menuPrepaid().typing("6") // 冻结：通用
	d.typing("1").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	require.True(t, d.prepaid("1-1-0602", billing.AnyPurpose).Frozen)
	d.sees("已冻结")
}

// What is kept for one purpose pays none of the other bills, and F6 says so; that a prepayment pays by itself is asked once more.
func TestF6SaysWhereAPrepaymentPaysNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).menuPrepaid().typing("13").typing("80").press(enter)
	d.press(fyne.KeySpace).typing("80").press(enter) // its bill is not ticked
	require.Equal(t, money.Fen(80_00), d.prepaid("1-1-0602", billing.Parking).Fen)
	d.counter.Clock = d.counter.Clock.Add(time.Hour)
	d.typing("1010602").press(enter, fyne.KeyF6)
	d.sees("指定用途的预存款只付同用途的账单")
	d.press(fyne.KeyF6)

	auto := func() bool { return d.counter.Household("1-1-0602").Auto }
	d.menuPrepaid().press(fyne.KeyEnd, enter)
	d.sees("约定自动抵扣")
	require.False(t, auto(), "asked once more")
	d.press(fyne.KeyEscape)
	require.False(t, auto())
	d.menuPrepaid().press(fyne.KeyEnd, enter, enter)
	require.True(t, auto())
}

// F4 keeps the prepayment that F6 spends, one that is kept for a purpose too; that nothing is put by any more is said.
func TestF4KeepsWhatF6Chose(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF6).typing("200").press(fyne.KeyF4)
	require.Equal(t, money.Fen(500_00), d.screen.view.Quote.CreditFen)
	require.Equal(t, money.Fen(700_00), d.screen.view.Quote.DueFen)
	d.press(fyne.KeyF6, fyne.KeyF11).typing("1").typing("300").press(enter)
	d.typing("400").press(fyne.KeyF4)
	d.sees("原来要存的预存款 ¥300.00 不存了", "¥400.00")

	d = newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	require.NoError(t, d.counter.Pricing.AddCharge(t.Context(), billing.Item{Name: "停车费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Purpose: billing.Parking, Active: true},
		billing.NewTariff{Name: "标准", FromOn: "2026-01-01", Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "80"}}}}, session.Second{}))
	d.counter.Bill("1-1-0602", "停车费", 80_00, "2026-11-21")
	d.counter.As("101", uitest.CashierPIN)
	d.typing("1010602").press(enter).menuPrepaid().typing("13").typing("80").press(enter)
	for bill := range d.screen.view.Draft.Parts { // nothing is paid but what is put by
		d.screen.send(checkout.Tick{Bill: bill})
	}
	d.typing("80").press(enter)
	d.counter.Clock = d.counter.Clock.Add(time.Hour)
	d.typing("1010602").press(enter, fyne.KeyF6)
	require.Equal(t, money.Fen(80_00), d.screen.view.Quote.CreditFen)
	d.typing("100").press(fyne.KeyF4)
	require.True(t, d.screen.view.Draft.UseCredit)
	require.Equal(t, money.Fen(80_00), d.screen.view.Quote.CreditFen)
	require.Equal(t, money.Fen(180_00), d.screen.view.Quote.DueFen)
}

// Money that is put by is not rounded, and the desk says so whichever was chosen first; where nothing is over to be put by it is rounded.
func TestThatNothingIsRoundedBesideWhatIsPutByIsSaid(t *testing.T) {
	const said = "存了预存款，不抹零（¥0.07）"
	d := newDesk(t)
	d.typing("3021201").press(enter).typing("1100")
	d.sees("抹零", "¥54.60")
	d.press(fyne.KeyF11).typing("2")
	d.sees(said, "¥54.53")
	d.press(fyne.KeyF11).typing("2")
	d.hides(said)
	d.press(fyne.KeyF11).typing("1").typing("50").press(enter)
	d.sees(said)

	d = newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF11).typing("2")
	d.sees("抹零")
	d.hides(said)
	d.typing("1100")
	d.sees(said, "¥54.53")
	d.press(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace).typing("1045.40").press(enter)
	d.sees("本次实收", "¥1,045.40", "抹零", "¥0.07")
}

// The digits of 0 of F11 mean the same for every household: what one has not prepaid is refused with a sentence, and Esc goes back to the
// list that it was opened from.
func TestTheDigitsOfThePrepaymentsAreTheSameForEveryHousehold(t *testing.T) {
	d := newDesk(t)
	lines := []string{"1存入指定用途", "2转移：通用", "5转移：停车费", "6冻结：通用", "9冻结：停车费", "0约定自动抵扣"}
	for _, room := range []string{"1010602", "3021201"} { // the second has 500 prepaid
		d.typing(room).press(enter).menuPrepaid()
		d.sees(lines...)
		d.typing("5")
		d.sees("这一户没有“停车费”的预存款")
		d.typing("1")
		d.sees("只抵扣这一类账单", "1物业费")
		d.press(fyne.KeyEscape)
		d.sees(lines...)
		d.press(fyne.KeyEscape)
		d.sees("9收押金")
		d.hides("2转移：通用")
		d.press(fyne.KeyEscape)
		d.hides("9收押金")
		require.NotNil(t, d.screen.view.Draft)
		d.press(fyne.KeyEscape, fyne.KeyEscape)
	}
	d.typing("3021201").press(enter).menuPrepaid().typing("6").typing("1").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	d.menuPrepaid()
	d.sees("6解冻：通用")
	d.typing("2")
	d.sees("先解冻再转移：按 6")
}

// That the switch pays nothing yet is said where it is set: nothing is kept, or nothing is owed.
func TestASwitchThatPaysNothingSaysWhy(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).menuPrepaid().typing("0").press(enter)
	d.sees("的预存款以后自动抵扣", "现在没有可抵扣的预存款")
	d.menuPrepaid().typing("0").press(enter)
	d.hides("没有可抵扣的预存款")

	d = newDesk(t)
	d.typing("3021201").press(enter).menuPrepaid().typing("0").press(enter)
	d.sees("以后自动抵扣")
	d.hides("现在没有")

	d = newDesk(t)
	d.typing("1010602").press(enter).press(fyne.KeyF11).typing("1").typing("50").press(enter).press(enter)
	d.counter.Clock = d.counter.Clock.Add(time.Hour)
	d.typing("1010602").press(enter).menuPrepaid().typing("0").press(enter)
	d.sees("现在没有待缴账单")
}

package desk

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// These are the faults that strangers found at the counter, each worked as they worked it.

func TestFault1AnotherRoomOverAnOpenHouseholdOpensIt(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF2).typing("1010602").press(enter)
	d.sees("1-1-0602", "应收 1 张")
	require.Equal(t, 0, d.payments())
}

func TestFault1ALockOverASearchLeavesNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF2).typing("1")
	d.screen.Leave()
	d.hides("张建国")
	require.Equal(t, checkout.Idle, d.screen.view.Step)
}

func TestFault2EnterTwiceWithin80MillisecondsTakesNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602")
	uitest.Rush(40*time.Millisecond, func() { d.press(enter, enter) })
	require.Equal(t, 0, d.payments())
	d.sees("1-1-0602", "先看清应收金额")
	d.press(enter)
	require.Equal(t, 1, d.payments())
}

// Esc leads home from another page: an Enter right behind it was meant for that page.
func TestAnEnterRightAfterTheDeskCameBackTakesNothing(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	uitest.Wait(time.Second) // the sum was looked at
	h.frame.Show(newScreen(h.frame, nil, Deps{}))
	uitest.Rush(90*time.Millisecond, func() {
		h.frame.Show(h.screen)
		h.press(enter)
	})
	h.release()
	require.Equal(t, 0, h.payments())
	h.press(enter)
	h.release()
	require.Equal(t, 1, h.payments())
}

func TestFault2EnterHeldForASecondTakesNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201")
	uitest.Hold(d.window, enter, 60)
	require.Equal(t, 0, d.payments())
	require.Equal(t, checkout.Tendering, d.screen.view.Step)
	uitest.Hold(d.window, enter, 60)
	require.Equal(t, 1, d.payments(), "a press of its own takes the money once")
	require.Equal(t, checkout.Taken, d.screen.view.Step)
}

func TestFault2TheSecondClickPrintsNoCopy(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter)
	uitest.Tap(d.window, d.screen.money.primary)
	require.Equal(t, 1, d.payments())
	uitest.Rush(120*time.Millisecond, func() { d.tapWords("补打收据") })
	require.Equal(t, 1, d.counter.Last().Copies)
	d.tapWords("补打收据")
	d.counter.Print()
	d.tapWords("补打收据")
	require.Equal(t, 2, d.counter.Last().Copies)
}

func TestFault3FiguresTypedWhileAHouseholdOpensStandInItsAmount(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1-1-0602").press(enter)
	uitest.Rush(20*time.Millisecond, func() { h.typing("200") })
	h.release()
	h.sees("1-1-0602")
	require.Equal(t, "200", h.screen.amount.Text())
	require.Equal(t, "200", h.screen.view.Draft.Typed)
}

func TestFault3AnEnterTypedAheadTakesNothingAndTheNextRoomIsNoAmount(t *testing.T) {
	h := newHeldDesk(t)
	uitest.Rush(10*time.Millisecond, func() {
		h.typing("1-1-0602").press(enter)
		h.typing("80").press(enter)
		h.typing("3-2")
		h.release()
		h.typing("-1201").press(enter)
	})
	h.release()
	require.Equal(t, 0, h.payments())
	h.sees("3-2-1201", "1-1-0602 放在一边：输入了 80 元")
	require.Empty(t, h.screen.amount.Text())
	h.press(fyne.KeyF2).typing("1010602").press(enter)
	h.release()
	require.Equal(t, "80", h.screen.amount.Text(), "what was typed comes back with the household")
}

func TestFault3WhatFollowsAPaymentGoesToTheNextHousehold(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.press(enter)
	uitest.Rush(30*time.Millisecond, func() { h.typing("3021201").press(enter) })
	require.Equal(t, checkout.Waiting, h.screen.view.Step)
	h.release()
	require.Equal(t, 1, h.payments())
	h.sees("3-2-1201", "应收 2 张")
}

func TestFault3ARefusedPaymentPutsWhatFollowedIntoTheSearch(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.counter.Book.Store.Latch(store.Refuse("book.findings", 2))
	h.press(enter)
	uitest.Rush(30*time.Millisecond, func() { h.typing("3021201") })
	h.release()
	require.Empty(t, h.screen.amount.Text())
	require.Equal(t, "3021201", h.screen.search.Text)
}

func TestFault4CashIsNotTakenOutOfNothing(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter)
	d.press(fyne.KeyDown, fyne.KeySpace) // the water alone, 205.00
	d.typing("500").press(fyne.KeyF6)
	d.sees("现金不用收，请退还", "¥500.00", "预存款已经够付")
	d.press(enter)
	require.Equal(t, []till.Tender{{Kind: till.Prepaid, Fen: 205_00}}, d.counter.Last().Tenders)
	require.Zero(t, d.counter.Last().ChangeFen)
	require.Equal(t, money.Fen(295_00), d.counter.Household("3021201").CreditFen)
}

func TestFault6AfterAFailedSearchTheNextTextReplaces(t *testing.T) {
	d := newDesk(t)
	d.typing("9-9-999").press(enter)
	d.sees("没有找到")
	d.typing("1010602").press(enter)
	d.sees("1-1-0602")
}

func TestTheKeysOfACashPayment(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter, enter)
	require.Equal(t, 1, d.payments())
	require.LessOrEqual(t, d.typed+d.presses, 9, "exact")
	d.typed, d.presses = 0, 0
	d.counter.Clock = d.counter.Clock.Add(time.Hour)
	d.typing("1010602").press(enter).typing("400").press(enter)
	require.Equal(t, 2, d.payments())
	require.LessOrEqual(t, d.typed+d.presses, 13, "with change")
}

func TestWhatIsTypedAheadReplacesTheAmountThatCameBackWithItsHousehold(t *testing.T) {
	h := newHeldDesk(t)
	h.typing("1010602").press(enter)
	h.release()
	h.typing("9").press(fyne.KeyF2).typing("3021201").press(enter)
	h.release()
	h.press(fyne.KeyEscape)
	h.release()
	h.typing("1010602").press(enter).typing("1211")
	h.release()
	require.Equal(t, "1211", h.screen.amount.Text())
}

func TestARoomTypedIntoTheCashGoesOnAsASearch(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter)
	d.typing("1-1-0602")
	require.Equal(t, "1-1-0602", d.screen.view.Search.Query)
	require.Empty(t, d.screen.view.Draft.Typed, "no sum has a hyphen")
	d.press(enter)
	d.sees("1-1-0602")
	require.Zero(t, d.payments())
}

// Whoever gives up on a sum types the next room without leaving the amount first: what stood there must not become a part of it.
func TestARoomTypedAfterAWarningOrARefusalIsNotGluedToTheSum(t *testing.T) {
	for name, giveUp := range map[string]func(d *counted){
		"a warning that Esc took away": func(d *counted) {
			d.typing("30000").press(enter)
			d.sees("是不是多按了一位")
			d.press(fyne.KeyEscape)
			d.hides("是不是多按了一位")
		},
		"a sum that no coins make": func(d *counted) {
			d.typing("1000.03").press(enter)
			d.sees("现金没有比 1 角更小的")
		},
		"too little": func(d *counted) {
			d.typing("200").press(enter)
			d.sees("还差 ¥100.00")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.typing("1010602").press(enter)
			giveUp(d)
			require.Same(t, d.screen.amount, d.frame.Canvas().Focused())
			d.typing("3-2-1201")
			require.Equal(t, "3-2-1201", d.screen.search.Text)
			require.Equal(t, 0, d.payments())
		})
	}
}

func TestTheFirstHouseholdAfterASignInShowsItsFirstBills(t *testing.T) {
	d := newDesk(t)
	d.counter.As("200", uitest.SupervisorPIN)
	for day := range 25 {
		d.counter.Bill("1-1-0602", "垃圾清运费", 10_00, calendar.Date(fmt.Sprintf("2026-10-%02d", day+1)))
	}
	d.counter.As("101", uitest.CashierPIN)
	d.typing("1010602").press(enter)
	require.Equal(t, 1, d.screen.bills.Cursor())
	d.sees("应收 26 张")
	first := d.screen.rows[0]
	d.sees(first.item + first.sum.Grouped())
}

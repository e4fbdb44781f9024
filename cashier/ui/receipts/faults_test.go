package receipts

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/money"
)

// waiting is a screen whose work waits until it is let go.
func (r *room) waiting() (release func()) {
	var work []func()
	options := uitest.InPlace()
	options.Go = func(do func()) { work = append(work, do) }
	r.frame = shell.New(r.window, options)
	r.screen = New(r.frame, r.counter.Counter, Deps{Undone: func() { r.undone++ }})
	r.frame.Show(r.screen)
	return func() {
		for len(work) > 0 {
			do := work[0]
			work = work[1:]
			do()
		}
	}
}

func TestFault3APINGoesNowhereButIntoItsField(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602")
	r.counter.Print()
	release := r.waiting()
	uitest.Rush(5*time.Millisecond, func() {
		r.press(fyne.KeyF6).typing("2").press(enter).typing("1").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN)
	})
	require.Empty(t, r.screen.search.Text)
	release()
	r.sees("退现金")
	require.Empty(t, r.screen.search.Text)
	require.Zero(t, r.undone, "an Enter is still to come")
	r.press(enter)
	release()
	require.Equal(t, 1, r.undone)
	require.Equal(t, money.Fen(-300_00), r.counter.Last().TotalFen)
}

func TestFault3WhatIsTypedForADialogThatCannotOpenGoesNowhere(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602") // its paper still waits: a void must not ask for it
	release := r.waiting()
	uitest.Rush(5*time.Millisecond, func() { r.press(fyne.KeyF6).typing("2").press(enter).typing(uitest.SupervisorPIN) })
	release()
	require.Empty(t, r.screen.search.Text)
	r.sees("还没有打出来")
	r.press(fyne.KeyEscape).typing("000001")
	require.Equal(t, "000001", r.screen.search.Text, "the keyboard goes on working")
}

func TestTheKeyAfterANumberIsMeantForThatReceipt(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602")
	r.counter.Clock = r.counter.Clock.Add(time.Minute)
	r.pay("3021201")
	r.counter.Print()
	release := r.waiting()
	release()
	uitest.Rush(5*time.Millisecond, func() { r.typing("000001").press(enter, fyne.KeyF6) })
	release()
	r.sees("作废 01-2026-000001")
}

func TestAnAnswerThatComesAfterThePageWasLeftChoosesNothing(t *testing.T) {
	r := newRoom(t)
	r.pay("1-1-0602")
	r.counter.Print()
	var answers []func()
	options := uitest.InPlace()
	options.Post = func(answer func()) { answers = append(answers, answer) }
	r.frame = shell.New(r.window, options)
	r.screen = New(r.frame, r.counter.Counter, Deps{})
	elsewhere := New(r.frame, r.counter.Counter, Deps{})
	let := func() {
		for len(answers) > 0 {
			answer := answers[0]
			answers = answers[1:]
			answer()
		}
	}
	r.frame.Show(r.screen) // in and out, before the list is there
	r.frame.Show(elsewhere)
	let()
	r.counter.Clock = r.counter.Clock.Add(time.Minute)
	newest := r.pay("3021201")
	r.frame.Show(r.screen)
	let()
	current, ok := r.screen.current()
	require.True(t, ok)
	require.Equal(t, newest.Number, current.receipt.Number)
}

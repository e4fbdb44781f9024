package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/collecting"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// code is a payment code of WeChat's, and one of Alipay's.
const (
	weChatCode = "134567890123456789"
	alipayCode = "287654321098765432"
)

// shows opens a household and asks WeChat for what it owes.
func (h *hand) shows(room string) *hand {
	return h.do(Open{room}).collects()
}

func (h *hand) collects() *hand { return h.do(Collect{Channel: payment.WeChat, Seen: h.view.No}) }

// no is the number of the order that is open on the desk.
func (h *hand) no() string { return h.view.Draft.AtChannel.Order.No }

// hears is the follower saying that an order went on.
func (h *hand) hears(no string) *hand { return h.do(OrderChanged{No: no}) }

func TestOneKeyShowsTheCodeAndThePaymentIsShownOnceThePhoneHasPaid(t *testing.T) {
	h := newHand().do(Open{"r1"}).collects()
	require.Equal(t, Collecting, h.view.Step)
	require.Equal(t, "weixin://SQ1", h.view.Draft.AtChannel.Code)
	require.Equal(t, money.Fen(1045_47), h.view.Draft.AtChannel.Order.Fen, "the sum is not rounded: nobody gives change")
	h.enter().enter().hears(h.no())
	require.Equal(t, Collecting, h.view.Step, "Enter takes nothing while a channel is asked")
	require.Empty(t, h.book.paid)

	h.book.pays(h.no())
	h.hears(h.no())
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, "01-2026-000001", h.view.Paid.Number())
	require.Empty(t, h.view.Shown().Lines)
}

// What was read of an order before its channel gave the code may be told after: the code stays, and the order is read once more.
func TestWhatWasReadBeforeTheCodeDoesNotTakeItAway(t *testing.T) {
	h := newHand().do(Open{"r1"}).collects()
	order := *h.book.order(h.no())
	order.State, order.Code = payment.Created, ""
	h.late = true
	h.hears(h.no())
	old := h.unsaid[len(h.unsaid)-1]
	require.Equal(t, AskOrders, old.Kind)
	h.do(ShowAgain{})
	show := h.unsaid[len(h.unsaid)-1]
	h.unsaid = nil
	h.do(h.book.answer(show), Answer{No: old.No, Orders: []collecting.Order{order}})
	require.Equal(t, "weixin://SQ1", h.view.Draft.AtChannel.Code)
	require.Equal(t, AskOrders, h.unsaid[len(h.unsaid)-1].Kind)
	h.hear()
	require.Equal(t, payment.Pending, h.view.Draft.AtChannel.State)
}

func TestWhatIsTypedIsThePartInCash(t *testing.T) {
	h := newHand().do(Open{"r1"}, Amount{"45.4"}).collects()
	require.Equal(t, Collecting, h.view.Step)
	require.Equal(t, []till.Tender{{Kind: till.WeChatPay, Fen: 1000_07}, {Kind: till.Cash, Fen: 45_40}}, h.book.promised[h.no()].Tenders)

	h = newHand().do(Open{"r1"}, Amount{"2000"}).collects()
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, "desk.collect.covered", h.view.Problem.Key)
	require.Empty(t, h.book.atChannel)
	require.Equal(t, till.Cash, h.view.Draft.Rest)
	require.NotZero(t, h.view.Stood)
	h.do(Confirm{})
	require.Equal(t, Confirm{}, h.view.Early, "a key from before takes nothing after a refusal either")
}

func TestTheOwnersCodeIsChargedOnlyWhereItIsWaitedFor(t *testing.T) {
	h := newHand().do(Open{"r1"}, PayerCode{weChatCode})
	require.Empty(t, h.book.atChannel)
	h.do(Scan{Seen: h.view.No})
	require.Equal(t, Scanning, h.view.Step)
	require.Equal(t, AtPayerCode, h.view.Keyboard)
	h.do(PayerCode{"6212345678901234567"})
	require.Equal(t, Scanning, h.view.Step)
	require.Error(t, h.view.Problem.Err)
	require.Empty(t, h.book.atChannel)
	h.do(PayerCode{alipayCode})
	require.Equal(t, Collecting, h.view.Step)
	require.Equal(t, payment.Alipay, h.view.Draft.AtChannel.Channel)
	require.Equal(t, payment.Charged, h.view.Draft.AtChannel.Order.Way)
	require.Equal(t, payment.Pending, h.view.Draft.AtChannel.State, "the owner types the password")
	require.Empty(t, h.view.Draft.payerCode)

	h = newHand().do(Open{"r1"})
	h.do(Scan{Seen: h.view.No}, Back{})
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, till.Cash, h.view.Draft.Rest)
	h.do(PayerCode{weChatCode})
	require.Empty(t, h.book.atChannel)
}

func TestAGuardIsPassedBeforeTheCodeIsWaitedFor(t *testing.T) {
	h := newHand().do(Open{"r1"}, Prepay{Fen: 3000_00}, TickNone{})
	h.view.Draft.Household.UsualFen = 100_00
	h.draft.Household.UsualFen = 100_00
	h.do(Scan{Seen: h.view.No})
	require.NotEmpty(t, h.view.Guards)
	require.Equal(t, Tendering, h.view.Step)
	h.do(Pass{Seen: h.view.No})
	require.Equal(t, Scanning, h.view.Step)
	h.do(PayerCode{alipayCode})
	require.Equal(t, []string{"ten_times_usual"}, h.book.promised[h.no()].Overridden)
}

// takesCashOnlyWhenItIsSaid has impatient Enters come after a channel that took nothing: none of them is for cash.
func (h *hand) takesCashOnlyWhenItIsSaid(t *testing.T) {
	t.Helper()
	for range 3 {
		h.enter()
		require.Equal(t, Tendering, h.view.Step)
		require.Equal(t, "desk.collect.unsaid", h.view.Problem.Key)
	}
	h.do(PayWith{Kind: till.Cash}).enter()
	require.Equal(t, Taken, h.view.Step)
}

func TestEscGivesTheOrderUpAndCashIsTakenUnderANewRequest(t *testing.T) {
	h := newHand().shows("r2")
	first := h.book.promised[h.no()].RequestID
	h.do(Back{})
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, "desk.collect.closed", h.view.Problem.Key)
	require.Equal(t, till.Cash, h.view.Draft.Rest)
	require.NotEqual(t, first, h.view.Draft.RequestID)
	h.takesCashOnlyWhenItIsSaid(t)

	h = newHand()
	h.book.tooEarly = true
	h.shows("r2").do(Back{})
	require.Equal(t, Collecting, h.view.Step)
	require.Equal(t, "desk.collect.too_early", h.view.Problem.Key)
}

func TestAKeyBegunBeforeTheSumStoodAsksForNothing(t *testing.T) {
	h := newHand()
	h.late = true
	h.do(Open{"r1"}, Collect{Channel: payment.WeChat, Seen: h.view.No})
	h.late = false
	h.hear()
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, Collect{Channel: payment.WeChat}, h.view.Early, "the desk asks for that key again, not for Enter, which takes cash")
	require.Empty(t, h.book.atChannel)
	h.do(Open{"r2"}, Scan{})
	require.Equal(t, Scan{}, h.view.Early)
}

func TestAHouseholdIsPutAsideWhileItsOwnerPays(t *testing.T) {
	h := newHand().shows("r1")
	first := h.no()
	h.do(SetAside{})
	require.Equal(t, Idle, h.view.Step)
	require.Equal(t, first, h.view.Aside[0].Order.Order.No)
	h.do(Open{"r2"}).enter()
	require.Equal(t, Taken, h.view.Step)
	h.book.pays(first)
	h.hears(first)
	require.Empty(t, h.view.Aside)
	require.Equal(t, Taken, h.view.Step, "the household on the screen stays")

	// Opened again it goes on where it was; one that ended without money is an ordinary payment again.
	h = newHand().shows("r1")
	first = h.no()
	h.do(Open{"r2"})
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, money.Fen(300_00), h.view.Quote.DueFen)
	h.do(Open{"r1"})
	require.Equal(t, Collecting, h.view.Step)
	require.Equal(t, money.Fen(1045_47), h.view.Quote.DueFen)
	h.do(SetAside{})
	h.book.order(first).State = payment.IsClosed
	h.hears(first).do(Open{"r1"})
	require.Equal(t, Tendering, h.view.Step)
	require.NotEqual(t, h.book.promised[first].RequestID, h.view.Draft.RequestID)
	h.takesCashOnlyWhenItIsSaid(t)
}

func TestALockKeepsTheOrder(t *testing.T) {
	h := newHand().shows("r1")
	no := h.no()
	kept := h.Keep()
	h.do(Leave{})
	h.book.pays(no)
	h.do(Resume{Kept: kept})
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, "r1", h.view.Paid.Household.Room.ID)
}

func TestMoneyThatCouldNotPayItsBillsIsSaidToBePutBy(t *testing.T) {
	h := newHand().shows("r2")
	no := h.no()
	_, err := h.book.take(till.Order{RequestID: "elsewhere", Room: "r2", Bills: []till.BillPart{{Bill: "r2-0", Fen: 300_00}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 300_00}}})
	require.NoError(t, err)
	h.book.pays(no)
	h.hears(no)
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, "till.overpays", h.view.Paid.Credited)
}

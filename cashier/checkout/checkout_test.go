package checkout

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestARoomItsSumAndEnterIsAPayment(t *testing.T) {
	h := newHand()
	require.Equal(t, Idle, h.view.Step)
	h.do(Query{"3021201"})
	require.Equal(t, Idle, h.do(Query{""}).view.Step)
	h.do(Query{"321201"})
	require.Equal(t, Choosing, h.view.Step)
	h.do(Submit{})
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, money.Fen(1045_40), h.view.Quote.RestFen)
	h.do(Amount{"1100"}).enter()
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, money.Fen(54_60), h.view.Paid.Payment.ChangeFen)
	require.Len(t, h.book.paid, 1)
}

func TestFault1AnotherRoomOverAnOpenHouseholdAndALockOverASearch(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{}, Find{}, Query{"110602"}, Submit{})
	require.Equal(t, "1-1-0602", h.view.Draft.Household.Room.Code)
	h.do(Query{"32"}, Leave{})
	require.Nil(t, h.view.Draft)
	require.Equal(t, Idle, h.view.Step)
	require.Empty(t, h.view.Search.Query)
}

func TestFault2AKeyThatWasBegunBeforeTheSumStoodTakesNothing(t *testing.T) {
	h := newHand().do(Query{"110602"})
	seen := h.view.No // The second Enter goes down while the search still stands before the eyes.
	h.do(Submit{Seen: seen}, Confirm{Seen: seen})
	require.Equal(t, Tendering, h.view.Step)
	require.NotNil(t, h.view.Early)
	require.Empty(t, h.book.paid)
	for range 30 { // held
		h.do(Confirm{Seen: seen})
	}
	require.Empty(t, h.book.paid)
	h.enter()
	require.Len(t, h.book.paid, 1)
	require.Nil(t, h.view.Early)
	h.do(Reprint{Seen: seen}, Again{Seen: seen})
	require.Empty(t, h.unsaid)
	require.Equal(t, Taken, h.view.Step, "the second click was meant for the button before")
}

func TestASumThatChangedMeanwhileMustBeSeenAnew(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{})
	seen := h.view.No
	h.book.bills["r1"][0].AmountFen = 100_00
	h.do(Refresh{}, Confirm{Seen: seen})
	require.Empty(t, h.book.paid)
	h.do(Tick{"r1-1"})
	seen = h.view.No
	h.do(Amount{"1"}, Amount{"100"}, Confirm{Seen: seen})
	require.Len(t, h.book.paid, 1, "figures typed do not change what is due")
}

func TestFault3WhatIsTypedWhileAHouseholdOpensWaitsForIt(t *testing.T) {
	h := newHand().do(Query{"110602"})
	h.late = true
	seen := h.view.No
	h.do(Submit{}, Amount{"2"}, Amount{"20"}, Amount{"200"}, UseCredit{}, Confirm{Seen: seen})
	require.Equal(t, Opening, h.view.Step)
	h.hear()
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, "200", h.view.Draft.Typed)
	require.Empty(t, h.book.paid)

	h.do(Query{"321201"}, Submit{}, Amount{"80"}, Back{})
	require.Equal(t, Choosing, h.view.Step, "Esc gives up the opening, and what waited for it")
	h.hear()
	require.Equal(t, "1-1-0602", h.view.Draft.Household.Room.Code)
	require.Equal(t, "200", h.view.Draft.Typed)
}

func TestFault4CashThatThePrepaymentCoversIsNotTaken(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{}, Tick{"r1-0"}, Amount{"500"}, UseCredit{})
	require.Equal(t, money.Fen(500_00), h.view.Quote.UnneededFen)
	h.enter()
	paid := h.view.Paid.Payment
	require.Equal(t, []till.Tender{{Kind: till.Prepaid, Fen: 205_00}}, paid.Tenders)
	require.Zero(t, paid.ChangeFen)
}

func TestFault6AfterAFailedSearchTheNextTextReplaces(t *testing.T) {
	h := newHand().do(Query{"9-9-999"}, Submit{})
	require.True(t, h.view.Search.Replace)
	require.Equal(t, AtSearch, h.view.Keyboard)
	require.False(t, h.do(Query{"1"}).view.Search.Replace)
}

// What was typed and taken away again, and an Enter too early, are nothing that waits.
func TestNothingIsPutAsideWhereNothingWasBegun(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{}, Amount{"80"}, Amount{""}, Tick{"r1-1"}, Tick{"r1-1"}, Confirm{}, Open{"r2"})
	require.Empty(t, h.view.Aside)
}

func TestAHouseholdWorkedOnIsPutAsideAndComesBack(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{}, Amount{"80"}, Tick{"r1-1"})
	request := h.view.Draft.RequestID
	h.do(Query{"110602"}, Submit{})
	require.Equal(t, []Aside{{Object: "r1", Room: "3-2-1201", Typed: "80"}}, h.view.Aside)
	h.enter()
	require.Equal(t, Taken, h.view.Step)
	h.do(Query{"321201"}, Submit{})
	require.Equal(t, request, h.view.Draft.RequestID)
	require.Equal(t, "80", h.view.Draft.Typed)
	require.Len(t, h.view.Draft.Parts, 1)
	require.Empty(t, h.view.Aside)
	h.do(Leave{})
	require.Nil(t, h.view.Draft)
}

func TestALostAnswerIsAskedAgainWithTheSameRequest(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{})
	h.late = true
	h.enter()
	require.Equal(t, Waiting, h.view.Step)
	h.do(Confirm{Seen: h.view.No}, Amount{"9"}, Back{}, Open{"r1"}, Tick{"r2-0"})
	require.Equal(t, Waiting, h.view.Step)
	asked := h.unsaid[len(h.unsaid)-1]
	lost := h.book.answer(asked) // durable, but the desk never heard of it
	require.NoError(t, lost.Err)
	h.unsaid = nil
	h.do(Answer{No: asked.No, Err: store.Fail("store.io", errors.New("gone"))})
	require.Equal(t, Unknown, h.view.Step)
	h.unsaid = nil
	h.do(Amount{"1"}, Tick{"r2-0"})
	require.Equal(t, Unknown, h.view.Step)
	h.late = false
	h.enter()
	require.Equal(t, Taken, h.view.Step)
	require.Len(t, h.book.paid, 1)
	require.Equal(t, lost.Taken.Payment.Number, h.view.Paid.Payment.Number)
}

func TestARefusedPaymentKeepsWhatWasTyped(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{}, Amount{"200"}).enter()
	require.Equal(t, "desk.missing", h.view.Problem.Key)
	h.do(Amount{"300"})
	h.book.bills["r2"][0].PaidFen = 100_00
	h.enter()
	require.Equal(t, "till.overpays", store.Code(h.view.Problem.Err))
	require.Equal(t, "300", h.view.Draft.Typed)
	require.Equal(t, money.Fen(200_00), h.view.Quote.DueFen, "read again")
	h.enter()
	require.Equal(t, money.Fen(100_00), h.view.Paid.Payment.ChangeFen)
}

func TestAWrongSecondPINAsksForTheLateEntryAgainWithoutIt(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{})
	entry := &taking.LateEntry{PaperNumber: "7", ValueOn: "2026-11-20", Second: session.Second{Who: "200", PIN: "9999"}}
	h.do(Late{h.view.Draft.RequestID, entry})
	h.late = true
	h.enter()
	h.do(Answer{No: h.unsaid[len(h.unsaid)-1].No, Err: store.Refuse("staff.wrong_pin", 4)})
	require.Equal(t, &taking.LateEntry{PaperNumber: "7", ValueOn: "2026-11-20", Second: session.Second{Who: "200"}}, h.view.AskLate)
	require.Equal(t, h.view.AskLate, h.view.Draft.Late, "Esc at the question makes no payment of today of it")
	require.Nil(t, h.do(Find{}).view.AskLate, "once")
}

func TestWithoutAShiftNothingIsTaken(t *testing.T) {
	h := newHand()
	h.book.shift = false
	h.do(Refresh{}, Query{"110602"}, Submit{}).enter()
	require.Equal(t, NoShift, h.view.Stop)
	require.False(t, h.view.MayTake)
	require.Empty(t, h.book.paid)
}

func TestWhatWasPassedIsAskedForAgainAsItWas(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{}, Amount{"3000"}).enter()
	require.Len(t, h.view.Guards, 1)
	h.late = true
	h.do(Pass{Seen: h.view.No})
	asked := h.unsaid[len(h.unsaid)-1]
	require.NoError(t, h.book.answer(asked).Err) // durable, but the answer is lost
	h.unsaid = nil
	h.do(Answer{No: asked.No, Err: store.Fail("store.io", errors.New("gone"))})
	h.unsaid, h.late = nil, false
	h.enter()
	require.Equal(t, Taken, h.view.Step, "the same request with the same content")
	require.Len(t, h.book.paid, 1)
}

func TestWhatIsOwedAgainAfterAReversalIsTicked(t *testing.T) {
	h := newHand().do(Open{"r3"})
	require.Zero(t, h.view.Quote.DueFen)
	h.book.bills["r3"] = append(h.book.bills["r3"], billing.Bill{ID: "r3-0", Object: "r3", Item: "物业费", AmountFen: 80_00})
	h.do(Refresh{})
	require.Equal(t, money.Fen(80_00), h.view.Quote.DueFen)
	h.do(Tick{"r3-0"}, Refresh{})
	require.Zero(t, h.view.Quote.DueFen, "what somebody unticked stays so")
}

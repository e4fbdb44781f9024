package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Part by card, part from the prepayment, the rest in cash: each part is stated, the rest is worked out, change comes off the
// cash alone.
func TestOneVisitIsPaidInSeveralWays(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{})
	card, cheque := till.Tender{Kind: till.Card, Fen: 200_00, Reference: "004512"}, till.Tender{Kind: till.Cheque, Fen: 100_00, Reference: "88"}
	h.do(Give{Tender: card}, Give{Tender: cheque}, UseCredit{})
	require.Equal(t, money.Fen(1045_47-200_00-100_00-500_00-7), h.view.Quote.RestFen)
	h.do(TakeBack{Index: 1}, TakeBack{Index: 5}, Give{Draft: "another", Tender: cheque})
	require.Equal(t, []till.Tender{card}, h.view.Draft.Given)
	h.do(Amount{"400"}).enter()
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, []till.Tender{{Kind: till.Prepaid, Fen: 500_00}, card, {Kind: till.Cash, Fen: 400_00}, {Kind: till.Rounding, Fen: 7}}, h.book.orders["request-1"].Tenders)
	require.Equal(t, money.Fen(54_60), h.view.Paid.Payment.ChangeFen)
}

// What is stated beyond what is due is said, and no more tenders are taken than a payment may have.
func TestTooMuchInPartsIsSaid(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{}, Give{Tender: till.Tender{Kind: till.Card, Fen: 300_01, Reference: "1"}})
	require.Equal(t, "till.change", store.Code(h.view.Problem.Err))
	for range 20 {
		h.do(Give{Tender: till.Tender{Kind: till.Card, Fen: 1, Reference: "2"}})
	}
	require.Len(t, h.view.Draft.Given, givenMax)
	h.enter()
	require.Empty(t, h.book.paid)
}

// The book wants a second person: nothing is taken until one who may has agreed, a wrong PIN asks again, and the guards that
// were passed stay passed.
func TestASecondPersonAgreesToAPayment(t *testing.T) {
	h := newHand()
	h.book.second = true
	h.book.slips["4200001"] = ""
	h.do(Query{"110602"}, Submit{}, PayWith{Kind: till.WeChatCode}, Reference{"4200001"}).enter()
	require.Equal(t, 1, h.seconds)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(h.view.Problem.Err))
	h.do(Agree{Draft: "another", Second: supervisor})
	require.Empty(t, h.book.paid)
	h.do(Agree{Draft: h.view.Draft.RequestID, Second: session.Second{Who: "200", PIN: "1"}})
	require.Equal(t, 2, h.seconds)
	require.Equal(t, staff.CodeApproverPINWrong, store.Code(h.view.Problem.Err))
	require.Empty(t, h.book.paid)
	h.do(Agree{Draft: h.view.Draft.RequestID, Second: supervisor})
	require.Equal(t, Taken, h.view.Step)
	require.Len(t, h.book.paid, 1)
	h.do(Agree{Draft: "request-1", Second: supervisor})
	require.Len(t, h.book.paid, 1, "the answer was given once")
}

// "500 of what I owe": the oldest bill whole, the next in part, shown before it is taken and taken to the fen.
func TestASumPaysTheOldestFirst(t *testing.T) {
	h := newHand().do(Query{"321201"}, Submit{}, Amount{"900"}).enter()
	require.Equal(t, "desk.missing", h.view.Problem.Key)
	h.do(Oldest{Fen: 900_00})
	require.Equal(t, map[string]money.Fen{"r1-0": 840_47, "r1-1": 59_53}, h.view.Draft.Parts)
	require.Equal(t, money.Fen(900_00), h.view.Quote.DueFen)
	require.Zero(t, h.view.Quote.ChangeFen)
	h.do(Oldest{Fen: 1}, Oldest{Fen: -5})
	require.Len(t, h.view.Draft.Parts, 2, "a sum that pays nothing changes nothing")
	h.do(Oldest{Fen: 500_00}).enter()
	require.Equal(t, []till.BillPart{{Bill: "r1-0", Fen: 500_00}}, h.book.orders["request-1"].Bills)
}

package checkout

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// A slip that an earlier receipt has is said with that receipt before money is taken, with all else that warns, and passed with
// the one key.
func TestASlipUsedBeforeIsAWarningWithItsReceipt(t *testing.T) {
	h := newHand()
	h.book.slips["004512"] = "01-2026-000007"
	h.do(Query{"110602"}, Submit{}, PayWith{Draft: "", Kind: till.Card}, Reference{"004512"}).enter()
	require.Empty(t, h.book.paid)
	require.Equal(t, []Guard{{till.ReferenceUsed, []any{"004512", "01-2026-000007"}}}, h.view.Guards)
	require.True(t, h.view.Problem.IsNone())
	h.enter()
	require.Empty(t, h.book.paid, "Enter never passes a warning")
	h.do(Reference{"004513"}).enter()
	require.Len(t, h.book.paid, 1, "another slip is asked for anew")

	h.do(Query{"321201"}, Submit{}, PayWith{Draft: "", Kind: till.Card}, Reference{"004512"}).enter()
	h.do(Pass{Seen: h.view.No})
	require.Equal(t, Taken, h.view.Step)
	require.Equal(t, []string{till.ReferenceUsed}, h.book.orders["request-2"].Overridden)
}

// A sum that is odd and a slip that was used are one question: both are said at once, one key passes both, and both are written into the
// payment. A key that went down before the slip was known passes neither.
func TestAnOddSumAndAUsedSlipAreOneQuestion(t *testing.T) {
	h := newHand()
	h.book.slips["004512"] = "01-2026-000007"
	h.do(Query{"110602"}, Submit{}, Give{Tender: till.Tender{Kind: till.Card, Fen: 100_00, Reference: "004512"}}, Amount{"20000"})
	h.late = true
	h.enter()
	codes := func() (all []string) {
		for _, guard := range h.view.Guards {
			all = append(all, guard.Code)
		}
		return all
	}
	require.Equal(t, []string{"ten_times_due"}, codes())
	early := h.view.No
	h.late = false
	h.hear()
	require.Equal(t, []string{"ten_times_due", till.ReferenceUsed}, codes())
	h.do(Pass{Seen: early})
	require.Empty(t, h.book.paid, "who pressed had not seen the slip")
	h.do(Pass{Seen: h.view.No})
	require.Equal(t, Taken, h.view.Step, "asked once")
	require.Equal(t, []string{"ten_times_due", till.ReferenceUsed}, h.book.orders["request-1"].Overridden)
}

// A late fee that changed or is missing has nothing to do with the hand-written receipt: its dialog does not come back.
func TestALateFeeRefusedIsNoFaultOfTheLateEntry(t *testing.T) {
	for code, again := range map[string]bool{"till.late_fee_left": false, "till.late_fee_short": false, "till.late_date": true, "staff.approver_pin_wrong": true} {
		h := newHand().do(Query{"110602"}, Submit{})
		h.do(Late{h.view.Draft.RequestID, &taking.LateEntry{PaperNumber: "7", ValueOn: "2026-11-20", Second: session.Second{Who: "200", PIN: "9999"}}})
		h.late = true
		h.enter()
		h.do(Answer{No: h.unsaid[len(h.unsaid)-1].No, Err: store.Refuse(code)})
		require.Equal(t, again, h.view.AskLate != nil, code)
		require.Equal(t, code, store.Code(h.view.Problem.Err))
	}
}

func TestAPrincipalWithoutItsLateFeeSaysHow(t *testing.T) {
	h := newHand()
	h.book.late["r2-0"] = 5_00
	h.do(Query{"110602"}, Submit{}, Amount{"300"}).enter()
	require.Equal(t, Problem{Key: "desk.missing.late", Args: []any{"￥5.00"}}, h.view.Problem)
	h.do(Amount{"299.9"}).enter()
	require.Equal(t, "desk.missing", h.view.Problem.Key, "now the bill itself is not covered")
	require.Empty(t, h.book.paid)
}

// The answer was lost, and the payment was voided before anybody asked again: the money is given back and must be taken anew.
func TestAPaymentThatWasUndoneMeanwhileIsNotShownAsTaken(t *testing.T) {
	h := newHand().do(Query{"110602"}, Submit{})
	h.late = true
	h.enter()
	asked := h.unsaid[len(h.unsaid)-1]
	require.NoError(t, h.book.answer(asked).Err)
	h.unsaid = nil
	h.do(Answer{No: asked.No, Err: store.Fail("store.io", errors.New("gone"))})
	h.unsaid, h.late = nil, false
	paid := h.book.paid["request-1"]
	paid.UndoneBy = "void"
	h.book.paid["request-1"] = paid
	h.book.bills["r2"][0].PaidFen = 0
	h.enter()
	require.Equal(t, Tendering, h.view.Step)
	require.Equal(t, "till.request_undone", store.Code(h.view.Problem.Err))
	h.enter()
	require.Equal(t, Taken, h.view.Step, "with a request of its own")
	require.Equal(t, money.Fen(300_00), h.view.Paid.Sums().ReceivedFen)
	require.Len(t, h.book.paid, 2)
}

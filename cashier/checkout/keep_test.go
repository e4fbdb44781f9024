package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// A lock leaves nothing on the desk, and who comes back finds the payment as it stood: the ticks, the split and the sum.
func TestALockKeepsThePaymentForWhoLeftIt(t *testing.T) {
	h := newHand()
	h.do(Open{"r2"}, Amount{"80"}, Open{"r1"}, Tick{"r1-1"}, Give{Tender: till.Tender{Kind: till.Card, Fen: 200_00, Reference: "K1"}}, Amount{"700"},
		Late{Entry: &taking.LateEntry{PaperNumber: "88", ValueOn: "2026-11-20", Second: session.Second{Who: "200", PIN: "2468"}}})
	kept := h.Keep()
	h.do(Leave{})
	require.Nil(t, h.view.Draft)
	require.Empty(t, h.view.Aside)

	next := New(find)
	h.Checkout = next
	h.do(Refresh{}, Resume{Kept: kept})
	d := h.view.Draft
	require.NotNil(t, d)
	require.Equal(t, "700", d.Typed)
	require.Equal(t, map[string]money.Fen{"r1-0": 840_47}, d.Parts)
	require.Len(t, d.Given, 1)
	require.Equal(t, session.Second{Who: "200"}, d.Late.Second, "a PIN is not kept")
	require.Equal(t, []Aside{{Object: "r2", Room: "1-1-0602", Typed: "80"}}, h.view.Aside)
	before := h.view.No
	h.do(Confirm{Seen: before - 1})
	require.NotNil(t, h.view.Early, "what came back must be seen before it is taken")
}

// A household that was only looked at is opened anew, with the bills that came meanwhile; a payment on its way is not kept.
func TestALockKeepsNoPaymentThatIsOnItsWay(t *testing.T) {
	h := newHand()
	h.do(Open{"r2"})
	kept := h.Keep()
	require.Equal(t, "r2", kept.open)
	require.Empty(t, kept.drafts)
	h.late = true
	h.do(Confirm{Seen: h.view.No})
	require.Equal(t, Waiting, h.view.Step)
	require.True(t, h.Keep().IsNone())
}

// Esc twice leaves a split payment aside; the household brings it back, and it can be begun anew. A sum alone is forgotten as before.
func TestEscPutsAWorkedPaymentAside(t *testing.T) {
	h := newHand()
	h.do(Open{"r1"}, Give{Tender: till.Tender{Kind: till.Card, Fen: 200_00, Reference: "K1"}}, Back{}, Back{})
	require.Nil(t, h.view.Draft)
	require.Len(t, h.view.Aside, 1)
	h.do(Open{"r1"})
	require.Len(t, h.view.Draft.Given, 1)
	h.do(Restart{Draft: h.view.Draft.RequestID})
	require.Empty(t, h.view.Draft.Given)
	require.Equal(t, money.Fen(1045_47), h.view.Quote.DueFen)
	h.do(Amount{"1100"}, Back{})
	require.Nil(t, h.view.Draft)
	require.Empty(t, h.view.Aside)
}

// A household of odd fen that comes back before the limits are read is worked out again with them, and says nothing of 抹零 that it may do.
func TestWhatComesBackIsWorkedOutWithTheLimits(t *testing.T) {
	h := newHand()
	h.do(Open{"r1"})
	kept := h.Keep()
	h.Checkout = New(find)
	h.do(Resume{Kept: kept})
	require.False(t, h.view.Problem.IsNone(), "without limits nothing is rounded")
	h.do(Refresh{})
	require.True(t, h.view.Problem.IsNone())
	require.Equal(t, money.Fen(7), h.view.Quote.RoundingFen)
}

package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// A cashier alone moves cash: the form offers to ask. Who may approve it is told at sign-in that it waits, and nobody else is; once it
// is approved the cashier does it alone.
func TestWhoMayApproveIsToldAtSignInWhatWaits(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("101", countertest.CashierPIN)
	counter := r.app.Counter()
	cashier, _ := counter.Actor()
	_, err := counter.Book.Till.Open(t.Context(), cashier, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(t, err)
	drops := func() {
		r.Chord(fyne.Key3)
		r.let()
		r.Press(fyne.KeyF7)
		r.Type("24")
		r.Enter("100", "", "", "")
		r.let()
	}
	drops()
	r.Shows("申请审批：放入或取出现金")
	r.Press(fyne.KeyF4)
	r.Shows("已申请")
	r.Press(fyne.KeyEscape)
	drops()
	r.Press(fyne.KeyF4)
	r.Shows("已经申请过，从 ")
	waits := "1 项待批（Ctrl 0，再按 F6）"
	r.app.Lock()
	r.let()
	r.Enter("102", countertest.SecondPIN)
	r.Hides(waits)
	r.app.Lock()
	r.let()
	r.Enter("200", countertest.SupervisorPIN)
	r.Shows(waits)
	open, err := counter.Approving.Open(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{staff.MoveCash, "01 号柜台 从钱箱取出现金 投库（放进保险柜）"}, []any{open[0].Action, open[0].For})
	require.NoError(t, counter.Approving.Decide(t.Context(), open[0].Number, true))
	r.app.Lock()
	r.let()
	r.Enter("101", countertest.CashierPIN)
	drops()
	open, err = counter.Approving.Open(t.Context())
	require.NoError(t, err)
	require.Empty(t, open, "it is used up")
}

// Refunds have a queue of their own: who may approve or pay them is told of both queues in one sentence, and nobody of what they asked
// for themselves.
func TestWhoMayPayRefundsIsToldWhatWaits(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	r.Enter("200", countertest.SupervisorPIN)
	r.let()
	counter := r.app.Counter()
	supervisor, _ := counter.Actor()
	_, err := counter.Book.TakeRegister(t.Context(), supervisor, ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830}}}, false)
	require.NoError(t, err)
	cashier, err := counter.Book.Staff.SignIn(t.Context(), "101", countertest.CashierPIN)
	require.NoError(t, err)
	_, err = counter.Book.Till.Open(t.Context(), cashier, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(t, err)
	room := estate.ObjectID(estate.Room, "3-2-1201")
	_, err = counter.Book.Till.Receive(t.Context(), cashier, till.Order{RequestID: "paid", Room: room, PrepayFen: 300_00, Tenders: []till.Tender{{Kind: till.Cash, Fen: 300_00}}})
	require.NoError(t, err)
	for _, id := range []string{"r1", "r2", "r3"} {
		refund, err := counter.Book.Till.AskRefund(t.Context(), cashier, staff.Approval{}, till.RefundWish{RequestID: id, Room: room, Way: till.Cash,
			Reason: till.Reason{Code: "owner_asks"}, Lines: []till.RefundLine{{Source: till.FromPrepaid, Object: room, Fen: 20_00}}})
		require.NoError(t, err)
		if id != "r1" {
			_, err = counter.Book.Till.DecideRefund(t.Context(), supervisor, refund.Number, true)
			require.NoError(t, err)
		}
	}
	r.app.Lock()
	r.let()
	r.Enter("200", countertest.SupervisorPIN)
	r.Shows("1 笔退款待批，2 笔退款待付（Ctrl 0）。")
	r.app.Lock()
	r.let()
	r.Enter("101", countertest.CashierPIN)
	r.Shows("2 笔退款待付（Ctrl 0）。")
	r.Hides("退款待批")
}

package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
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
	waits := "有 1 个审批等您批准"
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

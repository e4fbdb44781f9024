package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// One bill is paid at two counters. Both payments hold; at whichever counter somebody of the office moves what is too much, or at both, the household has it once.
func TestWhatTwoCountersTookForOneBillIsMovedOnce(t *testing.T) {
	a, b := twoCounters(t)
	for _, c := range []*counter{a, b} {
		bill := c.arrears(0) // 840.47
		c.take(till.Order{RequestID: "pays at " + c.name(), Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: 84040}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 84040}}})
	}
	a.agrees(b)
	held := a.held(0)
	_, err := a.book.MoveExcesses(a.ctx, a.cashier)
	require.Equal(t, "staff.may_not", store.Code(err))
	for _, c := range []*counter{a, b} {
		moved, err := c.book.MoveExcesses(c.ctx, c.manager)
		require.NoError(t, err)
		require.Equal(t, ledger.MovedExcesses{Bills: 1, Fen: 84033}, moved)
	}
	a.agrees(b)
	require.Equal(t, money.Fen(84033), a.held(0)-held)
	moved, err := a.book.MoveExcesses(a.ctx, a.manager)
	require.NoError(t, err)
	require.Zero(t, moved)
}

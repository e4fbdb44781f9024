package ledger_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// TestACheckFindsNothingWhileMoneyIsTaken takes a payment each time that a check has folded some events, the last time
// when it has folded all that it saw. The check folded what was there and compared it with what was there a moment
// later: a payment between the two was found, and a finding stops the counter.
func TestACheckFindsNothingWhileMoneyIsTaken(t *testing.T) {
	c := newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(8), false)
	require.NoError(t, err)
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)
	taken := 0
	pay := func() {
		require.Less(t, taken, 1000, "the check follows the counter and never ends")
		taken++
		_, err := c.book.Till.Receive(c.ctx, c.cashier, till.Order{RequestID: fmt.Sprint("busy-", taken), Room: estate.ObjectID(estate.Room, roomCode(taken%8)),
			PrepayFen: 100, Tenders: []till.Tender{{Kind: till.Cash, Fen: 100}}})
		require.NoError(t, err)
	}
	for taken < 250 { // more events than one batch of the fold
		pay()
	}
	before, head, folded := taken, int64(0), int64(0)
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events", nil, &head)
		return err
	}))
	findings, err := c.book.Audit().Full(c.ctx, func(done int64) {
		folded = done
		pay()
	})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.Equal(t, head, folded, "what the check began with")
	require.Equal(t, 2, taken-before)
}

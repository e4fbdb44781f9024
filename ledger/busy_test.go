package ledger_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/estate"
	"shouqi/ledger/till"
)

// TestACheckFindsNothingWhileMoneyIsTaken checks a book again and again while payments come in. The check folded what was
// there and compared it with what was there a moment later: a payment between the two was found, and a finding stops the
// counter.
func TestACheckFindsNothingWhileMoneyIsTaken(t *testing.T) {
	c := newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(8), false)
	require.NoError(t, err)
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)
	var isOver atomic.Bool
	ended := make(chan error, 1)
	go func() {
		var err error
		for n := 0; err == nil && n < 500 && !isOver.Load(); n++ { // a book that grows without end is never checked
			_, err = c.book.Till.Receive(c.ctx, c.cashier, till.Order{RequestID: fmt.Sprint("busy-", n), Room: estate.ObjectID(estate.Room, roomCode(n%8)),
				PrepayFen: 100, Tenders: []till.Tender{{Kind: till.Cash, Fen: 100}}})
		}
		ended <- err
	}()
	for range 12 {
		findings, err := c.book.Audit().Full(c.ctx, nil)
		require.NoError(t, err)
		require.Empty(t, findings)
	}
	isOver.Store(true)
	require.NoError(t, <-ended)
}

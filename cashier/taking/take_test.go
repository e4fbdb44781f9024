package taking_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/store"
)

func TestLockingTheDeskDoesNotTakeThePaperFromAPaymentOnItsWay(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	cashierID := actorID(counter)
	counter.Book.Journal.Now = func() time.Time {
		counter.SignOut()
		return counter.Clock
	}
	taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
	require.NoError(t, err)
	require.NoError(t, taken.PaperError)
	require.Len(t, counter.Pending(spool.Receipt), 1)
	require.Len(t, counter.Pending(spool.Drawer), 1)
	var by string
	require.NoError(t, counter.Book.Store.Read(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Get("SELECT person FROM copies", nil, &by)
		return err
	}))
	require.Equal(t, cashierID, by)
}

func actorID(counter *uitest.Counter) string {
	actor, _ := counter.Actor()
	return actor.ID()
}

func TestQuittingAfterTheMoneyIsDurableStillAsksForThePaper(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	taken, err := counter.Taking.Take(counter.Cancelling(1), counter.OrderOf(draft))
	require.NoError(t, err)
	require.NoError(t, taken.PaperError)
	require.Len(t, counter.Pending(spool.Receipt), 1)
	require.Len(t, counter.Pending(spool.Drawer), 1)

	undo := counter.Undo(taken.Payment.Number)
	voided, err := counter.Undoing.Void(counter.Cancelling(2), undo)
	require.NoError(t, err)
	require.NoError(t, voided.PaperError)
	require.Len(t, counter.Pending(spool.Receipt), 2)
}

func TestAPaymentAskedForTwiceOpensTheDrawerOnce(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	for range 2 {
		taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
		require.NoError(t, err)
		require.NoError(t, taken.PaperError)
	}
	require.Len(t, counter.Pending(spool.Drawer), 1)
	require.Len(t, counter.Pending(spool.Receipt), 1)
}

package shifts_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/shifts"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestAClosedShiftIsNeverSaidToBeCancelled(t *testing.T) {
	counter := uitest.NewCounter(t)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(context.Background(), count)
	require.NoError(t, err)
	z, err := counter.Shifts.Close(counter.Cancelling(1), shifts.Handover{LeftFen: 500_00})
	require.NoError(t, err)
	require.NotEmpty(t, z.HeadHash)
	require.Len(t, counter.Pending(spool.Z), 1)
}

func TestAShiftThatClosesOverADamagedBookStopsMoney(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(ctx, count)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec("DROP TRIGGER events_update"); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE events SET at_ms = at_ms + 1 WHERE seq = (SELECT max(seq) FROM events)")
		return err
	}))
	z, err := counter.Shifts.Close(ctx, shifts.Handover{LeftFen: 500_00})
	require.Equal(t, "book.findings", store.Code(err))
	require.NotEmpty(t, z.HeadHash, "the shift is closed all the same")
	state, err := counter.State(ctx)
	require.NoError(t, err)
	require.Equal(t, "book.findings", store.Code(state.Stopped))
}

package undoing_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/till"
)

func TestAVoidAskedForTwiceOpensTheDrawerAndPrintsItsSlipOnce(t *testing.T) {
	counter := uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	counter.Print()
	undo := counter.Undo(payment.Number)
	for range 2 { // The first answer was lost.
		taken, err := counter.Undoing.Void(context.Background(), undo)
		require.NoError(t, err)
		require.NoError(t, taken.PaperError)
		require.Equal(t, till.Void, taken.Payment.Kind)
	}
	require.Len(t, counter.Pending(spool.Drawer), 1)
	require.Len(t, counter.Pending(spool.Receipt), 1)
}

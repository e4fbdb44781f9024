package household_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/money"
)

func TestTheUsualSumIsTheMiddleOfThreePaymentsThatStand(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	undone := counter.Pay("1-1-0602")
	undo := counter.Undo(undone.Number)
	_, err := counter.Undoing.Void(ctx, undo)
	require.NoError(t, err)
	for n, fen := range []money.Fen{50_00, 60_00, 70_00} {
		household := counter.Household("1-1-0602")
		require.Zero(t, household.UsualFen, "%d payments are no habit", n)
		draft := counter.Draft(household)
		draft.Parts[household.Lines[0].ID] = fen
		_, err := counter.Taking.Take(ctx, counter.OrderOf(draft))
		require.NoError(t, err)
	}
	require.Equal(t, money.Fen(60_00), counter.Household("1-1-0602").UsualFen, "what was undone is no habit either")
}

package session_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
)

func TestAClockThatRanBackIsSaid(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	for by, back := range map[time.Duration]bool{0: false, -time.Minute: false, -3 * time.Minute: true} {
		counter.Book.Journal.Now = func() time.Time { return counter.Clock.Add(by) }
		state, err := counter.State(ctx)
		require.NoError(t, err)
		require.Equal(t, back, state.ClockBack, by)
	}
}

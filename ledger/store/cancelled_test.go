package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// Whoever gives up at the very moment at which a read begins leaves no transaction behind: the next one would be refused for good.
func TestAReadThatIsGivenUpAsItBeginsLeavesItsConnectionFree(t *testing.T) {
	db, _ := newBook(t)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 3000 {
				ctx, cancel := context.WithCancel(t.Context())
				timer := time.AfterFunc(time.Duration((i*7+worker)%60)*time.Microsecond, cancel)
				_ = db.Read(ctx, func(*store.Tx) error { return nil }) // given up or not
				timer.Stop()
				cancel()
			}
		})
	}
	all.Wait()
	for range 32 { // each connection
		require.NoError(t, db.Read(t.Context(), func(*store.Tx) error { return nil }))
	}
}

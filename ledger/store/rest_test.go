package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

func TestRestWaitsForNobodyAndTheBookGoesOn(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, _ := newBook(t)
	count := func(tx *store.Tx) error {
		var rows int64
		_, err := tx.Get("SELECT count(*) FROM local_settings", nil, &rows)
		return err
	}
	require.NoError(t, db.Rest(ctx))
	require.NoError(t, db.Read(ctx, func(tx *store.Tx) error {
		require.NoError(t, db.Rest(ctx), "beside a reader")
		return count(tx)
	}))
	require.NoError(t, db.Write(ctx, func(tx *store.Tx) error {
		require.NoError(t, db.Rest(ctx), "beside the writer")
		_, err := tx.Exec("INSERT INTO local_settings VALUES ('printer', 'tcp')")
		return err
	}))
	for range 8 {
		require.NoError(t, db.Read(ctx, count))
	}
}

// Somebody reads for long, as a whole check does: the log is folded in as far as the reader lets it, and nobody waits for the
// rest of it. The time is a bound far below what a busy statement waits.
func TestACheckpointWaitsForNoReader(t *testing.T) {
	db, _ := newBook(t)
	set := func(value string) error {
		return db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec("INSERT OR REPLACE INTO local_settings VALUES ('printer', ?)", value)
			return err
		})
	}
	require.NoError(t, set("before"))
	require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) error {
		var value string
		_, err := tx.Get("SELECT value FROM local_settings", nil, &value)
		require.NoError(t, err)
		require.NoError(t, set("after"))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		require.NoError(t, db.Checkpoint(ctx))
		_, err = tx.Get("SELECT value FROM local_settings", nil, &value)
		require.Equal(t, "before", value, "the reader reads on what it read")
		return err
	}))
	require.NoError(t, db.Checkpoint(t.Context()))
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		var ms string
		_, err := tx.Get("PRAGMA busy_timeout", nil, &ms)
		require.Equal(t, "5000", ms, "other statements wait for another process as before")
		return err
	}))
}

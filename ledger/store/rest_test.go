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

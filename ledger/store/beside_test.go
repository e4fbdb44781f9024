package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

func TestWorkBesideIsPartOfTheTransaction(t *testing.T) {
	db, _ := newBook(t)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		for _, name := range []string{"a", "b", "c"} {
			require.NoError(t, tx.Beside(func(tx *store.Tx) error { return setting(tx, name) }))
		}
		found, err := tx.Get("SELECT 1 FROM local_settings WHERE name = 'c'", nil, new(int))
		require.True(t, found, "whoever asks waits for what was begun before")
		require.NoError(t, err)
		return tx.Beside(func(tx *store.Tx) error { return setting(tx, "d") })
	}))
	require.Equal(t, []string{"a", "b", "c", "d"}, settingNames(t, db), "the commit waits too")
}

func TestAnErrorBesideIsTheTransactions(t *testing.T) {
	db, _ := newBook(t)
	failed := errors.New("cut")
	fail := func(*store.Tx) error { return failed }
	twice := func(tx *store.Tx) error { return setting(tx, "lost") }
	for name, work := range map[string]func(tx *store.Tx) error{
		"nobody asks":         func(tx *store.Tx) error { return tx.Beside(fail) },
		"it is passed over":   func(tx *store.Tx) error { _, _ = tx.Beside(fail), setting(tx, "lost"); return nil },
		"more was to go on":   func(tx *store.Tx) error { _, _ = tx.Beside(fail), tx.Beside(twice); return nil },
		"it comes from below": func(tx *store.Tx) error { return tx.Beside(func(tx *store.Tx) error { return tx.Beside(fail) }) },
		"it was asked":        func(tx *store.Tx) error { _, err := tx.Beside(fail), setting(tx, "lost"); return err },
	} {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			require.NoError(t, setting(tx, "lost"))
			return work(tx)
		})
		require.ErrorIs(t, err, failed, name)
	}
	require.Empty(t, settingNames(t, db))
	own := errors.New("own")
	require.ErrorIs(t, db.Write(t.Context(), func(tx *store.Tx) error {
		require.NoError(t, tx.Beside(twice))
		return own
	}), own)
	require.Empty(t, settingNames(t, db), "what goes on beside is over before the transaction is taken back")
}

func TestAPanicBesideComesOutWhereItIsWaitedFor(t *testing.T) {
	db, _ := newBook(t)
	cut := func(*store.Tx) error { panic("cut") }
	require.PanicsWithValue(t, "cut", func() {
		_ = db.Write(t.Context(), func(tx *store.Tx) error { return tx.Beside(cut) })
	})
	require.PanicsWithValue(t, "cut", func() {
		_ = db.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(tx.Beside(cut), setting(tx, "lost")) })
	})
	require.PanicsWithValue(t, "own", func() {
		_ = db.Write(t.Context(), func(tx *store.Tx) error {
			require.NoError(t, tx.Beside(func(tx *store.Tx) error { return setting(tx, "lost") }))
			panic("own")
		})
	})
	soon(t, func(ctx context.Context) {
		require.NoError(t, db.Write(ctx, func(tx *store.Tx) error { return setting(tx, "kept") }))
	})
	require.Equal(t, []string{"kept"}, settingNames(t, db))
}

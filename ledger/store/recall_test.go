package store_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// What a transaction recalls is never older than what was written in it.
func TestATransactionReadsOnceUntilSomethingIsWritten(t *testing.T) {
	db, _ := newBook(t)
	reads := 0
	value := func(tx *store.Tx) string {
		found, err := store.Recall(tx, "printer", func() (value string, err error) {
			reads++
			_, err = tx.Get("SELECT value FROM local_settings WHERE name = 'printer'", nil, &value)
			return value, err
		})
		require.NoError(t, err)
		return found
	}
	set := func(tx *store.Tx, to string) error {
		_, err := tx.Exec("INSERT OR REPLACE INTO local_settings VALUES ('printer', ?)", to)
		return err
	}
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		require.Empty(t, value(tx))
		require.Empty(t, value(tx))
		require.Equal(t, 1, reads, "nothing found is remembered too")
		require.NoError(t, set(tx, "tcp"))
		require.Equal(t, "tcp", value(tx))
		require.NoError(t, tx.Beside(func(tx *store.Tx) error { return set(tx, "file") }))
		require.Equal(t, "file", value(tx), "what is written beside counts")
		require.Equal(t, 3, reads)
		return nil
	}))
	require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) error {
		require.Equal(t, "file", value(tx), "another transaction knows nothing of the one before")
		require.Equal(t, 4, reads)
		_, err := store.Recall(tx, "failing", func() (int, error) { return 7, errors.New("once") })
		require.Error(t, err)
		found, err := store.Recall(tx, "failing", func() (int, error) { return 8, nil })
		require.NoError(t, err)
		require.Equal(t, 8, found, "what failed is not remembered")
		other, err := store.Recall(tx, "failing", func() (string, error) { return "another kind", nil })
		require.NoError(t, err)
		require.Equal(t, "another kind", other)
		return nil
	}))
}

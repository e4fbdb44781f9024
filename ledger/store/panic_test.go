package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// setting writes a setting of this machine, the smallest row a book has.
func setting(tx *store.Tx, name string) error {
	_, err := tx.Exec("INSERT INTO local_settings VALUES (?, 'x')", name)
	return err
}

// settingNames reads their names.
func settingNames(t *testing.T, db *store.DB) (names []string) {
	t.Helper()
	require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) (err error) {
		names, err = store.All(tx, "SELECT name FROM local_settings ORDER BY name", nil, func(scan func(dest ...any) error) (name string, err error) {
			return name, scan(&name)
		})
		return err
	}))
	return names
}

// soon fails the test instead of letting it hang on a lock that nobody lets go of.
func soon(t *testing.T, do func(ctx context.Context)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(ctx)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		t.Fatal("the book is still held")
	}
}

func TestAWriteThatPanicsLeavesNothingAndLetsTheNextOneIn(t *testing.T) {
	db, _ := newBook(t)
	require.PanicsWithValue(t, "cut", func() {
		_ = db.Write(t.Context(), func(tx *store.Tx) error {
			require.NoError(t, setting(tx, "lost"))
			panic("cut")
		})
	})
	soon(t, func(ctx context.Context) {
		require.NoError(t, db.Write(ctx, func(tx *store.Tx) error { return setting(tx, "kept") }))
	})
	require.Equal(t, []string{"kept"}, settingNames(t, db))
	require.Nil(t, db.Latched())
}

func TestAPanicInTheMiddleOfRowsLetsTheBookGoOnAndClose(t *testing.T) {
	db, _ := newBook(t)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error {
		return tx.InsertRows("INSERT INTO local_settings", [][]any{{"a", "x"}, {"b", "x"}, {"c", "x"}})
	}))
	midRows := func(tx *store.Tx) error {
		return tx.Each("SELECT name FROM local_settings", nil, func(func(dest ...any) error) error { panic("cut") })
	}
	require.Panics(t, func() { _ = db.Write(t.Context(), midRows) })
	for range 8 { // more than there are readers
		require.Panics(t, func() { _ = db.Read(t.Context(), midRows) })
	}
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error { return setting(tx, "d") }))
	require.Equal(t, []string{"a", "b", "c", "d"}, settingNames(t, db), "a reader after a panic sees the newest book")
	soon(t, func(context.Context) { require.NoError(t, db.Close()) })
}

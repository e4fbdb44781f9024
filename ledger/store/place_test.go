package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

func cancelled(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// closed makes a book with one setting and closes it.
func closed(t *testing.T, path, printer string) {
	t.Helper()
	db, err := store.Create(t.Context(), path, store.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Write(t.Context(), func(tx *store.Tx) error { return store.SetSetting(tx, "printer", printer) }))
	require.NoError(t, db.Checkpoint(t.Context()))
	require.NoError(t, db.Close())
}

func printerIn(t *testing.T, path string) string {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	return stored(t, db, "printer")
}

func TestABookTakesThePlaceOfAnother(t *testing.T) {
	folder := t.TempDir()
	old, made := filepath.Join(folder, "estate.book"), filepath.Join(folder, "estate.book.new")
	closed(t, old, "old")
	closed(t, made, "new")
	require.NoError(t, os.WriteFile(old+"-wal", []byte("left behind by a killed process"), 0o600))
	require.Equal(t, "store.wal", store.Code(store.Place(made, old)), "what was left behind is kept first")
	require.NoError(t, store.Replace(made, old, old+".before"))
	require.Equal(t, "new", printerIn(t, old))
	require.NoFileExists(t, made)
	leftover, err := os.ReadFile(old + "-wal")
	require.True(t, os.IsNotExist(err) || len(leftover) == 0, "a log of another file would be folded into it")
}

// A file whose last commits still stand in its log would lose them by being moved alone.
func TestABookThatWasNotClosedIsNotMoved(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "new.book"), filepath.Join(folder, "estate.book")
	closed(t, from, "new")
	require.NoError(t, os.WriteFile(from+"-wal", []byte("commits"), 0o600))
	require.Equal(t, "store.wal", store.Code(store.Place(from, to)))
	require.FileExists(t, from)
	require.NoFileExists(t, to)
}

// What was replaced is kept as a copy: the same file by two names would be written by two programs.
func TestAReplacedBookIsKeptAsACopy(t *testing.T) {
	folder := t.TempDir()
	path, kept, made := filepath.Join(folder, "estate.book"), filepath.Join(folder, "estate.book.before"), filepath.Join(folder, "made.book")
	closed(t, path, "first")
	closed(t, made, "second")
	before, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, store.Replace(made, path, kept))
	require.Equal(t, []string{"second", "first"}, []string{printerIn(t, path), printerIn(t, kept)})
	now, err := os.Stat(kept)
	require.NoError(t, err)
	require.False(t, os.SameFile(before, now))
	require.Equal(t, os.FileMode(0o600), now.Mode().Perm())
	require.Equal(t, "store.io", store.Code(store.Replace(path, filepath.Join(folder, "nowhere.book"), kept)))
}

// A swap that fails leaves what was there and nothing beside it.
func TestASwapThatFailsLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	path, kept, made := filepath.Join(folder, "estate.book"), filepath.Join(folder, "estate.book.before"), filepath.Join(folder, "made.book")
	closed(t, path, "first")
	closed(t, made, "second")
	require.NoError(t, os.WriteFile(made+"-wal", []byte("commits"), 0o600))
	require.Equal(t, "store.wal", store.Code(store.Replace(made, path, kept)))
	require.NoFileExists(t, kept)
	require.Equal(t, "first", printerIn(t, path))
	require.NoError(t, os.WriteFile(kept, []byte("somebody's"), 0o600))
	require.NoError(t, os.Remove(made+"-wal"))
	require.Error(t, store.Replace(made, path, kept))
	content, err := os.ReadFile(kept)
	require.NoError(t, err)
	require.Equal(t, "somebody's", string(content), "what has the name is never taken")
}

func TestOneHoldsABookWhileItsFileIsSwapped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	closed(t, path, "first")
	release, err := store.Hold(path)
	require.NoError(t, err)
	_, err = store.Open(t.Context(), path, store.Options{})
	require.Equal(t, "store.held", store.Code(err))
	_, err = store.Hold(path)
	require.Equal(t, "store.held", store.Code(err))
	require.NoError(t, release())
	require.NoFileExists(t, path+".holder")

	db, err := store.Open(t.Context(), path, store.Options{})
	require.NoError(t, err)
	require.Equal(t, path, db.Path())
	release, err = db.CloseHolding()
	require.NoError(t, err)
	_, err = store.Open(t.Context(), path, store.Options{})
	require.Equal(t, "store.held", store.Code(err), "closed, and still nobody else's")
	require.Equal(t, "first", printerIn(t, path), "a reader needs no lock")
	require.NoError(t, release())
	db, err = store.Open(t.Context(), path, store.Options{})
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func TestWholeTablesAreCopiedOrNone(t *testing.T) {
	folder := t.TempDir()
	from, err := store.Create(t.Context(), filepath.Join(folder, "from.book"), store.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, from.Close()) }()
	to, err := store.Create(t.Context(), filepath.Join(folder, "to.book"), store.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, to.Close()) }()
	require.NoError(t, from.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO vault_keys (subject, about, wrapped) VALUES ('person/1', '', x'00ff'), ('person/2', '房号', NULL)`)
		if err != nil {
			return err
		}
		return store.SetSetting(tx, "printer", "tcp")
	}))
	require.Error(t, store.CopyTables(t.Context(), from, to, "local_settings", "no_such_table"))
	require.Empty(t, stored(t, to, "printer"), "a copy that fails leaves nothing")
	require.NoError(t, store.CopyTables(t.Context(), from, to, "vault_keys", "local_settings"))
	require.Equal(t, "tcp", stored(t, to, "printer"))
	var keys []string
	require.NoError(t, to.Read(t.Context(), func(tx *store.Tx) error {
		keys, err = store.All(tx, "SELECT subject || about || typeof(wrapped) || coalesce(hex(wrapped), '') FROM vault_keys ORDER BY 1", nil,
			func(scan func(dest ...any) error) (key string, err error) { return key, scan(&key) })
		return err
	}))
	require.Equal(t, []string{"person/1blob00FF", "person/2房号null"}, keys, "bytes stay bytes, and nothing stays nothing")
}

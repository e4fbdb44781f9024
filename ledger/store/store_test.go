package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

func newBook(t *testing.T) (*store.DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "estate.book")
	db, err := store.Create(context.Background(), path, store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db, path
}

func TestBookFile(t *testing.T) {
	ctx := context.Background()

	t.Run("a second process is told who holds the book", func(t *testing.T) {
		_, path := newBook(t)
		_, err := store.Open(ctx, path, store.Options{})
		require.Equal(t, "store.held", store.Code(err))
	})
	t.Run("a reader works beside the writer", func(t *testing.T) {
		db, path := newBook(t)
		reader, err := store.Open(ctx, path, store.Options{ReadOnly: true})
		require.NoError(t, err)
		require.Equal(t, "store.readonly", store.Code(reader.Write(ctx, func(*store.Tx) error { return nil })))
		require.NoError(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec("INSERT INTO local_settings VALUES ('printer', 'tcp')")
			return err
		}))
		var value string
		require.NoError(t, reader.Read(ctx, func(tx *store.Tx) error {
			_, err := tx.Get("SELECT value FROM local_settings WHERE name = 'printer'", nil, &value)
			return err
		}))
		require.Equal(t, "tcp", value)
		require.NoError(t, reader.Close())
	})
	t.Run("an existing path is never overwritten", func(t *testing.T) {
		_, path := newBook(t)
		_, err := store.Create(ctx, path, store.Options{})
		require.Equal(t, "store.exists", store.Code(err))
	})
	t.Run("a file that is no book is refused and left as it was", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "notes.txt")
		require.NoError(t, os.WriteFile(path, []byte("这不是账本，只是一段文字，长一点才像一个文件"), 0o600))
		_, err := store.Open(ctx, path, store.Options{})
		require.Equal(t, "store.foreign", store.Code(err))
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(kept), "这不是账本")
	})
	t.Run("a missing file is said to be missing", func(t *testing.T) {
		_, err := store.Open(ctx, filepath.Join(t.TempDir(), "none.book"), store.Options{})
		require.Equal(t, "store.missing", store.Code(err))
	})
	t.Run("a book of a newer program is refused", func(t *testing.T) {
		db, path := newBook(t)
		require.NoError(t, db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
			return err
		}))
		require.NoError(t, db.Close())
		_, err := store.Open(ctx, path, store.Options{})
		require.Equal(t, "store.newer", store.Code(err))
	})
	t.Run("an error rolls the whole write back", func(t *testing.T) {
		db, _ := newBook(t)
		err := db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec("INSERT INTO local_settings VALUES ('half', 'done')"); err != nil {
				return err
			}
			return store.Refuse("till.no_shift")
		})
		require.Equal(t, "till.no_shift", store.Code(err))
		require.NoError(t, db.Read(ctx, func(tx *store.Tx) error {
			var n int
			_, err := tx.Get("SELECT count(*) FROM local_settings", nil, &n)
			require.Zero(t, n)
			return err
		}))
	})
	t.Run("a backup is a whole book, and never overwrites one", func(t *testing.T) {
		db, path := newBook(t)
		require.NoError(t, db.Backup(ctx, path+".copy"))
		require.NoError(t, store.Check(ctx, path+".copy"))
		require.Equal(t, "store.exists", store.Code(db.Backup(ctx, path+".copy")))
	})
}

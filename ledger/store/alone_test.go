package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// A book whose file is gone while its log still lies there is not missing: its last commits are in that log, and whatever takes the name would
// take them away.
func TestALogWithoutItsBookIsNobodysPlace(t *testing.T) {
	folder := t.TempDir()
	made := filepath.Join(folder, "made.book")
	closed(t, made, "new")
	from, err := store.Open(t.Context(), made, store.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, from.Close()) }()
	for _, ending := range []string{"-wal", "-journal"} {
		for road, take := range map[string]func(path string) error{
			"opened": func(path string) error { _, err := store.Open(t.Context(), path, store.Options{}); return err },
			"read": func(path string) error {
				_, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
				return err
			},
			"created": func(path string) error { _, err := store.Create(t.Context(), path, store.Options{}); return err },
			"placed":  func(path string) error { return store.Place(made, path) },
			"a copy":  func(path string) error { return from.Backup(t.Context(), path) },
		} {
			t.Run(road+ending, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "estate.book")
				require.NoError(t, os.WriteFile(path+ending, []byte("commits"), 0o600))
				err := take(path)
				require.Equal(t, store.CodeLogAlone, store.Code(err))
				require.Equal(t, []any{"estate.book", "estate.book" + ending}, store.Typed(err).Args)
				require.NoFileExists(t, path)
				content, err := os.ReadFile(path + ending)
				require.NoError(t, err)
				require.Equal(t, "commits", string(content))
			})
		}
	}
}

// The log lies beside the file itself, wherever a link of the book's name led.
func TestALogBesideTheFileOfALinkIsNotForgotten(t *testing.T) {
	folder, elsewhere := t.TempDir(), t.TempDir()
	path := filepath.Join(folder, "estate.book")
	require.NoError(t, os.WriteFile(filepath.Join(elsewhere, "real.book-wal"), []byte("commits"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(elsewhere, "real.book"), path))
	_, err := store.Open(t.Context(), path, store.Options{})
	require.Equal(t, store.CodeLogAlone, store.Code(err))
}

// SQLite makes the -shm anew from the log, and an empty log holds nothing.
func TestWhatHoldsNoCommitsIsNoLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	require.NoError(t, os.WriteFile(path+"-shm", []byte("shared"), 0o600))
	require.NoError(t, os.WriteFile(path+"-wal", nil, 0o600))
	_, err := store.Open(t.Context(), path, store.Options{})
	require.Equal(t, store.CodeMissing, store.Code(err))
	made := filepath.Join(filepath.Dir(path), "made.book")
	closed(t, made, "new")
	require.NoError(t, store.Place(made, path))
	require.Equal(t, "new", printerIn(t, path))
}

// A swap keeps every log that is not the new book's own, whether a file is there with it or not.
func TestASwapKeepsTheLogs(t *testing.T) {
	for name, hasFile := range map[string]bool{"of a book": true, "alone": false} {
		for _, ending := range []string{"-wal", "-journal"} {
			t.Run(name+ending, func(t *testing.T) {
				folder := t.TempDir()
				path, kept, made := filepath.Join(folder, "estate.book"), filepath.Join(folder, "estate.book.before"), filepath.Join(folder, "made.book")
				closed(t, made, "new")
				if hasFile {
					require.NoError(t, os.WriteFile(path, []byte("damaged"), 0o600))
				}
				require.NoError(t, os.WriteFile(path+ending, []byte("commits"), 0o600))
				require.NoError(t, store.Replace(made, path, kept))
				content, err := os.ReadFile(kept + ending)
				require.NoError(t, err)
				require.Equal(t, "commits", string(content))
				require.NoFileExists(t, path+ending, "it would be folded into the new book")
				require.Equal(t, "new", printerIn(t, path))
			})
		}
	}
}

// A swap over a log alone that fails leaves the log where it was.
func TestASwapThatFailsLeavesTheLogAlone(t *testing.T) {
	folder := t.TempDir()
	path, kept, made := filepath.Join(folder, "estate.book"), filepath.Join(folder, "estate.book.before"), filepath.Join(folder, "made.book")
	closed(t, made, "new")
	require.NoError(t, os.WriteFile(made+"-wal", []byte("commits"), 0o600))
	require.NoError(t, os.WriteFile(path+"-wal", []byte("old commits"), 0o600))
	require.Equal(t, "store.wal", store.Code(store.Replace(made, path, kept)))
	content, err := os.ReadFile(path + "-wal")
	require.NoError(t, err)
	require.Equal(t, "old commits", string(content))
	require.NoFileExists(t, kept+"-wal")
	require.NoFileExists(t, path)
}

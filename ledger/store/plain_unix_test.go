//go:build !windows

package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// odd are what has a file's name and is none.
var odd = map[string]func(path string) error{
	"a folder":      func(path string) error { return os.Mkdir(path, 0o700) },
	"a pipe":        func(path string) error { return syscall.Mkfifo(path, 0o600) },
	"a link":        func(path string) error { return os.Symlink("/dev/zero", path) },
	"a link to air": func(path string) error { return os.Symlink(path+".none", path) },
}

// atOnce fails where work waits for what never comes.
func atOnce(t *testing.T, work func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); work() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("it waits for ever")
	}
}

// Whatever lies under a name that goes with a book is said by that name, at once, and nothing is begun.
func TestWhatIsNoFileBesideABookIsNamed(t *testing.T) {
	for _, suffix := range []string{"-wal", "-shm", "-journal", ".lock", ".holder"} {
		for kind, put := range odd {
			t.Run(kind+suffix, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "estate.book")
				closed(t, path, "first")
				_ = os.Remove(path + suffix)
				require.NoError(t, put(path+suffix))
				atOnce(t, func() {
					_, err := store.Open(t.Context(), path, store.Options{})
					var typed *store.Error
					if !errors.As(err, &typed) || typed.Code != store.CodeBeside || fmt.Sprint(typed.Args) != "[estate.book estate.book"+suffix+"]" {
						t.Errorf("%v", err)
					}
				})
				require.NoError(t, os.Remove(path+suffix))
				db, err := store.Open(t.Context(), path, store.Options{})
				require.NoError(t, err, "nothing is locked any more")
				require.NoError(t, db.Close())
				require.Equal(t, "first", printerIn(t, path))
			})
		}
	}
}

// A holder that nobody can read does not keep a second program from being told that the book is in use.
func TestABookInUseIsSaidToBeInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	closed(t, path, "first")
	release, err := store.Hold(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, release()) }()
	require.NoError(t, os.Remove(path+".holder"))
	require.NoError(t, syscall.Mkfifo(path+".holder", 0o600))
	atOnce(t, func() {
		if _, err := store.Hold(path); store.Code(err) != store.CodeHeld || store.Typed(err).Args[1] != "" {
			t.Errorf("%v", err)
		}
	})
}

// What is there and no book is not said to be missing.
func TestWhatIsInThePlaceOfABookIsSaid(t *testing.T) {
	put := map[string]func(path string) error{"an empty file": func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"a folder": odd["a folder"], "a pipe": odd["a pipe"], "a device": odd["a link"]}
	for kind, put := range put {
		for _, readOnly := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "estate.book")
			require.NoError(t, put(path))
			atOnce(t, func() {
				if _, err := store.Open(t.Context(), path, store.Options{ReadOnly: readOnly}); store.Code(err) != store.CodeNoBook {
					t.Errorf("%s: %v", kind, err)
				}
			})
		}
	}
	_, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "estate.book"), store.Options{})
	require.Equal(t, store.CodeMissing, store.Code(err))
}

func TestASmallFileIsReadAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "note")
	for kind, put := range odd {
		require.NoError(t, put(path))
		atOnce(t, func() {
			if _, err := store.ReadSmall(path, 10); err == nil {
				t.Error(kind)
			}
		})
		require.NoError(t, os.Remove(path))
	}
	require.NoError(t, os.WriteFile(path, []byte("0123456789"), 0o600))
	content, err := store.ReadSmall(path, 10)
	require.NoError(t, err)
	require.Equal(t, "0123456789", string(content))
	_, err = store.ReadSmall(path, 9)
	require.ErrorIs(t, err, store.ErrNotSmall)
}

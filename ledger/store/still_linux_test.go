package store

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// asNobody lets this thread reach files as a user who owns none: root would be kept out of nothing.
func asNobody(t *testing.T, work func()) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	own := uintptr(os.Geteuid())
	if own == 0 {
		_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0)
		defer func() { _, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, own, 0, 0) }()
	}
	work()
}

// A good backup on a disc, or on a stick that is protected against writing, was called damaged.
func TestABookInAFolderThatTakesNoFileIsRead(t *testing.T) {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "still")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.Chmod(folder, 0o700)); require.NoError(t, os.RemoveAll(folder)) })
	path := filepath.Join(folder, "backup.book")
	db, err := Create(ctx, path, Options{})
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.NoError(t, removeIfThere(path+"-wal"))
	require.NoError(t, removeIfThere(path+"-shm"))
	require.NoError(t, os.Chmod(path, 0o444))
	require.NoError(t, os.Chmod(folder, 0o555))
	asNobody(t, func() { db, err = Open(ctx, path, Options{ReadOnly: true}) })
	require.NoError(t, err)
	require.NoError(t, db.Close())

	require.NoError(t, os.Chmod(folder, 0o700))
	require.NoError(t, os.WriteFile(path+"-wal", []byte("somebody writes"), 0o444))
	require.NoError(t, os.Chmod(folder, 0o555))
	asNobody(t, func() { _, err = Open(ctx, path, Options{ReadOnly: true}) })
	require.Error(t, err, "what is in the log would be missing")
}

// Called missing, it was taken for one to be made anew.
func TestABookInAFolderOfAnotherAccountIsNotMissing(t *testing.T) {
	folder, err := os.MkdirTemp("", "closed")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	path := filepath.Join(folder, "estate.book")
	require.NoError(t, os.WriteFile(path, []byte("somebody's"), 0o600))
	require.NoError(t, os.Chmod(folder, 0o700))
	asNobody(t, func() { _, err = Open(context.Background(), path, Options{}) })
	require.Equal(t, CodeIO, Code(err))
	_, err = Open(context.Background(), filepath.Join(path, "below", "a.book"), Options{})
	require.Equal(t, CodeMissing, Code(err))
}

// What a book that nobody might write had beside it kept the owner out for good, after the rights were mended.
func TestABookOpensOnceItsRightsAreMended(t *testing.T) {
	ctx := t.Context()
	folder := bookOfNobody(t)
	path := filepath.Join(folder, "estate.book")
	asNobody(t, func() {
		for _, options := range []Options{{}, {ReadOnly: true}, {}} {
			require.NoError(t, os.Chmod(path, 0o444))
			db, err := Open(ctx, path, options)
			if options.ReadOnly {
				require.NoError(t, err)
				require.NoError(t, db.Close())
			} else {
				require.Equal(t, CodeNoRight, Code(err), "%v", err)
				require.Equal(t, []any{"estate.book", "estate.book"}, Typed(err).Args)
			}
			require.NoError(t, os.Chmod(path, 0o600))
			db, err = Open(ctx, path, Options{})
			require.NoError(t, err)
			require.NoError(t, db.Close())
		}
	})
}

// Whatever left them: a log and its index that only their rights keep from being written are no reason not to open. Those of another account are
// named.
func TestWhatLiesBesideABookIsWrittenOrNamed(t *testing.T) {
	ctx := t.Context()
	for _, ending := range []string{"-shm", "-wal"} {
		path := filepath.Join(bookOfNobody(t), "estate.book")
		asNobody(t, func() {
			require.NoError(t, os.WriteFile(path+ending, nil, 0o400))
			db, err := Open(ctx, path, Options{})
			require.NoError(t, err)
			require.NoError(t, db.Close())
		})
		require.NoError(t, os.WriteFile(path+ending, nil, 0o600))
		require.NoError(t, os.Chown(path+ending, 0, 0))
		for _, mode := range []os.FileMode{0o444, 0o644} {
			require.NoError(t, os.Chmod(path+ending, mode))
			asNobody(t, func() {
				_, err := Open(ctx, path, Options{})
				require.Equal(t, CodeNoRight, Code(err), "%s %o: %v", ending, mode, err)
				require.Equal(t, []any{"estate.book", "estate.book" + ending}, Typed(err).Args)
			})
		}
	}
}

// bookOfNobody makes a book in a folder of the account that asNobody is, and returns the folder. Only root can.
func bookOfNobody(t *testing.T) string {
	t.Helper()
	require.Zero(t, os.Geteuid(), "run by root, who alone can act as another account")
	folder, err := os.MkdirTemp("", "right")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	require.NoError(t, os.Chown(folder, 65534, 65534))
	asNobody(t, func() {
		db, err := Create(t.Context(), filepath.Join(folder, "estate.book"), Options{})
		require.NoError(t, err)
		require.NoError(t, db.Close())
	})
	return folder
}

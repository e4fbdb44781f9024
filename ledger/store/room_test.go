package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// On a full disk the counter said that the folder could not be written, or that the payment might have been taken.
func TestOnlyADiskWithoutRoomIsSaidToBeFull(t *testing.T) {
	require.True(t, isFull(&os.PathError{Op: "write", Path: "a.book.holder", Err: syscall.ENOSPC}))
	require.False(t, isFull(&os.PathError{Op: "open", Path: "a.book.holder", Err: syscall.EACCES}))
	folder := t.TempDir()
	for _, err := range []error{Fail("store.io", errors.New("gone")), Fail("store.lock", errors.New("no")), Refuse("store.held"), nil} {
		require.Equal(t, err, orNoRoom(err, filepath.Join(folder, "a.book")), "there is room here")
	}
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

package audit

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// A check on a full disk says that it needs room, and how much, whatever it could not write: its lock, its file or a row of it.
func TestACheckOnAFullDiskSaysHowMuchRoomItNeeds(t *testing.T) {
	book := filepath.Join(t.TempDir(), "a.book")
	require.NoError(t, os.WriteFile(book, make([]byte, 3<<20), 0o600))
	require.NoError(t, os.WriteFile(book+"-wal", []byte("x"), 0o600))
	full := &os.PathError{Op: "write", Path: "check.holder", Err: syscall.ENOSPC}
	for _, cause := range []error{full, store.Fail(store.CodeLock, full, "check"), store.Fail(store.CodeIO, full), store.Refuse(store.CodeFull)} {
		err := orNoRoom(cause, book)
		require.Equal(t, codeRoom, store.Code(err))
		var typed *store.Error
		require.ErrorAs(t, err, &typed)
		require.Equal(t, []any{int64(4)}, typed.Args)
	}
	refused := store.Refuse(store.CodeLock, "check")
	require.Equal(t, refused, orNoRoom(refused, book), "a folder that nobody may write is said as before")
	require.NoError(t, orNoRoom(nil, book))
}

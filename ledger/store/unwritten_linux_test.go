package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// Each reason why a file was not written has a sentence of its own, whoever met it first: the system, SQLite or the lock.
func TestWhyAFileWasNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backup.book")
	failed := func(err error) error { return &os.PathError{Op: "open", Path: path, Err: err} }
	for code, causes := range map[string][]error{
		"store.no_space":  {failed(syscall.ENOSPC), failed(syscall.EDQUOT), store.Fail(store.CodeLock, failed(syscall.ENOSPC), "x"), store.Refuse(store.CodeFull), store.Fail(store.CodeCopy, failed(syscall.ENOSPC), "x")},
		"store.folder":    {failed(syscall.EROFS), failed(fs.ErrPermission), store.Fail(store.CodeIO, failed(syscall.EACCES)), store.Fail(store.CodeFolder, nil, "book")},
		"store.name_long": {failed(syscall.ENAMETOOLONG), store.Fail(store.CodeIO, failed(syscall.ENAMETOOLONG))},
		"store.copy":      {failed(syscall.EIO), store.Refuse(store.CodeIO), failed(syscall.ENOTDIR)},
		"store.held":      {store.Refuse(store.CodeHeld, "x")},
		"internal":        {errors.New("another thing")},
		"":                {nil},
	} {
		for _, cause := range causes {
			err := store.Unwritten(cause, path)
			require.Equal(t, code, store.Code(err), "%v", cause)
			if strings.HasPrefix(code, "store.") && code != "store.held" {
				var typed *store.Error
				require.ErrorAs(t, err, &typed)
				require.Equal(t, []any{"backup.book"}, typed.Args)
				require.Equal(t, code == "store.no_space", store.IsFull(err))
			}
		}
	}
}

// SQLite says only that it could not open a file: the folder is asked why.
func TestABackupSaysWhyItWasNotWritten(t *testing.T) {
	source := filepath.Join(t.TempDir(), "estate.book")
	closed(t, source, "first")
	db, err := store.Open(t.Context(), source, store.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for name, want := range map[string]string{
		filepath.Join(t.TempDir(), strings.Repeat("长", 90)):  "store.name_long",
		filepath.Join(t.TempDir(), strings.Repeat("a", 250)): "store.name_long", // what is made on the way there has a longer name
		filepath.Join(source, "under a file"):                "store.copy",
		filepath.Join(t.TempDir(), "nowhere", "b.book"):      "store.copy",
		"/sys/b.book": "store.folder",
	} {
		require.Equal(t, want, store.Code(db.Backup(t.Context(), name)), fmt.Sprintf("%.40s", name))
	}
}

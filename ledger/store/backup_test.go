package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// Several backups to one name, at the same time and from several programs, leave one whole book and nothing else.
func TestManyBackupsToOneNameLeaveOneWholeOne(t *testing.T) {
	db, path, write := opened(t)
	require.NoError(t, write())
	folder := t.TempDir()
	target := filepath.Join(folder, "copy.book")
	left := filepath.Join(folder, "copy.book.partial-17")
	require.NoError(t, os.WriteFile(left, []byte("cut off"), 0o600))
	reading, err := store.Open(context.Background(), path, store.Options{ReadOnly: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, reading.Close()) })
	var all sync.WaitGroup
	failed := make([]error, 9)
	for i := range failed {
		all.Go(func() {
			from := db
			if i%3 == 0 {
				from = reading
			}
			failed[i] = from.Backup(context.Background(), target)
		})
	}
	all.Wait()
	done := 0
	for _, err := range failed {
		if err == nil {
			done++
			continue
		}
		require.Equal(t, store.CodeExists, store.Code(err), err)
	}
	require.Equal(t, 1, done)
	require.NoError(t, store.Check(context.Background(), target))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		require.False(t, strings.Contains(entry.Name(), ".partial"), entry.Name())
	}
	info, err := os.Stat(target)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoError(t, write())
}

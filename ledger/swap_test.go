package ledger_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// watchingFor looks at a path again and again and counts how often there was nothing, until the returned function is called.
func watchingFor(path string) (missed func() int64) {
	var misses atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
					misses.Add(1)
				}
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-stopped
		return misses.Load()
	}
}

// closedBook is a book that nobody has open, with a backup of it; newCounter's own closing is answered by opening it again.
func closedBook(t *testing.T) (c *counter, backup string) {
	c = newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(5), false)
	require.NoError(t, err)
	backup = filepath.Join(t.TempDir(), "backup.book")
	require.NoError(t, c.book.Backup(c.ctx, backup))
	require.NoError(t, c.book.Close())
	t.Cleanup(c.open)
	return c, backup
}

// A power cut in the middle of a swap must leave one of the two books under the name, never nothing: a counter that finds
// nothing would offer to make a first book.
func TestABookIsNeverMissing(t *testing.T) {
	t.Run("while its tables are folded again", func(t *testing.T) {
		c, _ := closedBook(t)
		missed := watchingFor(c.path)
		for range 5 {
			_, err := ledger.Rebuild(c.ctx, c.path, nil)
			require.NoError(t, err)
		}
		require.Zero(t, missed())
		require.NoError(t, store.Check(c.ctx, c.path+".before-rebuild"))
	})
	t.Run("while a backup is put in its place", func(t *testing.T) {
		c, backup := closedBook(t)
		missed := watchingFor(c.path)
		for range 5 {
			_, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{})
			require.NoError(t, err)
		}
		require.Zero(t, missed())
		require.NoError(t, store.Check(c.ctx, c.path+".before-restore"))
	})
}

// A book that broke is what a backup is for: however it broke, the backup takes its place and the pieces stay beside it.
func TestRestoringOverABrokenBook(t *testing.T) {
	for _, broken := range []struct {
		name string
		file func(whole []byte) []byte
		log  string
	}{
		{"other words in its place", func([]byte) []byte { return []byte("这里曾经是一个账本，现在只剩下这些字了") }, "日志"},
		{"nothing in it", func([]byte) []byte { return nil }, ""},
		{"its head alone", func(whole []byte) []byte { return whole[:4096] }, ""},
		{"all but its head overwritten", func(whole []byte) []byte {
			return append(whole[:4096], bytes.Repeat([]byte{0xa5}, len(whole)-4096)...)
		}, "日志"},
		{"a page in the middle overwritten", func(whole []byte) []byte {
			copy(whole[8192:], bytes.Repeat([]byte{0xa5}, 4096))
			return whole
		}, ""},
	} {
		t.Run(broken.name, func(t *testing.T) {
			c, backup := closedBook(t)
			whole, err := os.ReadFile(c.path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(c.path, broken.file(whole), 0o600))
			if broken.log != "" {
				require.NoError(t, os.WriteFile(c.path+"-wal", []byte(broken.log), 0o600))
			}
			done, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{})
			require.NoError(t, err)
			require.Equal(t, c.path+".before-restore", done.Kept)
			require.FileExists(t, done.Kept)
			require.NoFileExists(t, c.path+"-wal")
			require.NoError(t, store.Check(c.ctx, c.path))
		})
	}
}

// A backup of this morning takes this afternoon's payments off the book: somebody must say so, and nothing kept is lost.
func TestRestoringOverABookThatKnowsMore(t *testing.T) {
	c := newCounter(t)
	backup := filepath.Join(t.TempDir(), "morning.book")
	require.NoError(t, c.book.Backup(c.ctx, backup))
	c.register()
	require.NoError(t, c.book.Close())
	t.Cleanup(c.open)

	_, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{})
	require.Equal(t, "book.restore_newer", store.Code(err))
	require.NoFileExists(t, c.path+".before-restore")

	done, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{DiscardNewer: true})
	require.NoError(t, err)
	afternoon, err := os.ReadFile(done.Kept)
	require.NoError(t, err)
	again, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{DiscardNewer: true})
	require.NoError(t, err)
	require.NotEqual(t, done.Kept, again.Kept)
	still, err := os.ReadFile(done.Kept)
	require.NoError(t, err)
	require.Equal(t, afternoon, still)

	half := filepath.Join(t.TempDir(), "half.book")
	require.NoError(t, os.WriteFile(half, afternoon[:len(afternoon)/2], 0o600))
	_, err = ledger.Restore(c.ctx, half, c.path, ledger.Restoring{})
	require.Equal(t, "book.backup_damaged", store.Code(err))
}

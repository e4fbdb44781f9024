package ledger_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// By a second name of the file a second program had a lock of its own, and wrote into the book beside the first.
func TestALinkToABookIsTheBook(t *testing.T) {
	c, backup := closedBook(t)
	link := filepath.Join(t.TempDir(), "link.book")
	require.NoError(t, os.Symlink(c.path, link))
	release, err := store.Hold(c.path)
	require.NoError(t, err)
	_, _, err = ledger.Open(c.ctx, link, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.Equal(t, "store.held", store.Code(err))
	_, err = store.Hold(link)
	require.Equal(t, "store.held", store.Code(err))
	require.NoError(t, release())

	done, err := ledger.Restore(c.ctx, backup, link, ledger.Restoring{})
	require.NoError(t, err)
	require.Equal(t, c.path+".before-restore", done.Kept, "the book is replaced where it lies")
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink, "and its link still leads there")
	kept, err := ledger.Rebuild(c.ctx, link, nil)
	require.NoError(t, err)
	require.Equal(t, c.path+".before-rebuild", kept)
}

// Amounts and rooms stand in a book in clear: a copy of it is for its owner's eyes as the book is.
func TestCopiesOfABookAreTheirOwnersAlone(t *testing.T) {
	c, backup := closedBook(t)
	brought := filepath.Join(t.TempDir(), "brought.book")
	require.NoError(t, ledger.Bring(c.ctx, backup, brought, vault.Key{Demo: true}))
	_, err := ledger.Restore(c.ctx, backup, c.path, ledger.Restoring{})
	require.NoError(t, err)
	for _, path := range []string{backup, brought, c.path, c.path + ".before-restore"} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), path)
	}
}

// A folder that the backup, the program or its user works in is no book, and is left where it is.
func TestAFolderThatIsInUseIsNoPlaceToRestoreTo(t *testing.T) {
	c, backup := closedBook(t)
	work, err := os.Getwd()
	require.NoError(t, err)
	for _, folder := range []string{filepath.Dir(backup), work, os.TempDir(), "/dev/null"} {
		_, err := ledger.Restore(c.ctx, backup, folder, ledger.Restoring{})
		require.Equal(t, "store.exists", store.Code(err), folder)
		require.NoFileExists(t, folder+".before-restore")
	}
}

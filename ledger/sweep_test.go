package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// What a check, or the making of a book, left that was killed goes at the next opening: only what is ours, and where nobody is at work.
func TestAnOpeningClearsUpAfterWhatWasKilled(t *testing.T) {
	c, _ := closedBook(t)
	folder := filepath.Dir(c.path)
	stays := map[string]bool{".verify-1": false, ".making-22": false, ".making-33": true, ".verify-photos": true, ".verify-": true, ".verify-4": true}
	for name := range stays {
		require.NoError(t, os.Mkdir(filepath.Join(folder, name), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "fold"), []byte("half"), 0o600))
		if name != ".verify-4" { // made by nobody who works there: it has no lock
			require.NoError(t, os.WriteFile(filepath.Join(folder, name, "check.lock"), nil, 0o600))
		}
	}
	release, err := store.Hold(filepath.Join(folder, ".making-33", "check"))
	require.NoError(t, err)
	defer func() { require.NoError(t, release()) }()
	opened := func(readOnly bool) {
		book, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{Key: vault.Key{Demo: true}, ReadOnly: readOnly})
		require.NoError(t, errors.Join(err, book.Close()))
	}
	opened(true)
	require.DirExists(t, filepath.Join(folder, ".verify-1"), "who only reads changes nothing")
	opened(false)
	for name, stay := range stays {
		_, err := os.Stat(filepath.Join(folder, name, "fold"))
		require.Equal(t, stay, err == nil, name)
	}
}

// A check that was killed left its fold beside the book, as large as the book, for ever.
func TestACheckClearsUpAfterOneThatWasKilled(t *testing.T) {
	c, _ := closedBook(t)
	folder := filepath.Dir(c.path)
	dead, alive := filepath.Join(folder, ".verify-1"), filepath.Join(folder, ".verify-2")
	for _, directory := range []string{dead, alive} {
		require.NoError(t, os.Mkdir(directory, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(directory, "check.lock"), nil, 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(directory, "fold"), []byte("half"), 0o600))
	}
	release, err := store.Hold(filepath.Join(alive, "check"))
	require.NoError(t, err)
	defer func() { require.NoError(t, release()) }()
	book, _, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{Key: vault.Key{Demo: true}, ReadOnly: true})
	require.NoError(t, err)
	findings, err := book.Audit().Full(c.ctx, nil)
	require.NoError(t, errors.Join(err, book.Close()))
	require.Empty(t, findings)
	require.NoDirExists(t, dead)
	require.FileExists(t, filepath.Join(alive, "fold"), "somebody is checking there")
	left, err := filepath.Glob(filepath.Join(folder, ".verify-*"))
	require.NoError(t, err)
	require.Equal(t, []string{alive}, left)
}

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

package ledger_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

func TestABroughtBookNeverTakesThePlaceOfAnother(t *testing.T) {
	c, backup := closedBook(t)
	require.Equal(t, "store.exists", store.Code(ledger.Bring(c.ctx, backup, c.path, vault.Key{Demo: true})))
	place := filepath.Join(t.TempDir(), "new", "book")
	require.Equal(t, "store.missing", store.Code(ledger.Bring(c.ctx, backup+"x", place, vault.Key{Demo: true})))
	require.Equal(t, "vault.no_slot", store.Code(ledger.Bring(c.ctx, backup, place, vault.Key{Passphrase: "open sesame 9"})))
	require.NoFileExists(t, place)
	require.NoError(t, ledger.Bring(c.ctx, backup, place, vault.Key{Demo: true}))
	about, err := ledger.Examine(c.ctx, place)
	require.NoError(t, err)
	require.Equal(t, "阳光花园", about.Estate)
	require.NotZero(t, about.LastMS)
	release, err := store.Hold(place)
	require.NoError(t, err)
	defer func() { require.NoError(t, release()) }()
	require.Equal(t, "store.held", store.Code(ledger.Bring(c.ctx, backup, place, vault.Key{Demo: true})))

	restored := filepath.Join(t.TempDir(), "restored.book")
	other, err := store.Hold(restored)
	require.NoError(t, err)
	_, err = ledger.Restore(c.ctx, backup, restored, ledger.Restoring{})
	require.Equal(t, "store.held", store.Code(err), "somebody else is just putting a book there")
	require.NoError(t, other())
	_, err = ledger.Restore(c.ctx, backup, restored, ledger.Restoring{})
	require.NoError(t, err)
}

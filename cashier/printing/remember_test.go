package printing

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// What was committed is remembered outside of the book before a job of it has bytes: a number on paper that nobody remembers could be given twice.
func TestAJobHasNoBytesBeforeItsCommitIsRemembered(t *testing.T) {
	ctx, place := t.Context(), witness.Place{Folder: t.TempDir(), Machine: "m"}
	path := filepath.Join(t.TempDir(), "estate.book")
	_, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: "open sesame 9",
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: "1357", Witness: place})
	require.NoError(t, err)
	book, findings, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Passphrase: "open sesame 9"}, Witness: place})
	require.NoError(t, err)
	require.Empty(t, findings)
	defer func() { require.NoError(t, book.Close()) }()
	s := session.New(book)
	p := New(s, receipts.New(s))
	_, err = book.Staff.SignIn(ctx, "100", "1357")
	require.NoError(t, err)
	_, err = p.render(ctx, spool.Job{Kind: spool.Receipt})
	require.Error(t, err, "there is neither a printer nor a receipt")
	var head int64
	require.NoError(t, book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		head, _, err = book.Journal.Head(tx)
		return err
	}))
	note, known, err := place.Read(book.Vault, book.Journal.Device)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, head, note.Seq)
}

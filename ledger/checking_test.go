package ledger

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// smallBook is a book that is open, with nobody but its manager.
func smallBook(t *testing.T) *Book {
	t.Helper()
	path := filepath.Join(t.TempDir(), "estate.book")
	_, err := Create(t.Context(), path, Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: "1357"})
	require.NoError(t, err)
	book, findings, err := Open(t.Context(), path, OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	return book
}

// Of a large book the sums are checked behind the ready desk, and no payment is taken before: a finding stops the first write.
func TestTheFirstWriteWaitsForTheSums(t *testing.T) {
	book := smallBook(t)
	book.checkBehind(true)
	_, err := book.Staff.SignIn(t.Context(), "100", "1357")
	require.NoError(t, err)
	require.NoError(t, book.Checked(t.Context()))

	require.NoError(t, book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec("INSERT INTO credits (object, purpose, balance_fen) VALUES ('o', '', 500)")
		return err
	}))
	book.checkBehind(true)
	require.Equal(t, store.CodeLatched, store.Code(book.Store.Write(t.Context(), func(*store.Tx) error { return errors.New("it came to a write") })))
	require.Equal(t, CodeFindings, store.Code(book.Checked(t.Context())))
}

// A write waits no longer than its own context, and a book closes while its sums are still being checked.
func TestAWriteThatWaitsForTheSumsCanBeCancelled(t *testing.T) {
	book := smallBook(t)
	open := book.Store.HoldWrites()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, book.Store.WaitForGate(ctx), context.Canceled)
	require.ErrorIs(t, book.Checked(ctx), context.Canceled)
	open()
	require.NoError(t, book.Checked(t.Context()))
	book.checkBehind(true)
}

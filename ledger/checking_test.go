package ledger

import (
	"context"
	"errors"
	"fmt"
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

// Why money is stopped is said with all that its sentence tells: how much room a check wants, which file was taken away.
func TestWhyMoneyIsStoppedKeepsWhatItTells(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		code string
		args []any
	}{
		"a full disk":       {store.Fail("audit.room", errors.New("no space left"), int64(7)), "audit.room", []any{int64(7)}},
		"inside of another": {fmt.Errorf("check: %w", store.Refuse(store.CodeMoved, "estate.book")), store.CodeMoved, []any{"estate.book"}},
		"without a code":    {errors.New("out of luck"), store.CodeInternal, nil},
	} {
		t.Run(name, func(t *testing.T) {
			book := smallBook(t)
			require.True(t, book.stopFor(nil, c.err))
			stopped := book.Store.Latched()
			require.Equal(t, c.code, stopped.Code)
			require.Equal(t, c.args, stopped.Args)
			require.ErrorIs(t, stopped, c.err)
		})
	}
}

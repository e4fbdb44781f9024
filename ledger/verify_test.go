package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// What a full check found stops money in every program and after every start, until a check finds nothing.
func TestWhatACheckFoundIsRememberedUntilOneFindsNothing(t *testing.T) {
	c := newCounter(t)
	path := c.book.Store.Path()
	require.NoError(t, c.book.Close())
	open := func(work func(book *ledger.Book, findings int)) {
		t.Helper()
		book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
		require.NoError(t, err)
		work(book, len(findings))
		require.NoError(t, book.Close())
	}
	verify := func(book *ledger.Book) int {
		t.Helper()
		findings, err := book.Verify(t.Context(), nil)
		require.NoError(t, err)
		return len(findings)
	}
	run := func(script string) {
		t.Helper()
		said, err := shell(t, path, script)
		require.NoError(t, err, said)
	}
	run("INSERT INTO large_prints (object, large) VALUES ('nobody', 1);")
	open(func(book *ledger.Book, findings int) {
		require.Zero(t, findings, "the quick check does not look at every table")
		require.NotZero(t, verify(book))
		require.Equal(t, ledger.CodeFindings, store.Code(book.Store.Latched()))
	})
	for range 2 {
		open(func(book *ledger.Book, findings int) {
			require.Equal(t, 1, findings)
			require.Equal(t, ledger.CodeFindings, store.Code(book.Store.Latched()))
		})
	}
	run("DELETE FROM large_prints WHERE object = 'nobody';")
	open(func(book *ledger.Book, findings int) {
		require.Equal(t, 1, findings, "only a check says that it is well again")
		require.Zero(t, verify(book))
	})
	open(func(book *ledger.Book, findings int) {
		require.Zero(t, findings)
		require.Nil(t, book.Store.Latched())
	})
}

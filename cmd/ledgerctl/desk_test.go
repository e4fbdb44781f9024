package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/demo"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// A disk that fills up while the book is closed does not take back what was acknowledged: whoever reads a failure under a
// printed receipt takes the money again.
func TestWhatIsInTheBookIsNotSaidToBeUndone(t *testing.T) {
	var said bytes.Buffer
	d := &desk{stderr: &said}
	require.NoError(t, d.closed(nil, store.Refuse(store.CodeFull)))
	require.Contains(t, said.String(), "已经记进账本，请不要再做一次")
	require.Contains(t, said.String(), "磁盘满了：请腾出空间")
	said.Reset()
	require.NoError(t, d.closed(nil, store.Fail(ledger.CodeUnwitnessed, store.Fail(store.CodeIO, &fs.PathError{Op: "open", Path: "/state/.making-1", Err: syscall.EROFS}))))
	require.Contains(t, said.String(), "不能写入 /state（只读，或没有权限）")
	require.NotContains(t, said.String(), "book.unwitnessed", "a code is no word")
	said.Reset()
	refused := store.Refuse(store.CodeFull)
	require.ErrorIs(t, d.closed(refused, errors.New("closing")), refused)
	require.Empty(t, said.String())
	require.NoError(t, d.closed(nil, nil))
}

// Whatever fails after a part of a command was committed, what it says is never that nothing was done. What was turned down stays as it is.
func TestWhatWasWrittenBeforeAFailureIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	_, err := demo.Create(t.Context(), path, demo.Options{Rooms: 1, Today: calendar.Of(time.Now())})
	require.NoError(t, err)
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	d := &desk{ctx: t.Context()}
	name := "甲"
	write := func(failure error) func() error {
		return func() error {
			by, err := book.Staff.SignIn(t.Context(), "100", "1357")
			require.NoError(t, err)
			name += "乙"
			require.NoError(t, book.SetPolicy(t.Context(), by, staff.Approval{}, estate.PolicyCompany, name))
			return failure
		}
	}
	for _, failure := range []error{store.Refuse(store.CodeSQL), store.Refuse(store.CodeFull), store.Refuse(store.CodeBusy), store.Refuse(store.CodeRefused), errors.New("a bug"), context.Canceled} {
		require.Equal(t, codeWritten, store.Code(d.told(book, write(failure))), "%v", failure)
		require.Equal(t, failure, d.told(book, func() error { return failure }), "nothing was written")
		require.Equal(t, failure, d.told(book, func() error {
			_, err := book.Staff.SignIn(t.Context(), "100", "1357")
			require.NoError(t, err)
			return failure
		}), "a PIN alone is nothing that is done twice")
	}
	for _, failure := range []error{nil, store.Refuse(store.CodeExists, "x"), store.Refuse(staff.CodeMayNot, "x"), store.Refuse(store.CodeIO), store.Refuse(codeUnanswered)} {
		require.Equal(t, failure, d.told(book, write(failure)))
	}
}

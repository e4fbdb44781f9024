package store

import (
	"context"
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// classify types an error of the driver: store.io, store.full, store.corrupt, store.busy, store.foreign, store.refused
// (a constraint or a trigger said no) or store.sql. Errors that are already typed, and cancelled contexts, pass as they are.
func classify(err error) error {
	if err == nil || IsCancelled(err) {
		return err
	}
	var typed *Error
	if errors.As(err, &typed) {
		return err
	}
	var driver *sqlite.Error
	if !errors.As(err, &driver) {
		return Fail(CodeSQL, err)
	}
	// The low byte is the class of an SQLite error; the rest tells the details.
	switch driver.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return Fail(CodeIO, err)
	case sqlite3.SQLITE_FULL:
		return Fail(CodeFull, err)
	case sqlite3.SQLITE_CORRUPT:
		return Fail(CodeCorrupt, err)
	case sqlite3.SQLITE_NOTADB:
		return Fail(CodeForeign, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return Fail(CodeBusy, err)
	case sqlite3.SQLITE_CONSTRAINT:
		return Fail(CodeRefused, err)
	case sqlite3.SQLITE_READONLY:
		return Fail(CodeReadonly, err)
	}
	return Fail(CodeSQL, err)
}

// IsCancelled reports whether an error says that nobody waits any more.
func IsCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// latching reports whether an error means that the disk or the file can no longer be trusted, so that nothing may be written
// until the file was opened and checked again. A refused or busy statement leaves the file as it was and does not.
func latching(err error) bool {
	switch Code(err) {
	case CodeIO, CodeFull, CodeCorrupt, CodeForeign, CodeMoved, CodeEdited:
		return true
	}
	return false
}

// noTransaction reports whether SQLite had no transaction to end. It has no code of its own for that, only this text.
func noTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
)

// markAsBook is the statement that marks a file as a book.
var markAsBook = fmt.Sprintf("PRAGMA application_id = %d", applicationID)

// Create makes a new book file and opens it for writing. The order is the one that survives a power cut at any point
// (create, WAL, commit, checkpoint, sync the directory, reopen, check): only after it may money be taken. It refuses a
// path that exists (store.exists), and one where a log lies alone (store.log_alone), which SQLite would remove.
func Create(ctx context.Context, path string, options Options) (*DB, error) {
	if _, err := os.Stat(path); err == nil {
		return nil, Refuse(CodeExists, filepath.Base(path))
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, Fail(CodeIO, err)
	}
	if err := CheckAlone(path); err != nil {
		return nil, err
	}
	if err := provision(ctx, path, options); err != nil {
		return nil, Unwritten(err, path) // no book is at risk
	}
	// Amounts and rooms stand in the file in clear: it is for its owner's eyes, as everything that is exported from it.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, Unwritten(err, path)
	}
	return open(ctx, path, options)
}

// memories numbers the books in memory of this process.
var memories atomic.Int64

// Memory makes a throw-away book in memory: a small part of the events is folded into it, where no disk has to have room.
func Memory(ctx context.Context) (*DB, error) {
	db := &DB{path: fmt.Sprintf("/shouqi-%d", memories.Add(1))} // SQLite shares what begins with a slash among the connections of a process
	if err := db.connect(ctx, Options{Scratch: true, VFS: "memdb"}); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// provision makes the file, marks it as a book and leaves it closed, in WAL mode, with an empty log. Errors of
// closing count: until the directory is synced the file may be gone after a power cut.
func provision(ctx context.Context, path string, options Options) (err error) {
	pool, err := sql.Open("sqlite", dsn(path, options))
	if err != nil {
		return Fail(CodeSQL, err)
	}
	defer func() { err = errors.Join(err, classify(pool.Close()), SyncDirectory(path)) }()
	pool.SetMaxOpenConns(1)
	for _, statement := range []string{
		markAsBook,
		"PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return classify(err)
		}
	}
	return nil
}

// SyncDirectory makes the entry of the file at path in its directory durable. Windows has no such call and orders the entry itself. Errors: store.io.
func SyncDirectory(path string) error {
	directory, err := os.Open(filepath.Dir(path))
	if err != nil {
		return Fail(CodeIO, err)
	}
	err = directory.Sync()
	if err != nil && !syncsDirectories {
		err = nil
	}
	if err = errors.Join(err, directory.Close()); err != nil {
		return Fail(CodeIO, err)
	}
	return nil
}

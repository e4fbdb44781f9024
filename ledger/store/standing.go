package store

import (
	"context"
	"os"
	"path/filepath"
)

// standing is what is open, as it lay on the disk when it was opened: the book and its log. SQLite keeps both by their handles and does not
// notice that a name was given to another file, or to none: what it commits then is in a file that nobody finds again.
type standing struct {
	book, log os.FileInfo
	// version is SQLite's count of commits by anybody else as the writer sees it: it stays while nobody but this program writes.
	version int64
}

// stand notes what is open. It comes after the first write, which makes the log.
func (db *DB) stand(ctx context.Context, options Options) error {
	if options.VFS != "" || options.Scratch {
		return nil // another file system may keep no files, and a scratch file is nobody's
	}
	var now standing
	var err error
	if now.book, err = os.Lstat(db.path); err == nil {
		now.log, err = os.Lstat(db.path + "-wal")
	}
	if err != nil {
		return Fail(CodeIO, err)
	}
	// Windows asks which file a name leads to only when it is compared: now, and not once it leads elsewhere.
	os.SameFile(now.book, now.log)
	if err := db.writer.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&now.version); err != nil {
		return classify(err)
	}
	db.standing = &now
	return nil
}

// isThere returns store.moved where the names of the book and of its log no longer lead to the files that are open.
func (db *DB) isThere() error {
	if db.standing == nil {
		return nil
	}
	book, err := os.Lstat(db.path)
	if err == nil && os.SameFile(book, db.standing.book) {
		var log os.FileInfo
		if log, err = os.Lstat(db.path + "-wal"); err == nil && os.SameFile(log, db.standing.log) {
			return nil
		}
	}
	return Fail(CodeMoved, err, filepath.Base(db.path))
}

// isAlone returns store.edited where another program wrote into the open file, past the lock that programs of ours take. It runs inside a
// write: nobody can come in between it and the commit.
func (db *DB) isAlone(tx *Tx) error {
	if db.standing == nil {
		return nil
	}
	var version int64
	if _, err := tx.Get("PRAGMA data_version", nil, &version); err != nil {
		return err
	}
	if version != db.standing.version {
		return Refuse(CodeEdited, filepath.Base(db.path))
	}
	return nil
}

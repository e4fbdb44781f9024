package store

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// longLog is from which size on, in bytes, a commit folds the log into the file: as often as SQLite would by wal_autocheckpoint(4000). It is done
// here, so that nothing else changes the file.
const longLog = 4000 * 4096

// standing is what is open, as it lay on the disk when it was opened: the book and its log. SQLite keeps both by their handles and does not
// notice that a name was given to another file, or to none: what it commits then is in a file that nobody finds again.
type standing struct {
	book, log os.FileInfo
	// version is SQLite's count of commits by anybody else as the writer sees it: it stays while nobody but this program writes.
	version int64
	// touched is when the file was changed last: by folding the log in, or before it was opened.
	touched times
	// isLong says that the log is to be folded in.
	isLong bool
}

// times are those of a file that the system keeps.
type times struct{ written, changed time.Time }

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
	now.touched = touched(now.book)
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
			db.standing.isLong = log.Size() > longLog
			return nil
		}
	}
	return Fail(CodeMoved, err, filepath.Base(db.path))
}

// isAlone returns store.edited where another program wrote into the open file, past the lock that programs of ours take, through SQLite or not. It
// runs inside a write: nobody can come in through SQLite between it and the commit.
func (db *DB) isAlone(tx *Tx) error {
	if db.standing == nil {
		return nil
	}
	if book, err := os.Lstat(db.path); err == nil && os.SameFile(book, db.standing.book) && !touched(book).written.Equal(db.standing.touched.written) {
		return Refuse(CodeEdited, filepath.Base(db.path))
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

// folded notes that this program changed the file itself.
func (db *DB) folded() {
	if db.standing == nil {
		return
	}
	if book, err := os.Lstat(db.path); err == nil { // one that is gone is noticed by the next write
		db.standing.touched = touched(book)
	}
	db.standing.isLong = false
}

// isUntouched reports whether nobody but this program changed the file, or gave it another name.
func (db *DB) isUntouched() bool {
	if db.standing == nil {
		return true
	}
	book, err := os.Lstat(db.path)
	return err == nil && touched(book) == db.standing.touched
}

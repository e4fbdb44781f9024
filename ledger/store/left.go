package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
)

// chunk is how much of the file is read between two looks at whether somebody still waits, in bytes.
const chunk = 4 << 20

// hold opens the file itself beside SQLite's handles, for Digest. It must stay open for as long as they are: on Unix the closing of any handle
// gives up the locks that this program has on the file. What this user may not write is store.no_right before SQLite makes anything beside it: with
// the rights of such a file it would be in the way of who has mended them.
func (db *DB) hold(options Options) (err error) {
	if options.ReadOnly || options.Scratch || options.VFS != "" {
		return nil
	}
	if log, err := os.Stat(db.path + "-wal"); err == nil {
		db.hadLog = log.Size() > 0
	}
	db.file, err = os.OpenFile(db.path, os.O_RDWR, 0)
	if isForbidden(err) {
		return noRight(err, db.path, "")
	}
	if err != nil {
		return Fail(CodeIO, err)
	}
	return freeBesides(db.path)
}

// HadLog reports whether something lay in the log of the book when it was opened, as after a power cut: the file was not all of the book then.
func (db *DB) HadLog() bool { return db.hadLog }

// Digest returns the SHA-256 of the file without its log, in hex, "" in a DB that does not write to a file of the system. It is that of what was
// opened until the first Checkpoint, before which a write goes into the log alone. Errors: store.io, and the end of ctx.
func (db *DB) Digest(ctx context.Context) (string, error) {
	if db.file == nil {
		return "", nil
	}
	sum, at := sha256.New(), int64(0)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := io.Copy(sum, io.NewSectionReader(db.file, at, chunk))
		if err != nil {
			return "", Fail(CodeIO, err)
		}
		if at += n; n < chunk {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
	}
}

// Leave folds the log into the file, as Checkpoint does, and returns the Digest of the whole book. It is "" where somebody who still reads keeps
// a part in the log, and where another program wrote into the file. Nothing may be written afterwards.
func (db *DB) Leave(ctx context.Context) (string, error) {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.writer == nil || db.file == nil {
		return "", nil
	}
	// Whatever somebody wrote into the file while it was open is not what was checked.
	err := db.writer.run(ctx, "BEGIN IMMEDIATE", "ROLLBACK", db.isAlone)
	if err == nil {
		err = db.isThere()
	}
	isOurs := err == nil && db.isUntouched()
	if Code(err) == CodeEdited || Code(err) == CodeMoved {
		err = nil
	}
	if err == nil {
		err = db.fold(ctx)
	}
	if err != nil || !isOurs {
		return "", err
	}
	if log, err := os.Stat(db.path + "-wal"); err != nil || log.Size() > 0 {
		return "", nil //nolint:nilerr // without a log of its own the file is not the one that is open
	}
	return db.Digest(ctx)
}

// letGo gives the file up, after all connections are closed.
func (db *DB) letGo() error {
	if db.file == nil {
		return nil
	}
	err := db.file.Close()
	db.file = nil
	if err != nil && !errors.Is(err, os.ErrClosed) {
		return Fail(CodeIO, err)
	}
	return nil
}

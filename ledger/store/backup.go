package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Backup writes a whole, consistent copy of the book to path while the counter works. The copy grows under another
// name and gets its own only once it was checked: a file with the name of a backup is always a whole one, also after
// a power cut. A path that exists is store.exists, and an error of the copy's folder store.copy, so that nobody takes
// it for one of the book.
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return Refuse(CodeExists, filepath.Base(path))
	}
	// What a backup that was cut off has left is removed first.
	partial := path + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return Fail(CodeIO, err)
	}
	if err := db.copyTo(ctx, partial); err != nil {
		switch Code(err) {
		case CodeIO, CodeFull:
			err = Fail(CodeCopy, err, filepath.Base(path)) // the copy's folder, not the book
		}
		return errors.Join(err, removeIfThere(partial))
	}
	if err := os.Rename(partial, path); err != nil {
		return Fail(CodeCopy, err, filepath.Base(path))
	}
	return syncDirectory(path)
}

// copyTo copies the book to path with VACUUM INTO on a reader, checks the copy and syncs it. Readers may not write,
// and SQLite counts this as a write, so that the reader's query_only is lifted for the time of the copy and set again
// whatever happens. The other readers and the writer go on meanwhile.
func (db *DB) copyTo(ctx context.Context, path string) error {
	// SQLite fills an empty file that is there: made first, the copy is never readable by others, not even while it grows.
	if err := makeOwn(path); err != nil {
		return err
	}
	reader := <-db.free
	_, err := reader.conn.ExecContext(ctx, "PRAGMA query_only = 0")
	if err == nil {
		_, err = reader.conn.ExecContext(ctx, "VACUUM INTO ?", path)
	}
	_, back := reader.conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	db.free <- reader
	if err := errors.Join(err, back); err != nil {
		return classify(err)
	}
	if err := syncFile(path); err != nil {
		return err
	}
	return Check(ctx, path)
}

// makeOwn makes a new empty file that only its owner may read.
func makeOwn(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return Fail(CodeIO, err)
	}
	return nil
}

// Check opens the file at path read-only and runs SQLite's quick check over it. Errors: store.corrupt with the first
// finding, and those of Open.
func Check(ctx context.Context, path string) error {
	copied, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	err = copied.Read(ctx, func(tx *Tx) error {
		return tx.Each("PRAGMA quick_check(1)", nil, func(scan func(dest ...any) error) error {
			var answer string
			if err := scan(&answer); err != nil {
				return err
			}
			if answer != "ok" {
				return Refuse(CodeCorrupt, answer)
			}
			return nil
		})
	})
	return errors.Join(err, copied.Close())
}

// syncFile waits until the content of a file is on the disk; a rename after it cannot leave an empty file under the
// new name.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return Fail(CodeIO, err)
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return Fail(CodeIO, err)
	}
	return nil
}

// removeIfThere removes a file; one that is not there is no error.
func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

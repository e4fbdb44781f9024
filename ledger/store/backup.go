package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Backup writes a whole, consistent copy of the book to path while the counter works, checks the copy and puts it in
// place under its name only then. It refuses a path that exists (store.exists).
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return Refuse(CodeExists, filepath.Base(path))
	}
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

// Check opens the file at path read-only and runs SQLite's own quick check over it.
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

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Backup writes a whole, consistent copy of the book to path while the counter works. The copy grows under another
// name and gets its own only once it was checked: a file with the name of a backup is always a whole one, also after
// a power cut. A path that exists is store.exists, one where a log lies alone store.log_alone, and an error of the copy's folder one of Unwritten, so that nobody takes
// it for one of the book.
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return Refuse(CodeExists, filepath.Base(path))
	}
	if err := CheckAlone(path); err != nil {
		return err
	}
	if err := db.backup(ctx, path); err != nil {
		return Unwritten(err, path) // the copy's folder, not the book
	}
	return nil
}

// backup makes the copy under a name that nothing else has, so that two copies to one path do not write into each other's file, and gives it
// its own name where that is still free.
func (db *DB) backup(ctx context.Context, path string) error {
	if err := sweepPartials(path); err != nil {
		return err
	}
	partial, release, err := makePartial(path)
	if err != nil {
		return err
	}
	if err := db.copyTo(ctx, partial); err != nil {
		return errors.Join(err, release(), removeIfThere(partial))
	}
	if err := errors.Join(release(), takeName(partial, path)); err != nil {
		return errors.Join(err, removeIfThere(partial))
	}
	return SyncDirectory(path)
}

// partialSuffix stands between the name of a backup and the figures of one that is still growing.
const partialSuffix = ".partial-"

// makePartial makes a new empty file beside path that only its owner may read, and locks it until release is called. It is locked before it has
// the name by which another backup would sweep it.
func makePartial(path string) (partial string, release func() error, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".partial-*")
	if err != nil {
		return "", nil, Fail(CodeIO, err)
	}
	made := file.Name()
	if err := file.Close(); err != nil {
		return "", nil, errors.Join(Fail(CodeIO, err), removeIfThere(made))
	}
	lock, err := lockBook(made)
	if err != nil {
		return "", nil, errors.Join(err, removeIfThere(made))
	}
	_, figures, _ := strings.Cut(filepath.Base(made), "-")
	partial = path + partialSuffix + figures
	if err := os.Rename(made, partial); err != nil {
		return "", nil, errors.Join(Fail(CodeIO, err), lock.release(), removeIfThere(made))
	}
	return partial, lock.release, nil
}

// sweepPartials removes what backups to path left that were cut off: each is as large as the book. One that somebody is writing is locked, or
// cannot be removed while it is open (Windows), and stays.
func sweepPartials(path string) error {
	folder, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return Fail(CodeIO, err)
	}
	for _, entry := range folder {
		left := filepath.Join(filepath.Dir(path), entry.Name())
		// SQLite's own log of a copy goes with the copy: it may be at work in it.
		if !strings.HasPrefix(entry.Name(), filepath.Base(path)+partialSuffix) || strings.HasSuffix(entry.Name(), "-journal") {
			continue
		}
		lock, err := lockBook(left)
		if err != nil {
			continue
		}
		for _, suffix := range []string{"", "-journal"} {
			_ = removeIfThere(left + suffix) // what cannot be removed is in nobody's way
		}
		if err := lock.release(); err != nil {
			return Fail(CodeIO, err)
		}
	}
	return nil
}

// takeName gives a file the name path where nothing has it (store.exists). A file system without links cannot do both at once.
func takeName(file, path string) error {
	err := os.Link(file, path)
	switch {
	case err == nil:
		return removeIfThere(file)
	case errors.Is(err, os.ErrExist):
		return Refuse(CodeExists, filepath.Base(path))
	}
	if _, err := os.Lstat(path); err == nil {
		return Refuse(CodeExists, filepath.Base(path))
	}
	if err := os.Rename(file, path); err != nil {
		return Fail(CodeIO, err)
	}
	return nil
}

// copyTo copies the book into the empty file at path with VACUUM INTO on a reader, checks the copy and syncs it. Readers may not write,
// and SQLite counts this as a write, so that the reader's query_only is lifted for the time of the copy and set again
// whatever happens. The other readers and the writer go on meanwhile.
func (db *DB) copyTo(ctx context.Context, path string) error {
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

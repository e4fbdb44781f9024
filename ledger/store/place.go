package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Place moves a closed book file to another name in the same directory, over what has that name, durably and with no
// WAL beside it. A WAL of another file under that name would be folded into this one. A file that was not closed
// cleanly is store.wal: its last commits would stay behind. After a power cut the name has the one file or the other,
// never none.
func Place(from, to string) error {
	if info, err := os.Stat(from + "-wal"); err == nil && info.Size() > 0 {
		return Refuse(codeWal)
	}
	if err := syncFile(from); err != nil {
		return err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := errors.Join(removeIfThere(from+suffix), removeIfThere(to+suffix)); err != nil {
			return Fail(CodeIO, err)
		}
	}
	if err := os.Rename(from, to); err != nil {
		return Fail(CodeIO, err)
	}
	return syncDirectory(to)
}

// Replace places the closed book file made over the one at path, which nobody has open, and keeps that one under the name kept, which nothing
// has. The kept one is a copy, with what is left of its log: a second name of a file that is then still at path, because the swap failed, would
// let two programs write one file. Where the swap fails nothing is left of it. Errors: those of Place, store.full where there is no room for the
// copy.
func Replace(made, path, kept string) error {
	before, err := os.Lstat(path)
	if err != nil {
		return Fail(CodeIO, err)
	}
	if err := keep(path, kept); errors.Is(err, os.ErrExist) {
		return err // somebody else's
	} else if err != nil {
		return errors.Join(err, drop(kept))
	}
	if err := Place(made, path); err != nil {
		// What is at path tells whether the new book took its place: the kept one is then the only one of its kind.
		if now, lost := os.Lstat(path); lost == nil && os.SameFile(now, before) {
			err = errors.Join(err, drop(kept))
		}
		return err
	}
	return nil
}

// keep copies a book file and what is left of its log. A file that cannot be read to its end, on a disk with bad places, gets a second name
// instead, which is the only one once the other file has its place.
func keep(path, kept string) error {
	for _, suffix := range []string{"-wal", ""} {
		err := copyFile(path+suffix, kept+suffix)
		// A book that was closed cleanly has no log, which is no error; a book without its file is one.
		if errors.Is(err, os.ErrNotExist) && suffix != "" {
			continue
		}
		if err != nil && !isFull(err) && !errors.Is(err, os.ErrExist) {
			err = errors.Join(removeIfThere(kept+suffix), os.Link(path+suffix, kept+suffix))
		}
		if err != nil {
			if isFull(err) {
				return Fail(CodeFull, err)
			}
			return Fail(CodeIO, err)
		}
	}
	return syncDirectory(kept)
}

// drop removes a book that was kept for nothing.
func drop(kept string) error {
	if err := errors.Join(removeIfThere(kept), removeIfThere(kept+"-wal")); err != nil {
		return Fail(CodeIO, err)
	}
	return nil
}

// copyFile copies a file to a new name and syncs it. Only its owner may read the copy.
func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// CopyTables copies whole tables from one book file to another of the same schema; the names are constants of the caller.
func CopyTables(ctx context.Context, from, to *DB, tables ...string) error {
	return from.Read(ctx, func(reader *Tx) error {
		return to.Write(ctx, func(writer *Tx) error {
			for _, table := range tables {
				if err := copyTable(reader, writer, table); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// copyTable copies the rows of a table by the names of its columns, so that their order may differ. The rows are read
// through one file and written through the other, which Each allows.
func copyTable(reader, writer *Tx, table string) error {
	columns, err := reader.Columns("SELECT * FROM " + table)
	if err != nil {
		return err
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), marks)
	row, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		dest[i] = &row[i]
	}
	return reader.Each("SELECT * FROM "+table, nil, func(scan func(dest ...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		_, err := writer.Exec(insert, row...)
		return err
	})
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Place moves a closed book file to another name in the same directory, over what has that name, durably and with no
// WAL beside it. A file that was not closed cleanly is store.wal: its last commits would stay behind; so is one under that name,
// and a log there without a file is store.log_alone: Replace keeps those. After a power cut the name has the one file or the other,
// never none. store.unsynced says that it was moved and a power cut may take that back.
func Place(from, to string) error {
	if err := CheckAlone(to); err != nil {
		return err
	}
	if LogOf(to) != "" {
		return Refuse(codeWal)
	}
	return place(from, to)
}

// place is Place where what lies beside the name was kept elsewhere. A log of another file under that name would be folded into this one.
func place(from, to string) error {
	if LogOf(from) != "" {
		return Refuse(codeWal)
	}
	if err := syncFile(from); err != nil {
		return err
	}
	for _, suffix := range besides {
		if err := errors.Join(removeIfThere(from+suffix), removeIfThere(to+suffix)); err != nil {
			return Fail(CodeIO, err)
		}
	}
	if err := os.Rename(from, to); err != nil {
		return Fail(CodeIO, err)
	}
	if err := SyncDirectory(to); err != nil {
		return Fail(CodeUnsynced, err, filepath.Base(to))
	}
	return nil
}

// Replace places the closed book file made over whatever is at path, which nobody has open, and keeps that under the name kept, which nothing
// has; a log that lies there without its file is kept as that name's log. A file is kept as a copy, with what is left of its log: a second name of a file that is then still at path, because the swap failed, would
// let two programs write one file. What cannot be copied, a folder or a file that nobody may read, is moved there. Where the swap fails nothing is
// left of it. Errors: those of Place, store.full where there is no room for the copy.
func Replace(made, path, kept string) error {
	before, err := os.Lstat(path)
	if err != nil && (!errors.Is(err, os.ErrNotExist) || LogOf(path) == "") {
		return Fail(CodeIO, err)
	}
	aside, err := keep(path, kept)
	if err != nil {
		return errors.Join(err, aside.back())
	}
	if err := place(made, path); err != nil {
		// What is at path tells whether the new book took its place: the kept one is then the only one of its kind.
		now, lost := os.Lstat(path)
		if errors.Is(lost, os.ErrNotExist) || lost == nil && before != nil && os.SameFile(now, before) {
			err = errors.Join(err, aside.back())
		}
		return err
	}
	return nil
}

// keeping is what was put aside under another name: what was copied, or has a second name, and what was moved.
type keeping struct {
	path, kept    string
	copied, moved []string
}

// keep puts a book aside with what lies beside it.
func keep(path, kept string) (aside keeping, err error) {
	aside = keeping{path: path, kept: kept}
	for _, suffix := range append(slices.Clone(besides), "") {
		info, err := os.Lstat(path + suffix)
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue // a book that was closed cleanly has no log
		case err != nil:
		case !info.Mode().IsRegular():
			err = aside.move(suffix)
		case suffix == "-shm":
			continue // SQLite makes it anew from the log
		default:
			err = aside.copy(suffix)
		}
		if errors.Is(err, os.ErrExist) {
			return aside, Refuse(CodeExists, filepath.Base(kept)) // somebody else's
		}
		if err != nil {
			return aside, noted(err)
		}
	}
	return aside, SyncDirectory(kept)
}

// copy copies one file. One that cannot be read to its end, on a disk with bad places, gets a second name instead, which is the only one once the
// other file has its place; one that may have none, because it is somebody else's, is moved.
func (k *keeping) copy(suffix string) error {
	err := copyFile(k.path+suffix, k.kept+suffix)
	if errors.Is(err, os.ErrExist) {
		return err
	}
	k.copied = append(k.copied, suffix)
	if err == nil || isFull(err) {
		return err
	}
	if errors.Join(removeIfThere(k.kept+suffix), os.Link(k.path+suffix, k.kept+suffix)) == nil {
		return nil
	}
	k.copied = k.copied[:len(k.copied)-1]
	return k.move(suffix)
}

// move gives what cannot be copied the other name, where nothing has that.
func (k *keeping) move(suffix string) error {
	if _, err := os.Lstat(k.kept + suffix); err == nil {
		return os.ErrExist
	}
	err := os.Rename(k.path+suffix, k.kept+suffix)
	if err == nil {
		k.moved = append(k.moved, suffix)
	}
	return err
}

// back undoes a keeping that was for nothing.
func (k *keeping) back() (all error) {
	for _, suffix := range append(k.moved, k.copied...) {
		// A log is taken away before the file has its place.
		if _, err := os.Lstat(k.path + suffix); errors.Is(err, os.ErrNotExist) {
			err = os.Rename(k.kept+suffix, k.path+suffix)
			all = errors.Join(all, err)
			continue
		}
		all = errors.Join(all, removeIfThere(k.kept+suffix))
	}
	if all != nil {
		return Fail(CodeIO, all)
	}
	return nil
}

// noted types an error of the system over a file that is put in its place.
func noted(err error) error {
	if isFull(err) {
		return Fail(CodeFull, err)
	}
	return Fail(CodeIO, err)
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

package audit

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"shouqi/ledger/store"
)

// workplace makes a directory in folder for what a check folds, and locks it for as long as the check runs; done
// removes it. First it removes what was left by checks that were killed: each is as large as the book, and no use to
// anybody.
func workplace(folder string) (directory string, done func() error, err error) {
	if err := sweep(folder); err != nil {
		return "", nil, err
	}
	directory, err = os.MkdirTemp(folder, ".verify-*")
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		// A book on a medium that nobody may write is checked all the same.
		directory, err = os.MkdirTemp("", ".verify-*")
	}
	if err != nil {
		return "", nil, store.Fail(store.CodeIO, err)
	}
	release, err := store.Hold(filepath.Join(directory, "check"))
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(directory))
	}
	return directory, func() error { return errors.Join(release(), os.RemoveAll(directory)) }, nil
}

// sweep removes the directories whose check is over: those whose lock nobody holds. One without a lock file may just
// be being made by another process, and stays.
func sweep(folder string) error {
	left, err := filepath.Glob(filepath.Join(folder, ".verify-*"))
	if err != nil {
		return nil // a folder whose name is itself a pattern
	}
	for _, directory := range left {
		held := filepath.Join(directory, "check")
		// Hold makes the lock file only after the directory is there.
		if _, err := os.Stat(held + ".lock"); err != nil {
			continue
		}
		release, err := store.Hold(held)
		if err != nil {
			continue // somebody checks there
		}
		if err := errors.Join(release(), os.RemoveAll(directory)); err != nil {
			return store.Fail(store.CodeIO, err)
		}
	}
	return nil
}

// orNoRoom makes audit.room of a check that failed because the disk is full: what the check writes beside a book is as large as the book.
func orNoRoom(err error, book string) error {
	if !store.IsFull(err) {
		return err
	}
	var bytes int64
	for _, path := range []string{book, book + "-wal"} {
		if file, missing := os.Stat(path); missing == nil {
			bytes += file.Size()
		}
	}
	const mega = 1 << 20
	return store.Fail(codeRoom, err, (bytes+mega-1)/mega)
}

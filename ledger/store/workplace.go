package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Kinds of Workplace: a book that is being made, and one that is folded to be compared.
const (
	Making = ".making-"
	Verify = ".verify-"
)

// workLock is the name in a workplace by whose lock it is told that somebody is at work there.
const workLock = "check"

// Workplace makes a folder of a kind beside a book for a file that is being made, which only its owner may read, under a name that nothing else
// has, and locks it until done removes it. First it removes those of the kind that were left by programs that were killed: each is as large as the
// book, and no use to anybody. Errors: those of Unwritten.
func Workplace(book, kind string) (directory string, done func() error, err error) {
	folder := filepath.Dir(book)
	sweep(folder, kind)
	if directory, done, err = workplaceIn(folder, kind); err != nil {
		return "", nil, Unwritten(err, book)
	}
	return directory, done, nil
}

// WorkplaceElsewhere is Workplace for what need not lie beside the book: where nobody may write there it is where the system keeps what is thrown away.
func WorkplaceElsewhere(book, kind string) (directory string, done func() error, err error) {
	directory, done, err = Workplace(book, kind)
	if Code(err) == CodeFolder {
		directory, done, err = workplaceIn(os.TempDir(), kind)
	}
	return directory, done, err
}

func workplaceIn(folder, kind string) (directory string, done func() error, err error) {
	directory, err = os.MkdirTemp(folder, kind+"*")
	if err != nil {
		return "", nil, Fail(CodeIO, err)
	}
	release, err := Hold(filepath.Join(directory, workLock))
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(directory))
	}
	return directory, func() error { return errors.Join(release(), os.RemoveAll(directory)) }, nil
}

// Sweep removes what programs that were killed left beside a book. It is called where the book is opened.
func Sweep(book string) {
	for _, kind := range []string{Making, Verify} {
		sweep(filepath.Dir(book), kind)
	}
}

// sweep removes the workplaces whose work is over: those whose lock nobody holds. One without a lock file may just be being made by another
// process, or is none of ours, and stays; so does what cannot be removed, which is in nobody's way.
func sweep(folder, kind string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		directory := filepath.Join(folder, entry.Name())
		if !entry.IsDir() || !isOurs(entry.Name(), kind) {
			continue
		}
		held := filepath.Join(directory, workLock)
		// Hold makes the lock file only after the directory is there.
		if info, err := os.Lstat(held + ".lock"); err != nil || !info.Mode().IsRegular() {
			continue
		}
		release, err := Hold(held)
		if err != nil {
			continue // somebody works there
		}
		_ = errors.Join(release(), os.RemoveAll(directory))
	}
}

// isOurs reports whether a name is one that a workplace gets: its kind, and figures.
func isOurs(name, kind string) bool {
	figures, found := strings.CutPrefix(name, kind)
	return found && figures != "" && strings.Trim(figures, "0123456789") == ""
}

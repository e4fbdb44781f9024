//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gofrs/flock"
)

// fileLock is the lock on a book itself, by whatever name it was opened.
type fileLock struct {
	lock *flock.Flock
	file os.FileInfo
}

// locked are the books that this process has locked. Closing any handle of a file gives up all that SQLite has locked in it in this process, so
// that a file which is open here is told from this list and not by trying.
var locked struct {
	sync.Mutex
	files []*fileLock
}

// lockBook locks the book file itself; store.held where a program, this one too, has it open by another name. A file that this user cannot
// open is nobody's to write: what opens it next says so.
func lockBook(path string) (*fileLock, error) {
	locked.Lock()
	defer locked.Unlock()
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil, nil // no book, and what else there is nobody opens as one
	}
	if err != nil {
		return nil, Fail(CodeLock, err, filepath.Base(path))
	}
	if slices.ContainsFunc(locked.files, func(l *fileLock) bool { return os.SameFile(l.file, info) }) {
		return nil, heldBy(path)
	}
	// SQLite's own locks are of another kind (fcntl), which this one (flock) does not touch.
	l := &fileLock{lock: flock.New(path, flock.SetFlag(os.O_RDONLY)), file: info}
	got, err := l.lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, nil
	case err != nil:
		return nil, Fail(CodeLock, err, filepath.Base(path))
	case !got:
		return nil, heldBy(path)
	}
	locked.files = append(locked.files, l)
	return l, nil
}

// release gives up the lock; SQLite must have closed the file.
func (l *fileLock) release() error {
	if l == nil {
		return nil
	}
	locked.Lock()
	defer locked.Unlock()
	locked.files = slices.DeleteFunc(locked.files, func(other *fileLock) bool { return other == l })
	return l.lock.Unlock()
}

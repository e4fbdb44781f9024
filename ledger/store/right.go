package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// writing are the bits of a file's rights that let anybody write it.
const writing fs.FileMode = 0o222

// noRight returns store.no_right for the file of a book with an ending, which this user, or nobody, may write.
func noRight(err error, path, ending string) error {
	return Fail(CodeNoRight, err, filepath.Base(path), filepath.Base(path)+ending)
}

// freeBesides lets the owner write what lies beside a book that may be written. SQLite gives it the rights that the book has when it is made, and
// whoever read the book while nobody might write it left it so. The caller has the lock.
func freeBesides(path string) error {
	for _, ending := range besides {
		info, err := os.Lstat(path + ending)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().Perm()&writing != 0 {
			continue
		}
		if err == nil {
			err = os.Chmod(path+ending, 0o600)
		}
		if isForbidden(err) {
			return noRight(err, path, ending)
		}
		if err != nil {
			return Fail(CodeIO, err)
		}
	}
	return nil
}

// orNoRight makes store.no_right of a failure to open a book for writing where one of its files, as another account left it, is not for this user
// to write: SQLite says only that something is read-only, or could not be opened. Every connection must be closed. Every other failure stays as it is.
func orNoRight(err error, path string) error {
	if code := Code(err); code != CodeReadonly && code != CodeIO {
		return err
	}
	for _, ending := range append([]string{""}, besides...) {
		file, why := os.OpenFile(path+ending, os.O_RDWR|withoutWaiting, 0)
		if isForbidden(why) {
			return noRight(errors.Join(err, why), path, ending)
		}
		if why == nil {
			_ = file.Close() // nothing was written
		}
	}
	return err
}

// Package newfile writes the files that leave the counter: reports, receipts, what was refused of a sheet.
package newfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"shouqi/ledger/store"
)

// Create writes a new file durably; one that exists is store.exists and stays as it is. A folder that cannot be written, or
// a disk that is full, is store.copy: it leaves no file, and the book is not concerned.
func Create(path string, write func(w io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if err != nil {
		return store.Fail(store.CodeCopy, err, filepath.Base(path))
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return store.Fail(store.CodeCopy, errors.Join(err, os.Remove(path)), filepath.Base(path))
	}
	return nil
}

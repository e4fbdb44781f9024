// Package newfile writes the files that leave the counter: reports, receipts, keys, what was refused of a sheet. Who it is that reads them is their
// owner's to say: nobody else on the machine may.
package newfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"shouqi/ledger/store"
)

// Open makes a new file that only its owner may read. Errors: store.exists for one that exists and stays as it is, and those of store.Unwritten.
func Open(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if err != nil {
		return nil, store.Unwritten(err, path)
	}
	return file, nil
}

// Create writes a new file durably; one that exists is store.exists and stays as it is. A folder that cannot be written, a
// disk that is full and the like are as store.Unwritten says: they leave no file, and the book is not concerned.
func Create(path string, write func(w io.Writer) error) error {
	file, err := Open(path)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		err = store.Unwritten(errors.Join(err, os.Remove(path)), path)
		if store.Code(err) == store.CodeInternal {
			err = store.Fail(store.CodeCopy, err, filepath.Base(path))
		}
		return err
	}
	return nil
}

package main

import (
	"errors"
	"io"
	"os"

	"shouqi/ledger/store"
)

// removeAfter takes a file that was begun away again after cause.
func removeAfter(path string, cause error) error {
	if err := os.Remove(path); err != nil {
		return errors.Join(cause, store.Fail(codeFile, err, path))
	}
	return cause
}

// writeNew writes a new file whole, or leaves none.
func writeNew(path string, write func(w io.Writer) error) error {
	file, err := createNew(path)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return removeAfter(path, store.Fail(codeFile, err, path))
	}
	return nil
}

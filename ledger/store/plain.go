package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// besides are the endings of what SQLite keeps beside a book.
var besides = []string{"-wal", "-shm", "-journal"}

// ErrNotSmall says of what ReadSmall was to read that it is no file, but a folder, a pipe or a device, or is too large.
var ErrNotSmall = errors.New("not a regular file of the size that it may have")

// CheckBeside returns store.beside where anything but a file has a name that this program gives to one beside a book. A link is none: what is
// written would go to where somebody else said. A pipe would keep whoever opens it waiting for ever.
func CheckBeside(path string, endings ...string) error {
	for _, ending := range endings {
		if info, err := os.Lstat(path + ending); err == nil && !info.Mode().IsRegular() {
			return Refuse(CodeBeside, filepath.Base(path), filepath.Base(path)+ending)
		}
	}
	return nil
}

// ReadSmall reads a file of at most most bytes. What is no regular file, at the end of links too, or is larger, is ErrNotSmall; it and the
// errors of the system have no code. It neither waits for whoever writes into a pipe nor reads a device that has no end.
func ReadSmall(path string, most int64) (content []byte, err error) {
	file, err := os.OpenFile(path, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &os.PathError{Op: "read", Path: path, Err: ErrNotSmall}
	}
	content, err = io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(content)) > most {
		return nil, &os.PathError{Op: "read", Path: path, Err: ErrNotSmall}
	}
	return content, err
}

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Unwritten says why the file at path was not written, or what is made beside it on the way there, in a sentence of its own for each reason: the
// disk is full (store.no_space), nobody may write in the folder (store.folder), the name or path is too long (store.name_long). Nothing of them is
// a failure of the book. An error of another kind stays as it is; one of reading or writing that has none of these reasons is store.copy.
func Unwritten(err error, path string) error {
	var typed *Error
	if errors.As(err, &typed) {
		switch typed.Code {
		case CodeIO, CodeFull, CodeNoRoom, CodeLock, CodeCopy, CodeReadonly:
		case CodeNoSpace, CodeFolder, CodeNameLong:
			return Fail(typed.Code, err, filepath.Base(path)) // found out already, of a file on the way there
		default:
			return err
		}
	}
	if err == nil || typed == nil && !isOfSystem(err) {
		return err
	}
	return Fail(reason(err, path), err, filepath.Base(path))
}

// IsForbidden reports whether an error says that this user, or nobody, may write there.
func IsForbidden(err error) bool { return isForbidden(err) }

// isOfSystem reports whether an error is one of the system over a file.
func isOfSystem(err error) bool {
	var path *fs.PathError
	var link *os.LinkError
	return errors.As(err, &path) || errors.As(err, &link)
}

// longest is the longest ending of a name that is made beside a file.
const longest = "-journal"

// reason returns the code of why a file was not written. SQLite says that it could not open a file, and not why: then the folder is asked.
func reason(err error, path string) string {
	if IsFull(err) {
		return CodeNoSpace
	}
	_, long := os.Lstat(path + longest)
	tried := tryFolder(filepath.Dir(path))
	for _, cause := range []error{err, long, tried} {
		switch {
		case isTooLong(cause):
			return CodeNameLong
		case isFull(cause):
			return CodeNoSpace
		case isForbidden(cause):
			return CodeFolder
		}
	}
	return CodeCopy
}

// tryFolder returns why a folder takes no file, nil where it does.
func tryFolder(folder string) error {
	file, err := os.CreateTemp(folder, ".room-*")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, roomProbe))
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

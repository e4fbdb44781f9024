package store

import (
	"path/filepath"
)

// roomProbe is how many bytes a folder must still take for a disk to have room.
const roomProbe = 4096

// orNoRoom makes store.no_room of a failure to lock or open a book beside which nothing can be written any more: the disk is
// full, and nothing is wrong with the book, its folder or any payment. Every other failure stays as it is.
func orNoRoom(err error, path string) error {
	switch Code(err) {
	case CodeLock, CodeIO, CodeFull:
	default:
		return err
	}
	// The lock has a longer name than the book.
	if isTooLong(err) {
		return Fail(CodeNameLong, err, filepath.Base(path))
	}
	// The folder takes a file, so room is not what was missing.
	if probe(filepath.Dir(path)) {
		return err
	}
	return Fail(CodeNoRoom, err)
}

// IsFull reports whether an error says that a disk has no room left: the system's own, or a typed one with it as its cause.
func IsFull(err error) bool {
	code := Code(err)
	return err != nil && (code == CodeFull || code == CodeNoRoom || code == CodeNoSpace || isFull(err))
}

// probe reports whether a folder still takes a few bytes, or cannot for another reason than room.
func probe(folder string) bool { return !isFull(tryFolder(folder)) }

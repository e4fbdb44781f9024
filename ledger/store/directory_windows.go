package store

import (
	"errors"
	"io/fs"
	"syscall"
)

// syncsDirectories says whether the system can sync a directory; Windows cannot and need not.
const syncsDirectories = false

// withoutWaiting is nothing: no file of a folder is a pipe there.
const withoutWaiting = 0

// What Windows says of a disk without room, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL, of one that is protected against writing,
// ERROR_WRITE_PROTECT, and of a name or path that is too long, ERROR_FILENAME_EXCED_RANGE.
const (
	writeProtect   = syscall.Errno(19)
	nameTooLong    = syscall.Errno(206)
	handleDiskFull = syscall.Errno(39)
	diskFull       = syscall.Errno(112)
)

// isFull reports whether an error of the system says that a disk has no room left.
func isFull(err error) bool { return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull) }

// isForbidden reports whether an error of the system says that this user, or nobody, may write there.
func isForbidden(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, writeProtect)
}

// isTooLong reports whether an error of the system says that a name or a path is too long.
func isTooLong(err error) bool { return errors.Is(err, nameTooLong) }

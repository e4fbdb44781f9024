package store

import (
	"errors"
	"syscall"
)

// syncsDirectories says whether the system can sync a directory; Windows cannot and need not.
const syncsDirectories = false

// What Windows says of a disk without room: ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
const (
	handleDiskFull = syscall.Errno(39)
	diskFull       = syscall.Errno(112)
)

// isFull reports whether an error of the system says that a disk has no room left.
func isFull(err error) bool { return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull) }

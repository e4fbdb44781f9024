//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"syscall"
)

// syncsDirectories says whether the system can sync a directory.
const syncsDirectories = true

// withoutWaiting opens a pipe without waiting until somebody writes into it.
const withoutWaiting = syscall.O_NONBLOCK

// isFull reports whether an error of the system says that a disk has no room left.
func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// isForbidden reports whether an error of the system says that this user, or nobody, may write there.
func isForbidden(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// isTooLong reports whether an error of the system says that a name or a path is too long.
func isTooLong(err error) bool { return errors.Is(err, syscall.ENAMETOOLONG) }

//go:build !windows

package store

import (
	"errors"
	"syscall"
)

// syncsDirectories says whether the system can sync a directory.
const syncsDirectories = true

// isFull reports whether an error of the system says that a disk has no room left.
func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

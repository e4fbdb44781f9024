//go:build !windows

package store

// syncsDirectories says whether the system can sync a directory.
const syncsDirectories = true

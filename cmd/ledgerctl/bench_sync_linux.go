package main

import (
	"os"
	"syscall"
)

// dataSync makes a file's data durable, as SQLite does.
func dataSync(file *os.File) error { return syscall.Fdatasync(int(file.Fd())) }

//go:build !linux

package main

import "os"

// dataSync makes a file's data durable.
func dataSync(file *os.File) error { return file.Sync() }

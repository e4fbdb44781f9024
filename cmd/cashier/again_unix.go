//go:build !windows

package main

import (
	"fmt"
	"os"
	"syscall"
)

// startAgain puts the program in the place of this one; the window system and the locks let go of this one's by that.
func startAgain(arguments []string) error {
	path, err := os.Executable()
	if err == nil {
		err = syscall.Exec(path, append([]string{os.Args[0]}, arguments...), os.Environ())
	}
	return fmt.Errorf("start the program again: %w", err)
}

// showOver does nothing: the sentence stands on the terminal, and in the desktop's own log.
func showOver(string, string) {}

package main

import (
	"fmt"
	"os"
	"os/exec"
)

// startBeside starts the program once more on another book, in a window beside this one. The owner's screen stays this one's.
func startBeside(book string) error {
	path, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	command := exec.Command(path, "--book="+book, "--owner-screen=off")
	if err := command.Start(); err != nil {
		return fmt.Errorf("start the program beside: %w", err)
	}
	// How it ends is its own affair; the system keeps what is left of it until somebody asks.
	go func() { _ = command.Wait() }()
	return nil
}

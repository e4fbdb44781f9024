package main

import (
	"fmt"
	"os"

	"shouqi/cashier/ui/shell"
)

// openTeller makes what says what the window shows; an empty path tells nothing. The file stays open as long as the program.
func openTeller(path string) (*shell.Teller, error) {
	switch path {
	case "":
		return nil, nil
	case "-":
		return shell.NewTeller(os.Stdout), nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the file to tell into: %w", err)
	}
	return shell.NewTeller(file), nil
}

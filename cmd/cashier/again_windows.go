package main

import (
	"fmt"
	"os"
	"os/exec"

	"golang.org/x/sys/windows"
)

// startAgain starts the program beside this one, which ends at once: Windows cannot put one in the place of another.
func startAgain(arguments []string) error {
	path, err := os.Executable()
	if err == nil {
		err = exec.Command(path, arguments...).Start()
	}
	if err != nil {
		return fmt.Errorf("start the program again: %w", err)
	}
	return nil
}

// showOver shows the sentence in a window of the system's own, because a program with a window has no terminal.
func showOver(title, sentence string) {
	words, err := windows.UTF16PtrFromString(sentence)
	if err != nil {
		return // It holds a NUL, which no sentence of ours does.
	}
	name, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	// Whatever button is pressed, the program ends.
	_, _ = windows.MessageBox(0, words, name, windows.MB_OK|windows.MB_ICONERROR)
}

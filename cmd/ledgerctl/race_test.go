package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// racers is how many processes race, and raceTries how often one tries again while another holds the book.
const (
	racers    = 4
	raceTries = 200
)

// race runs a command as several processes at once, each with its number in place of {} and the PINs of a file: race PINS CODE
// COMMAND…. One must succeed, and all others be refused with this code; while the book is held by another they try again.
func race(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) < 3 {
		script.Fatalf("usage: race PINS CODE COMMAND…")
	}
	pins, answers := script.ReadFile(arguments[0]), make([]string, racers)
	var ended sync.WaitGroup
	for i := range answers {
		ended.Go(func() {
			answers[i] = racer(script, pins, strings.ReplaceAll(strings.Join(arguments[2:], "\n"), "{}", fmt.Sprint(i)))
		})
	}
	ended.Wait()
	won := 0
	for _, answer := range answers {
		switch {
		case answer == "":
			won++
		case !strings.Contains(answer, arguments[1]):
			script.Fatalf("a racer was refused otherwise: %s", answer)
		}
	}
	if won != 1 {
		script.Fatalf("%d of %d won", won, racers)
	}
}

// racer runs one command, its words a line each, and returns what it was refused with, "" where it succeeded.
func racer(script *testscript.TestScript, pins, words string) (refused string) {
	command := strings.Split(words, "\n")
	for range raceTries {
		var stderr bytes.Buffer
		process := exec.Command("/usr/bin/env", append([]string{"PATH=" + script.Getenv("PATH")}, command...)...)
		for _, name := range []string{"PATH", "HOME", "SHOUQI_BOOK", clockVariable} {
			process.Env = append(process.Env, name+"="+script.Getenv(name))
		}
		process.Dir, process.Stdin, process.Stderr = script.MkAbs("."), strings.NewReader(pins), &stderr
		err := process.Run()
		switch {
		case err == nil:
			return ""
		case !strings.Contains(stderr.String(), "store.held"):
			return fmt.Sprint(err, " ", stderr.String())
		}
	}
	return "the book was held for too long"
}

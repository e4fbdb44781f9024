package store

import (
	"errors"
	"os"
	"path/filepath"
)

// logs are the endings of what may hold commits of a book that are in no other file.
var logs = []string{"-wal", "-journal"}

// CheckAlone returns store.log_alone, with the name of the book and of the log, where no file is at path and a log with something in it lies beside
// its name: the last commits of a book whose file was taken away. A book that were made or put there would take that log for its own, or remove it.
func CheckAlone(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return nil
	}
	places := []string{path}
	// A log lies beside the file itself, where a link led to one.
	if target, err := os.Readlink(path); err == nil {
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		places = append(places, target)
	}
	for _, place := range places {
		if log := LogOf(place); log != "" {
			return Refuse(CodeLogAlone, filepath.Base(path), filepath.Base(log))
		}
	}
	return nil
}

// LogOf returns the log beside the name of a book that has something in it, "" where there is none.
func LogOf(path string) string {
	for _, ending := range logs {
		if info, err := os.Stat(path + ending); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			return path + ending
		}
	}
	return ""
}

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// holder describes the process that has the book open, for the message of a second one. SinceMS is in milliseconds
// since 1970 in UTC.
type holder struct {
	PID     int    `json:"pid"`
	Program string `json:"program"`
	SinceMS int64  `json:"sinceMS"`
}

// holderMax bounds such a description, in bytes.
const holderMax = 4 << 10

// bookLock keeps other programs from writing a book. named lies beside the book and goes by its name; file is on the book itself, because a
// second name of the same file, or a lock that somebody removed, would let two programs write it, which ruins it. On Windows such a lock would
// keep SQLite out too: there only the name is locked.
type bookLock struct {
	path  string
	named *flock.Flock
	file  *fileLock
}

// release gives up the lock. The description of the holder goes first: afterwards it could be that of the next process.
func (l *bookLock) release() error {
	return errors.Join(removeIfThere(l.path+".holder"), l.file.release(), l.named.Unlock())
}

// lockFile takes the lock of a book or returns store.held with the holder's program, process id and start time, or store.beside. The
// lock is the kernel's (flock), so that a killed process leaves none behind. The holder is described in a file of its
// own because Windows lets nobody read a locked one; after a crash that file is stale, which does not matter without
// the lock.
func lockFile(path string) (*bookLock, error) {
	lock, got, err := LockName(path)
	if err != nil {
		return nil, err
	}
	if !got {
		return nil, heldBy(path)
	}
	file, err := lockBook(path)
	if err != nil {
		return nil, unlockAfter(lock, err)
	}
	if err := CheckBeside(path, ".holder"); err != nil {
		return nil, errors.Join(err, file.release(), lock.Unlock())
	}
	note, err := json.Marshal(holder{PID: os.Getpid(), Program: filepath.Base(os.Args[0]), SinceMS: time.Now().UnixMilli()})
	if err == nil {
		err = os.WriteFile(path+".holder", note, 0o600)
	}
	if err != nil {
		err = errors.Join(err, removeIfThere(path+".holder"), file.release())
		return nil, Fail(CodeLock, fmt.Errorf("note the holder: %w", unlockAfter(lock, err)), filepath.Base(path))
	}
	return &bookLock{path: path, named: lock, file: file}, nil
}

// LockName locks path + ".lock", which it makes for this account alone; got is false where another program, or another part of this one, has it.
// It goes with the program that took it, however that ends. Errors: store.beside where something else has the name, and store.lock.
func LockName(path string) (lock *flock.Flock, got bool, err error) {
	if err := CheckBeside(path, ".lock"); err != nil {
		return nil, false, err
	}
	lock = flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDONLY|withoutWaiting), flock.SetPermissions(0o600))
	if got, err = lock.TryLock(); err != nil {
		return nil, false, Fail(CodeLock, err, filepath.Base(path))
	}
	return lock, got, nil
}

// unlockAfter releases the lock after cause and returns cause, with the error of the release if there is one.
func unlockAfter(lock *flock.Flock, cause error) error {
	if err := lock.Unlock(); err != nil {
		return fmt.Errorf("%w (and unlock: %w)", cause, err)
	}
	return cause
}

// heldBy returns store.held with what the holder wrote of itself, and with an empty name where that cannot be read.
func heldBy(path string) error {
	var who holder
	note, err := ReadSmall(path+".holder", holderMax)
	if err == nil {
		err = json.Unmarshal(note, &who)
	}
	if err != nil || who.Program == "" || who.PID == 0 || who.SinceMS == 0 {
		return Fail(CodeHeld, err, filepath.Base(path), "", 0, "")
	}
	since := time.UnixMilli(who.SinceMS).Local().Format("01-02 15:04")
	return Refuse(CodeHeld, filepath.Base(path), who.Program, who.PID, since)
}

// Hold takes the lock of a book without opening it, while its file is swapped for another. The caller must call
// release. A book that is open elsewhere is store.held, as for Open.
func Hold(path string) (release func() error, err error) {
	path = Real(path)
	lock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	return lock.release, nil
}

// CloseHolding closes a book and keeps its lock until release is called, so that nobody opens the file between its last
// commit and the moment another takes its name.
func (db *DB) CloseHolding() (release func() error, err error) {
	lock := db.lock
	db.lock = nil
	release = func() error { return nil }
	if lock != nil {
		release = lock.release
	}
	return release, db.Close()
}

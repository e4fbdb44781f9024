package witness

import (
	"errors"
	"os"
	"sync"

	"github.com/gofrs/flock"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Held is the note of a device while a program has its book open for writing. Two copies of a book are one book here: whoever works one keeps every
// other program of the account from the others, by whatever path, and writes over no note but its own, because the numbers of the other would be
// forgotten, and given out twice.
type Held struct {
	place  Place
	device string
	lock   *flock.Flock
	// naming guards what follows: a look at the note while it gets its name would take it for another's.
	naming sync.Mutex
	// note and name are the files of the note, nil while there is none, and of the lock, as they were last seen by this program.
	note, name os.FileInfo
}

// Hold takes the note of a device for a program that writes its book, until Release. It comes before the note is read. Errors: witness.held where
// another program works a copy of the book, store.beside, store.lock and store.io.
func (p Place) Hold(device string) (*Held, error) {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return nil, store.Fail(store.CodeIO, err)
	}
	lock, got, err := store.LockName(p.path(device))
	if err != nil {
		return nil, err
	}
	if !got {
		return nil, store.Refuse(CodeHeld)
	}
	h := &Held{place: p, device: device, lock: lock}
	if h.note, h.name, err = h.files(); err != nil {
		return nil, errors.Join(store.Fail(store.CodeIO, err), lock.Unlock())
	}
	return h, nil
}

// Check returns witness.changed where the note is not the one that this program read or wrote last, or its lock was taken away: another program
// worked a copy of the book meanwhile; store.io where it cannot look. It asks the system twice and reads no file, so that it can come before every
// commit.
func (h *Held) Check() error {
	h.naming.Lock()
	defer h.naming.Unlock()
	return h.check()
}

func (h *Held) check() error {
	note, name, err := h.files()
	if err != nil {
		return store.Fail(store.CodeIO, err)
	}
	if !isSame(note, h.note) || !isSame(name, h.name) {
		return store.Refuse(CodeChanged)
	}
	return nil
}

// Write notes how far the book is, over the note that this program read or wrote last alone. When it returns nil the note is on the disk; a power cut
// leaves the earlier note or this one. Errors: witness.changed and store.io.
func (h *Held) Write(v *vault.Vault, note Note) error {
	err := h.place.write(v, h.device, note, func(making string) error {
		h.naming.Lock()
		defer h.naming.Unlock()
		if err := h.check(); err != nil {
			return err
		}
		if err := os.Rename(making, h.place.path(h.device)); err != nil {
			return err
		}
		var err error
		h.note, _, err = h.files()
		return err
	})
	if err != nil {
		return err
	}
	return store.SyncDirectory(h.place.path(h.device)) // else a power cut gives the name back to the earlier note
}

// Release lets other programs have the note. Errors: store.lock.
func (h *Held) Release() error {
	if err := h.lock.Unlock(); err != nil {
		return store.Fail(store.CodeLock, err, h.device)
	}
	return nil
}

// files looks at the note, nil where there is none, and at the lock.
func (h *Held) files() (note, name os.FileInfo, err error) {
	path := h.place.path(h.device)
	if note, err = os.Lstat(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, err
	}
	if err != nil {
		note = nil
	}
	name, err = os.Lstat(path + ".lock")
	return note, name, err
}

// isSame reports whether two looks at a name found the same file with nothing written into it between them.
func isSame(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

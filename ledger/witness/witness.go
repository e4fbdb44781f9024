// Package witness keeps, outside of a book's file, how far the book was: its newest event and the newest numbers on paper, in a file of
// this account of the system. Whoever puts an older copy of the book in its place, or cuts its end off, does not change that file, and cannot
// write another one without a key of the book.
//
// It knows the file and nothing of the book: the ledger's root says what is written and what a difference means.
package witness

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/denisbrodbeck/machineid"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// fileMax bounds a witness's file, in bytes; a note of a hundred series is a tenth of it.
const fileMax = 64 << 10

// Place is where the notes of this account lie, and on which machine. The zero Place is none: nothing is remembered.
type Place struct {
	// Folder is made where it is missing. It must not be the folder of a book, which is put back whole.
	Folder string
	// Machine tells this machine from others.
	Machine string
}

// Here returns the place of this account on this machine: the folder that the system keeps for what programs remember
// (XDG_STATE_HOME; LocalAppData on Windows), and the id that the system gave to the machine when it was installed, or its name where there is
// none.
func Here() Place {
	machine, err := machineid.ID()
	if err != nil || machine == "" {
		machine, _ = os.Hostname() // without a name either, every nameless machine passes for this one
	}
	return Place{Folder: filepath.Join(xdg.StateHome, "shouqi-witness"), Machine: machine}
}

// IsZero reports whether nothing is to be remembered.
func (p Place) IsZero() bool { return p.Folder == "" }

// Mark returns what stands for this machine in a book: a keyed hash, from which nobody without a key of the book learns which one it is.
func (p Place) Mark(v *vault.Vault) (string, error) { return v.Blind("machine|" + p.Machine) }

// Note is how far a book was.
type Note struct {
	Seq  int64  `json:"seq"`
	Hash []byte `json:"hash"`
	// Receipts has the newest number of each series, as in 01-2026, and of each counter's shifts (till.LastNumbers).
	Receipts map[string]int64 `json:"receipts"`
	// Path is where the book lay.
	Path string `json:"path"`
	// IsOpen says that the book was open for writing: it has a log then, whatever ended the program.
	IsOpen bool `json:"isOpen,omitempty"`
	// Recovery is the slot of the recovery key that is in force, and RecoveryNo how many there were: an older copy of the book has an older one.
	Recovery   vault.Slot `json:"recovery,omitzero"`
	RecoveryNo int        `json:"recoveryNo,omitempty"`
	// Digest is that of the whole file (store.Leave) when the book was last closed and known to be good, "" where it was not yet.
	Digest string `json:"digest,omitempty"`
}

// noted is the file: the note as it was signed, and the keyed hash over it, the device and the machine.
type noted struct {
	Note json.RawMessage `json:"note"`
	Seal string          `json:"seal"`
}

// path returns the name of a device's file. The ids are UUIDs.
func (p Place) path(device string) string {
	return filepath.Join(p.Folder, filepath.Base(device)+".json")
}

func (p Place) seal(v *vault.Vault, device string, note []byte) (string, error) {
	return v.Blind("witness|" + p.Machine + "|" + device + "|" + string(note))
}

// parse reads the file of a note, by whomever it was written. Errors: those of the system, and of a file that is no note.
func parse(path string) (file noted, note Note, err error) {
	text, err := store.ReadSmall(path, fileMax)
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err == nil {
		err = json.Unmarshal(file.Note, &note)
	}
	return file, note, err
}

// Read returns what was noted of a device. ok is false where nothing was, where it cannot be read, and where another machine, another account's
// book or somebody without the key wrote it: all of these are no witness. Errors: witness.unread with the path, where a right is missing.
func (p Place) Read(v *vault.Vault, device string) (note Note, ok bool, err error) {
	file, note, err := parse(p.path(device))
	if store.IsForbidden(err) {
		return Note{}, false, store.Fail(CodeUnread, err, p.path(device))
	}
	if err != nil {
		return Note{}, false, nil //nolint:nilerr // what cannot be read is no witness
	}
	seal, err := p.seal(v, device, file.Note)
	if err != nil || subtle.ConstantTimeCompare([]byte(seal), []byte(file.Seal)) != 1 {
		return Note{}, false, err
	}
	return note, true, nil
}

// Recovery returns what was noted of a device's recovery key alone, nothing where nothing was. Nobody vouches for it before Read does: what its slot
// opens is held against the book.
func (p Place) Recovery(device string) (recovery Note) {
	_, note, err := parse(p.path(device))
	if err != nil {
		return Note{}
	}
	return Note{Recovery: note.Recovery, RecoveryNo: note.RecoveryNo}
}

// write notes how far a device's book is: it makes the file and has place give it its name. When it returns nil the note is on the disk; a power cut
// leaves the earlier note or this one. Errors: store.io, and those of place.
func (p Place) write(v *vault.Vault, device string, note Note, place func(making string) error) (err error) {
	text, err := json.Marshal(note)
	if err != nil {
		return store.Fail(store.CodeIO, err)
	}
	seal, err := p.seal(v, device, text)
	if err != nil {
		return err
	}
	if text, err = json.Marshal(noted{Note: text, Seal: seal}); err != nil {
		return store.Fail(store.CodeIO, err)
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return store.Fail(store.CodeIO, err)
	}
	making, err := os.CreateTemp(p.Folder, ".making-*") // CreateTemp makes it for this account alone
	if err != nil {
		return store.Fail(store.CodeIO, err)
	}
	defer func() {
		if err != nil {
			if store.Code(err) == store.CodeInternal { // of the system, and not a refusal of place
				err = store.Fail(store.CodeIO, err)
			}
			err = errors.Join(err, os.Remove(making.Name()))
		}
	}()
	_, err = making.Write(text)
	if err = errors.Join(err, making.Sync(), making.Close()); err != nil {
		return err
	}
	return place(making.Name())
}

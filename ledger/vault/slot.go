package vault

import (
	"fmt"
	"strings"

	"shouqi/ledger/store"
)

// Slot is the data key wrapped under one secret. Without the secret nothing is learned from it, so that it may lie outside of the book.
type Slot struct {
	Name    string `json:"name"`
	Salt    []byte `json:"salt"`
	Wrapped []byte `json:"wrapped"`
}

// ReadSlot returns the slot with this name, the zero Slot where the book has none.
func ReadSlot(tx *store.Tx, name string) (s Slot, err error) {
	found, err := tx.Get("SELECT name, salt, wrapped FROM vault_slots WHERE name = ?", []any{name}, &s.Name, &s.Salt, &s.Wrapped)
	if !found {
		return Slot{}, err
	}
	return s, err
}

// SlotNo returns how often a slot was made or made anew, by the events that name it: the version of the newest.
func SlotNo(tx *store.Tx, name string) (no int, err error) {
	_, err = tx.Get("SELECT coalesce(max(version), 0) FROM vault_references WHERE subject = ?", []any{"slot/" + name}, &no)
	return no, err
}

// IsZero reports whether it is no slot.
func (s Slot) IsZero() bool { return s.Name == "" }

// Put stores the slot in place of the one with its name, and returns the version for the event that says so.
func (s Slot) Put(tx *store.Tx) (Version, error) {
	if _, err := tx.Exec(`INSERT INTO vault_slots (name, salt, wrapped) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET salt = excluded.salt, wrapped = excluded.wrapped`, s.Name, s.Salt, s.Wrapped); err != nil {
		return Version{}, err
	}
	no, err := SlotNo(tx, s.Name)
	return Version{Subject: "slot/" + s.Name, Version: no + 1, Digest: slotDigest(s.Salt, s.Wrapped)}, err
}

// Open opens the data key with what is brought. Errors: those of Unlock.
func (s Slot) Open(key Key) (*Vault, error) {
	name, secret, err := key.secret()
	if err != nil {
		return nil, err
	}
	return s.open(name, secret)
}

func (s Slot) open(name string, secret []byte) (*Vault, error) {
	if slot, _, _ := strings.Cut(s.Name, "@"); slot != name {
		return nil, store.Refuse(CodeNoSlot, name)
	}
	wrapping, err := slotKey(name, secret, s.Salt)
	if err != nil {
		return nil, err
	}
	// A wrong key and a damaged slot look alike; the person who typed it is told the likelier one.
	dataKey, err := unseal(wrapping, s.Wrapped, "slot|"+name)
	if err != nil {
		return nil, store.Refuse(CodeWrongKey, name)
	}
	return &Vault{dataKey: dataKey}, nil
}

// nameHere returns the name of a slot in this file. The passphrase and the keyring are of the machine where they were set, so that a device which was
// let into the book later has its own by its number; the recovery key opens every file of the book.
func nameHere(tx *store.Tx, slot string) (string, error) {
	if slot == SlotRecovery || slot == SlotDemo {
		return slot, nil
	}
	var own int64
	if _, err := tx.Get("SELECT device FROM identity", nil, &own); err != nil || own == 1 {
		return slot, err
	}
	return fmt.Sprintf("%s@%d", slot, own), nil
}

// isElsewhere reports whether a slot that events name is that of another file of the book.
func isElsewhere(tx *store.Tx, name string) bool {
	slot, _, _ := strings.Cut(name, "@")
	here, err := nameHere(tx, slot)
	return err == nil && here != name
}

package vault

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"shouqi/ledger/store"
)

// Sealed is a sealed version as it goes from file to file of the book, with the wrapped key of its subject. Wrapped is nil where the key was destroyed.
type Sealed struct {
	Subject string `json:"subject"`
	Version int    `json:"version"`
	Sealed  []byte `json:"sealed"`
	About   string `json:"about,omitempty"`
	Wrapped []byte `json:"wrapped,omitempty"`
}

// Name tells a sealed version from every other one of the book, also from another of the same number.
func (v Version) Name() string { return fmt.Sprintf("%s/%d/%x", v.Subject, v.Version, v.Digest) }

// Name is that of the version as events name it.
func (s Sealed) Name() string { return Version{s.Subject, s.Version, digestOf(s.Sealed)}.Name() }

// sealedColumns are those of vault_keys k and of a table n of versions, as scanSealed reads them.
const sealedColumns = "n.subject, n.version, n.sealed, k.about, k.wrapped"

func scanSealed(scan func(dest ...any) error) (s Sealed, err error) {
	return s, scan(&s.Subject, &s.Version, &s.Sealed, &s.About, &s.Wrapped)
}

// SealedAfter returns what events of a device after the one with the number name, and the spares of those subjects. Of keys of devices and of slots
// nothing is told: they never leave their file.
func SealedAfter(tx *store.Tx, deviceNo, seq int64) ([]Sealed, error) {
	const named = ` JOIN vault_keys k ON k.subject = n.subject WHERE (n.subject, n.version) IN (SELECT subject, version FROM vault_references
		WHERE device = ?1 AND seq > ?2 UNION ALL SELECT subject, version FROM contested_references WHERE device = ?1 AND seq > ?2)
		AND n.subject NOT GLOB 'device/*' AND n.subject NOT GLOB 'slot/*'`
	return store.All(tx, "SELECT "+sealedColumns+" FROM vault_versions n"+named+" UNION SELECT "+sealedColumns+" FROM vault_spares n JOIN vault_keys k ON k.subject = n.subject ORDER BY 1, 2",
		[]any{deviceNo, seq}, scanSealed)
}

// Take keeps what another file of the book had sealed. What is here already under the same subject and version as something else is kept as a spare:
// which of the two the book holds, its events say (Settle).
func Take(tx *store.Tx, all []Sealed) error {
	for _, s := range all {
		if strings.HasPrefix(s.Subject, "device/") || strings.HasPrefix(s.Subject, "slot/") {
			return store.Refuse(CodeDamaged, s.Subject) // these never leave their file
		}
		if err := TakeKeys(tx, []SpareKey{{s.Subject, s.About, s.Wrapped}}); err != nil {
			return err
		}
		var here []byte
		found, err := tx.Get("SELECT sealed FROM vault_versions WHERE subject = ? AND version = ?", []any{s.Subject, s.Version}, &here)
		switch {
		case err != nil:
			return err
		case found && bytes.Equal(here, s.Sealed):
			continue
		case found:
			err = spare(tx, s)
		default:
			err = s.insert(tx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// insert writes the version.
func (s Sealed) insert(tx *store.Tx) error {
	_, err := tx.Exec("INSERT INTO vault_versions (subject, version, sealed) VALUES (?, ?, ?)", s.Subject, s.Version, s.Sealed)
	return err
}

func spare(tx *store.Tx, s Sealed) error {
	digest := sha256.Sum256(s.Sealed)
	_, err := tx.Exec(`INSERT INTO vault_spares (subject, version, digest, sealed)
		SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM vault_spares WHERE subject = ?1 AND version = ?2 AND digest = ?3)`, s.Subject, s.Version, digest[:], s.Sealed)
	return err
}

// Settle puts the version that the events name in the place of one that another device made at the same time, wherever there are two.
func Settle(tx *store.Tx) error {
	spares, err := store.All(tx, `SELECT n.subject, n.version, n.sealed, '', r.digest FROM vault_spares n JOIN vault_references r ON r.subject = n.subject AND r.version = n.version`, nil, scanSealed)
	for _, s := range spares {
		if err != nil {
			return err
		}
		if digest := sha256.Sum256(s.Sealed); !bytes.Equal(digest[:], s.Wrapped) { // of the row, the digest that the event has
			continue
		}
		loser := s
		if _, err = tx.Get("SELECT sealed FROM vault_versions WHERE subject = ? AND version = ?", []any{s.Subject, s.Version}, &loser.Sealed); err != nil {
			return err
		}
		if err = spare(tx, loser); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE vault_versions SET sealed = ? WHERE subject = ? AND version = ?", s.Sealed, s.Subject, s.Version)
	}
	return err
}

// SharedSlots returns the slots that open every file of the book: the recovery key's, and that of a demo.
func SharedSlots(tx *store.Tx) (slots []Slot, err error) {
	for _, name := range []string{SlotRecovery, SlotDemo} {
		slot, err := ReadSlot(tx, name)
		if err != nil {
			return nil, err
		}
		if !slot.IsZero() {
			slots = append(slots, slot)
		}
	}
	return slots, nil
}

// TakeShared puts the shared slots of another file in the place of this one's, where they are what the newest event that names them names.
func TakeShared(tx *store.Tx, slots []Slot) error {
	for _, slot := range slots {
		var digest []byte
		found, err := tx.Get("SELECT digest FROM vault_references WHERE subject = ? ORDER BY version DESC LIMIT 1", []any{"slot/" + slot.Name}, &digest)
		if err == nil && found && (slot.Name == SlotRecovery || slot.Name == SlotDemo) && bytes.Equal(digest, slotDigest(slot.Salt, slot.Wrapped)) {
			_, err = slot.Put(tx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSpares compares the spares with what events name of them, in both directions. That of the version which holds may be among them.
func checkSpares(tx *store.Tx, found func(table, key, detail string)) error {
	named := make(map[string]bool)
	err := tx.Each("SELECT subject, version, digest, sealed FROM vault_spares", nil, func(scan func(dest ...any) error) error {
		var v Version
		var sealed []byte
		if err := scan(&v.Subject, &v.Version, &v.Digest, &sealed); err != nil {
			return err
		}
		if digest := sha256.Sum256(sealed); !bytes.Equal(digest[:], v.Digest) {
			found("vault_spares", v.Name(), "changed")
		}
		isNamed, err := tx.Get(`SELECT 1 FROM contested_references WHERE subject = ?1 AND version = ?2 AND digest = ?3
			UNION ALL SELECT 1 FROM vault_references WHERE subject = ?1 AND version = ?2 AND digest = ?3`, []any{v.Subject, v.Version, v.Digest}, new(int))
		if err == nil && !isNamed {
			found("vault_spares", v.Name(), "no event names it")
		}
		named[v.Name()] = true
		return err
	})
	if err != nil {
		return err
	}
	return tx.Each(`SELECT c.subject, c.version, c.digest, n.sealed FROM contested_references c LEFT JOIN vault_versions n ON n.subject = c.subject AND n.version = c.version
		WHERE c.subject NOT GLOB 'slot/*'`, nil, func(scan func(dest ...any) error) error {
		var v Version
		var sealed []byte
		err := scan(&v.Subject, &v.Version, &v.Digest, &sealed)
		if err == nil && !named[v.Name()] && !bytes.Equal(digestOf(sealed), v.Digest) {
			found("vault_spares", v.Name(), Missing)
		}
		return err
	})
}

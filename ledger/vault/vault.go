package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// contentMax bounds one version's plain content in bytes.
const contentMax = 16 << 10

// Vault seals and opens content with an unlocked data key. Its methods work inside a transaction of the caller, so that
// a person's record and the event that names it are written together or not at all.
type Vault struct {
	dataKey []byte
}

// Version names one sealed version of a subject, counted from 1. Digest is the SHA-256 of the sealed bytes. It stands
// in the event, so that a version that was changed or cut away is noticed, and tells nothing of the content. The zero
// Version is nothing sealed.
type Version struct {
	Subject string `json:"subject"`
	Version int    `json:"version"`
	Digest  []byte `json:"digest"`
}

// Refer notes that an event names the version; the projectors of such events call it. Check compares these notes with
// what the vault holds, in both directions. For the zero Version it does nothing.
func (v Version) Refer(tx *store.Tx, deviceNo, seq int64) error {
	if v.Subject == "" {
		return nil
	}
	_, err := tx.Exec("INSERT INTO vault_references (subject, version, digest, device, seq) VALUES (?, ?, ?, ?, ?)",
		v.Subject, v.Version, v.Digest, deviceNo, seq)
	return err
}

// ReferOnce is Refer for an event that came to nothing: the version is noted as contested, and no other event that names one with its number is kept from
// that. The key of a device and what opens one machine's file hold there whatever became of the event: they are noted as ever.
func (v Version) ReferOnce(tx *store.Tx, deviceNo, seq int64) error {
	if v.Subject == "" {
		return nil
	}
	var digest []byte
	found, err := tx.Get("SELECT digest FROM vault_references WHERE subject = ? AND version = ?", []any{v.Subject, v.Version}, &digest)
	switch {
	case err != nil || found && bytes.Equal(digest, v.Digest):
		return err
	case !found && v.isOfMachine():
		return v.Refer(tx, deviceNo, seq)
	}
	_, err = tx.Exec(`INSERT INTO contested_references (subject, version, digest, device, seq) SELECT ?1, ?2, ?3, ?4, ?5
		WHERE NOT EXISTS (SELECT 1 FROM contested_references WHERE subject = ?1 AND version = ?2 AND digest = ?3)`, v.Subject, v.Version, v.Digest, deviceNo, seq)
	return err
}

// IsSharedSlot reports whether a version is a way into the book that every file of it has: the recovery key's, or that of a demo book.
func (v Version) IsSharedSlot() bool {
	return v.Subject == "slot/"+SlotRecovery || v.Subject == "slot/"+SlotDemo
}

// isOfMachine reports whether a version is what one machine alone has: the key of its device, or a slot that opens no other file.
func (v Version) isOfMachine() bool {
	slot, isSlot := strings.CutPrefix(v.Subject, "slot/")
	return isSlot && slot != SlotRecovery && slot != SlotDemo || strings.HasPrefix(v.Subject, "device/")
}

// keyPlace is the place that the key of a subject is sealed to. It has the person the key is about: where somebody
// changes that column, so that an erasure would miss the key, the key does not open any more. The length keeps
// subject and about apart.
func keyPlace(subject, about string) string {
	return fmt.Sprintf("key|%d|%s|%s", len(subject), subject, about)
}

// versionPlace is the place that a version is sealed to: an older version put in the place of a newer one does not
// open.
func versionPlace(subject string, version int) string {
	return fmt.Sprintf("version|%s|%d", subject, version)
}

// Put seals content as the next version of subject, making the subject's key at the first. About names the person whom
// the content concerns ("" if nobody): erasing that person destroys this subject's key too. A subject whose key went with
// the person it was about gets a new key once it is about somebody else: what was sealed before stays unreadable. It
// refuses content over 16 KiB (vault.too_long) and any other erased subject (vault.erased).
func (v *Vault) Put(tx *store.Tx, subject, about string, content []byte) (Version, error) {
	if len(content) > contentMax {
		return Version{}, store.Refuse(codeTooLong, contentMax)
	}
	key, err := v.key(tx, subject)
	switch store.Code(err) {
	case CodeUnknown:
		key, err = v.makeKey(tx, subject, about)
	case CodeErased:
		key, err = v.remakeKey(tx, subject, about, err)
	}
	if err != nil {
		return Version{}, err
	}
	// Versions are never deleted, also not by an erasure, so a number is never used twice.
	next := 0
	if _, err := tx.Get("SELECT coalesce(max(version), 0) + 1 FROM vault_versions WHERE subject = ?", []any{subject}, &next); err != nil {
		return Version{}, err
	}
	sealed, err := seal(key, content, versionPlace(subject, next))
	if err != nil {
		return Version{}, err
	}
	if _, err := tx.Exec("INSERT INTO vault_versions (subject, version, sealed) VALUES (?, ?, ?)", subject, next, sealed); err != nil {
		return Version{}, err
	}
	return Version{Subject: subject, Version: next, Digest: digestOf(sealed)}, nil
}

func digestOf(sealed []byte) []byte {
	digest := sha256.Sum256(sealed)
	return digest[:]
}

// Blind returns a text that stands for what was typed where only sameness matters: a keyed hash in hex, "" for "". A plain
// hash of a name in an event could be found by trying names; this one cannot without the book's key.
func (v *Vault) Blind(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	key, err := hkdf.Key(sha256.New, v.dataKey, nil, "shouqi blind", keyBytes)
	if err != nil {
		return "", store.Fail(CodeDamaged, err, "blind")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// makeKey makes the key of a new subject and stores it wrapped by the data key.
func (v *Vault) makeKey(tx *store.Tx, subject, about string) ([]byte, error) {
	key := newKey()
	wrapped, err := seal(v.dataKey, key, keyPlace(subject, about))
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec("INSERT INTO vault_keys (subject, about, wrapped) VALUES (?, ?, ?)", subject, about, wrapped)
	return key, err
}

// remakeKey makes a new key for an erased subject that is about another person now. For the same person, or for a
// subject that was about nobody, it returns refused: what was erased on demand must not come back.
func (v *Vault) remakeKey(tx *store.Tx, subject, about string, refused error) ([]byte, error) {
	// The database lets a row go only when its key is destroyed.
	gone, err := tx.Exec("DELETE FROM vault_keys WHERE subject = ? AND wrapped IS NULL AND about <> '' AND about <> ?", subject, about)
	if err != nil {
		return nil, err
	}
	if gone == 0 {
		return nil, refused
	}
	return v.makeKey(tx, subject, about)
}

// key returns the unwrapped key of a subject. Errors: vault.unknown, vault.erased or vault.damaged.
func (v *Vault) key(tx *store.Tx, subject string) ([]byte, error) {
	var wrapped []byte
	var about string
	found, err := tx.Get("SELECT wrapped, about FROM vault_keys WHERE subject = ?", []any{subject}, &wrapped, &about)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, store.Refuse(CodeUnknown, subject)
	}
	if wrapped == nil {
		return nil, store.Refuse(CodeErased, subject)
	}
	return unseal(v.dataKey, wrapped, keyPlace(subject, about))
}

// Get opens one version of subject; version 0 is the newest. Errors: vault.unknown, vault.erased or vault.damaged.
func (v *Vault) Get(tx *store.Tx, subject string, version int) ([]byte, error) {
	key, err := v.key(tx, subject)
	if err != nil {
		return nil, err
	}
	var sealed []byte
	found, err := tx.Get("SELECT sealed, version FROM vault_versions v WHERE subject = ?1 AND version = coalesce(nullif(?2, 0), "+newestOf("v.subject")+")",
		[]any{subject, version}, &sealed, &version)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, store.Refuse(CodeUnknown, subject)
	}
	return v.unsealVersion(tx, key, sealed, subject, version)
}

// newestOf stands in a query for the newest version of a subject. One that only events name which came to nothing is not it, as long as there is another: what
// a counter sealed after its end holds nowhere.
func newestOf(subject string) string {
	const versions = "(SELECT max(o.version) FROM vault_versions o WHERE o.subject = "
	return "coalesce(" + versions + subject + ` AND (NOT EXISTS (SELECT 1 FROM contested_references c WHERE c.subject = o.subject AND c.version = o.version)
		OR EXISTS (SELECT 1 FROM vault_references r WHERE r.subject = o.subject AND r.version = o.version))), ` + versions + subject + "))"
}

// IsShut reports whether an error of Get says that there is nothing to be read: it was changed, is missing or was erased.
func IsShut(err error) bool {
	return slices.Contains([]string{CodeDamaged, CodeUnknown, CodeErased}, store.Code(err))
}

// EachLatest calls each with the newest content of every subject that want accepts; erased ones are left out. It
// fills the search index in one pass, where Get would take two queries a person.
func (v *Vault) EachLatest(tx *store.Tx, want func(subject string) bool, each func(subject string, content []byte) error) error {
	return tx.Each(`SELECT k.subject, k.about, k.wrapped, n.version, n.sealed FROM vault_keys k
		JOIN vault_versions n ON n.subject = k.subject
		WHERE k.wrapped IS NOT NULL AND n.version = `+newestOf("k.subject"), nil,
		func(scan func(dest ...any) error) error {
			var subject, about string
			var wrapped, sealed []byte
			var version int
			if err := scan(&subject, &about, &wrapped, &version, &sealed); err != nil || !want(subject) {
				return err
			}
			key, err := unseal(v.dataKey, wrapped, keyPlace(subject, about))
			if err != nil {
				return err
			}
			content, err := v.unsealVersion(tx, key, sealed, subject, version)
			if err != nil {
				return err
			}
			return each(subject, content)
		})
}

// Erase destroys the keys of subject and of everything that is about it. What is sealed stays in the book and in
// every copy of it, unreadable; in copies made before, the key is still there. Erasing twice changes nothing.
func (v *Vault) Erase(tx *store.Tx, subject string) error {
	if _, err := tx.Exec("UPDATE vault_keys SET wrapped = NULL WHERE subject = ? OR about = ?", subject, subject); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM vault_spare_keys WHERE subject IN (SELECT subject FROM vault_keys WHERE wrapped IS NULL)")
	return err
}

// Missing is what Check finds of a version that an event names and that is not there.
const Missing = "missing"

// Check compares what the vault holds with what the events name, in both directions, and opens every key. Each
// finding is a table, a key and what is wrong. Erased subjects are not opened; a nil Vault opens nothing and compares
// digests alone.
func (v *Vault) Check(tx *store.Tx, found func(table, key, detail string)) error {
	err := tx.Each(`SELECT coalesce(r.subject, n.subject), coalesce(r.version, n.version), r.digest, n.sealed FROM vault_references r
		FULL JOIN vault_versions n ON n.subject = r.subject AND n.version = r.version
		WHERE coalesce(r.subject, '') NOT LIKE 'slot/%'`, nil, func(scan func(dest ...any) error) error {
		var subject string
		var version int
		var digest, sealed []byte
		if err := scan(&subject, &version, &digest, &sealed); err != nil {
			return err
		}
		key := fmt.Sprintf("%s/%d", subject, version)
		sum := sha256.Sum256(sealed)
		switch {
		case sealed == nil:
			found("vault_versions", key, Missing)
		case digest == nil:
			// What only events name that came to nothing stays where it is as long as nothing else has its number.
			named, err := AreNamed(tx, []Sealed{{Subject: subject, Version: version, Sealed: sealed}})
			if err == nil && !named {
				found("vault_versions", key, "no event names it")
			}
			return err
		case !bytes.Equal(digest, sum[:]):
			found("vault_versions", key, "changed")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := checkSpares(tx, found); err != nil {
		return err
	}
	return v.checkKeys(tx, found)
}

// checkKeys opens every key that is not destroyed, and finds versions without a key and keys without a version.
func (v *Vault) checkKeys(tx *store.Tx, found func(table, key, detail string)) error {
	err := tx.Each(`SELECT k.subject, k.about, k.wrapped FROM vault_keys k`, nil, func(scan func(dest ...any) error) error {
		var subject, about string
		var wrapped []byte
		if err := scan(&subject, &about, &wrapped); err != nil {
			return err
		}
		// An erased subject has no key to open, and a locked vault opens none.
		if wrapped == nil || v == nil {
			return nil
		}
		if _, err := unseal(v.dataKey, wrapped, keyPlace(subject, about)); err != nil {
			found("vault_keys", subject, "does not open")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := v.checkSpareKeys(tx, found); err != nil {
		return err
	}
	err = tx.Each(`SELECT coalesce(n.subject, k.subject), n.subject IS NULL FROM (SELECT DISTINCT subject FROM vault_versions) n
		FULL JOIN vault_keys k ON k.subject = n.subject WHERE n.subject IS NULL OR k.subject IS NULL`, nil,
		func(scan func(dest ...any) error) error {
			var subject string
			var useless bool
			err := scan(&subject, &useless)
			detail := "missing"
			if useless {
				detail = "nothing is sealed with it"
			}
			found("vault_keys", subject, detail)
			return err
		})
	if err != nil {
		return err
	}
	return CheckSlots(tx, found)
}

package vault

import (
	"bytes"
	"fmt"

	"shouqi/ledger/store"
)

// SpareKey is the wrapped key of a subject, as it goes from file to file of the book. Wrapped is nil where the key was destroyed.
type SpareKey struct {
	Subject string `json:"subject"`
	About   string `json:"about,omitempty"`
	Wrapped []byte `json:"wrapped,omitempty"`
}

// SpareKeys returns the keys that this file has beside those of vault_keys.
func SpareKeys(tx *store.Tx) ([]SpareKey, error) {
	return store.All(tx, "SELECT subject, about, wrapped FROM vault_spare_keys ORDER BY subject, wrapped", nil, func(scan func(dest ...any) error) (k SpareKey, err error) {
		return k, scan(&k.Subject, &k.About, &k.Wrapped)
	})
}

// TakeKeys keeps the keys of another file. A subject that two devices gave a key at the same time has both: what each sealed opens with its own. One whose
// key was destroyed here gets none again.
func TakeKeys(tx *store.Tx, keys []SpareKey) error {
	for _, k := range keys {
		var here []byte
		found, err := tx.Get("SELECT wrapped FROM vault_keys WHERE subject = ?", []any{k.Subject}, &here)
		switch {
		case err != nil:
			return err
		case !found:
			_, err = tx.Exec("INSERT INTO vault_keys (subject, about, wrapped) VALUES (?, ?, ?)", k.Subject, k.About, k.Wrapped)
		case here != nil && k.Wrapped != nil && !bytes.Equal(here, k.Wrapped):
			_, err = tx.Exec(`INSERT INTO vault_spare_keys (subject, about, wrapped)
				SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM vault_spare_keys WHERE subject = ?1 AND wrapped = ?3)`, k.Subject, k.About, k.Wrapped)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unsealVersion opens a version with the key of its subject, or with a spare one. Errors: those of unseal with the first.
func (v *Vault) unsealVersion(tx *store.Tx, key, sealed []byte, subject string, version int) ([]byte, error) {
	plain, refused := unseal(key, sealed, versionPlace(subject, version))
	if refused == nil {
		return plain, nil
	}
	spares, err := store.All(tx, "SELECT subject, about, wrapped FROM vault_spare_keys WHERE subject = ?", []any{subject}, func(scan func(dest ...any) error) (k SpareKey, err error) {
		return k, scan(&k.Subject, &k.About, &k.Wrapped)
	})
	if err != nil {
		return nil, err
	}
	for _, spare := range spares {
		key, err := unseal(v.dataKey, spare.Wrapped, keyPlace(spare.Subject, spare.About))
		if err != nil {
			continue
		}
		if plain, err := unseal(key, sealed, versionPlace(subject, version)); err == nil {
			return plain, nil
		}
	}
	return nil, refused
}

// AreNamed reports whether events name all that another file of the book sealed.
func AreNamed(tx *store.Tx, all []Sealed) (bool, error) {
	for _, s := range all {
		digest := digestOf(s.Sealed)
		named, err := tx.Get(`SELECT 1 FROM vault_references WHERE subject = ?1 AND version = ?2 AND digest = ?3
			UNION ALL SELECT 1 FROM contested_references WHERE subject = ?1 AND version = ?2 AND digest = ?3`, []any{s.Subject, s.Version, digest}, new(int))
		if err != nil || !named {
			return false, err
		}
	}
	return true, nil
}

// checkSpareKeys opens every spare key, and, in a book where there was something to keep one for, every version: nothing else tells of a spare key that is gone.
func (v *Vault) checkSpareKeys(tx *store.Tx, found func(table, key, detail string)) error {
	contested, err := tx.Get("SELECT 1 FROM conflicts LIMIT 1", nil, new(int))
	if err != nil || v == nil || !contested {
		return err
	}
	spares, err := SpareKeys(tx)
	if err != nil {
		return err
	}
	for _, k := range spares {
		if _, err := unseal(v.dataKey, k.Wrapped, keyPlace(k.Subject, k.About)); err != nil {
			found("vault_spare_keys", fmt.Sprintf("%s/%x", k.Subject, k.Wrapped), "does not open")
		}
	}
	return tx.Each(`SELECT n.subject, n.version, n.sealed, k.about, k.wrapped FROM vault_versions n JOIN vault_keys k ON k.subject = n.subject 
		WHERE k.wrapped IS NOT NULL`, nil,
		func(scan func(dest ...any) error) error {
			s, err := scanSealed(scan)
			if err != nil {
				return err
			}
			key, err := unseal(v.dataKey, s.Wrapped, keyPlace(s.Subject, s.About))
			if err != nil {
				return nil // named already
			}
			if named, err := AreNamed(tx, []Sealed{s}); err != nil || !named {
				return err // changed, which is named already
			}
			if _, err = v.unsealVersion(tx, key, s.Sealed, s.Subject, s.Version); IsShut(err) {
				found("vault_versions", fmt.Sprintf("%s/%d", s.Subject, s.Version), "does not open")
				return nil
			}
			return err
		})
}

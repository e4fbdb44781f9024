package audit

import (
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// keys checks, where a key opened the book, that it is the one with which the book began, and that the devices sign with theirs. Whoever has the
// file and no key of it can put a key of their own into the first event, fold, chain and sign everything anew, and can neither seal the private half
// under the book's key nor prove another data key to be that.
func (a *Audit) keys(tx *store.Tx, devices []estate.Device) error {
	if a.vault == nil {
		return nil
	}
	err := estate.CheckKey(tx, a.vault, a.journal.Book)
	if store.Code(err) == vault.CodeForeignKey {
		a.add("signed", "events", "1/1", "the key of the book is not the one that it began with")
		return nil // what such a key opens says nothing of the devices
	}
	if err != nil {
		return a.unreadable(err)
	}
	for _, device := range devices {
		if device.ID != a.journal.Device {
			continue // its key never leaves its own file
		}
		_, err := device.Private(tx, a.vault)
		if vault.IsShut(err) {
			a.add("signed", "vault_versions", "device/"+device.ID, "is not the key with which this device signs")
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sealed checks the vault. A key that is not the book's opens nothing in it, which is named once and not for each: then, and without any key, the
// digests are checked alone.
func (a *Audit) sealed(tx *store.Tx) error {
	opens := a.vault
	if opens != nil && estate.CheckKey(tx, opens, a.journal.Book) != nil {
		opens = nil
	}
	return opens.Check(tx, func(table, key, detail string) {
		if table == "vault_versions" && detail == vault.Missing && strings.HasPrefix(key, "device/") && !strings.HasPrefix(key, "device/"+a.journal.Device+"/") {
			return // the key of another device never leaves its own file
		}
		a.add("vault", table, key, detail)
	})
}

package estate

import (
	"crypto/ed25519"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Device is a device of the book: its id and number here, the public half of its key, and where the private half is sealed.
type Device struct {
	ID     string
	No     int64
	Public ed25519.PublicKey
	key    vault.Version
}

// Devices returns the devices whose key the book knows, from the event by which each began.
func Devices(tx *store.Tx) ([]Device, error) {
	return store.All(tx, "SELECT d.id, d.no, e.body FROM events e JOIN devices d ON d.no = e.device WHERE e.seq = 1 AND e.kind = ? ORDER BY d.no", []any{kindFounded},
		func(scan func(dest ...any) error) (d Device, err error) {
			var body []byte
			if err := scan(&d.ID, &d.No, &body); err != nil {
				return d, err
			}
			founded, err := journal.Decode[foundedV1](body)
			d.Public, d.key = founded.PublicKey, founded.Key
			return d, err
		})
}

// Private returns the private half of the device's key. Errors: those of vault.Get, and vault.damaged for a key whose public half is not the one
// that the first event has.
func (d Device) Private(tx *store.Tx, v *vault.Vault) (ed25519.PrivateKey, error) {
	sealed, err := v.Get(tx, d.key.Subject, d.key.Version)
	if err != nil {
		return nil, err
	}
	private := ed25519.PrivateKey(sealed)
	if len(private) != ed25519.PrivateKeySize || !d.Public.Equal(private.Public()) {
		return nil, store.Refuse(vault.CodeDamaged, d.key.Subject)
	}
	return private, nil
}

// CheckKey returns vault.foreign_key where the vault's key is not the one with which the book was made.
func CheckKey(tx *store.Tx, v *vault.Vault, book string) error {
	founded, err := readFounding(tx)
	if err != nil {
		return err
	}
	return v.Proves(book, founded.DataKey)
}

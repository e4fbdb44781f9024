package estate

import (
	"crypto/ed25519"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Device is a device of the book: its id, the public half of its key, and where the private half is sealed.
type Device struct {
	ID     string
	Public ed25519.PublicKey
	key    vault.Version
}

// Devices returns the devices whose key the book knows, from the event by which each began.
func Devices(tx *store.Tx) ([]Device, error) {
	return store.All(tx, "SELECT d.id, e.body FROM events e JOIN devices d ON d.no = e.device WHERE e.seq = 1 AND e.kind = ? ORDER BY d.no", []any{kindFounded},
		func(scan func(dest ...any) error) (d Device, err error) {
			var body []byte
			if err := scan(&d.ID, &body); err != nil {
				return d, err
			}
			founded, err := journal.Decode[foundedV1](body)
			d.Public, d.key = founded.PublicKey, founded.Key
			return d, err
		})
}

// Private returns the private half of the device's key. It is opened to sign and must not be kept. Errors: those of vault.Get.
func (d Device) Private(tx *store.Tx, v *vault.Vault) (ed25519.PrivateKey, error) {
	return v.Get(tx, d.key.Subject, d.key.Version)
}

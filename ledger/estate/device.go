package estate

import (
	"crypto/ed25519"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Device is a device of the book: its id and number here, the public half of its key, and where the private half is sealed, which only its own file
// has.
type Device struct {
	ID     string
	No     int64
	Public ed25519.PublicKey
	key    vault.Version
}

// Devices returns the devices of the book: the one that founded it, by its first event, and those that were let in since, by the events that let
// them in, whether or not they were heard of yet.
func Devices(tx *store.Tx) (devices []Device, err error) {
	at := make(map[string]int)
	err = journal.EachOf(tx, []string{kindFounded, KindInvited, kindJoined}, func(e journal.Event) error {
		switch e.Kind {
		case kindFounded:
			founded, err := journal.Decode[foundedV1](e.Body)
			if e.Seq == 1 {
				at[e.Device] = len(devices)
				devices = append(devices, Device{ID: e.Device, No: e.DeviceNo, Public: founded.PublicKey, key: founded.Key})
			}
			return err
		case KindInvited:
			device, key, err := Introduced(e)
			if _, known := at[device]; err == nil && !known {
				at[device] = len(devices)
				devices = append(devices, Device{ID: device, No: journal.NumberOf(device), Public: key})
			}
			return err
		}
		joined, err := journal.Decode[joinedV1](e.Body)
		if index, known := at[e.Device]; known {
			devices[index].key = joined.Key
		}
		return err
	})
	return devices, err
}

// DeviceOf returns the id of the device of a counter by its code; estate.no_counter where there is none.
func DeviceOf(tx *store.Tx, counter string) (device string, err error) {
	found, err := tx.Get("SELECT d.id FROM counters c JOIN devices d ON d.no = c.device WHERE c.code = ? AND c.code <> ''", []any{counter}, &device)
	if err == nil && !found {
		err = store.Refuse(CodeNoCounter, counter)
	}
	return device, err
}

// Inviter returns the number of the device that lets others into the book: the one that founded it, and once that is at its end the one that was let in
// first of those that go on. There is one of them at a time, because two might let in a counter of one code each.
func Inviter(tx *store.Tx) (no int64, err error) {
	devices, err := Devices(tx)
	for _, device := range devices {
		var ended bool
		if err == nil {
			ended, err = journal.IsEnded(tx, device.No)
		}
		if err != nil || !ended {
			return device.No, err
		}
	}
	return 0, err
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

// FounderKey returns the public key of the device whose first event founded the book, for a vault that opens this book; vault.foreign_key for another.
func FounderKey(e journal.Event, v *vault.Vault, book string) (ed25519.PublicKey, error) {
	if e.Kind != kindFounded {
		return nil, store.Refuse(codeDevice)
	}
	founded, err := journal.Decode[foundedV1](e.Body)
	if err != nil {
		return nil, store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return founded.PublicKey, v.Proves(book, founded.DataKey)
}

package estate

import (
	"cmp"
	"crypto/ed25519"

	"github.com/google/uuid"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// KindInvited and kindJoined are the kinds of the events by which a book gets another counter: one that is there lets its device in, and the device says
// that it is there, after what it had heard.
const (
	KindInvited = "counter.invited"
	kindJoined  = "counter.joined"
)

// Invited is the device that is let into the book: its id, the public half of its key, and the code of its counter.
type Invited struct {
	Device    string            `json:"device"`
	PublicKey ed25519.PublicKey `json:"publicKey"`
	Counter   string            `json:"counter"`
}

// invitedV1 is the body of counter.invited. Alone says that nobody but By could have agreed; who else did stands in the event before it.
type invitedV1 struct {
	Invited
	By    string `json:"by"`
	Alone bool   `json:"alone,omitempty"`
}

// joinedV1 is the body of counter.joined: where the device's private key is sealed, which no other file of the book has.
type joinedV1 struct {
	Key vault.Version `json:"key"`
}

// RecordInvited lets a device into the book. The caller checks the rights, and that the request for it is the device's own. Errors: estate.counter_taken
// for the code of a counter that there is, and estate.device_known for a device that is in the book.
func (s *Estate) RecordInvited(tx *store.Tx, by string, invited Invited, alone bool) error {
	known, err := tx.Get("SELECT 1 FROM devices WHERE id = ? OR no = ?", []any{invited.Device, journal.NumberOf(invited.Device)}, new(int))
	if err == nil && known {
		err = store.Refuse(CodeDeviceKnown)
	}
	if err != nil {
		return err
	}
	taken, err := tx.Get("SELECT 1 FROM counters WHERE code = ?", []any{invited.Counter}, new(int))
	if err == nil && taken {
		err = store.Refuse(CodeCounterTaken, invited.Counter)
	}
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, KindInvited, invitedV1{Invited: invited, By: by, Alone: alone})
	return err
}

// RecordJoined says that this device is in the book, as the first thing that it does there.
func (s *Estate) RecordJoined(tx *store.Tx, key vault.Version) error {
	_, err := s.journal.Append(tx, kindJoined, joinedV1{Key: key})
	return err
}

// applyInvited makes the row of the device, where hearing of it did not, and that of its counter.
func applyInvited(tx *store.Tx, _ journal.Event, body invitedV1) error {
	if taken, err := tx.Get("SELECT 1 FROM counters WHERE code = ?", []any{body.Counter}, new(int)); err != nil || taken {
		return cmp.Or[error](err, store.Refuse(CodeCounterTaken, body.Counter))
	}
	return letIn(tx, body.Device, body.Counter, body.PublicKey)
}

// contestInvited lets a device in whose counter has a code that another has already, as a copy of the founder's file may have given it, or which a counter let in
// after its end: it is known whose events those are, and its counter has no code. The machine joins anew for one.
func contestInvited(tx *store.Tx, e journal.Event) error {
	body, err := journal.Decode[invitedV1](e.Body)
	if err != nil {
		return store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return letIn(tx, body.Device, "", body.PublicKey)
}

func letIn(tx *store.Tx, device, counter string, key ed25519.PublicKey) error {
	no := journal.NumberOf(device)
	if _, err := uuid.Parse(device); err != nil || len(key) != ed25519.PublicKeySize {
		return store.Refuse(codeDevice)
	}
	if _, err := tx.Exec("INSERT INTO devices (no, id) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM devices WHERE no = ?1 AND id = ?2)", no, device); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO counters (device, code) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM counters WHERE device = ?1)", no, counter); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE counters SET code = ?2 WHERE device = ?1 AND code = '' AND ?2 <> ''", no, counter)
	return err
}

// Introduced returns the device that an event lets into the book and the public half of its key, "" for an event that lets none in.
func Introduced(e journal.Event) (device string, key ed25519.PublicKey, err error) {
	if e.Kind != KindInvited {
		return "", nil, nil
	}
	body, err := journal.Decode[invitedV1](e.Body)
	if err != nil {
		return "", nil, store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return body.Device, body.PublicKey, nil
}

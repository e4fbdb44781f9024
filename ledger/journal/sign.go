package journal

import (
	"crypto/ed25519"
	"encoding/binary"

	"shouqi/ledger/store"
)

// SignWith has every commit of this device signed from now on: the head of its chain, and with it every event before. A
// journal without a key appends events that the next signed commit covers; until then an audit names them.
func (j *Journal) SignWith(key ed25519.PrivateKey) { j.key = key }

// Signs reports whether the journal has a key to sign with.
func (j *Journal) Signs() bool { return j.key != nil }

// signed is what a device signs of an event: its hash, which holds the book, the device, the number and every event before, and which of its
// signatures it is, under a name of its own, so that no signature of a receipt can pass for one.
func signed(no int64, hash Hash) []byte {
	return append(binary.BigEndian.AppendUint64([]byte("shouqi.head.v1|"), uint64(no)), hash[:]...)
}

// sign signs the newest event of this device where it is not signed yet. It runs before each commit.
func (j *Journal) sign(tx *store.Tx) error {
	if j.key == nil {
		return nil
	}
	var deviceNo, seq, signedNo, signedSeq int64
	var hash []byte
	found, err := tx.Get("SELECT device, seq, hash FROM events WHERE device = (SELECT device FROM identity) ORDER BY seq DESC LIMIT 1", nil, &deviceNo, &seq, &hash)
	if err != nil || !found {
		return err
	}
	_, err = tx.Get("SELECT no, seq FROM signatures WHERE device = ? ORDER BY seq DESC LIMIT 1", []any{deviceNo}, &signedNo, &signedSeq)
	if err != nil || signedSeq == seq {
		return err
	}
	_, err = tx.Exec("INSERT INTO signatures (device, no, seq, signature) VALUES (?, ?, ?, ?)", deviceNo, signedNo+1, seq, ed25519.Sign(j.key, signed(signedNo+1, toHash(hash))))
	return err
}

// Signature is one that the book has: the device's No-th, of its event Seq, which has this Hash here.
type Signature struct {
	No    int64
	Seq   int64
	Hash  Hash
	bytes []byte
}

// IsBy reports whether the private half of key made the signature over exactly this event and all before it.
func (s Signature) IsBy(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, signed(s.No, s.Hash), s.bytes)
}

// LastSigned returns the newest signature of a device whose number is at most upTo; ok is false where there is none.
func LastSigned(tx *store.Tx, deviceNo, upTo int64) (s Signature, ok bool, err error) {
	var hash []byte
	ok, err = tx.Get(`SELECT s.no, s.seq, s.signature, e.hash FROM signatures s JOIN events e ON e.device = s.device AND e.seq = s.seq
		WHERE s.device = ? AND s.seq <= ? ORDER BY s.seq DESC LIMIT 1`, []any{deviceNo, upTo}, &s.No, &s.Seq, &s.bytes, &hash)
	s.Hash = toHash(hash)
	return s, ok, err
}

// FirstSigned returns the oldest signature of a device that covers its event with the number from; ok is false where none does yet.
func FirstSigned(tx *store.Tx, deviceNo, from int64) (s Signature, ok bool, err error) {
	var hash []byte
	ok, err = tx.Get(`SELECT s.no, s.seq, s.signature, e.hash FROM signatures s JOIN events e ON e.device = s.device AND e.seq = s.seq
		WHERE s.device = ? AND s.seq >= ? ORDER BY s.seq LIMIT 1`, []any{deviceNo, from}, &s.No, &s.Seq, &s.bytes, &hash)
	s.Hash = toHash(hash)
	return s, ok, err
}

// EachSignature calls one with every signature in the book and the number of its device. Of an event that is missing the Hash is zero.
func EachSignature(tx *store.Tx, one func(deviceNo int64, s Signature) error) error {
	return tx.Each("SELECT s.device, s.no, s.seq, s.signature, e.hash FROM signatures s LEFT JOIN events e ON e.device = s.device AND e.seq = s.seq ORDER BY s.device, s.no", nil,
		func(scan func(dest ...any) error) error {
			var deviceNo int64
			var s Signature
			var hash []byte
			if err := scan(&deviceNo, &s.No, &s.Seq, &s.bytes, &hash); err != nil {
				return err
			}
			s.Hash = toHash(hash)
			return one(deviceNo, s)
		})
}

package journal

import (
	"crypto/ed25519"
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"

	"shouqi/ledger/store"
)

// SignWith has every commit of this device signed from now on: the head of its chain, and with it every event before. A
// journal without a key appends events that the next signed commit covers; until then an audit names them.
func (j *Journal) SignWith(key ed25519.PrivateKey) { j.key, j.undo = key, undoKey(key) }

// Signs reports whether the journal has a key to sign with.
func (j *Journal) Signs() bool { return j.key != nil }

// signed is what a device signs of an event: its hash, which holds the book, the device, the number and every event before, and which of its
// signatures it is, under a name of its own, so that no signature of a receipt can pass for one.
func signed(no int64, hash Hash) []byte {
	return append(binary.BigEndian.AppendUint64([]byte("shouqi.head.v1|"), uint64(no)), hash[:]...)
}

// signing is the signature of the first event that a transaction appended, which is made on another core while the event is folded: mostly the
// event is the head when the transaction is committed, and nobody waits for the signature then.
type signing struct {
	tx *store.Tx
	// no is which signature of the device it is, and hash that of the event.
	no        int64
	hash      Hash
	signature chan []byte
}

// beginSigning begins to sign an event that is about to be folded, the first of its transaction alone.
func (j *Journal) beginSigning(tx *store.Tx, e Event) error {
	if j.key == nil || j.signing != nil && j.signing.tx == tx {
		return nil
	}
	no, _, err := newestSignature(tx, e.DeviceNo)
	if err != nil {
		return err
	}
	s := &signing{tx: tx, no: no + 1, hash: e.Hash, signature: make(chan []byte, 1)}
	j.signing = s
	go func(key ed25519.PrivateKey) { s.signature <- ed25519.Sign(key, signed(s.no, s.hash)) }(j.key)
	return nil
}

// sign signs the newest event of this device where it is not signed yet. It runs before each commit.
func (j *Journal) sign(tx *store.Tx) error {
	begun := j.signing
	j.signing = nil
	if j.key == nil {
		return nil
	}
	deviceNo, err := j.DeviceNo(tx, j.Device)
	if err != nil {
		return err
	}
	seq, hash, err := j.Head(tx)
	if err != nil || seq == 0 {
		return err
	}
	if begun != nil && begun.tx == tx && begun.hash == hash {
		return writeSignature(tx, deviceNo, begun.no, seq, <-begun.signature)
	}
	no, signedSeq, err := newestSignature(tx, deviceNo)
	if err != nil || signedSeq == seq {
		return err
	}
	return writeSignature(tx, deviceNo, no+1, seq, ed25519.Sign(j.key, signed(no+1, hash)))
}

// newestSignature returns which signature of a device is its newest, and of which of its events; 0 where there is none.
func newestSignature(tx *store.Tx, deviceNo int64) (no, seq int64, err error) {
	_, err = tx.Get("SELECT no, seq FROM signatures WHERE device = ? ORDER BY seq DESC LIMIT 1", []any{deviceNo}, &no, &seq)
	return no, seq, err
}

func writeSignature(tx *store.Tx, deviceNo, no, seq int64, signature []byte) error {
	_, err := tx.Exec("INSERT INTO signatures (device, no, seq, signature) VALUES (?, ?, ?, ?)", deviceNo, no, seq, signature)
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

// firstForged returns the number of the event of a signature that is not by its key, 0 where each is. All of this computer's cores check: a day of a
// counter has thousands (measured: 55 µs each).
func firstForged(signatures []Signature, by []ed25519.PublicKey) int64 {
	var forged atomic.Int64
	var group sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for core := range cores {
		group.Go(func() {
			for i := core; i < len(signatures) && forged.Load() == 0; i += cores {
				if !signatures[i].IsBy(by[i]) {
					forged.Store(signatures[i].Seq)
				}
			}
		})
	}
	group.Wait()
	return forged.Load()
}

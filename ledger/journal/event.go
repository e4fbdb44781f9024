package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"shouqi/ledger/store"
)

// bodyMax bounds one event's body in bytes; a run of bills is split into parts that fit.
const bodyMax = 128 << 10

// Hash is a SHA-256 sum.
type Hash = [sha256.Size]byte

// Ref names an event wherever the book is read: the device's id and its sequence number. Bodies use it; the small device
// numbers of the tables never leave the file.
type Ref struct {
	Device string `json:"device"`
	Seq    int64  `json:"seq"`
}

// Event is one line of the journal. Seq counts the events of one device from 1 without a gap. Version is that of the
// body and names, with Kind, the projector. Body is the exact bytes that were stored and hashed. AtMS, in
// milliseconds since 1970 in UTC, is the clock of the machine that wrote it; a clock can be wrong, so nothing is
// ordered by it. Prev is the Hash of the event before, or Genesis.
//
// DeviceNo is the small number by which the tables of this file know the device, and Device its id everywhere.
type Event struct {
	DeviceNo int64
	Device   string
	Seq      int64
	Kind     string
	Version  int
	AtMS     int64
	Body     []byte
	Prev     Hash
	Hash     Hash
}

// Ref names the event.
func (e Event) Ref() Ref { return Ref{Device: e.Device, Seq: e.Seq} }

// Genesis returns what the first event of a device chains to: SHA-256 over the ids of the book and the device. A
// chain of another book or device therefore never fits, not even its first event.
func Genesis(book, device string) Hash {
	return sha256.Sum256([]byte("shouqi.genesis.v1|" + book + "|" + device))
}

// HashOf chains e to its Prev: SHA-256 over a tag, book, device, seq, kind, version, time, the body's length, the body
// and the previous hash. Strings are length-prefixed and numbers big-endian, so that no two events share their bytes.
func HashOf(book string, e Event) Hash {
	sum := sha256.New()
	text := func(s string) {
		var length [4]byte
		binary.BigEndian.PutUint32(length[:], uint32(len(s)))
		sum.Write(length[:])
		sum.Write([]byte(s))
	}
	number := func(n int64) {
		var bytes [8]byte
		binary.BigEndian.PutUint64(bytes[:], uint64(n))
		sum.Write(bytes[:])
	}
	text("shouqi.event.v1")
	text(book)
	text(e.Device)
	number(e.Seq)
	text(e.Kind)
	number(int64(e.Version))
	number(e.AtMS)
	number(int64(len(e.Body)))
	sum.Write(e.Body)
	sum.Write(e.Prev[:])
	return Hash(sum.Sum(nil))
}

// Projector folds the events of one kind and version into tables. It must use nothing but the event and the tables it
// reads through tx: no clock, no key and no randomness.
type Projector struct {
	Kind    string
	Version int
	// Apply folds one event from its stored bytes.
	Apply func(tx *store.Tx, e Event) error
	// Contested folds what an event of this kind still changes where Apply refused it because of what another device did before; nil for nothing.
	Contested func(tx *store.Tx, e Event) error
	// introduces returns the device that an event of this kind lets into the book, with its public key; nil for a kind that lets none in.
	introduces func(e Event) (device string, key ed25519.PublicKey, err error)
	// names calls one with what is sealed and named in an event.
	names func(e Event, one func(named Sealed) error) error
	// told folds an event from the value that Append was called with and does not decode its bytes; nil where Apply
	// must.
	told func(tx *store.Tx, e Event, body any) error
}

// On returns the projector of one kind and version with a typed body, decoded strictly: an unknown field is an error
// (journal.body), because a body this program does not wholly understand must not be folded.
//
// For a plain type, one whose bytes read back as the value was, Append folds the value that it was called with,
// because decoding a run of bills again took as long as pricing them. A replay always folds the bytes.
func On[T any](kind string, version int, apply func(tx *store.Tx, e Event, body T) error) Projector {
	projector := Projector{Kind: kind, Version: version, Apply: func(tx *store.Tx, e Event) error {
		body, err := Decode[T](e.Body)
		if err != nil {
			return store.Fail(CodeBody, err, e.Kind, e.Seq)
		}
		return apply(tx, e, body)
	}}
	projector.names = func(e Event, one func(named Sealed) error) error {
		body, err := Decode[T](e.Body)
		if err != nil {
			return store.Fail(CodeBody, err, e.Kind, e.Seq)
		}
		return eachSealed(reflect.ValueOf(body), one)
	}
	if !plain(reflect.TypeFor[T](), nil) {
		return projector
	}
	projector.told = func(tx *store.Tx, e Event, body any) error {
		if told, ok := body.(T); ok {
			return apply(tx, e, told)
		}
		return projector.Apply(tx, e)
	}
	return projector
}

// Contesting returns the projector with what its kind still changes where another device was before.
func (p Projector) Contesting(fold func(tx *store.Tx, e Event) error) Projector {
	p.Contested = fold
	return p
}

// Introducing returns the projector of a kind whose events let a device into the book: its id, and the public half of its key.
func (p Projector) Introducing(device func(e Event) (string, ed25519.PublicKey, error)) Projector {
	p.introduces = device
	return p
}

// introduced returns the device that an event lets into the book, "" where it lets none in.
func (j *Journal) introduced(e Event) (device string, key ed25519.PublicKey, err error) {
	if introduces := j.projectors[e.Kind][e.Version].introduces; introduces != nil {
		return introduces(e)
	}
	return "", nil, nil
}

// Decode reads a body strictly: unknown fields, trailing bytes and bodies over 128 KiB are errors.
func Decode[T any](body []byte) (T, error) {
	var value T
	if len(body) > bodyMax {
		return value, fmt.Errorf("body of %d bytes is over %d", len(body), bodyMax)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, err
	}
	// More would let a stray bracket pass: only the end of the bytes is the end of the body.
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return value, fmt.Errorf("bytes after the body")
	}
	return value, nil
}

package journal

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"shouqi/ledger/store"
)

// Journal appends the events of this device and folds events through the projectors of all packages. It may be used
// from any goroutine once its clock is set.
type Journal struct {
	// Book and Device are the ids made at init; they never change.
	Book   string
	Device string
	// Now is the clock; tests put theirs here.
	Now func() time.Time

	// projectors are by kind and version, and newest is the version of each kind in which Append writes.
	projectors map[string]map[int]Projector
	newest     map[string]int

	// key signs what this device appends, nil in a book that no key opened.
	key ed25519.PrivateKey
	// undo is the key of what this file writes into local_undo, nil where key is.
	undo []byte
	// signing is the signature that the write under way has begun, nil for none; only a write uses it.
	signing *signing

	// devices are the numbers of the device ids that were looked up; they never change. devicesLock guards the map.
	devicesLock sync.Mutex
	devices     map[string]int64
	// isShared says that the book has other devices than this one.
	isShared atomic.Bool
}

// Identify makes the ids of a new book: the book, this device as number 1, and their rows. It is the first write to a file.
func Identify(ctx context.Context, db *store.DB) error {
	book, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the book's id: %w", err)
	}
	device, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the device's id: %w", err)
	}
	return IdentifyAs(ctx, db, Identity{Book: book.String(), Founder: device.String(), Device: device.String()})
}

// Identity is what a file of a book says of itself: the book, the device that founded it, and the device whose file this is.
type Identity struct{ Book, Founder, Device string }

// IdentifyAs makes a new file that of another device of a book. It is the first write to it.
func IdentifyAs(ctx context.Context, db *store.DB, i Identity) error {
	return db.Write(ctx, func(tx *store.Tx) error { return writeIdentity(tx, i) })
}

// writeIdentity writes the rows of the book, of the device that founded it and of this one. The database takes them once and never changes them.
func writeIdentity(tx *store.Tx, i Identity) error {
	own := int64(FirstDevice)
	if _, err := tx.Exec("INSERT INTO devices (no, id) VALUES (?, ?)", FirstDevice, i.Founder); err != nil {
		return err
	}
	if i.Device != i.Founder {
		own = NumberOf(i.Device)
		if _, err := tx.Exec("INSERT INTO devices (no, id) VALUES (?, ?)", own, i.Device); err != nil {
			return err
		}
	}
	_, err := tx.Exec("INSERT INTO identity (only, book, device) VALUES (1, ?, ?)", i.Book, own)
	return err
}

// Open reads the identity of the book and returns a journal with the projectors of all packages. A file without
// identity is store.foreign. An event whose kind and version have no projector here is refused when it is appended or
// replayed (journal.kind).
func Open(ctx context.Context, db *store.DB, projectors ...[]Projector) (*Journal, error) {
	j := &Journal{Now: time.Now, projectors: make(map[string]map[int]Projector), newest: make(map[string]int), devices: make(map[string]int64)}
	for _, room := range append(projectors, []Projector{On(kindHeard, 1, applyHeard), On(KindEnded, 1, applyEnded)}) {
		for _, projector := range room {
			versions := j.projectors[projector.Kind]
			if versions == nil {
				versions = make(map[int]Projector)
				j.projectors[projector.Kind] = versions
			}
			versions[projector.Version] = projector
			j.newest[projector.Kind] = max(j.newest[projector.Kind], projector.Version)
		}
	}
	err := db.Read(ctx, func(tx *store.Tx) error {
		// The only row of identity is written by Identify; a book that was cut off before that has none.
		found, err := tx.Get("SELECT i.book, d.id FROM identity i JOIN devices d ON d.no = i.device", nil, &j.Book, &j.Device)
		if err == nil && !found {
			err = store.Refuse(store.CodeForeign)
		}
		if err != nil {
			return err
		}
		others, err := isShared(tx)
		j.isShared.Store(others)
		return err
	})
	db.BeforeCommit(j.sign)
	return j, err
}

// Projectors lists what this journal folds, in the order of kind and version.
func (j *Journal) Projectors() []Projector {
	var all []Projector
	for _, kind := range slices.Sorted(maps.Keys(j.projectors)) {
		for _, version := range slices.Sorted(maps.Keys(j.projectors[kind])) {
			all = append(all, j.projectors[kind][version])
		}
	}
	return all
}

// Append writes body as the next event of this device, in the newest version of its kind, and folds it. The body is
// marshalled once, and those bytes are what is stored and hashed; On says when folding reads them back. Errors:
// journal.kind for a kind without a projector, those of encode, journal.too_long for a body over 128 KiB, and those of the projector.
// After any error the transaction must be rolled back, because the tables may be folded in part. What was heard of other devices since the event
// before is said by an event of its own first. journal.ended where another counter ended this one: nothing that it does counts any more.
func (j *Journal) Append(tx *store.Tx, kind string, body any) (Event, error) {
	if err := j.refuseEnded(tx); err != nil {
		return Event{}, err
	}
	if err := j.sayHeard(tx); err != nil {
		return Event{}, err
	}
	return j.append(tx, kind, body)
}

func (j *Journal) append(tx *store.Tx, kind string, body any) (Event, error) {
	content, err := encode(body, kind)
	if err != nil {
		return Event{}, err
	}
	if len(content) > bodyMax {
		return Event{}, store.Refuse(codeTooLong, kind, len(content))
	}
	deviceNo, err := j.DeviceNo(tx, j.Device)
	if err != nil {
		return Event{}, err
	}
	seq, head, err := j.Head(tx)
	if err != nil {
		return Event{}, err
	}
	e := Event{DeviceNo: deviceNo, Device: j.Device, Seq: seq + 1, Kind: kind, Version: j.newest[kind],
		AtMS: j.Now().UnixMilli(), Body: content, Prev: head}
	e.Hash = HashOf(j.Book, e)
	if err := j.beginSigning(tx, e); err != nil {
		return e, err
	}
	if j.projectors[kind][e.Version].introduces != nil {
		j.isShared.Store(true)
	}
	if j.undo == nil || !j.isShared.Load() {
		return e, j.fold(tx, e, body)
	}
	return e, j.recorded(tx, e, func() error { return j.fold(tx, e, body) })
}

// fold lets the projector update the tables and writes the row of the event last, so that the triggers on events see
// everything the event did. body is what the event was made from, nil where there are only its bytes.
func (j *Journal) fold(tx *store.Tx, e Event, body any) error {
	projector, ok := j.projectors[e.Kind][e.Version]
	if !ok {
		return store.Refuse(codeKind, e.Kind, e.Version)
	}
	apply := projector.Apply
	if projector.told != nil && body != nil {
		apply = func(tx *store.Tx, e Event) error { return projector.told(tx, e, body) }
	}
	if err := apply(tx, e); err != nil {
		return err
	}
	return keep(tx, e)
}

// keep writes the row of an event.
func keep(tx *store.Tx, e Event) error {
	_, err := tx.Exec("INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, e.Kind, e.Version, e.AtMS, e.Body, e.Prev[:], e.Hash[:])
	return err
}

// Head returns this device's last sequence number and hash; with no event yet, 0 and the genesis.
func (j *Journal) Head(tx *store.Tx) (int64, Hash, error) {
	deviceNo, err := j.DeviceNo(tx, j.Device)
	if err != nil {
		return 0, Hash{}, err
	}
	var seq int64
	var hash []byte
	found, err := tx.Get("SELECT seq, hash FROM events WHERE device = ? ORDER BY seq DESC LIMIT 1", []any{deviceNo}, &seq, &hash)
	if err != nil || found {
		return seq, toHash(hash), err
	}
	return 0, Genesis(j.Book, j.Device), nil
}

// toHash returns stored bytes as a Hash. The database holds them to 32 bytes; nil is the zero Hash.
func toHash(bytes []byte) (hash Hash) {
	copy(hash[:], bytes)
	return hash
}

// DeviceNo returns the small number that the tables use for a device id; an unknown device is journal.device.
func (j *Journal) DeviceNo(tx *store.Tx, device string) (int64, error) {
	j.devicesLock.Lock()
	defer j.devicesLock.Unlock()
	if no, ok := j.devices[device]; ok {
		return no, nil
	}
	no, err := DeviceNo(tx, device)
	if err == nil {
		j.devices[device] = no
	}
	return no, err
}

// Own stands in a query for the number of the device whose file this is. Which number that is depends on the file, and a book may hold what other
// devices did.
const Own = "(SELECT device FROM identity)"

// OwnNo returns the number of the device whose file this is, for who has only a transaction.
func OwnNo(tx *store.Tx) (no int64, err error) {
	_, err = tx.Get("SELECT device FROM identity", nil, &no)
	return no, err
}

// DeviceNo returns the number of a device id like Journal.DeviceNo, for a projector, which has only its transaction;
// an unknown device is journal.device.
func DeviceNo(tx *store.Tx, device string) (int64, error) {
	var no int64
	found, err := tx.Get("SELECT no FROM devices WHERE id = ?", []any{device}, &no)
	if err == nil && !found {
		err = store.Refuse(codeDevice, device)
	}
	return no, err
}

// Device returns the id behind a small number; an unknown number is journal.device.
func Device(tx *store.Tx, no int64) (string, error) {
	var id string
	found, err := tx.Get("SELECT id FROM devices WHERE no = ?", []any{no}, &id)
	if err == nil && !found {
		err = store.Refuse(codeDevice, no)
	}
	return id, err
}

// After returns up to limit events of a device that follow its event seq, in order; seq 0 is before the first.
func After(tx *store.Tx, deviceNo, seq int64, limit int) ([]Event, error) {
	return store.All(tx, `SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash
		FROM events e JOIN devices d ON d.no = e.device WHERE e.device = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`, []any{deviceNo, seq, limit}, ScanEvent)
}

// Read returns one event back as it was stored; journal.no_event if there is none.
func Read(tx *store.Tx, deviceNo, seq int64) (Event, error) {
	e := Event{DeviceNo: deviceNo, Seq: seq}
	var prev, hash []byte
	found, err := tx.Get(`SELECT d.id, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash FROM events e
		JOIN devices d ON d.no = e.device WHERE e.device = ? AND e.seq = ?`, []any{deviceNo, seq},
		&e.Device, &e.Kind, &e.Version, &e.AtMS, &e.Body, &prev, &hash)
	if err == nil && !found {
		err = store.Refuse(codeNoEvent, seq)
	}
	e.Prev, e.Hash = toHash(prev), toHash(hash)
	return e, err
}

package estate

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// KindPlaced and kindRetired are the kinds of the events that say where the counter is: a copy of a book is the same book, and which of the two is the counter cannot be
// seen in either.
const (
	KindPlaced  = "counter.placed"
	kindRetired = "counter.retired"
)

// nowhere is the machine of a counter that was retired; no machine has this mark.
const nowhere = "-"

// Placed says on which machine the counter is from now on. Machine is a keyed hash of the machine's own id, which tells nothing to who has no
// key of the book. Seq and Hash are the newest event that this machine remembered and the book does not have, 0 where there is none. Paper is
// the newest receipt that the person who brought the recovery key has on paper, "" where nobody was asked.
type Placed struct {
	Machine string       `json:"machine"`
	Seq     int64        `json:"seq,omitempty"`
	Hash    journal.Hash `json:"-"`
	Paper   string       `json:"paper,omitempty"`
}

// placedV1 is the body of counter.placed.
type placedV1 struct {
	Placed
	Hash []byte `json:"hash,omitempty"`
}

// retiredV1 is the body of counter.retired.
type retiredV1 struct {
	By string `json:"by"`
}

// Place records on which machine the counter is from now on.
func Place(tx *store.Tx, j *journal.Journal, p Placed) error {
	body := placedV1{Placed: p}
	if p.Seq != 0 {
		body.Hash = p.Hash[:]
	}
	_, err := j.Append(tx, KindPlaced, body)
	return err
}

// Retire records that this counter takes no money any more, because it goes on elsewhere. The caller checks the right; by is "" where a copy of a
// counter that was retired takes its place.
func (s *Estate) Retire(tx *store.Tx, by string) error {
	_, err := s.journal.Append(tx, kindRetired, retiredV1{By: by})
	return err
}

// MachineOf returns the mark of the machine on which the counter of this device is, "" for a book that was never placed anywhere. retired says that it is on
// none any more.
func MachineOf(tx *store.Tx) (mark string, retired bool, err error) {
	_, err = tx.Get("SELECT machine FROM counters WHERE device = "+journal.Own, nil, &mark)
	return mark, mark == nowhere, err
}

// TookOver reports whether this book took the place of exactly the one whose newest event has this number and hash: as a backup, by somebody who
// was asked, or because somebody with the recovery key went on with it. at is the event of this book that says so, the newest of them. Who calls
// it asks whether that is signed.
func TookOver(tx *store.Tx, seq int64, hash journal.Hash) (at int64, found bool, err error) {
	err = tx.Each("SELECT seq, kind, body FROM events WHERE kind IN (?, ?) ORDER BY seq", []any{KindRestored, KindPlaced}, func(scan func(dest ...any) error) error {
		var eventSeq int64
		var kind string
		var body []byte
		if err := scan(&eventSeq, &kind, &body); err != nil {
			return err
		}
		of, ofHash, err := tookOver(kind, body)
		if err == nil && of == seq && string(ofHash) == string(hash[:]) {
			at, found = eventSeq, true
		}
		return err
	})
	return at, found, err
}

// tookOver returns which event the book had as its newest whose place an event says was taken, 0 where nobody said so.
func tookOver(kind string, body []byte) (seq int64, hash []byte, err error) {
	if kind == KindPlaced {
		placed, err := journal.Decode[placedV1](body)
		return placed.Seq, placed.Hash, err
	}
	restored, err := journal.Decode[restoredV1](body)
	if restored.By == "" {
		return 0, nil, err
	}
	return restored.Seq, restored.Hash, err
}

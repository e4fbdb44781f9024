package ledger

import (
	"context"
	"sort"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// known is which book a file holds, the head of its chain, the newest number of each series (till.LastNumbers) and whether the counter was retired. Seq is
// 0 where that cannot be read.
type known struct {
	book     string
	seq      int64
	hash     journal.Hash
	receipts map[string]int64
	retired  bool
}

// knownOf reads which book an assembled one is. One that no event began, or whose first event began another, cannot say which it is: it is
// damaged (store.corrupt).
func knownOf(ctx context.Context, book *Book) (here known, err error) {
	here.book = book.Journal.Book
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		if here.seq, here.hash, err = book.Journal.Head(tx); err != nil {
			return err
		}
		if here.receipts, err = till.LastNumbers(tx); err != nil {
			return err
		}
		if _, here.retired, err = estate.MachineOf(tx); err != nil {
			return err
		}
		first, began, err := hashAt(tx, 0)
		if err == nil && (!began || first != journal.Genesis(book.Journal.Book, book.Journal.Device)) {
			err = store.Refuse(store.CodeCorrupt, "identity")
		}
		return err
	})
	return here, err
}

// hashAt returns what this device's event after seq chains to; ok is false where there is none.
func hashAt(tx *store.Tx, seq int64) (hash journal.Hash, ok bool, err error) {
	var bytes []byte
	ok, err = tx.Get("SELECT prev FROM events WHERE device = "+journal.Own+" AND seq = ?", []any{seq + 1}, &bytes)
	copy(hash[:], bytes)
	return hash, ok, err
}

// beyond is what a book knows and another file does not: the events after the last one that both have, and how many of these took or gave money.
// PINs that were typed are not counted: the manager types one to be allowed to restore, and that alone must not make the book at the counter the
// newer one. Nor is that it was replaced: each time says so anew.
type beyond struct{ events, payments int64 }

// beyondOf compares the chains of two assembled books, which agree up to where they part.
func beyondOf(ctx context.Context, here, taken *Book) (b beyond, err error) {
	err = here.Store.Read(ctx, func(tx *store.Tx) error {
		return taken.Store.Read(ctx, func(other *store.Tx) error {
			common, err := parted(tx, other)
			if err != nil {
				return err
			}
			_, err = tx.Get(`SELECT count(*), count(*) FILTER (WHERE kind GLOB 'payment.*') FROM events WHERE device = `+journal.Own+` AND seq > ?
				AND kind NOT IN ('staff.pin_accepted', 'staff.pin_refused', 'book.restored')`, []any{common}, &b.events, &b.payments)
			return err
		})
	})
	return b, err
}

// parted returns the number of the last event that two chains of one device have in common. It halves, because equal hashes mean that all before
// is equal.
func parted(here, other *store.Tx) (common int64, err error) {
	const query = "SELECT hash FROM events WHERE device = " + journal.Own + " AND seq = ?"
	var end int64
	if _, err := here.Get("SELECT coalesce(max(seq), 0) FROM events WHERE device = "+journal.Own, nil, &end); err != nil {
		return 0, err
	}
	first := sort.Search(int(end), func(i int) bool {
		var a, b []byte
		hasA, errA := here.Get(query, []any{i + 1}, &a)
		hasB, errB := other.Get(query, []any{i + 1}, &b)
		if errA != nil || errB != nil {
			err = firstOf(err, errA, errB)
		}
		return !hasA || !hasB || string(a) != string(b)
	})
	return int64(first), err
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// Written returns the number of this device's last event, to be held against later with WrittenSince.
func (b *Book) Written(ctx context.Context) (seq int64, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		seq, _, err = b.Journal.Head(tx)
		return err
	})
	return seq, err
}

// WrittenSince returns how many events of this device came after seq, but for PINs that were typed: what a command that failed has written all
// the same.
func (b *Book) WrittenSince(ctx context.Context, seq int64) (events int64, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT count(*) FROM events WHERE device = `+journal.Own+` AND seq > ?
			AND kind NOT IN ('staff.pin_accepted', 'staff.pin_refused')`, []any{seq}, &events)
		return err
	})
	return events, err
}

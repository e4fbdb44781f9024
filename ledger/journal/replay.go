package journal

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// replayBatch is how many events one transaction of a replay folds: with bodies of 128 KiB at most, 25 MB of memory.
const replayBatch = 200

// Replay folds every event that from sees into the fresh, empty file into, in the order in which the book got them. It is
// one transaction that reads, so that whoever compares what comes out with the book compares with the same moment of it:
// money may be taken meanwhile. It works out no hash again; the triggers of into hold as for every write. progress
// may be nil; it is called after each batch with the number of events done. A cancelled ctx stops between two batches
// and leaves into incomplete. Errors: journal.replay, with kind, seq and device, for an event that does not fold.
func (j *Journal) Replay(ctx context.Context, from *store.Tx, into *store.DB, progress func(done int64)) error {
	if err := j.copyDevices(ctx, from, into); err != nil {
		return err
	}
	// Without other devices no event can be contested, and one that does not fold was changed.
	fold, within := func(tx *store.Tx, e Event) error { return j.fold(tx, e, nil) }, func(_ *store.Tx, work func() error) error { return work() }
	isShared, err := isShared(from)
	if err != nil {
		return err
	}
	if isShared {
		fold, within = j.FoldAt, asDone
		// What a device did before its end was told is folded by it.
		if err := into.Write(ctx, func(tx *store.Tx) error { return j.FoldEnds(from, tx) }); err != nil {
			return err
		}
	}
	for last := int64(0); ; {
		batch, newest, err := readBatch(from, last)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		err = into.Write(ctx, func(tx *store.Tx) error {
			return within(tx, func() error {
				for _, e := range batch {
					if err := fold(tx, e); err != nil {
						return store.Fail(CodeReplay, err, e.Kind, e.Seq, e.DeviceNo)
					}
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
		last = newest
		if progress != nil {
			progress(last)
		}
	}
}

// Fold folds the events of some kinds alone that from sees into the fresh tables of into, and writes no events there: what follows from few of
// them can be had without the rest. Errors as of Replay.
func (j *Journal) Fold(from, into *store.Tx, kinds []string) error {
	isShared, err := isShared(from)
	if err != nil {
		return err
	}
	return EachOf(from, kinds, func(e Event) error {
		if isShared {
			var code string
			if contested, err := from.Get("SELECT code FROM conflicts WHERE device = ? AND seq = ?", []any{e.DeviceNo, e.Seq}, &code); err != nil || contested {
				if err != nil {
					return err
				}
				return j.projectors[e.Kind][e.Version].foldContested(into, e, code)
			}
		}
		projector, ok := j.projectors[e.Kind][e.Version]
		if !ok {
			return store.Fail(CodeReplay, store.Refuse(codeKind, e.Kind, e.Version), e.Kind, e.Seq, e.DeviceNo)
		}
		if err := projector.Apply(into, e); err != nil {
			return store.Fail(CodeReplay, err, e.Kind, e.Seq, e.DeviceNo)
		}
		return nil
	})
}

// EachOf calls one with every event of some kinds, in the order in which the book has them.
func EachOf(tx *store.Tx, kinds []string, one func(e Event) error) error {
	// The kinds stand in the text, so that SQLite finds the index that is for them.
	named := "'" + strings.Join(slices.Sorted(slices.Values(kinds)), "', '") + "'"
	return tx.Each(`SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash
		FROM events e JOIN devices d ON d.no = e.device WHERE e.kind IN (`+named+`) ORDER BY e.id`, nil, func(scan func(dest ...any) error) error {
		e, err := ScanEvent(scan)
		if err != nil {
			return err
		}
		return one(e)
	})
}

// isShared reports whether a book has other devices than this one.
func isShared(tx *store.Tx) (bool, error) {
	return tx.Get("SELECT 1 FROM devices WHERE no <> "+Own, nil, new(int))
}

// copyDevices copies the numbers of the devices and the identity of the book. The tables name devices by these
// numbers, so both files must have the same ones to be compared.
func (j *Journal) copyDevices(ctx context.Context, from *store.Tx, into *store.DB) error {
	return into.Write(ctx, func(tx *store.Tx) error {
		err := from.Each("SELECT no, id FROM devices ORDER BY no", nil, func(scan func(dest ...any) error) error {
			var no int64
			var id string
			if err := scan(&no, &id); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO devices (no, id) VALUES (?, ?)", no, id)
			return err
		})
		if err != nil {
			return err
		}
		deviceNo, err := j.DeviceNo(from, j.Device)
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO identity (only, book, device) VALUES (1, ?, ?)", j.Book, deviceNo)
		return err
	})
}

// readBatch reads the events after the row id last and returns them with the row id of the newest; no events mean
// that there are no more. Rows are never deleted, so row ids count the events.
func readBatch(from *store.Tx, last int64) (batch []Event, newest int64, err error) {
	batch, err = store.All(from, `SELECT e.id, e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash
		FROM events e JOIN devices d ON d.no = e.device WHERE e.id > ? ORDER BY e.id LIMIT ?`, []any{last, replayBatch},
		func(scan func(dest ...any) error) (Event, error) {
			return ScanEvent(func(dest ...any) error { return scan(append([]any{&newest}, dest...)...) })
		})
	return batch, newest, err
}

// ScanEvent reads an event whose columns are device no, device id, seq, kind, version, at_ms, body, prev and hash, in
// this order.
func ScanEvent(scan func(dest ...any) error) (Event, error) {
	var e Event
	var prev, hash []byte
	err := scan(&e.DeviceNo, &e.Device, &e.Seq, &e.Kind, &e.Version, &e.AtMS, &e.Body, &prev, &hash)
	e.Prev, e.Hash = toHash(prev), toHash(hash)
	return e, err
}

package journal

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"sort"

	"shouqi/ledger/store"
)

// undoMax is how many of the newest events can be taken back: some weeks of a few counters. What comes before those has the whole book folded again.
const undoMax = 20_000

// undoKey returns the key by which this file knows what it wrote into local_undo itself: whoever can edit the file must not have it take back what was never done.
// It is nil without a key.
func undoKey(key ed25519.PrivateKey) []byte {
	if key == nil {
		return nil
	}
	mac := hmac.New(sha256.New, key.Seed())
	mac.Write([]byte("shouqi undo"))
	return mac.Sum(nil)
}

// undoMAC is over the row of an event, the event, what stands before it and what it changed.
func (j *Journal) undoMAC(row int64, hash Hash, before, changes []byte) []byte {
	mac := hmac.New(sha256.New, j.undo)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(row)))
	mac.Write(hash[:])
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(before))))
	mac.Write(before)
	mac.Write(changes)
	return mac.Sum(nil)
}

// recorded folds an event and keeps what that changes, so that it can be taken back.
func (j *Journal) recorded(tx *store.Tx, e Event, fold func() error) error {
	changes, err := tx.Record(func(table string) bool { return Folded(table) || table == "events" }, fold)
	if err != nil {
		return err
	}
	text, err := json.Marshal(changes)
	if err != nil {
		return store.Fail(store.CodeInternal, err)
	}
	var row int64
	var before []byte
	if _, err := tx.Get("SELECT id FROM events WHERE device = ? AND seq = ?", []any{e.DeviceNo, e.Seq}, &row); err != nil {
		return err
	}
	if _, err := tx.Get("SELECT mac FROM local_undo WHERE event = ?", []any{row - 1}, &before); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO local_undo (event, changes, mac) VALUES (?, ?, ?)", row, text, j.undoMAC(row, e.Hash, before, text)); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM local_undo WHERE event <= ?", row-undoMax)
	return err
}

// takeBack takes the events after a place in the order out of the book, with what was folded from them, and returns them in their order. ok is false, and nothing is changed,
// where it is not known any more what one of them changed.
func (h *hearing) takeBack(place timed) (taken []timed, ok bool, err error) {
	from, last, err := h.rowAfter(place)
	if err != nil || h.journal.undo == nil {
		return nil, false, err
	}
	changes, ok, err := h.changesFrom(from, last)
	if err != nil || !ok {
		return nil, false, err
	}
	taken, err = store.All(h.tx, `SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash FROM events e JOIN devices d ON d.no = e.device
		WHERE e.id >= ? ORDER BY e.id`, []any{from}, func(scan func(dest ...any) error) (e timed, err error) {
		e.Event, err = ScanEvent(scan)
		return e, err
	})
	for i := range taken {
		if err == nil {
			taken[i].time, err = h.clock.at(taken[i].Device, taken[i].Seq)
		}
	}
	if err == nil {
		err = h.tx.Attempt(func() error { return h.tx.TakeBack(changes) })
	}
	if code := store.Code(err); code == store.CodeInternal || code == store.CodeRefused { // a row was edited: folding all again needs none of them
		return nil, false, nil
	}
	if err == nil {
		_, err = h.tx.Exec("DELETE FROM local_undo WHERE event >= ?", from)
	}
	if err == nil { // the mark begins with the number of its row
		_, err = h.tx.Exec("DELETE FROM local_settings WHERE name = ? AND CAST(value AS INTEGER) >= ?", MarkSetting, from)
	}
	return taken, err == nil, err
}

// changesFrom returns what the events in the rows from one to the last changed, in their order. ok is false where that is not there, or was not written by this program.
func (h *hearing) changesFrom(from, last int64) (all []store.Changes, ok bool, err error) {
	var before []byte
	if _, err := h.tx.Get("SELECT mac FROM local_undo WHERE event = ?", []any{from - 1}, &before); err != nil {
		return nil, false, err
	}
	ok = true
	err = h.tx.Each("SELECT u.event, u.changes, u.mac, e.hash FROM local_undo u JOIN events e ON e.id = u.event WHERE u.event >= ? ORDER BY u.event", []any{from},
		func(scan func(dest ...any) error) error {
			var row int64
			var text, mac, hash []byte
			if err := scan(&row, &text, &mac, &hash); err != nil {
				return err
			}
			var changes store.Changes
			ok = ok && row == from+int64(len(all)) && hmac.Equal(mac, h.journal.undoMAC(row, toHash(hash), before, text)) && json.Unmarshal(text, &changes) == nil
			before, all = mac, append(all, changes)
			return nil
		})
	return all, ok && int64(len(all)) == last-from+1, err
}

// rowAfter returns the first row of the book whose event comes after a place in the order, and the last one of all.
func (h *hearing) rowAfter(place timed) (from, last int64, err error) {
	if _, err := h.tx.Get("SELECT coalesce(max(id), 0) FROM events", nil, &last); err != nil {
		return 0, 0, err
	}
	before := sort.Search(int(last), func(i int) bool {
		var e timed
		if err == nil {
			_, err = h.tx.Get("SELECT e.device, d.id, e.seq FROM events e JOIN devices d ON d.no = e.device WHERE e.id = ?", []any{i + 1}, &e.DeviceNo, &e.Device, &e.Seq)
		}
		if err == nil {
			e.time, err = h.clock.at(e.Device, e.Seq)
		}
		return compareTimed(e, place) > 0
	})
	return int64(before) + 1, last, err
}

// settled returns the place in the order before which nothing is expected any more: every device that goes on was heard past it. What comes there all the same, as the last
// events of one that is at its end, has the whole book folded again.
func (h *hearing) settled() (place timed, err error) {
	devices, err := store.All(h.tx, "SELECT no, id FROM devices WHERE no <> "+Own+" AND no NOT IN (SELECT device FROM ended) ORDER BY no", nil, func(scan func(dest ...any) error) (e timed, err error) {
		return e, scan(&e.DeviceNo, &e.Device)
	})
	place.time = math.MaxInt64 // nobody else goes on
	for _, next := range devices {
		if err != nil {
			return timed{}, err
		}
		var head Event
		if head, err = h.head(next.Device); err == nil {
			next.time, err = h.clock.at(next.Device, head.Seq)
			next.time++
		}
		if compareTimed(next, place) < 0 {
			place = next
		}
	}
	return place, err
}

// forget forgets how to take back what comes before a place, where nothing is expected any more. The row before stays: what comes after is bound to it.
func (h *hearing) forget(place timed) error {
	place.DeviceNo-- // the row of the place itself is the first that is kept
	from, _, err := h.rowAfter(place)
	if err == nil {
		_, err = h.tx.Exec("DELETE FROM local_undo WHERE event < ?", from-1)
	}
	return err
}

package journal

import (
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// Folded reports whether a table follows from the events alone. The others are the events themselves with their signatures and devices, the vault, this
// computer's own tables, and those of SQLite and the migrations.
func Folded(table string) bool {
	switch table {
	case "events", "signatures", "devices", "identity", "print_jobs":
		return false
	}
	for _, other := range []string{"local_", "goose_", "sqlite_"} {
		if strings.HasPrefix(table, other) {
			return false
		}
	}
	return !strings.HasPrefix(table, "vault_") || table == "vault_references"
}

// fold folds the admitted events at their places and returns how many of the book it folded again.
func (h *hearing) fold() (again int, err error) {
	last, err := h.lastOfBook()
	if err != nil {
		return 0, err
	}
	isOther, err := h.end()
	if err != nil {
		return 0, err
	}
	if h.settledAt, err = h.settled(); err != nil {
		return 0, err
	}
	isLate := last.time != 0 && compareTimed(last, h.admitted[0]) > 0
	err = asDone(h.tx, func() error {
		if !isOther {
			taken, ok, err := h.makeRoom(isLate)
			if err != nil {
				return err
			}
			if ok {
				again = len(taken)
				return h.foldAll(append(taken, h.admitted...))
			}
		}
		again, err = h.foldAgain()
		return err
	})
	if err == nil {
		err = h.forget(h.settledAt)
	}
	return again, err
}

// makeRoom takes back what follows the admitted events, where they are late, and has the book know which devices are at their end before anything is folded. ok is false
// where it is not known how.
func (h *hearing) makeRoom(isLate bool) (taken []timed, ok bool, err error) {
	known := h.ends
	if isLate && known == nil { // what is taken back may be that a device ended, which holds all the same
		if known, err = endsOf(h.tx); err != nil {
			return nil, false, err
		}
	}
	if isLate {
		if taken, ok, err = h.takeBack(h.admitted[0]); err != nil || !ok {
			return nil, false, err
		}
	}
	return taken, true, known.write(h.tx)
}

// foldAll folds events after all that is in the book.
func (h *hearing) foldAll(events []timed) error {
	slices.SortFunc(events, compareTimed)
	for i, e := range events {
		if err := h.foldOne(e, len(events)-i); err != nil {
			return err
		}
	}
	return nil
}

// foldOne folds an event at its place. What it changes is kept where something may still come before it, and it is among the newest that are left to fold.
func (h *hearing) foldOne(e timed, left int) error {
	if h.journal.undo == nil || left > undoMax || compareTimed(e, h.settledAt) < 0 {
		return h.journal.FoldAt(h.tx, e.Event)
	}
	return h.journal.recorded(h.tx, e.Event, func() error { return h.journal.FoldAt(h.tx, e.Event) })
}

// foldingSetting is the local setting, there while events of several devices are folded, by which the triggers let stand what is done: cash that two counters
// took out of one safe without each other is out of it.
const foldingSetting = "folding"

// asDone runs work while what the events say was done is not held to what was there.
func asDone(tx *store.Tx, work func() error) error {
	if err := store.SetSetting(tx, foldingSetting, "yes"); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM local_settings WHERE name = ?", foldingSetting)
	return err
}

// lastOfBook returns the event of the book that is folded last. Rows of events are in that order.
func (h *hearing) lastOfBook() (last timed, err error) {
	found, err := h.tx.Get("SELECT e.device, d.id, e.seq FROM events e JOIN devices d ON d.no = e.device ORDER BY e.id DESC LIMIT 1", nil, &last.DeviceNo, &last.Device, &last.Seq)
	if err != nil || !found {
		return timed{}, err
	}
	c := clock{tx: h.tx}
	last.time, err = c.at(last.Device, last.Seq)
	return last, err
}

// MarkSetting is the local setting in which an audit keeps up to which row it checked the events. It means nothing any more once they stand in other rows.
const MarkSetting = "audit_mark"

// orderedRows is the table in which the events wait to be folded again, in their order.
const orderedRows = `CREATE TEMP TABLE ordered (time INTEGER NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL,
	at_ms INTEGER NOT NULL, body BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (time, device)) STRICT, WITHOUT ROWID`

// foldAgain takes all events out of the book with everything that was folded from them, and folds them again with the admitted ones at their places.
func (h *hearing) foldAgain() (again int, err error) {
	if _, err := h.tx.Exec(orderedRows); err != nil {
		return 0, err
	}
	taken, err := h.tx.Exec(`INSERT INTO ordered SELECT e.seq + coalesce((SELECT h.time - h.seq FROM hearings h WHERE h.device = e.device AND h.seq <= e.seq ORDER BY h.seq DESC LIMIT 1), 0),
		e.device, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash FROM events e`)
	if err != nil {
		return 0, err
	}
	for _, e := range h.admitted {
		if _, err := h.tx.Exec("INSERT INTO ordered (time, device, seq, kind, version, at_ms, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			e.time, e.DeviceNo, e.Seq, e.Kind, e.Version, e.AtMS, e.Body, e.Prev[:], e.Hash[:]); err != nil {
			return 0, err
		}
	}
	if h.ends == nil {
		if h.ends, err = h.journal.endsIn(h.tx); err != nil {
			return 0, err
		}
	}
	if err := h.clear(); err != nil {
		return 0, err
	}
	if err := h.ends.write(h.tx); err != nil {
		return 0, err
	}
	if err := h.foldOrdered(int(taken) + len(h.admitted)); err != nil {
		return 0, err
	}
	if _, err := h.tx.Exec("DELETE FROM local_settings WHERE name = ?", MarkSetting); err != nil {
		return 0, err
	}
	_, err = h.tx.Exec("DROP TABLE temp.ordered")
	return int(taken), err
}

// clear empties every table that is folded from the events, and then the events.
func (h *hearing) clear() error {
	names, err := store.All(h.tx, "SELECT name FROM sqlite_schema WHERE type = 'table'", nil, func(scan func(dest ...any) error) (name string, err error) {
		return name, scan(&name)
	})
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !Folded(name) })
	return h.tx.Empty(append(names, "events", "local_undo"))
}

// foldOrdered folds what waits, a batch at a time. There are so many left of it.
func (h *hearing) foldOrdered(left int) error {
	for last := (timed{}); ; {
		batch, err := store.All(h.tx, `SELECT o.time, o.device, d.id, o.seq, o.kind, o.version, o.at_ms, o.body, o.prev, o.hash FROM ordered o JOIN devices d ON d.no = o.device
			WHERE (o.time, o.device) > (?, ?) ORDER BY o.time, o.device LIMIT ?`, []any{last.time, last.DeviceNo, replayBatch}, func(scan func(dest ...any) error) (e timed, err error) {
			e.Event, err = ScanEvent(func(dest ...any) error { return scan(append([]any{&e.time}, dest...)...) })
			return e, err
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, e := range batch {
			if err := h.foldOne(e, left); err != nil {
				return err
			}
			left--
		}
		last = batch[len(batch)-1]
	}
}

// FoldAt folds an event at its place among those of other devices. What is refused there by what came before it changes nothing but what its kind
// says (Projector.Contested), and stands among the conflicts. So does, and changes nothing, what its device did after its end.
func (j *Journal) FoldAt(tx *store.Tx, e Event) error {
	projector := j.projectors[e.Kind][e.Version]
	last, ended, err := endOf(tx, e.DeviceNo)
	if err != nil {
		return err
	}
	if ended && e.Seq > last && e.Kind != kindHeard { // what it had heard tells the order of what others heard from it
		return projector.contest(tx, e, CodeEnded)
	}
	err = tx.Attempt(func() error { return j.fold(tx, e, nil) })
	if err == nil || !isContested(err) {
		return err
	}
	return projector.contest(tx, e, store.Code(err))
}

// contest keeps an event that does not fold, with what is sealed and named in it, among the conflicts, and folds what its kind still changes.
func (p Projector) contest(tx *store.Tx, e Event, code string) error {
	if err := p.foldContested(tx, e, code); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO conflicts (device, seq, kind, code) VALUES (?, ?, ?, ?)", e.DeviceNo, e.Seq, e.Kind, code); err != nil {
		return err
	}
	return keep(tx, e)
}

// foldContested folds what an event still changes that was refused with a code, and has the book know of what is sealed and named in it.
func (p Projector) foldContested(tx *store.Tx, e Event, code string) error {
	if fold := p.contested(code); fold != nil {
		// Where even that is refused the event is kept all the same: nobody could ever hear the device again.
		if err := tx.Attempt(func() error { return fold(tx, e) }); err != nil && !isContested(err) {
			return err
		}
	}
	if p.names == nil {
		return store.Refuse(codeKind, e.Kind, e.Version)
	}
	// What is sealed is kept with the event.
	return p.names(e, func(named Sealed) error { return named.ReferOnce(tx, e.DeviceNo, e.Seq) })
}

// contested returns what an event still folds that was refused with a code, nil for nothing. Of what a device did after its end that is only whom it let in:
// the book has to know whose events it has.
func (p Projector) contested(code string) func(tx *store.Tx, e Event) error {
	if code == CodeEnded && p.introduces == nil {
		return nil
	}
	return p.Contested
}

// isContested reports whether an error is that of an event which does not fit what came before it, and not one of the file, of this program or of somebody
// who waits no more.
func isContested(err error) bool {
	if store.IsCancelled(err) {
		return false
	}
	code := store.Code(err)
	if strings.HasPrefix(code, "store.") {
		return code == store.CodeRefused
	}
	return code != store.CodeInternal && code != codeKind && code != CodeBody
}

package audit

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// chain recomputes the hash of every event after the row id mark, and checks that the numbers of each device and the
// row ids have no gap. mark must be a row that was checked before; 0 starts at the first event. A changed body, a
// removed event and an inserted one all break the chain.
func (a *Audit) chain(ctx context.Context, tx *store.Tx, mark int64) error {
	heads := make(map[string]journal.Event)
	if err := headsAt(tx, mark, heads); err != nil {
		return err
	}
	next, order := mark+1, journal.NewOrder(tx)
	if mark > 0 {
		if err := order.From(mark); err != nil {
			return err
		}
	}
	// Every event in the order in which this book has it. One whose device is missing is read too, hence the left
	// join.
	return tx.Each(`SELECT e.id, e.device, coalesce(d.id, ''), e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash
		FROM events e LEFT JOIN devices d ON d.no = e.device WHERE e.id > ? ORDER BY e.id`, []any{mark}, func(scan func(dest ...any) error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		var id int64
		e, err := journal.ScanEvent(func(dest ...any) error { return scan(append([]any{&id}, dest...)...) })
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%d/%d", e.DeviceNo, e.Seq)
		if id != next {
			a.add("chain", "events", key, fmt.Sprintf("stands at row %d, should be at %d", id, next))
		}
		next = id + 1
		a.link(heads[e.Device], e, key)
		heads[e.Device] = e
		follows, err := order.Follows(e)
		if err == nil && !follows {
			a.add("chain", "events", key, "does not stand at its place among those of the other counters")
		}
		return err
	})
}

// link checks that e follows before, the last event of its device; for the first one before is zero, and the hash
// begins with the ids of the book and the device.
func (a *Audit) link(before, e journal.Event, key string) {
	prev := journal.Genesis(a.journal.Book, e.Device)
	if before.Seq > 0 {
		prev = before.Hash
	}
	if e.Seq != before.Seq+1 {
		a.add("chain", "events", key, fmt.Sprintf("follows number %d of its device", before.Seq))
	}
	if e.Prev != prev {
		a.add("chain", "events", key, "does not chain to the event before it")
	}
	// The first event does not fit. Either it was changed, or one of the ids that its hash begins with: which, cannot
	// be told, so all are named.
	if e.Prev != prev && before.Seq == 0 {
		a.add("chain", "identity", "1", "the book's id is not the one that event "+key+" began with, or the device's, or that event was changed")
		a.add("chain", "devices", fmt.Sprint(e.DeviceNo), "its id is not the one that event "+key+" began with, or the book's, or that event was changed")
	}
	if journal.HashOf(a.journal.Book, e) != e.Hash {
		a.add("chain", "events", key, "was changed: its hash is another")
	}
}

// headsAt reads the newest event of each device up to the row id mark, without its body: only its number and hash are
// needed to check the next one.
func headsAt(tx *store.Tx, mark int64, heads map[string]journal.Event) error {
	return tx.Each(`SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, x'', e.prev, e.hash FROM events e JOIN devices d ON d.no = e.device
		WHERE e.id IN (SELECT max(id) FROM events WHERE id <= ? GROUP BY device)`, []any{mark}, func(scan func(dest ...any) error) error {
		e, err := journal.ScanEvent(scan)
		heads[e.Device] = e
		return err
	})
}

// began checks the first event of each device, which chain leaves out from a mark on: by it alone the ids of the book and the devices are known to be those
// that all events were chained with.
func (a *Audit) began(tx *store.Tx, mark int64) error {
	if mark == 0 {
		return nil
	}
	return tx.Each(`SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash FROM devices d JOIN events e ON e.device = d.no AND e.seq = 1 ORDER BY d.no`,
		nil, func(scan func(dest ...any) error) error {
			e, err := journal.ScanEvent(scan)
			if err == nil {
				a.link(journal.Event{}, e, fmt.Sprintf("%d/%d", e.DeviceNo, e.Seq))
			}
			return err
		})
}

// devices finds a device without any event, one that nobody let in, one that is gone or has another id, and an identity that names none of the book. The chain alone would not
// show a row that was added to these tables or is missing, where its device did nothing yet, and events of another device chain from its first, by which nothing signs them.
func (a *Audit) devices(tx *store.Tx) error {
	err := tx.Each("SELECT no, id FROM devices WHERE no <> 1 ORDER BY no", nil, func(scan func(dest ...any) error) error {
		var no int64
		var id string
		err := scan(&no, &id)
		if err == nil && journal.NumberOf(id) != no {
			a.add("devices", "devices", strconv.FormatInt(no, 10), "is not the number of its id")
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.sums(tx, []sum{
		{"devices", `SELECT 'devices', CAST(no AS TEXT), 'no event of it' FROM devices d WHERE NOT EXISTS (SELECT 1 FROM events WHERE device = d.no)
			AND (no = 1 OR NOT EXISTS (SELECT 1 FROM counters WHERE device = d.no))`}, // one that was let in may not be heard of yet
		{"devices", `SELECT 'devices', CAST(device AS TEXT), 'was let in and is gone' FROM counters WHERE device NOT IN (SELECT no FROM devices)`},
		{"devices", `SELECT 'devices', CAST(no AS TEXT), 'nobody let it in' FROM devices d WHERE no <> 1 AND NOT EXISTS (SELECT 1 FROM counters WHERE device = d.no)`},
		{"devices", `SELECT 'identity', CAST(only AS TEXT), 'names no device of the book' FROM identity WHERE device NOT IN (SELECT device FROM counters) OR only <> 1`},
	})
}

// strangers finds events of a device that the book does not know. It reads through all of them.
func (a *Audit) strangers(tx *store.Tx) error {
	return a.sums(tx, []sum{
		{"devices", `SELECT 'events', e.device || '/' || min(e.seq), 'of a device that the book does not know' FROM events e
			WHERE NOT EXISTS (SELECT 1 FROM devices WHERE no = e.device) GROUP BY e.device`},
	})
}

// markName is the local setting with the row id and the hash up to which the chain was checked.
const markName = journal.MarkSetting

// readMark returns the row id up to which the chain was checked, or 0 where everything has to be checked, as without a mark. A mark that this
// program did not write, or at which the event is gone or another, proves that the book was changed: it is a finding. It saves time and
// proves nothing else: whoever rewrites the file can rewrite the mark, which is why Full does not go by it.
func (a *Audit) readMark(tx *store.Tx) (int64, error) {
	var text string
	found, err := tx.Get("SELECT value FROM local_settings WHERE name = ?", []any{markName}, &text)
	if err != nil || !found {
		return 0, err
	}
	number, hash, _ := strings.Cut(text, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		a.add("mark", "local_settings", markName, "is not one that this program wrote")
		return 0, nil
	}
	var now []byte
	found, err = tx.Get("SELECT hash FROM events WHERE id = ?", []any{id}, &now)
	switch {
	case err != nil:
		return 0, err
	case !found:
		a.add("mark", "local_settings", markName, fmt.Sprintf("the events were checked up to row %d, which is gone: the end of the book was cut off", id))
		return 0, nil
	case hex.EncodeToString(now) != hash:
		a.add("mark", "local_settings", markName, fmt.Sprintf("the event at row %d is not the one that was checked", id))
		return 0, nil
	}
	return id, nil
}

// MoveMark notes that Quick checked the chain up to its newest event and found nothing. A book that can only be read gets no mark, and
// that is no error: the same events are checked again next time.
func (a *Audit) MoveMark(ctx context.Context) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO local_settings (name, value)
			SELECT ?, id || ':' || lower(hex(hash)) FROM events ORDER BY id DESC LIMIT 1
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, markName)
		return err
	})
	if store.Code(err) == store.CodeReadonly {
		return nil
	}
	return err
}

// Anchor reports whether this book still contains the event that a Z report (交班表) printed as SEQ:HASH. It is false
// for a chain whose end was cut off and for one that was rewritten, neither of which can be seen from inside the
// book. The hash may be shortened to its first 16 digits. Errors: audit.anchor for an anchor out of form.
func (a *Audit) Anchor(ctx context.Context, anchor string) (contained bool, err error) {
	number, hash, ok := strings.Cut(strings.TrimSpace(anchor), ":")
	seq, parseErr := strconv.ParseInt(number, 10, 64)
	hash = strings.ToLower(hash)
	if _, hexErr := hex.DecodeString(hash); !ok || parseErr != nil || hexErr != nil || len(hash) < 16 || len(hash) > 64 {
		return false, store.Refuse(codeAnchor)
	}
	err = a.db.Read(ctx, func(tx *store.Tx) error {
		var stored []byte
		found, err := tx.Get("SELECT hash FROM events WHERE device = "+journal.Own+" AND seq = ?", []any{seq}, &stored)
		contained = found && strings.HasPrefix(hex.EncodeToString(stored), hash)
		return err
	})
	return contained, err
}

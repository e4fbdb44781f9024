package report

import (
	"cmp"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// Counter is one counter of the book, as this file knows it. Moments are in milliseconds of UTC, 0 for none.
type Counter struct {
	Device string `json:"device"`
	// Code is what its receipts begin with; Own says that it is the counter of this file, Inviter that it lets others in.
	Code    string `json:"code"`
	Own     bool   `json:"own"`
	Inviter bool   `json:"inviter"`
	// Ended says that the counter is at its end: what it did after what is known of it here does not count.
	Ended bool `json:"ended"`
	// Events is how many records of it are here, NewestMS when it made the newest of them by its own clock, and NewestOn the business day of that.
	Events   int64         `json:"events"`
	NewestMS int64         `json:"newestMS"`
	NewestOn calendar.Date `json:"newestOn"`
	// HeardMS is when something of it was heard here last.
	HeardMS int64 `json:"heardMS"`
	// Waits is how many of the records that are here, its own left out, it has not said that it heard.
	Waits int64 `json:"waits"`
}

// Counters reads the counters of the book, this file's own first and the others by their codes. A computer that was let in and has not been heard yet has no
// events. Errors: those of reading the book.
func Counters(tx *store.Tx) ([]Counter, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return nil, err
	}
	heard, err := journal.HeardAts(tx)
	if err != nil {
		return nil, err
	}
	inviter, err := estate.Inviter(tx)
	if err != nil {
		return nil, err
	}
	return store.All(tx, `SELECT d.no, d.id, coalesce(c.code, ''), d.no = `+journal.Own+`, EXISTS (SELECT 1 FROM ended WHERE device = d.no), coalesce((SELECT max(seq) FROM events WHERE device = d.no), 0),
		coalesce((SELECT at_ms FROM events WHERE device = d.no ORDER BY seq DESC LIMIT 1), 0),
		(SELECT sum(max(coalesce((SELECT max(seq) FROM events WHERE device = o.no), 0) - coalesce((SELECT max(of_seq) FROM heard WHERE device = d.no AND of_device = o.no), 0), 0))
			FROM devices o WHERE o.no <> d.no)
		FROM devices d LEFT JOIN counters c ON c.device = d.no ORDER BY d.no <> `+journal.Own+`, c.code, d.no`, nil, func(scan func(dest ...any) error) (Counter, error) {
		var one Counter
		var no int64
		var waits *int64
		if err := scan(&no, &one.Device, &one.Code, &one.Own, &one.Ended, &one.Events, &one.NewestMS, &waits); err != nil {
			return one, err
		}
		one.Inviter, one.HeardMS = no == inviter, heard[one.Device].AtMS
		if waits != nil && !one.Own {
			one.Waits = *waits
		}
		if one.NewestMS != 0 {
			one.NewestOn = calendar.BusinessDate(time.UnixMilli(one.NewestMS), policies.CutoffHour)
		}
		return one, nil
	})
}

// Others is what of the other counters a person has to know at any moment: how many go on, when the newest of their records was made, when something of
// one of them was heard here last (milliseconds of UTC, 0 for never), and how many conflicts wait for somebody. Ended says that another counter ended this one:
// nothing can be done here any more. It is the zero value where there is one counter.
type Others struct {
	Ended     bool
	Count     int
	NewestMS  int64
	HeardMS   int64
	Conflicts int
}

// ReadOthers reads what is to be known of the other counters. It is read with every payment and asks indexes alone. Errors: those of reading the book.
func ReadOthers(tx *store.Tx) (others Others, err error) {
	var devices int
	if _, err = tx.Get(`SELECT (SELECT count(*) FROM devices WHERE no <> identity.device), (SELECT count(*) FROM ended WHERE device <> identity.device),
		EXISTS (SELECT 1 FROM ended WHERE device = identity.device) FROM identity`, nil, &devices, &others.Count, &others.Ended); err != nil || devices == 0 {
		return Others{}, err
	}
	others.Count = devices - others.Count
	if _, err = tx.Get(`SELECT coalesce(max((SELECT at_ms FROM events WHERE device = d.no ORDER BY seq DESC LIMIT 1)), 0) FROM devices d WHERE d.no <> `+journal.Own, nil, &others.NewestMS); err != nil {
		return others, err
	}
	heard, err := journal.HeardAts(tx)
	if err != nil {
		return others, err
	}
	for _, one := range heard {
		others.HeardMS = max(others.HeardMS, one.AtMS)
	}
	others.Conflicts, err = OpenConflicts(tx)
	return others, err
}

// OpenConflicts counts the conflicts that wait for somebody. Errors: those of reading the book.
func OpenConflicts(tx *store.Tx) (count int, err error) {
	_, err = tx.Get("SELECT count(*) FROM conflicts c WHERE "+conflictKnown+" AND NOT EXISTS (SELECT 1 FROM settled_conflicts WHERE of_device = c.device AND of_seq = c.seq)", nil, &count)
	return count, err
}

// roomOf returns the code of the household or space that an event is of, "" for none.
func (t trailTeller) roomOf(e trailEvent) (string, error) {
	object := cmp.Or(e.text("object"), e.text("promise.object"), e.text("from.object"))
	if object == "" {
		if _, err := t.tx.Get("SELECT object FROM payments WHERE device = ? AND seq = ?", []any{e.deviceNo, e.seq}, &object); err != nil {
			return "", err
		}
	}
	if id := e.text("bill"); object == "" && id != "" {
		bill, err := billing.ByID(t.tx, id)
		if err != nil && store.Code(err) != store.CodeInternal {
			return "", nil // the bill was made at a counter after its end, or did not fit itself
		}
		if err != nil {
			return "", err
		}
		object = bill.Object
	}
	if object == "" {
		return "", nil
	}
	return t.names.room(object)
}

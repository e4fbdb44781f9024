package journal

import (
	"encoding/json"

	"shouqi/ledger/store"
)

// heardAtSetting is the local setting that says up to where each other device was heard in this file, and when. The event that says what was heard comes
// only with the next deed of this counter: one that listens for a day says nothing, and its people want to know all the same.
const heardAtSetting = "heard_at"

// HeardAt is the newest event of another device that was heard, and the moment when it was, in milliseconds of UTC by the clock of this machine.
type HeardAt struct {
	Seq  int64 `json:"seq"`
	AtMS int64 `json:"atMS"`
}

// HeardAts returns what of each other device was heard last, by the devices' ids. A device of which nothing was heard is not among them. Errors: those of
// reading the book.
func HeardAts(tx *store.Tx) (noted map[string]HeardAt, err error) {
	noted = make(map[string]HeardAt)
	text, err := store.Setting(tx, heardAtSetting)
	if err != nil || text == "" {
		return noted, err
	}
	if err := json.Unmarshal([]byte(text), &noted); err != nil {
		return make(map[string]HeardAt), nil //nolint:nilerr // a note that cannot be read is none: it decides nothing
	}
	return noted, nil
}

// NoteHeard notes of every other device that has more events here than when it was noted last that it was heard now. Errors: those of the book.
func (j *Journal) NoteHeard(tx *store.Tx) error {
	noted, err := HeardAts(tx)
	if err != nil {
		return err
	}
	now := j.Now().UnixMilli()
	err = tx.Each("SELECT id, coalesce((SELECT max(seq) FROM events WHERE device = no), 0) FROM devices WHERE no <> "+Own, nil, func(scan func(dest ...any) error) error {
		var device string
		var seq int64
		err := scan(&device, &seq)
		if err == nil && seq > noted[device].Seq {
			noted[device] = HeardAt{Seq: seq, AtMS: now}
		}
		return err
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(noted)
	if err != nil {
		return store.Fail(store.CodeInternal, err)
	}
	return store.SetSetting(tx, heardAtSetting, string(text))
}

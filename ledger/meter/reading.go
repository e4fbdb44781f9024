package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Reading is what a dial showed on a day, and what was used since the reading before. Usage is worked out once, when
// the reading is taken, and never again.
type Reading struct {
	Meter string `json:"meter"`
	// On is the day of the reading. ForOn is the last day of the period that it closes, by which bills find it: a
	// reading of 1 November may close October.
	On    calendar.Date `json:"on"`
	ForOn calendar.Date `json:"forOn"`
	// Value and Previous are what the dial showed; Usage is their difference by the meter's terms.
	Value      tariff.Number `json:"value"`
	Previous   tariff.Number `json:"previous"`
	PreviousOn calendar.Date `json:"previousOn"`
	Usage      tariff.Number `json:"usage"`
	// RolledOver says that the dial went round since the reading before. Kept says that a person looked at the
	// reading, because it was odd, and let it stand. Batch names the import that it came with, "hand/" and the
	// request for one that was typed, "" for a correction or the last reading of a replaced meter.
	RolledOver bool   `json:"rolledOver"`
	Kept       bool   `json:"kept"`
	Batch      string `json:"batch"`
	// Undone is set for a reading that was taken back or corrected: no sum counts it any more.
	Undone bool `json:"undone"`
	// Billed is set by Correct where a bill was made from the figure that was wrong: that bill has to be adjusted
	// now.
	Billed bool `json:"billed,omitempty"`

	device, seq int64
	line        int
}

// readingColumns are the columns that scanReading reads, in this order.
const readingColumns = "device, seq, line, meter, read_on, for_on, value, previous, previous_on, usage, rolled_over, kept, batch, undone"

// scanReading reads a row of readingColumns.
func scanReading(scan func(dest ...any) error) (Reading, error) {
	var r Reading
	var value, previous, usage string
	err := scan(&r.device, &r.seq, &r.line, &r.Meter, &r.On, &r.ForOn, &value, &previous, &r.PreviousOn, &usage, &r.RolledOver, &r.Kept, &r.Batch, &r.Undone)
	if err != nil {
		return r, err
	}
	var read numbers
	r.Value, r.Previous, r.Usage = read.of(value), read.of(previous), read.of(usage)
	return r, read.err
}

// History returns at most limit readings of a meter, newest first, with those that were undone.
func History(tx *store.Tx, meter string, limit int) ([]Reading, error) {
	return store.All(tx, "SELECT "+readingColumns+" FROM readings WHERE meter = ? ORDER BY read_on DESC, seq DESC, line DESC LIMIT ?",
		[]any{meter, limit}, scanReading)
}

// last returns the newest reading of a meter that counts; found is false before the first.
func last(tx *store.Tx, meter string) (Reading, bool, error) {
	all, err := store.All(tx, "SELECT "+readingColumns+" FROM readings WHERE meter = ? AND undone = 0 ORDER BY read_on DESC, seq DESC, line DESC LIMIT 1",
		[]any{meter}, scanReading)
	if err != nil || len(all) == 0 {
		return Reading{}, false, err
	}
	return all[0], true, nil
}

// standing returns what a meter stands at and since when: its newest reading, or its start before the first one.
func (m Meter) standing(tx *store.Tx) (value tariff.Number, on calendar.Date, err error) {
	newest, found, err := last(tx, m.ID)
	if found {
		return newest.Value, newest.On, err
	}
	return m.StartReading, m.StartOn, err
}

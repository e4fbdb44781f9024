package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// applyInstalled writes the meters of one event; a meter's place in the event, from 1, is its line.
func applyInstalled(tx *store.Tx, e journal.Event, body installedV1) error {
	for i, m := range body.Meters {
		if err := m.insert(tx, e, i+1); err != nil {
			return err
		}
	}
	return nil
}

// insert writes a meter with its first terms. A meter has its id by its object, kind and number, so one that two
// devices installed is written once.
func (m meterV1) insert(tx *store.Tx, e journal.Event, line int) error {
	id := ID(m.Object, m.Kind, m.Number)
	if _, err := tx.Exec(`INSERT INTO meters (id, object, kind, number, start_on, start_reading)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM meters WHERE id = ?1)`,
		id, m.Object, m.Kind, m.Number, string(m.StartOn), m.StartReading.String()); err != nil {
		return err
	}
	return m.Terms.insert(tx, e, line, id, m.StartOn)
}

// insert writes terms from a day on. Earlier ones stay: readings were worked out by them.
func (t termsV1) insert(tx *store.Tx, e journal.Event, line int, meter string, fromOn calendar.Date) error {
	_, err := tx.Exec(`INSERT INTO meter_terms (device, seq, line, meter, from_on, digits, decimal_digits, multiplier, loss_percent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.DeviceNo, e.Seq, line, meter, string(fromOn), t.Digits, t.DecimalDigits,
		t.Multiplier.String(), t.LossPercent.String())
	return err
}

// insertReading names the columns in the order in which row returns them.
const insertReading = `INSERT INTO readings (device, seq, line, meter, read_on, for_on, value, previous, previous_on, usage, rolled_over, kept, batch)`

// row returns the columns of a reading; batch is "" for a correction and for the last reading of a meter that was
// replaced.
func (r readingV1) row(e journal.Event, line int, batch string) []any {
	return []any{e.DeviceNo, e.Seq, line, r.Meter, string(r.On), string(r.ForOn), r.Value.String(), r.Previous.String(),
		string(r.PreviousOn), r.Usage.String(), r.RolledOver, r.Kept, batch}
}

// applyReplaced writes the last reading of the old meter, closes it on that day and writes the new one. All of it is
// one event, so a place is never without a meter.
func applyReplaced(tx *store.Tx, e journal.Event, body replacedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := tx.InsertRows(insertReading, [][]any{body.Final.row(e, 1, "")}); err != nil {
		return err
	}
	closed, err := tx.Exec("UPDATE meters SET end_on = ?, end_reading = ? WHERE id = ?", string(body.Final.On), body.Final.Value.String(), body.Final.Meter)
	if err == nil && closed == 0 {
		err = store.Refuse(codeUnknown)
	}
	if err != nil {
		return err
	}
	return body.Next.insert(tx, e, 1)
}

// applyTermsSet adds the terms. Which ones apply on a day is decided when they are read (termsOn).
func applyTermsSet(tx *store.Tx, e journal.Event, body termsSetV1) error {
	return body.Terms.insert(tx, e, 1, body.Meter, body.FromOn)
}

// applyRecorded writes the readings of one part of a batch.
func applyRecorded(tx *store.Tx, e journal.Event, body recordedV1) error {
	rows := make([][]any, len(body.Readings))
	for i, r := range body.Readings {
		rows[i] = r.row(e, i+1, body.Batch)
	}
	return tx.InsertRows(insertReading, rows)
}

// applyTaken notes a batch as whole. It counts the readings that the parts before it wrote: with one part missing, a
// period would be billed from half of its readings (meter.batch).
func applyTaken(tx *store.Tx, e journal.Event, body takenV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	count := 0
	if _, err := tx.Get("SELECT count(*) FROM readings WHERE device = ? AND seq >= ? AND seq < ? AND batch = ?",
		[]any{e.DeviceNo, body.FirstSeq, e.Seq, body.Batch}, &count); err != nil {
		return err
	}
	if count != body.Count {
		return store.Refuse(codeBatch, body.Count, count)
	}
	_, err := tx.Exec(`INSERT INTO reading_batches (device, seq, batch, file_hash, for_on, first_seq, readings, left_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.DeviceNo, e.Seq, body.Batch, body.FileHash, string(body.ForOn), body.FirstSeq, body.Count, body.LeftOut)
	return err
}

// undo marks a reading as one that no longer counts. The row stays, so that the history of the meter shows it.
func (r refV1) undo(tx *store.Tx) error {
	device, err := journal.DeviceNo(tx, r.Event.Device)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE readings SET undone = 1 WHERE device = ? AND seq = ? AND line = ?", device, r.Event.Seq, r.Line)
	if err == nil && changed == 0 {
		err = store.Refuse(codeNoReading)
	}
	return err
}

// applyCorrected takes the wrong reading back and writes the right one in its place.
func applyCorrected(tx *store.Tx, e journal.Event, body correctedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Of.undo(tx); err != nil {
		return err
	}
	return tx.InsertRows(insertReading, [][]any{body.Reading.row(e, 1, "")})
}

// applyUndone takes a reading back without another in its place.
func applyUndone(tx *store.Tx, e journal.Event, body undoneV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	return body.Of.undo(tx)
}

package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

func applyInstalled(tx *store.Tx, e journal.Event, body installedV1) error {
	for i, m := range body.Meters {
		if err := m.insert(tx, e, i+1); err != nil {
			return err
		}
	}
	return nil
}

// insert writes a meter with its first terms. The same meter installed at two places is one.
func (m meterV1) insert(tx *store.Tx, e journal.Event, line int) error {
	id := ID(m.Object, m.Kind, m.Number)
	if _, err := tx.Exec(`INSERT INTO meters (id, object, kind, number, start_on, start_reading)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM meters WHERE id = ?1)`,
		id, m.Object, m.Kind, m.Number, string(m.StartOn), m.StartReading.String()); err != nil {
		return err
	}
	return m.Terms.insert(tx, e, line, id, m.StartOn)
}

func (t termsV1) insert(tx *store.Tx, e journal.Event, line int, meter string, fromOn calendar.Date) error {
	_, err := tx.Exec(`INSERT INTO meter_terms (device, seq, line, meter, from_on, digits, decimal_digits, multiplier, loss_percent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.DeviceNo, e.Seq, line, meter, string(fromOn), t.Digits, t.DecimalDigits,
		t.Multiplier.String(), t.LossPercent.String())
	return err
}

const insertReading = `INSERT INTO readings (device, seq, line, meter, read_on, for_on, value, previous, previous_on, usage, rolled_over, kept, batch)`

func (r readingV1) row(e journal.Event, line int, batch string) []any {
	return []any{e.DeviceNo, e.Seq, line, r.Meter, string(r.On), string(r.ForOn), r.Value.String(), r.Previous.String(),
		string(r.PreviousOn), r.Usage.String(), r.RolledOver, r.Kept, batch}
}

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

func applyTermsSet(tx *store.Tx, e journal.Event, body termsSetV1) error {
	return body.Terms.insert(tx, e, 1, body.Meter, body.FromOn)
}

func applyRecorded(tx *store.Tx, e journal.Event, body recordedV1) error {
	rows := make([][]any, len(body.Readings))
	for i, r := range body.Readings {
		rows[i] = r.row(e, i+1, body.Batch)
	}
	return tx.InsertRows(insertReading, rows)
}

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

func applyCorrected(tx *store.Tx, e journal.Event, body correctedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Of.undo(tx); err != nil {
		return err
	}
	return tx.InsertRows(insertReading, [][]any{body.Reading.row(e, 1, "")})
}

func applyUndone(tx *store.Tx, _ journal.Event, body undoneV1) error { return body.Of.undo(tx) }

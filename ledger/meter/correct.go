package meter

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Entry is one reading (读数) that a person types, without a sheet. ForOn is the last day of the period that it
// closes; "" is the day itself. Where that is billed already, the reading goes to the next open period: today's, or
// the first that no bill reaches.
type Entry struct {
	RequestID  string
	Meter      string
	On         calendar.Date
	ForOn      calendar.Date
	Value      tariff.Number
	RolledOver bool
	// Keep says that somebody looked at a figure that does not fit the meter's past, and that it stands.
	Keep bool
}

// Enter takes one reading by hand, judged as one of a sheet: an odd one is a DoubtError unless Keep says that it
// stands. The same request again returns the same reading. Errors: staff.may_not, meter.unknown, meter.closed,
// meter.not_after, meter.goes_back, meter.no_round, meter.too_many_digits, meter.future, meter.no_date, meter.for_far
// and meter.period_billed.
func (s *Meters) Enter(ctx context.Context, by staff.Actor, entry Entry) (Reading, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Reading, error) {
		return s.doEnter(tx, by, entry, today)
	})
}

// doEnter checks the right and makes the request happen once.
func (s *Meters) doEnter(tx *store.Tx, by staff.Actor, entry Entry, today calendar.Date) (Reading, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Reading{}, err
	}
	request, err := journal.NewRequest(entry.RequestID, entry)
	if err != nil {
		return Reading{}, err
	}
	return journal.Once(tx, request, enteredAt, func() (Reading, error) { return s.enter(tx, request, by, entry, today) })
}

// enteredAt reads back what was entered by hand: the one reading of the batch that this event closed.
func enteredAt(tx *store.Tx, deviceNo, seq int64) (Reading, error) {
	first := int64(0)
	if _, err := tx.Get("SELECT first_seq FROM reading_batches WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &first); err != nil {
		return Reading{}, err
	}
	return readingAt(tx, deviceNo, first, 1)
}

// enter records a typed reading as a batch of one, by the same two events as a sheet.
func (s *Meters) enter(tx *store.Tx, request journal.Request, by staff.Actor, entry Entry, today calendar.Date) (Reading, error) {
	m, err := ByID(tx, entry.Meter)
	if err != nil {
		return Reading{}, err
	}
	if entry.ForOn == "" {
		entry.ForOn = entry.On
	}
	// A change of the meter may fall on the day of its last reading; a second reading on one day would be a
	// correction.
	previous, previousOn, err := m.standing(tx)
	if err != nil {
		return Reading{}, err
	}
	if entry.On == previousOn && m.Active() {
		return Reading{}, store.Refuse(codeNotAfter, entry.On, previousOn, previous.Text())
	}
	reading, _, err := s.next(tx, m, typed{on: entry.On, forOn: entry.ForOn, value: entry.Value, rolledOver: entry.RolledOver, keep: entry.Keep, periodic: true}, today)
	if err != nil {
		return Reading{}, err
	}
	batch := "hand/" + request.ID
	e, err := s.journal.Append(tx, kindRecorded, recordedV1{Batch: batch, Part: 1, Readings: []readingV1{reading}, By: by.ID()})
	if err != nil {
		return Reading{}, err
	}
	if _, err := s.journal.Append(tx, kindTaken, takenV1{Request: request, Batch: batch, ForOn: reading.ForOn, FirstSeq: e.Seq, Parts: 1, Count: 1, By: by.ID()}); err != nil {
		return Reading{}, err
	}
	return readingAt(tx, e.DeviceNo, e.Seq, 1)
}

// readingAt returns the reading at one line of an event; meter.no_reading where there is none.
func readingAt(tx *store.Tx, deviceNo, seq int64, line int) (Reading, error) {
	all, err := store.All(tx, "SELECT "+readingColumns+" FROM readings WHERE device = ? AND seq = ? AND line = ?", []any{deviceNo, seq, line}, scanReading)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeNoReading)
	}
	if err != nil {
		return Reading{}, err
	}
	return all[0], nil
}

// Correction replaces the figure of a meter's newest reading; the day stays. RolledOver says that the dial went round
// to reach the new figure.
type Correction struct {
	RequestID  string
	Meter      string
	Value      tariff.Number
	RolledOver bool
	Reason     string // one of CorrectReasons
	// Keep says that somebody looked at a figure that does not fit the meter's past, and that it stands.
	Keep bool
}

// Correct corrects the newest reading of a meter. In its answer Billed says whether a bill was made from the wrong
// figure: that bill stays as it is and has to be adjusted afterwards (补差、冲减). The same request again returns the
// same reading. Errors: staff.may_not, meter.unknown, meter.closed, meter.no_reading, meter.reason, meter.goes_back,
// meter.no_round and meter.too_many_digits, and a DoubtError for a figure that is odd.
func (s *Meters) Correct(ctx context.Context, by staff.Actor, order Correction) (Reading, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Reading, error) {
		return s.doCorrect(tx, by, order)
	})
}

// doCorrect checks the right and makes the request happen once.
func (s *Meters) doCorrect(tx *store.Tx, by staff.Actor, order Correction) (Reading, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Reading{}, err
	}
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Reading{}, err
	}
	return journal.Once(tx, request, s.correctedAt, func() (Reading, error) { return s.correct(tx, request, by, order) })
}

// correct works the new figure out by the terms of the reading's own day, as the wrong one was.
func (s *Meters) correct(tx *store.Tx, request journal.Request, by staff.Actor, order Correction) (Reading, error) {
	was, of, err := s.changeable(tx, order.Meter, order.Reason)
	if err != nil {
		return Reading{}, err
	}
	m, err := ByID(tx, was.Meter)
	if err != nil {
		return Reading{}, err
	}
	terms, err := termsOn(tx, was.Meter, was.On)
	if err != nil {
		return Reading{}, err
	}
	reading := readingV1{Meter: was.Meter, On: was.On, ForOn: was.ForOn, Value: order.Value, Previous: was.Previous, PreviousOn: was.PreviousOn,
		RolledOver: order.RolledOver}
	if err := reading.check(terms, was.On); err != nil {
		return Reading{}, err
	}
	if err := s.believe(tx, m, &reading, terms, typed{keep: order.Keep}); err != nil {
		return Reading{}, err
	}
	e, err := s.journal.Append(tx, kindCorrected, correctedV1{Request: request, Of: of, Reading: reading, Reason: order.Reason, By: by.ID()})
	if err != nil {
		return Reading{}, err
	}
	return s.correctedAt(tx, e.DeviceNo, e.Seq)
}

// correctedAt reads a correction back, with whether a bill has to follow it.
func (s *Meters) correctedAt(tx *store.Tx, deviceNo, seq int64) (Reading, error) {
	reading, err := readingAt(tx, deviceNo, seq, 1)
	if err != nil {
		return Reading{}, err
	}
	m, err := ByID(tx, reading.Meter)
	if err != nil {
		return Reading{}, err
	}
	reading.Billed, err = s.billed(tx, m, reading.ForOn)
	return reading, err
}

// Undoing asks to take the newest reading of a meter back.
type Undoing struct {
	RequestID string
	Meter     string
	Reason    string // one of CorrectReasons
}

// Undo takes the newest reading of a meter back (撤回), so that the meter stands at the one before, and returns it. The same
// request again takes back no other. Errors: those of Correct for the meter, its reading and the reason, and meter.billed where
// a bill was made from the reading: such a one can only be corrected, or the bill would have nothing that it was made from.
func (s *Meters) Undo(ctx context.Context, by staff.Actor, order Undoing) (Reading, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Reading, error) {
		return s.doUndo(tx, by, order)
	})
}

func (s *Meters) doUndo(tx *store.Tx, by staff.Actor, order Undoing) (Reading, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Reading{}, err
	}
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Reading{}, err
	}
	return journal.Once(tx, request, undoneAt, func() (Reading, error) { return s.undo(tx, request, by, order) })
}

func (s *Meters) undo(tx *store.Tx, request journal.Request, by staff.Actor, order Undoing) (Reading, error) {
	was, of, err := s.changeable(tx, order.Meter, order.Reason)
	if err != nil {
		return Reading{}, err
	}
	m, err := ByID(tx, order.Meter)
	if err != nil {
		return Reading{}, err
	}
	if billed, err := s.billed(tx, m, was.ForOn); err != nil || billed {
		if err == nil {
			err = store.Refuse(codeBilled, was.ForOn)
		}
		return Reading{}, err
	}
	_, err = s.journal.Append(tx, kindUndone, undoneV1{Request: request, Of: of, Reason: order.Reason, By: by.ID()})
	was.Undone = true
	return was, err
}

// undoneAt reads back the reading that an event took back.
func undoneAt(tx *store.Tx, deviceNo, seq int64) (Reading, error) {
	e, err := journal.Read(tx, deviceNo, seq)
	if err != nil {
		return Reading{}, err
	}
	body, err := journal.Decode[undoneV1](e.Body)
	if err != nil {
		return Reading{}, err
	}
	device, err := journal.DeviceNo(tx, body.Of.Event.Device)
	if err != nil {
		return Reading{}, err
	}
	return readingAt(tx, device, body.Of.Event.Seq, body.Of.Line)
}

// changeable returns the newest reading of a meter, and how events name it, if it may be changed. A reading that
// another follows must not be changed, because the next one's usage was worked out from it, and neither must the one
// that closed its meter. Errors: meter.reason, meter.unknown, meter.closed, meter.no_reading.
func (s *Meters) changeable(tx *store.Tx, meter, reason string) (Reading, refV1, error) {
	if !slices.Contains(CorrectReasons, reason) {
		return Reading{}, refV1{}, store.Offer(CodeReason, CorrectReasons)
	}
	m, err := ByID(tx, meter)
	if err != nil {
		return Reading{}, refV1{}, err
	}
	if !m.Active() {
		return Reading{}, refV1{}, store.Refuse(codeClosed, m.Number, m.EndOn)
	}
	newest, found, err := last(tx, meter)
	if err == nil && !found {
		err = store.Refuse(codeNoReading)
	}
	if err != nil {
		return Reading{}, refV1{}, err
	}
	device, err := journal.Device(tx, newest.device)
	return newest, refV1{Event: journal.Ref{Device: device, Seq: newest.seq}, Line: newest.line}, err
}

package report

import (
	"encoding/json"

	"shouqi/ledger/billing"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// historyTeller tells the lines of one household's history.
type historyTeller struct {
	tx         *store.Tx
	names      *nameBook
	query      HistoryQuery
	cutoffHour int
	all        []historyEntry
	places     map[string]bool // the ids of the room and its spaces
	// runs has by the device the run that was read last: the bills of one stand together.
	runs map[int64]historyRun
}

// historyRun is who asked for the bills of the events from first to before seq, and who approved.
type historyRun struct {
	first, seq       int64
	person, approver string
}

// findPlaces reads the ids of the room and its spaces.
func (t *historyTeller) findPlaces() error {
	t.places[t.query.Room] = true
	return t.tx.Each("SELECT id FROM objects WHERE room = ? AND room <> ''", []any{t.query.Room}, func(scan func(dest ...any) error) error {
		var id string
		err := scan(&id)
		t.places[id] = true
		return err
	})
}

// tell tells the line at a place of the index.
func (t *historyTeller) tell(at int) (line HistoryLine, err error) {
	entry := t.all[at]
	line = HistoryLine{Key: entry.key, On: t.dayOf(entry), AtMS: entry.atMS}
	switch entry.source {
	case historyBills:
		err = t.bill(entry, &line)
	case historyPayments:
		err = t.payment(entry, &line)
	case historyExcess:
		err = t.excess(at, &line)
	case historyReductions, historyWaivers, historyUndoings:
		err = t.lowered(entry, &line)
	case historyRefunds:
		err = t.refund(entry, &line)
	case historyConcessions:
		err = t.concession(entry, &line)
	case historyReadings:
		err = t.reading(entry, &line)
	case historyMoves:
		err = t.prepaidMoved(at, &line)
	case historyDepositMoves:
		err = t.depositMoved(entry, &line)
	}
	return line, err
}

// who sets the names of who did it and who agreed.
func (t *historyTeller) who(line *HistoryLine, by, approver string) (err error) {
	if line.By, err = t.names.person(by); err != nil {
		return err
	}
	line.Approver, err = t.names.person(approver)
	return err
}

// about sets what a line says of the bill that it is or is about.
func (t *historyTeller) about(id string, line *HistoryLine) (bill billing.Bill, err error) {
	if bill, err = billing.ByID(t.tx, id); err != nil {
		return bill, err
	}
	line.Bill, line.Item, line.FromOn, line.ToOn, line.DueOn = bill.ID, bill.Called(), bill.FromOn, bill.ToOn, bill.DueOn
	line.Place, err = t.names.room(bill.Object)
	return bill, err
}

func (t *historyTeller) bill(entry historyEntry, line *HistoryLine) error {
	bill, err := t.about(entry.ref, line)
	if err != nil {
		return err
	}
	line.Kind, line.What, line.Fen = HistoryBill, "bill", bill.AmountFen
	switch {
	case bill.Origin == billing.FromLateFee:
		line.Kind, line.What = HistoryLateFee, "late_fee"
	case bill.Kind == billing.Deposit:
		line.What = "deposit"
	case bill.Kind == billing.Opening:
		line.What = "opening"
	}
	switch line.State = HistoryOpen; {
	case bill.Undone:
		line.State = HistoryUndone
	case bill.OwedFen() == 0:
		line.State = HistoryPaid
	case bill.PaidFen > 0:
		line.State = HistoryPart
	}
	if !bill.Undone {
		line.OwedFen = bill.OwedFen()
	}
	run, err := t.runOf(entry)
	if err != nil {
		return err
	}
	return t.who(line, run.person, run.approver)
}

// runOf returns the run whose bills stand in an event, an empty one where the bills came with the register.
func (t *historyTeller) runOf(entry historyEntry) (run historyRun, err error) {
	run = t.runs[entry.deviceNo]
	if run.first <= entry.seq && entry.seq < run.seq {
		return run, nil
	}
	run = historyRun{}
	found, err := t.tx.Get("SELECT first_seq, seq, person, approver FROM runs WHERE device = ? AND seq > ? ORDER BY seq LIMIT 1", []any{entry.deviceNo, entry.seq},
		&run.first, &run.seq, &run.person, &run.approver)
	if err != nil || !found || run.first > entry.seq {
		return historyRun{}, err
	}
	t.runs[entry.deviceNo] = run
	return run, nil
}

// reason returns the key of the reason that an event has, "" for none.
func (t *historyTeller) reason(entry historyEntry) (string, error) {
	read, err := t.event(entry)
	if err != nil {
		return "", err
	}
	code := read.text("reason")
	if code == "" {
		code = read.text("late.reason")
	}
	if code == "" {
		return "", nil
	}
	return trailReasons[read.kind] + code, nil
}

// event reads an event with its body decoded loosely.
func (t *historyTeller) event(entry historyEntry) (trailEvent, error) {
	e, err := journal.Read(t.tx, entry.deviceNo, entry.seq)
	if err != nil {
		return trailEvent{}, err
	}
	read := trailEvent{deviceNo: entry.deviceNo, seq: entry.seq, kind: e.Kind, atMS: e.AtMS}
	if err := json.Unmarshal(e.Body, &read.body); err != nil {
		return read, store.Fail(journal.CodeBody, err, e.Kind, e.Seq)
	}
	return read, nil
}

package report

import (
	"strings"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// excess tells of what was paid too much on a bill and moved to the prepayment, or back.
func (t *historyTeller) excess(at int, line *HistoryLine) error {
	entry := t.all[at]
	moved, bill, err := t.moved(entry)
	if err != nil {
		return err
	}
	if _, err := t.about(bill, line); err != nil {
		return err
	}
	line.Kind, line.What, line.Fen, line.CreditMoveFen = HistoryPrepaid, "excess", moved, moved
	before, err := t.creditBefore(at)
	if err != nil {
		return err
	}
	line.CreditAfterFen = before + moved
	read, err := t.event(entry)
	if err != nil {
		return err
	}
	return t.who(line, read.text("by"), "")
}

// moved returns what an event that moved an excess brought to this household's prepayment, in fen, and the bill it came from. Where
// the bill is a space's that has changed hands since, it went to another room's prepayment and brought this one nothing.
func (t *historyTeller) moved(entry historyEntry) (fen money.Fen, bill string, err error) {
	_, err = t.tx.Get("SELECT lower(hex(bill)) FROM allocations WHERE device = ? AND seq = ? AND bill IS NOT NULL ORDER BY line LIMIT 1", []any{entry.deviceNo, entry.seq}, &bill)
	if err != nil {
		return 0, "", err
	}
	_, err = t.tx.Get("SELECT coalesce(sum(fen), 0) FROM allocations WHERE device = ? AND seq = ? AND kind = ? AND object = ?",
		[]any{entry.deviceNo, entry.seq, string(till.ToPrepaid), t.query.Room}, &fen)
	return fen, bill, err
}

// loweredTables has for each source the query of a bill that is owed less of by it.
var loweredTables = map[historySource]struct{ what, reasons, query string }{
	historyReductions: {"reduced", "run.reduce.", "SELECT lower(hex(bill)), fen, reason, person, approver FROM reductions WHERE device = ? AND seq = ?"},
	historyWaivers:    {"waived", "desk.waive.", "SELECT lower(hex(bill)), fen, reason, person, approver FROM late_fee_waivers WHERE device = ? AND seq = ?"},
	historyUndoings:   {"undone", "run.reason.", "SELECT lower(hex(bill)), fen, reason, person, approver FROM bill_undoings WHERE device = ? AND seq = ?"},
}

// lowered tells of what was taken off a bill, of its late fee, or of a bill that was taken back.
func (t *historyTeller) lowered(entry historyEntry, line *HistoryLine) error {
	table := loweredTables[entry.source]
	var bill, reason, by, approver string
	if _, err := t.tx.Get(table.query, []any{entry.deviceNo, entry.seq}, &bill, &line.Fen, &reason, &by, &approver); err != nil {
		return err
	}
	if _, err := t.about(bill, line); err != nil {
		return err
	}
	line.Kind, line.What, line.Reason, line.Fen = HistoryReduction, table.what, table.reasons+reason, -line.Fen
	return t.who(line, by, approver)
}

// refund tells of a refund that was asked for, and how far it is; that it was paid is a line of its own.
func (t *historyTeller) refund(entry historyEntry, line *HistoryLine) error {
	refund, err := till.RefundAt(t.tx, entry.deviceNo, entry.seq)
	if err != nil {
		return err
	}
	line.Kind, line.What, line.Fen, line.Refund, line.State = HistoryRefund, "asked", refund.Fen, refund.Number, string(refund.State)
	line.Reason, line.DueOn = "refunds.reason."+refund.Reason, refund.DueOn
	line.Ways = []HistoryWay{{refund.Way, refund.Fen}}
	for _, part := range refund.Lines {
		line.Items = append(line.Items, part.Item)
	}
	if refund.Receipt != "" {
		line.Receipts = []string{refund.Receipt}
	}
	if line.Place, err = t.names.room(refund.Object); err != nil {
		return err
	}
	return t.who(line, refund.Asker, refund.Decider)
}

// concession tells of what the household pays less for some days.
func (t *historyTeller) concession(entry historyEntry, line *HistoryLine) error {
	var object, by, approver string
	if _, err := t.tx.Get("SELECT object, item, name, factor, from_on, to_on, person, approver FROM concessions WHERE id = ?", []any{entry.ref},
		&object, &line.Item, &line.Name, &line.Factor, &line.FromOn, &line.ToOn, &by, &approver); err != nil {
		return err
	}
	line.Kind, line.What = HistoryReduction, "concession"
	var err error
	if line.Place, err = t.names.room(object); err != nil {
		return err
	}
	return t.who(line, by, approver)
}

// reading tells of a meter reading. Who took it down stands in the batch that it came with, or in its own event.
func (t *historyTeller) reading(entry historyEntry, line *HistoryLine) error {
	var object, kind, number, batch string
	if _, err := t.tx.Get(`SELECT m.object, m.kind, m.number, r.value, r.usage, r.read_on, r.previous_on, r.batch FROM readings r JOIN meters m ON m.id = r.meter
		WHERE r.device = ? AND r.seq = ? AND r.line = ?`, []any{entry.deviceNo, entry.seq, entry.key.Line},
		&object, &kind, &number, &line.Value, &line.Usage, &line.ToOn, &line.FromOn, &batch); err != nil {
		return err
	}
	line.Kind, line.What, line.Meter = HistoryReading, "reading", strings.TrimSpace(kind+" "+number)
	var err error
	if line.Place, err = t.names.room(object); err != nil {
		return err
	}
	told := entry
	if _, err := t.tx.Get("SELECT seq FROM reading_batches WHERE batch = ? AND batch <> ''", []any{batch}, &told.seq); err != nil {
		return err
	}
	read, err := t.event(told)
	if err != nil {
		return err
	}
	return t.who(line, read.text("by"), "")
}

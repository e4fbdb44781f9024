package report

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// prepaidMove is a part of a prepayment, in fen, that went to another purpose or another household. Objects are rooms' ids.
type prepaidMove struct {
	object, toObject     string
	purpose, toPurpose   billing.Purpose
	fen                  money.Fen
	reason, by, approver string
}

// bringsTo returns what a move brought to all prepayments of a household together, in fen: below 0 where it took something away,
// and 0 where it stayed in the household.
func (m prepaidMove) bringsTo(room string) (fen money.Fen) {
	if m.toObject == room {
		fen += m.fen
	}
	if m.object == room {
		fen -= m.fen
	}
	return fen
}

func (t *historyTeller) moveOf(entry historyEntry) (m prepaidMove, err error) {
	_, err = t.tx.Get("SELECT object, purpose, to_object, to_purpose, fen, reason, person, approver FROM prepaid_moves WHERE device = ? AND seq = ?",
		[]any{entry.deviceNo, entry.seq}, &m.object, &m.purpose, &m.toObject, &m.toPurpose, &m.fen, &m.reason, &m.by, &m.approver)
	return m, err
}

// prepaidMoved tells of what came from another household's prepayment, went to one, or is kept for another purpose now.
func (t *historyTeller) prepaidMoved(at int, line *HistoryLine) error {
	move, err := t.moveOf(t.all[at])
	if err != nil {
		return err
	}
	line.Kind, line.What, line.CreditMoveFen = HistoryPrepaid, "moved", move.bringsTo(t.query.Room)
	if line.Fen = line.CreditMoveFen; line.Fen == 0 {
		line.Fen = move.fen
	}
	line.Name, line.Reason = till.KeptItem(move.purpose)+" → "+till.KeptItem(move.toPurpose), "prepaid.reason."+move.reason
	other := move.toObject
	if other == t.query.Room {
		other = move.object
	}
	if line.Place, err = t.names.room(other); err != nil {
		return err
	}
	before, err := t.creditBefore(at)
	if err != nil {
		return err
	}
	line.CreditAfterFen = before + line.CreditMoveFen
	return t.who(line, move.by, move.approver)
}

// depositMoved tells of a deposit that came from another household or went to one. Between a room and its own spaces it is neither.
func (t *historyTeller) depositMoved(entry historyEntry, line *HistoryLine) error {
	var source, target, reason, by, approver string
	var fen money.Fen
	if _, err := t.tx.Get("SELECT lower(hex(source)), lower(hex(target)), fen, reason, person, approver FROM deposit_moves WHERE device = ? AND seq = ?",
		[]any{entry.deviceNo, entry.seq}, &source, &target, &fen, &reason, &by, &approver); err != nil {
		return err
	}
	from, err := billing.ByID(t.tx, source)
	if err != nil {
		return err
	}
	to, err := billing.ByID(t.tx, target)
	if err != nil {
		return err
	}
	other := to.Object
	if t.places[to.Object] {
		line.DepositMoveFen, other = line.DepositMoveFen+fen, from.Object
	}
	if t.places[from.Object] {
		line.DepositMoveFen -= fen
	}
	if line.Fen = line.DepositMoveFen; line.Fen == 0 {
		line.Fen = fen
	}
	line.Kind, line.What, line.Name, line.Reason = HistoryDeposit, "deposit_moved", from.Called(), "refunds.moving."+reason
	if line.Place, err = t.names.room(other); err != nil {
		return err
	}
	return t.who(line, by, approver)
}

package billing

import (
	"time"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Lowered is what is owed less by a number of bills taken back and of late fees waived, and the sum of both.
type Lowered struct {
	Count int       `json:"count"`
	Fen   money.Fen `json:"fen"`
}

// Plus returns both together; sums beyond what money holds stay at the most, which is beyond any limit.
func (l Lowered) Plus(more Lowered) Lowered {
	fen, err := money.Add(l.Fen, more.Fen)
	if err != nil {
		fen = money.MaxFen
	}
	return Lowered{l.Count + more.Count, fen}
}

// IsBeyond reports whether so much on one day is more than the limits let one person do alone.
func (l Lowered) IsBeyond(bounds staff.Bounds) bool {
	return l.Count > bounds.Count(staff.UndoMaxBills) || bounds.IsBeyond(staff.UndoMaxFen, l.Fen)
}

// LoweredAlone returns what a person lowered on the business day of now without anybody's approval, so that many small
// steps come to as much as a large one.
func LoweredAlone(tx *store.Tx, policies estate.Policies, person string, now time.Time) (Lowered, error) {
	day := policies.Today(now)
	sinceMS := day.Time().Add(time.Duration(policies.CutoffHour) * time.Hour).UnixMilli()
	var undone, waived Lowered
	_, err := tx.Get(`SELECT count(*), coalesce(sum(u.fen), 0) FROM bill_undoings u JOIN events e ON e.device = u.device AND e.seq = u.seq
		WHERE u.person = ? AND u.approver = '' AND u.fen > 0 AND e.at_ms >= ?`, []any{person, sinceMS}, &undone.Count, &undone.Fen)
	if err != nil {
		return undone, err
	}
	_, err = tx.Get(`SELECT count(*), coalesce(sum(w.fen), 0) FROM late_fee_waivers w JOIN events e ON e.device = w.device AND e.seq = w.seq
		WHERE w.person = ? AND w.approver = '' AND e.at_ms >= ?`, []any{person, sinceMS}, &waived.Count, &waived.Fen)
	return undone.Plus(waived), err
}

// lowering returns what a person who lowers what is owed by so much more is about to do, all that was lowered alone on this
// day with it.
func (s *Billing) lowering(tx *store.Tx, by staff.Actor, action staff.Action, more Lowered) (staff.Deed, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return staff.Deed{}, err
	}
	before, err := LoweredAlone(tx, policies, by.ID(), s.journal.Now())
	day := before.Plus(more)
	return staff.Deed{Action: action, Fen: more.Fen, DayFen: day.Fen, DayCount: day.Count}, err
}

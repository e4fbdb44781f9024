package billing

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
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

// IsBeyond reports whether so much on one day is more than the policies let one person do alone.
func (l Lowered) IsBeyond(policies estate.Policies) bool {
	return l.Count > policies.UndoMaxBills || l.Fen > policies.UndoMaxFen
}

// LoweredAlone returns what a person lowered on the business day of now without anybody's approval, so that many small
// steps come to as much as a large one.
func LoweredAlone(tx *store.Tx, policies estate.Policies, person string, now time.Time) (Lowered, error) {
	day := calendar.BusinessDate(now, policies.CutoffHour)
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

// mayLowerAlone reports whether a person may lower what is owed by so much more today without a second person.
func (s *Billing) mayLowerAlone(tx *store.Tx, person string, more Lowered) (bool, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return false, err
	}
	before, err := LoweredAlone(tx, policies, person, s.journal.Now())
	return !before.Plus(more).IsBeyond(policies), err
}

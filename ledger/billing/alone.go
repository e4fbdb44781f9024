package billing

import (
	"time"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Lowered is how many bills were taken back and late fees waived, and how much less is owed by all of them, in fen.
type Lowered struct {
	Count int       `json:"count"`
	Fen   money.Fen `json:"fen"`
}

// Plus returns both together. A sum beyond what money holds becomes the highest that it holds, which is beyond any limit
// and so still needs a second person.
func (l Lowered) Plus(more Lowered) Lowered {
	fen, err := money.Add(l.Fen, more.Fen)
	if err != nil {
		fen = money.MaxFen
	}
	return Lowered{l.Count + more.Count, fen}
}

// IsBeyond reports whether so much on one day is more than the limits let one person do alone, by number or by sum.
func (l Lowered) IsBeyond(bounds staff.Bounds) bool {
	return l.Count > bounds.Count(staff.UndoMaxBills) || bounds.IsBeyond(staff.UndoMaxFen, l.Fen)
}

// LoweredAlone returns what a person lowered on the business day of now without anybody's approval. The limits are held
// against the day and not the step, so that many small steps come to as much as a large one. The day begins at the book's
// cut-off hour.
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

// lowering returns what a person who lowers what is owed by so much more is about to do, with all that the person lowered
// alone on this day before it.
func (s *Billing) lowering(tx *store.Tx, by staff.Actor, action staff.Action, more Lowered) (staff.Deed, error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return staff.Deed{}, err
	}
	before, err := LoweredAlone(tx, policies, by.ID(), s.journal.Now())
	day := before.Plus(more)
	return staff.Deed{Action: action, Fen: more.Fen, DayFen: day.Fen, DayCount: day.Count}, err
}

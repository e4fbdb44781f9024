package till

import (
	"context"
	"slices"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// countStands says in the database's words whether the last count of a shift holds: it was the last word on a closed
// shift's drawer, and in an open one no cash was taken, given back, put in or taken out after it, even if the sums cancel
// out.
const countStands = `counts > 0 AND (closed_seq <> 0 OR NOT (
	EXISTS (SELECT 1 FROM tenders t WHERE t.device = shifts.device AND t.seq > counted_seq AND t.kind = '` + string(Cash) + `') OR
	EXISTS (SELECT 1 FROM cash_moves m WHERE m.device = shifts.device AND m.seq > counted_seq)))`

// SumOnly stands on paper and in workbooks where a count has no pieces; paper is Chinese whatever the screen speaks.
const SumOnly = "按合计清点"

// CountWords returns why the last count says nothing of the drawer, as paper and workbooks have it; "" while it stands.
func (s Shift) CountWords() string {
	switch {
	case s.Counts == 0:
		return "未清点"
	case !s.CountStands:
		return "清点后又有收付，须重新清点"
	}
	return ""
}

// Drawer returns, in fen, what should lie in the counter's drawer: the balance of its cash account.
func Drawer(tx *store.Tx, counter string, sinceSeq int64, floatFen money.Fen) (money.Fen, error) {
	account := CashAccount(counter)
	var moved money.Fen
	_, err := tx.Get(`SELECT coalesce(sum(CASE WHEN debit = ?1 THEN fen ELSE -fen END), 0) FROM transfers
		WHERE device = (SELECT device FROM identity) AND seq > ?2 AND (debit = ?1 OR credit = ?1)`, []any{account, sinceSeq}, &moved)
	return floatFen + moved, err
}

// Count takes a blind count: it is durable before the answer shows what was expected. It holds for the moment it was made:
// see Shift.CountStands. Counting again is allowed, and the Z report says how often it was done.
func (t *Till) Count(ctx context.Context, by staff.Actor, counted Counted) (shift Shift, err error) {
	err = t.write(ctx, func(tx *store.Tx, policies estate.Policies) error {
		open, err := t.closable(tx, policies, by)
		if err != nil {
			return err
		}
		countedFen, err := counted.Fen()
		if err != nil {
			return err
		}
		expected, err := Drawer(tx, policies.Counter, open.Seq, open.FloatFen)
		if err != nil {
			return err
		}
		body := shiftCountedV1{Shift: open.Seq, Count: counted.byPieces(), CountedFen: countedFen, ExpectedFen: expected,
			DifferenceFen: countedFen - expected, By: by.ID()}
		if _, err := t.journal.Append(tx, kindShiftCounted, body); err != nil {
			return err
		}
		shift, err = t.closable(tx, policies, by)
		return err
	})
	return shift, err
}

// closableOver says why the last count is nothing to close over, or not with leftFen left in the drawer.
func (s Shift) closableOver(leftFen money.Fen) error {
	switch {
	case s.Counts == 0:
		return store.Refuse(codeNotCounted)
	case !s.CountStands:
		return store.Refuse(CodeCountStale)
	case leftFen < 0 || leftFen > s.CountedFen:
		return store.Refuse(codeLeft, s.CountedFen.Yuan())
	}
	return wholeJiao(leftFen)
}

// Uncounted returns the open shifts whose cash is still to be counted: nobody counted it, or cash moved since.
func Uncounted(tx *store.Tx) ([]Shift, error) {
	open, err := store.All(tx, "SELECT "+shiftColumns+" FROM shifts WHERE closed_seq = 0", nil, scanShift)
	return slices.DeleteFunc(open, func(s Shift) bool { return s.CountStands }), err
}

// Blind returns the shift without what only a count that stands may say of its drawer.
func (s Shift) Blind() Shift {
	if !s.CountStands {
		s.CountedFen, s.ExpectedFen, s.DifferenceFen = 0, 0, 0
	}
	return s
}

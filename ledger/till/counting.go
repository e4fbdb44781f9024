package till

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// countStands is the SQL expression for whether the last count of a shift holds. The count that a shift was closed
// over holds for good. In an open shift it holds until the next cash tender or cash move of the device, even where
// the later sums cancel out: the drawer was touched, and what lies in it was not counted again.
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

// Drawer returns, in fen, what should lie in the drawer of the counter: the balance of its cash account. shift is
// the open one and floatFen its counted float, with which the opening made the balance equal. Only
// what moved after it is added up, so that the answer takes no longer as the book grows.
func Drawer(tx *store.Tx, counter string, shift ShiftRef, floatFen money.Fen) (money.Fen, error) {
	account := CashAccount(counter)
	var moved money.Fen
	_, err := tx.Get(`SELECT coalesce(sum(CASE WHEN debit = ?1 THEN fen ELSE -fen END), 0) FROM transfers
		WHERE device = ?2 AND seq > ?3 AND (debit = ?1 OR credit = ?1)`, []any{account, shift.Device, shift.Seq}, &moved)
	return floatFen + moved, err
}

// Count takes a blind count: the count is durable before the answer shows what was expected, so that nobody can fit
// the one to the other. It holds for the moment at which it was made (see Shift.CountStands). Counting again is
// allowed, and the Z report says how often it was done. Errors: those of Counted.Fen, till.no_shift and
// till.not_your_shift.
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
		expected, err := Drawer(tx, policies.Counter, open.ShiftRef, open.FloatFen)
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

// closableOver returns why the shift cannot be closed over its last count with leftFen left in the drawer, nil where
// it can: till.not_counted, till.count_stale, till.left (with the counted sum) or till.whole_jiao.
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

// Uncounted returns the open shifts whose cash or slips are still to be counted: nobody counted them, or some moved since. Those of a counter that is ended are
// none: nobody can count them any more, and finance must not wait for it.
func Uncounted(tx *store.Tx) ([]Shift, error) {
	open, err := store.All(tx, "SELECT "+shiftColumns+" FROM shifts WHERE closed_seq = 0 AND NOT EXISTS (SELECT 1 FROM ended WHERE device = shifts.device)", nil, scanShift)
	if err != nil {
		return nil, err
	}
	var waiting []Shift
	for _, shift := range open {
		slips, err := SlipsOf(tx, shift)
		if err != nil {
			return nil, err
		}
		if !shift.CountStands || !slips.Stands {
			waiting = append(waiting, shift)
		}
	}
	return waiting, nil
}

// Blind returns the shift with CountedFen, ExpectedFen and DifferenceFen set to 0 unless its last count stands.
// Whoever has still to count must not read there what is expected.
func (s Shift) Blind() Shift {
	if !s.CountStands {
		s.CountedFen, s.ExpectedFen, s.DifferenceFen = 0, 0, 0
	}
	return s
}

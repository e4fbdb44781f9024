package till

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// SlipCount is what somebody found of one kind of slip (刷卡单, 支票, 转账 and so on): how many, and what they come to in fen.
type SlipCount struct {
	Kind  TenderKind `json:"kind"`
	Count int        `json:"count"`
	Fen   money.Fen  `json:"fen"`
}

// SlipSum is what was counted of one kind of slip beside what the book had of it at that moment, in pieces and in fen.
type SlipSum struct {
	Kind        TenderKind `json:"kind"`
	Counted     int        `json:"counted"`
	CountedFen  money.Fen  `json:"countedFen"`
	Expected    int        `json:"expected"`
	ExpectedFen money.Fen  `json:"expectedFen"`
}

// DifferenceFen is what was counted less what the book had, in fen.
func (s SlipSum) DifferenceFen() money.Fen { return s.CountedFen - s.ExpectedFen }

// Ties reports whether number and sum are those of the book.
func (s SlipSum) Ties() bool { return s.Counted == s.Expected && s.CountedFen == s.ExpectedFen }

// SlipGap returns what counts of slips differ by, in fen, over and short added up: a slip under the wrong kind is two differences.
// differs also reports a number that is wrong while the sum is right.
func SlipGap(sums []SlipSum) (fen money.Fen, differs bool) {
	for _, s := range sums {
		fen += max(s.DifferenceFen(), -s.DifferenceFen())
		differs = differs || !s.Ties()
	}
	return fen, differs
}

// Slips is how far the slips of a shift are counted. Kinds are those of which it has some, in the order of TenderTypes, and Counts how
// often they were counted. Stands says that no slip came or went since the last count, or that there is none to count; only then
// Sums has that count: whoever has still to count must not read there what is expected.
type Slips struct {
	Kinds  []TenderKind `json:"kinds"`
	Counts int          `json:"counts"`
	Stands bool         `json:"stands"`
	Sums   []SlipSum    `json:"sums"`
}

// slipKinds is the list of all kinds of slip for a query.
var slipKinds = "'" + strings.Join(func() (names []string) {
	for _, kind := range CountedSlips() {
		names = append(names, string(kind))
	}
	return names
}(), "', '") + "'"

// SlipsIn returns the slips that a shift took and did not undo, by kind in the order of TenderTypes: what a count should find, as
// Drawer says it of cash. What pays two rooms is one slip.
func SlipsIn(tx *store.Tx, shift ShiftRef) ([]SlipCount, error) {
	all, err := store.All(tx, `SELECT t.kind, count(DISTINCT t.slip), sum(t.fen) FROM payments p JOIN tenders t ON t.device = p.device AND t.seq = p.seq
		WHERE p.device = ?1 AND p.seq > ?2 AND p.shift_seq = ?2 AND p.kind = 'payment' AND t.kind IN (`+slipKinds+`)
		AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = p.device AND u.of_seq = p.seq) GROUP BY t.kind`, []any{shift.Device, shift.Seq},
		func(scan func(dest ...any) error) (s SlipCount, err error) { return s, scan(&s.Kind, &s.Count, &s.Fen) })
	slices.SortFunc(all, func(a, b SlipCount) int {
		return slices.Index(CountedSlips(), a.Kind) - slices.Index(CountedSlips(), b.Kind)
	})
	return all, err
}

// SlipsOf returns how far the slips of a shift are counted. The count of a closed shift stands for good.
func SlipsOf(tx *store.Tx, shift Shift) (s Slips, err error) {
	var last int64
	if _, err = tx.Get("SELECT count(DISTINCT seq), coalesce(max(seq), 0) FROM slip_counts WHERE device = ? AND shift_seq = ?", []any{shift.Device, shift.Seq}, &s.Counts, &last); err != nil {
		return s, err
	}
	if shift.ClosedSeq == 0 {
		expected, err := SlipsIn(tx, shift.ShiftRef)
		if err != nil {
			return s, err
		}
		for _, one := range expected {
			s.Kinds = append(s.Kinds, one.Kind)
		}
		if moved, err := slipsMoved(tx, shift.Device, last); err != nil || last == 0 || moved {
			s.Stands = len(s.Kinds) == 0
			return s, err
		}
	}
	s.Stands = true
	s.Sums, err = slipSums(tx, shift.Device, last)
	return s, err
}

// slipSums returns the count of slips of an event, by kind in the order of TenderTypes.
func slipSums(tx *store.Tx, deviceNo, seq int64) ([]SlipSum, error) {
	sums, err := store.All(tx, "SELECT kind, counted, counted_fen, expected, expected_fen FROM slip_counts WHERE device = ? AND seq = ?", []any{deviceNo, seq},
		func(scan func(dest ...any) error) (one SlipSum, err error) {
			return one, scan(&one.Kind, &one.Counted, &one.CountedFen, &one.Expected, &one.ExpectedFen)
		})
	slices.SortFunc(sums, func(a, b SlipSum) int {
		return slices.Index(CountedSlips(), a.Kind) - slices.Index(CountedSlips(), b.Kind)
	})
	return sums, err
}

// slipsMoved reports whether a device took or undid a slip after its event at seq. A refund by transfer brings no slip and takes none away.
func slipsMoved(tx *store.Tx, deviceNo, seq int64) (moved bool, err error) {
	var one int
	return tx.Get(`SELECT 1 FROM payments p JOIN tenders t ON t.device = p.device AND t.seq = p.seq
		WHERE p.device = ? AND p.seq > ? AND p.kind <> 'refund' AND t.kind IN (`+slipKinds+`) LIMIT 1`, []any{deviceNo, seq}, &one)
}

// CountSlips takes a blind count of the slips of the open shift: it is durable before the answer shows what the book has. A kind that
// is not named was found nowhere. Errors: till.no_shift, till.not_your_shift, till.slip_none for a kind of which no slips are counted, and
// till.slip_count for one named twice, a sum without slips or slips without a sum.
func (t *Till) CountSlips(ctx context.Context, by staff.Actor, counted []SlipCount) (slips Slips, err error) {
	err = t.write(ctx, func(tx *store.Tx, policies estate.Policies) error {
		shift, err := t.closable(tx, policies, by)
		if err != nil {
			return err
		}
		expected, err := SlipsIn(tx, shift.ShiftRef)
		if err != nil {
			return err
		}
		sums, err := besides(counted, expected)
		if err != nil {
			return err
		}
		if len(sums) > 0 {
			if _, err := t.journal.Append(tx, kindSlipsCounted, slipsCountedV1{Shift: shift.Seq, Slips: sums, By: by.ID()}); err != nil {
				return err
			}
		}
		slips, err = SlipsOf(tx, shift)
		return err
	})
	return slips, err
}

// besides puts what was counted beside what is expected, kind by kind in the order of TenderTypes.
func besides(counted, expected []SlipCount) (sums []SlipSum, err error) {
	seen := make(map[TenderKind]bool)
	for _, one := range counted {
		switch {
		case !slices.Contains(CountedSlips(), one.Kind):
			return nil, store.Refuse(codeSlipNone, one.Kind.Name())
		case seen[one.Kind], one.Count < 0 || one.Count > pieceMax, one.Fen < 0 || one.Fen > money.MaxFen, (one.Count == 0) != (one.Fen == 0):
			return nil, store.Refuse(CodeSlipCount, one.Kind.Name())
		}
		seen[one.Kind] = true
	}
	of := func(list []SlipCount, kind TenderKind) (one SlipCount) {
		if at := slices.IndexFunc(list, func(s SlipCount) bool { return s.Kind == kind }); at >= 0 {
			one = list[at]
		}
		return one
	}
	for _, kind := range CountedSlips() {
		found, should := of(counted, kind), of(expected, kind)
		if seen[kind] || should.Count > 0 {
			sums = append(sums, SlipSum{Kind: kind, Counted: found.Count, CountedFen: found.Fen, Expected: should.Count, ExpectedFen: should.Fen})
		}
	}
	return sums, nil
}

// slipsForClose returns the count of slips that a shift closes over: till.slips_not_counted where slips were never counted, and
// till.slips_stale where one came or went since.
func slipsForClose(tx *store.Tx, shift Shift) ([]SlipSum, error) {
	slips, err := SlipsOf(tx, shift)
	switch {
	case err != nil || slips.Stands:
		return slips.Sums, err
	case slips.Counts == 0:
		return nil, store.Refuse(CodeSlipsNotCounted)
	}
	return nil, store.Refuse(CodeSlipsStale)
}

// applySlipsCounted keeps a count of slips. It posts nothing: whether the money of a slip came is verified with the bank.
func applySlipsCounted(tx *store.Tx, e journal.Event, body slipsCountedV1) error {
	rows := make([][]any, len(body.Slips))
	for i, s := range body.Slips {
		rows[i] = []any{e.DeviceNo, e.Seq, string(s.Kind), body.Shift, s.Counted, int64(s.CountedFen), s.Expected, int64(s.ExpectedFen)}
	}
	return tx.InsertRows("INSERT INTO slip_counts (device, seq, kind, shift_seq, counted, counted_fen, expected, expected_fen)", rows)
}

package till

import (
	"fmt"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// toldCounts is how many counts of a shift its report tells one by one, from the first: what the first found is what nobody had fitted
// to the book. How often was counted stands in full, and so does what the last found.
const toldCounts = 20

// CashCount is one blind count of the cash of a shift: what was counted beside what the book had at that moment, in fen.
type CashCount struct {
	CountedFen  money.Fen `json:"countedFen"`
	ExpectedFen money.Fen `json:"expectedFen"`
}

// DifferenceFen is what was counted less what the book had, in fen: above 0 is over (长款), below 0 short (短款).
func (c CashCount) DifferenceFen() money.Fen { return c.CountedFen - c.ExpectedFen }

// Words says what the count differed by, as paper and workbooks have it.
func (c CashCount) Words() string { return differs(c.DifferenceFen(), 0) }

// Words says what a count of slips differed by, as paper and workbooks have it: the sum, or the number where only that is wrong.
func (s SlipSum) Words() string { return differs(s.DifferenceFen(), s.Counted-s.Expected) }

// differs says what a count is over or short by: in fen, in pieces where the sum is right.
func differs(fen money.Fen, pieces int) string {
	word := "多 "
	if fen < 0 || fen == 0 && pieces < 0 {
		word, fen, pieces = "少 ", -fen, -pieces
	}
	switch {
	case fen != 0:
		return word + fen.Grouped()
	case pieces != 0:
		return fmt.Sprintf("%s%d 张", word, pieces)
	}
	return "账款相符"
}

// SlipsDiffer returns what of a count of slips is not what the book had.
func SlipsDiffer(sums []SlipSum) []SlipSum {
	return slices.DeleteFunc(slices.Clone(sums), SlipSum.Ties)
}

// applyCashCount keeps a count of the cash beside the newest, which stands on the row of the shift.
func applyCashCount(tx *store.Tx, e journal.Event, body shiftCountedV1) error {
	_, err := tx.Exec("INSERT INTO cash_counts (device, seq, shift_seq, counted_fen, expected_fen) VALUES (?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Shift, int64(body.CountedFen), int64(body.ExpectedFen))
	return err
}

// recounts adds to a report what each count found, where the cash or the slips were counted more than once: a count that was made
// anew until it tied would else leave no trace for who reads the paper.
func (z *ZReport) recounts(tx *store.Tx, shift ShiftRef) (err error) {
	if z.Counts > 1 {
		z.CashCounts, err = store.All(tx, "SELECT counted_fen, expected_fen FROM cash_counts WHERE device = ? AND shift_seq = ? ORDER BY seq LIMIT ?",
			[]any{shift.Device, shift.Seq, toldCounts}, func(scan func(dest ...any) error) (one CashCount, err error) {
				return one, scan(&one.CountedFen, &one.ExpectedFen)
			})
	}
	if err != nil || z.SlipCounts < 2 {
		return err
	}
	seqs, err := store.All(tx, "SELECT DISTINCT seq FROM slip_counts WHERE device = ? AND shift_seq = ? ORDER BY seq LIMIT ?", []any{shift.Device, shift.Seq, toldCounts},
		func(scan func(dest ...any) error) (seq int64, err error) { return seq, scan(&seq) })
	for _, seq := range seqs {
		sums, err := slipSums(tx, shift.Device, seq)
		if err != nil {
			return err
		}
		z.SlipCountings = append(z.SlipCountings, sums)
	}
	return err
}

// cashCounts writes what each count of the cash found.
func (t *zText) cashCounts(z ZReport) {
	for i, one := range z.CashCounts {
		t.line(fmt.Sprintf("  第%d次 %s", i+1, one.CountedFen.Grouped()), one.Words())
	}
}

// slipCounts writes what each count of the slips found that was not what the book had.
func (t *zText) slipCounts(z ZReport) {
	for i, sums := range z.SlipCountings {
		differing := SlipsDiffer(sums)
		if len(differing) == 0 {
			t.line(fmt.Sprintf("  第%d次", i+1), "账款相符")
		}
		for _, one := range differing {
			t.line(fmt.Sprintf("  第%d次 %s %d 张", i+1, one.Kind.Name(), one.Counted), one.Words())
		}
	}
}

package till

import (
	"maps"
	"slices"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// The numbers of a counter's shifts are skipped as those of receipts are, in a series of their own beside these: what comes after the counter's
// code tells them apart. A shift has its number from its opening, and its Z paper the same one at its close, so that a book notes how far both are.
const (
	ofShifts  = "/shift"
	ofReports = "/z"
)

// ShiftSeries returns the name of the series of a counter's shift numbers.
func ShiftSeries(counter string) string { return counter + ofShifts }

// shiftsOf returns whose shift numbers a series counts; ok is false for a series of receipts.
func shiftsOf(series string) (counter string, ok bool) {
	counter, after, ok := strings.Cut(series, "/")
	return counter, ok && "/"+after == ofShifts
}

// IsOfReceipts reports whether a series counts receipts.
func IsOfReceipts(series string) bool { return !strings.Contains(series, "/") }

// lastShift returns the newest number that a shift of the counter has or that was skipped, and the newest that a Z paper may have; 0 for none.
func lastShift(tx *store.Tx, counter string) (last, reported int64, err error) {
	var skipped int64
	if _, err = tx.Get("SELECT coalesce(max(to_no), 0) FROM skipped_receipts WHERE series = ?", []any{ShiftSeries(counter)}, &skipped); err != nil {
		return 0, 0, err
	}
	// Each from the end of an index: this machine notes it after whatever is taken.
	_, err = tx.Get(`SELECT coalesce((SELECT max(no) FROM shifts WHERE counter = ?1), 0),
		coalesce((SELECT no FROM shifts WHERE counter = ?1 AND closed_seq <> 0 ORDER BY no DESC LIMIT 1), 0)`, []any{counter}, &last, &reported)
	return max(last, skipped), max(reported, skipped), err
}

// addShifts adds the newest numbers of all counters to those of receipts.
func addShifts(tx *store.Tx, last map[string]int64) error {
	counters, err := store.All(tx, "SELECT DISTINCT counter FROM shifts", nil, func(scan func(dest ...any) error) (counter string, err error) {
		return counter, scan(&counter)
	})
	for _, counter := range counters {
		if err == nil {
			last[ShiftSeries(counter)], last[counter+ofReports], err = lastShift(tx, counter)
		}
	}
	return err
}

// SkipPast lets the receipts and the shifts of a book go on after the numbers that another book had, as LastNumbers gave them, and records those
// that nothing of this one will have. A shift that is open here and was closed there gets another number: its Z paper is printed. Errors and
// rights are those of Skip.
func SkipPast(tx *store.Tx, j *journal.Journal, through map[string]int64) error {
	for _, series := range slices.Sorted(maps.Keys(through)) {
		var err error
		if counter, ok := shiftsOf(series); ok {
			err = skipShifts(tx, j, counter, through[series], through[counter+ofReports])
		} else if IsOfReceipts(series) {
			err = Skip(tx, j, series, through[series])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// skipShifts lets the shifts of a counter go on after the number through, up to reported of which Z papers may be out.
func skipShifts(tx *store.Tx, j *journal.Journal, counter string, through, reported int64) error {
	last, _, err := lastShift(tx, counter)
	if err != nil {
		return err
	}
	open, err := OpenShift(tx, counter)
	if err != nil {
		return err
	}
	from := last + 1
	if open != nil && open.No <= reported {
		from = open.No
	}
	if through < from {
		return nil
	}
	if through-from >= skipMost {
		return store.Refuse(CodeSkipFar, through, last)
	}
	_, err = j.Append(tx, kindSkipped, skippedV1{Series: ShiftSeries(counter), From: from, To: through})
	return err
}

// shiftsADay is more than a counter opens in a day.
const shiftsADay = 10

// UnknownShifts adds to through the numbers that shifts of a counter may have had since the newest one of this book, where nobody knows them and a
// receipt shows that there were some.
func UnknownShifts(tx *store.Tx, j *journal.Journal, counter string, through map[string]int64) error {
	last, _, err := lastShift(tx, counter)
	if err != nil {
		return err
	}
	var sinceMS int64
	_, err = tx.Get("SELECT coalesce((SELECT max(opened_ms) FROM shifts WHERE counter = ?), (SELECT min(at_ms) FROM events))", []any{counter}, &sinceMS)
	const dayMS = 24 * 60 * 60 * 1000
	days := 1 + max(0, j.Now().UnixMilli()-sinceMS)/dayMS
	through[ShiftSeries(counter)] = max(through[ShiftSeries(counter)], last+min(days*shiftsADay, skipMost))
	through[counter+ofReports] = through[ShiftSeries(counter)]
	return err
}

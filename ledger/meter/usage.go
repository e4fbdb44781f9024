package meter

import (
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// counts reports whether the usage of a dial of kind belongs to the kind that is asked for: the kind itself, or a
// band of it. The check dial repeats the others and does not count.
func counts(asked, kind string) bool {
	band, banded := strings.CutPrefix(kind, asked+"/")
	return kind == asked || banded && band != Check
}

// Usage sums what an object used of each kind by the readings whose period ends within from..to, both included. 电 is all
// bands of 电 together (but for 电/总), 电/峰 the one band. A kind without any reading is absent: that is not a zero.
func Usage(tx *store.Tx, object string, kinds []string, from, to calendar.Date) (map[string]tariff.Number, error) {
	sums := make(map[string]tariff.Number, len(kinds))
	var read numbers
	err := tx.Each(`SELECT m.kind, r.usage FROM meters m JOIN readings r ON r.meter = m.id
		WHERE m.object = ? AND r.undone = 0 AND r.for_on >= ? AND r.for_on <= ?`, []any{object, string(from), string(to)},
		func(scan func(dest ...any) error) error {
			var kind, usage string
			if err := scan(&kind, &usage); err != nil {
				return err
			}
			for _, asked := range kinds {
				if counts(asked, kind) {
					sums[asked] = sums[asked].Add(read.of(usage))
				}
			}
			return read.err
		})
	return sums, err
}

// UsedBefore sums what an object used of each kind from yearFrom to the day before, for tiers (阶梯) that run through
// the year. A kind without any reading is absent.
func UsedBefore(tx *store.Tx, object string, kinds []string, yearFrom, before calendar.Date) (map[string]tariff.Number, error) {
	return Usage(tx, object, kinds, yearFrom, before.AddDays(-1))
}

// UsageAll is Usage for the whole estate and every kind: object → kind → usage. Bands stand by themselves and in the sum
// of their kind.
func UsageAll(tx *store.Tx, from, to calendar.Date) (map[string]map[string]tariff.Number, error) {
	all := make(map[string]map[string]tariff.Number)
	var read numbers
	err := tx.Each(`SELECT m.object, m.kind, r.usage FROM readings r JOIN meters m ON m.id = r.meter
		WHERE r.undone = 0 AND r.for_on >= ? AND r.for_on <= ?`, []any{string(from), string(to)},
		func(scan func(dest ...any) error) error {
			var object, kind, usage string
			if err := scan(&object, &kind, &usage); err != nil {
				return err
			}
			sums := all[object]
			if sums == nil {
				sums = make(map[string]tariff.Number)
				all[object] = sums
			}
			used := read.of(usage)
			sums[kind] = sums[kind].Add(used)
			if base, _, banded := strings.Cut(kind, "/"); banded && counts(base, kind) {
				sums[base] = sums[base].Add(used)
			}
			return read.err
		})
	return all, err
}

// MissingOn returns the objects with a meter of the kind, or of a band of it, that is in use and has no reading for
// the days from..to: their usage would be billed as if there were none.
func MissingOn(tx *store.Tx, kind string, from, to calendar.Date) ([]string, error) {
	return store.All(tx, `SELECT DISTINCT m.object FROM meters m WHERE (m.kind = ?1 OR substr(m.kind, 1, length(?1) + 1) = ?1 || '/' AND m.kind <> ?1 || '/总') AND m.end_on = '' AND m.start_on <= ?3
		AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.meter = m.id AND r.undone = 0 AND r.for_on >= ?2 AND r.for_on <= ?3) ORDER BY m.object`,
		[]any{kind, string(from), string(to)}, func(scan func(dest ...any) error) (object string, err error) { return object, scan(&object) })
}

// Kinds returns the kinds of meter that the estate has in use, bands included.
func Kinds(tx *store.Tx) ([]string, error) {
	return store.All(tx, "SELECT DISTINCT kind FROM meters WHERE end_on = '' ORDER BY kind", nil,
		func(scan func(dest ...any) error) (kind string, err error) { return kind, scan(&kind) })
}

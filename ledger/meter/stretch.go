package meter

import (
	"cmp"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Stretch is what was used of a kind between two days on which every dial of it was read: Usage is exact for the days
// after After up to and with To, and nothing is known of how it spread over them. A reading of 31 October and one of 30
// November make a stretch of the thirty days of November. After equals To only where all of it was counted on one day.
type Stretch struct {
	After calendar.Date `json:"after"`
	To    calendar.Date `json:"to"`
	Usage tariff.Number `json:"usage"`
}

// Days returns how many days the usage is spread over, 1 at least, so that it can be divided by.
func (s Stretch) Days() int64 { return days(s.After, s.To) }

// Stretches returns, by kind and in the order of time, the stretches of the readings that Usage sums for from..to: those
// whose period ends in these days. Their usages add up to that of Usage. They begin where the readings before left off, so
// that after a skipped month the first begins before from, and where a reading was late or early the last does not end on
// to. A kind without any reading is absent.
func Stretches(tx *store.Tx, object string, kinds []string, from, to calendar.Date) (map[string][]Stretch, error) {
	all := make(map[string][]Stretch, len(kinds))
	err := eachStretch(tx, object, from, to, func(_, kind string, one Stretch) {
		for _, asked := range kinds {
			if counts(asked, kind) {
				all[asked] = append(all[asked], one)
			}
		}
	})
	for kind := range all {
		all[kind] = join(all[kind])
	}
	return all, err
}

// StretchesAll is Stretches for the whole estate and every kind: object → kind → stretches. Bands stand by themselves and
// in their kind, as in UsageAll.
func StretchesAll(tx *store.Tx, from, to calendar.Date) (map[string]map[string][]Stretch, error) {
	all := make(map[string]map[string][]Stretch)
	err := eachStretch(tx, "", from, to, func(object, kind string, one Stretch) {
		kinds := all[object]
		if kinds == nil {
			kinds = make(map[string][]Stretch)
			all[object] = kinds
		}
		kinds[kind] = append(kinds[kind], one)
		if base, _, banded := strings.Cut(kind, "/"); banded && counts(base, kind) {
			kinds[base] = append(kinds[base], one)
		}
	})
	for _, kinds := range all {
		for kind := range kinds {
			kinds[kind] = join(kinds[kind])
		}
	}
	return all, err
}

// eachStretch hands on every reading that stands for from..to as a stretch of its own, of one object or, for "", of all.
func eachStretch(tx *store.Tx, object string, from, to calendar.Date, each func(object, kind string, one Stretch)) error {
	query := `SELECT m.object, m.kind, r.previous_on, r.read_on, r.usage FROM readings r JOIN meters m ON m.id = r.meter
		WHERE r.undone = 0 AND r.for_on >= ? AND r.for_on <= ?`
	args := []any{string(from), string(to)}
	if object != "" {
		// The meters of one object are few: they lead to their readings faster than the days do.
		query = `SELECT m.object, m.kind, r.previous_on, r.read_on, r.usage FROM meters m CROSS JOIN readings r ON r.meter = m.id
			WHERE r.undone = 0 AND r.for_on >= ? AND r.for_on <= ? AND m.object = ?`
		args = append(args, object)
	}
	var read numbers
	return tx.Each(query, args, func(scan func(dest ...any) error) error {
		var of, kind, usage string
		var one Stretch
		if err := scan(&of, &kind, &one.After, &one.To, &usage); err != nil {
			return err
		}
		one.Usage = read.of(usage)
		each(of, kind, one)
		return read.err
	})
}

// join makes stretches of the readings of several dials: a day cuts only where no dial was between two readings, for what
// that dial had counted by then nobody knows. A reading on the day of the one before it (the last of a dial that was
// changed on the day it was read) has no days of its own and goes with its neighbour.
func join(readings []Stretch) []Stretch {
	slices.SortFunc(readings, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(a.After, b.After), cmp.Compare(a.To, b.To))
	})
	joined := readings[:0]
	for _, next := range readings {
		if len(joined) > 0 {
			last := &joined[len(joined)-1]
			within := next.After < last.To
			noDays := next.After == last.To && (next.After == next.To || last.After == last.To)
			if within || noDays {
				last.To, last.Usage = max(last.To, next.To), last.Usage.Add(next.Usage)
				continue
			}
		}
		joined = append(joined, next)
	}
	return joined
}

// ReadingDays returns, by kind, the days strictly inside from..to on which a reading stands that tells the usage up to and
// with that day exactly: every dial of the kind that was counting then was read. They are the days where Stretches are cut,
// in the order of time; a kind without such a day is absent.
func ReadingDays(tx *store.Tx, object string, kinds []string, from, to calendar.Date) (map[string][]calendar.Date, error) {
	stretches, err := Stretches(tx, object, kinds, from, to)
	if err != nil {
		return nil, err
	}
	cuts := make(map[string][]calendar.Date)
	for kind, all := range stretches {
		for _, one := range all[:len(all)-1] {
			if from < one.To && one.To < to {
				cuts[kind] = append(cuts[kind], one.To)
			}
		}
	}
	return cuts, nil
}

// Covers returns, by kind, the days that the usage of from..to truly covers, as a stretch over all of them: After is the
// day of the reading before (or of the dial's start), To the day of the last reading, Usage that of Usage. A skipped
// month's usage lies in the next bill, whose stretch is then two months long. A kind without any reading is absent.
func Covers(tx *store.Tx, object string, kinds []string, from, to calendar.Date) (map[string]Stretch, error) {
	stretches, err := Stretches(tx, object, kinds, from, to)
	if err != nil {
		return nil, err
	}
	covers := make(map[string]Stretch, len(stretches))
	for kind, all := range stretches {
		whole := Stretch{After: all[0].After, To: all[len(all)-1].To}
		for _, one := range all {
			whole.Usage = whole.Usage.Add(one.Usage)
		}
		covers[kind] = whole
	}
	return covers, nil
}

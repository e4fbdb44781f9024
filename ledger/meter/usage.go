package meter

import (
	"slices"
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

// Counted is what an object used of one kind in a span, and on which days.
type Counted struct {
	Used tariff.Number
	tariff.Metered
}

// UsedSince returns what was used from a day on, both ends included: what one reading counted goes evenly to its days.
func (c Counted) UsedSince(from calendar.Date) tariff.Number {
	var used tariff.Number
	for _, r := range c.Readings {
		switch {
		case from <= r.FromOn:
			used = used.Add(r.Used)
		case from <= r.ToOn:
			used = used.Add(r.Used.Mul(tariff.Ratio(int64(r.ToOn.DaysSince(from))+1, int64(r.ToOn.DaysSince(r.FromOn))+1)))
		}
	}
	return used
}

// Usage returns what an object used of each kind by the readings whose period ends within from..to, both included. 电 is all
// bands of 电 together (but for 电/总), 电/峰 the one band. A kind without any reading is absent: that is not a zero.
func Usage(tx *store.Tx, object string, kinds []string, from, to calendar.Date) (map[string]Counted, error) {
	of := make(usages)
	if err := of.read(tx, object, from, to); err != nil {
		return nil, err
	}
	asked := make(map[string]Counted, len(kinds))
	for _, kind := range kinds {
		if counted, read := of[object][kind]; read {
			asked[kind] = counted
		}
	}
	return asked, nil
}

// UsageAll is Usage for the whole estate and every kind: object → kind → what was counted. Bands stand by themselves and
// in their kind.
func UsageAll(tx *store.Tx, from, to calendar.Date) (map[string]map[string]Counted, error) {
	all := make(usages)
	return all, all.read(tx, "", from, to)
}

// usages are what objects used, by object and kind.
type usages map[string]map[string]Counted

// read adds the readings whose period ends within from..to, of one object or, with "", of all. A reading covers the days from
// the one after the reading before to its own, or to the end of the period that it closes where that is earlier. A reading of
// the first days of November that closes October stands for the last of October.
func (u usages) read(tx *store.Tx, object string, from, to calendar.Date) error {
	const before = `SELECT max(min(p.read_on, p.for_on)) FROM readings p WHERE p.meter = r.meter AND p.undone = 0 AND p.read_on = r.previous_on AND p.for_on < r.for_on`
	const lastClosed = `SELECT max(p.for_on) FROM readings p JOIN meters o ON o.id = p.meter WHERE o.object = m.object AND o.kind = m.kind AND p.undone = 0 AND p.for_on < ?2`
	source := "FROM readings r JOIN meters m ON m.id = r.meter WHERE r.undone = 0 AND r.for_on >= ?2 AND r.for_on <= ?3 AND ?1 = ''"
	if object != "" {
		source = "FROM meters m JOIN readings r ON r.meter = m.id WHERE m.object = ?1 AND r.undone = 0 AND r.for_on >= ?2 AND r.for_on <= ?3"
	}
	var numbers numbers
	err := tx.Each(`SELECT m.object, m.kind, r.usage, min(r.read_on, r.for_on), r.for_on, coalesce((`+before+`), r.previous_on), m.start_on,
		CASE WHEN r.previous_on < ?2 THEN coalesce((`+lastClosed+`), '') ELSE '' END `+source, []any{object, string(from), string(to)},
		func(scan func(dest ...any) error) error {
			var one taken
			var usage string
			if err := scan(&one.object, &one.kind, &usage, &one.toOn, &one.forOn, &one.previousOn, &one.startOn, &one.closedOn); err != nil {
				return err
			}
			one.used = numbers.of(usage)
			u.add(one, from)
			return numbers.err
		})
	if err != nil {
		return err
	}
	for _, kinds := range u {
		for kind, counted := range kinds {
			slices.SortFunc(counted.Readings, func(a, b tariff.Reading) int {
				return strings.Compare(string(a.ToOn)+string(a.FromOn), string(b.ToOn)+string(b.FromOn))
			})
			kinds[kind] = counted
		}
	}
	return nil
}

// taken is one reading as read sees it: previousOn is the last day that the reading before covers, or the meter's start, and
// closedOn the last period before the span that a reading of the kind closed, "" for none or where nobody asks.
type taken struct {
	object, kind                               string
	used                                       tariff.Number
	toOn, forOn, previousOn, startOn, closedOn calendar.Date
}

// add counts a reading for its kind and, for a band, for the kind as a whole.
func (u usages) add(one taken, from calendar.Date) {
	kinds := u[one.object]
	if kinds == nil {
		kinds = make(map[string]Counted)
		u[one.object] = kinds
	}
	kinds[one.kind] = kinds[one.kind].with(one, from)
	if base, _, banded := strings.Cut(one.kind, "/"); banded && counts(base, one.kind) {
		kinds[base] = kinds[base].with(one, from)
	}
}

// with adds a reading. A meter's start counts from its own day where that lies in the span, and before it as a reading does,
// from the day after.
func (c Counted) with(one taken, from calendar.Date) Counted {
	fromOn := one.previousOn.AddDays(1)
	if one.previousOn == one.startOn && one.startOn >= from && !slices.ContainsFunc(c.Readings, func(r tariff.Reading) bool { return r.ToOn == one.startOn }) {
		fromOn = one.startOn
	}
	fromOn = min(fromOn, one.toOn)
	c.Used = c.Used.Add(one.used)
	c.Readings = append(c.Readings, tariff.Reading{FromOn: fromOn, ToOn: one.toOn, Used: one.used})
	if since := sinceOn(one, fromOn); since < from && (c.SinceOn == "" || since < c.SinceOn) {
		c.SinceOn = since
	}
	if until := monthEnd(one.forOn); until > c.UntilOn {
		c.UntilOn = until
	}
	return c
}

// sinceOn returns the first day whose limits the usage of a reading may fill: that of the month after the last one that was
// read, or the first day of the reading where nothing was read before.
func sinceOn(one taken, fromOn calendar.Date) calendar.Date {
	if one.closedOn == "" {
		return fromOn
	}
	return monthEnd(one.closedOn).AddDays(1)
}

// monthEnd returns the last day of a day's month.
func monthEnd(on calendar.Date) calendar.Date {
	return calendar.Of(on.Time().AddDate(0, 1, -on.Time().Day()))
}

// LaterOn returns the day of the reading after a day that holds what an object used of a kind up to then, "" where there is none
// yet: the usage of a month that nobody read is billed with that reading.
func LaterOn(tx *store.Tx, object, kind string, to calendar.Date) (on calendar.Date, err error) {
	_, err = tx.Get(`SELECT coalesce(min(r.for_on), '') FROM meters m JOIN readings r ON r.meter = m.id
		WHERE m.object = ?1 AND (m.kind = ?2 OR substr(m.kind, 1, length(?2) + 1) = ?2 || '/' AND m.kind <> ?2 || '/总') AND r.undone = 0 AND r.for_on > ?3 AND r.previous_on <= ?3`,
		[]any{object, kind, string(to)}, &on)
	return on, err
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

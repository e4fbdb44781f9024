package meter

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A past is looked back on for a year, with a few days of grace, and speaks from three readings on; a sheet from five.
const (
	pastDays     = 375
	pastMin      = 3
	sheetMin     = 5
	pastReadings = 400
)

// yardstick is what a usage is measured by. Own says that it is the meter's own past; otherwise it is what the other
// meters of the sheet used, which tells a slip and little else.
type yardstick struct {
	median, spread tariff.Number
	own, known     bool
}

// middle returns the median of numbers, which it sorts.
func middle(all []tariff.Number) tariff.Number {
	slices.SortFunc(all, tariff.Number.Cmp)
	n := len(all)
	if n%2 == 1 {
		return all[n/2]
	}
	return all[n/2-1].Add(all[n/2]).Mul(tariff.Ratio(1, 2))
}

// measure returns the median of usages and their median deviation from it (MAD).
func measure(usages []tariff.Number) (median, spread tariff.Number) {
	median = middle(usages)
	deviations := make([]tariff.Number, len(usages))
	for i, usage := range usages {
		deviations[i] = distance(usage, median)
	}
	return median, middle(deviations)
}

func distance(a, b tariff.Number) tariff.Number { return a.Sub(b).Max(b.Sub(a)) }

// days counts the days between two readings, at least one.
func days(from, to calendar.Date) int64 { return int64(max(1, to.DaysSince(from))) }

// pastOf returns the yardstick of a meter for the days from its standing to on: each usage of the last twelve months by its
// own days. A meter that has just taken another's place is measured by what the place used before.
func pastOf(tx *store.Tx, m Meter, previousOn, on calendar.Date) (yardstick, error) {
	var own, place []tariff.Number
	var read numbers
	since := string(on.AddDays(-pastDays))
	err := tx.Each(`SELECT r.meter, r.usage, r.previous_on, r.read_on FROM meters m JOIN readings r ON r.meter = m.id
		WHERE m.object = ? AND m.kind = ? AND r.undone = 0 AND r.read_on >= ? AND r.read_on < ? LIMIT ?`,
		[]any{m.Object, m.Kind, since, string(on), pastReadings}, func(scan func(dest ...any) error) error {
			var meter, usage string
			var from, to calendar.Date
			if err := scan(&meter, &usage, &from, &to); err != nil {
				return err
			}
			aDay := read.of(usage).Mul(tariff.Ratio(1, days(from, to)))
			place = append(place, aDay)
			if meter == m.ID {
				own = append(own, aDay)
			}
			return read.err
		})
	if len(own) < pastMin {
		own = place
	}
	if err != nil || len(own) < pastMin {
		return yardstick{}, err
	}
	median, spread := measure(own)
	length := tariff.Whole(days(previousOn, on))
	return yardstick{median: median.Mul(length), spread: spread.Mul(length), own: true, known: true}, nil
}

// floors are the differences of usage below which nobody asks, by kind.
var floors = map[string]int64{"水": 5, "热水": 5, "中水": 5, "燃气": 10, "电": 50}

const floorElse = 20

func (m Meter) floor() tariff.Number {
	kind, _, _ := cutBand(m.Kind)
	if floor, ok := floors[kind]; ok {
		return tariff.Whole(floor)
	}
	return tariff.Whole(floorElse)
}

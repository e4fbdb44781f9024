package meter

import (
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// pastDays is how far back a meter's past counts: a year and a few days, since readings are rarely on the same day.
// pastMin is how many readings make a past, sheetMin how many rows of one kind make a sheet worth comparing with, and
// pastReadings how many rows are looked at for one meter at most.
const (
	pastDays     = 375
	pastMin      = 3
	sheetMin     = 5
	pastReadings = 400
)

// yardstick is what a usage is compared with. own says that it comes from the meter's own past; otherwise it is what
// the other meters of the sheet used, which shows a misplaced decimal point and little else. known is false where
// there is nothing to compare with.
type yardstick struct {
	median, spread tariff.Number
	own, known     bool
	// few says that the meter has a past, but too short a one to tell what is usual: only what is far away is asked.
	few bool
	// most is what a meter without anything to compare it with may use before somebody is asked; zero elsewhere.
	most tariff.Number
}

// middle returns the median of numbers, of which there must be one at least; it sorts them in place.
func middle(all []tariff.Number) tariff.Number {
	slices.SortFunc(all, tariff.Number.Cmp)
	n := len(all)
	if n%2 == 1 {
		return all[n/2]
	}
	return all[n/2-1].Add(all[n/2]).Mul(tariff.Ratio(1, 2))
}

// measure returns the median of usages and the median of their distances from it (MAD). Both stay where they are when
// one reading in the past was wildly wrong, as an average would not.
func measure(usages []tariff.Number) (median, spread tariff.Number) {
	median = middle(usages)
	deviations := make([]tariff.Number, len(usages))
	for i, usage := range usages {
		deviations[i] = distance(usage, median)
	}
	return median, middle(deviations)
}

// distance returns how far two numbers are apart, never below zero.
func distance(a, b tariff.Number) tariff.Number { return a.Sub(b).Max(b.Sub(a)) }

// days returns the days between two readings, at least 1, so that it can be divided by.
func days(from, to calendar.Date) int64 { return int64(max(1, to.DaysSince(from))) }

// pastOf returns the yardstick of a meter for the days from previousOn to on. Each usage of the last twelve months
// counts by its own days, so that a period of 60 days is not odd beside one of 30. A meter that has just taken
// another's place is measured by what that place used before.
func pastOf(tx *store.Tx, m Meter, previousOn, on calendar.Date) (yardstick, error) {
	var own, place []tariff.Number
	var read numbers
	since := string(on.AddDays(-pastDays))
	// What every meter of this kind at this object used in the year before the reading.
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
	if err != nil || len(own) == 0 {
		return yardstick{}, err
	}
	median, spread := measure(own)
	length := tariff.Whole(days(previousOn, on))
	return yardstick{median: median.Mul(length), spread: spread.Mul(length), own: true, known: true, few: len(own) < pastMin}, nil
}

// othersDays and othersReadings bound what is read of the estate's other meters of a kind: a quarter, for estates that read
// every three months, and enough readings for a median.
const (
	othersDays     = 100
	othersReadings = 1000
)

// othersOf returns what the book's meters of a kind used a day lately, newest readings first; it is not known where they are
// too few, or all stood still.
func othersOf(tx *store.Tx, kind string, on calendar.Date) (yardstick, error) {
	var daily []tariff.Number
	var read numbers
	err := tx.Each(`SELECT r.usage, r.previous_on, r.read_on FROM readings r JOIN meters m ON m.id = r.meter
		WHERE r.undone = 0 AND r.for_on >= ? AND r.for_on <= ? AND m.kind = ? ORDER BY r.for_on DESC LIMIT ?`,
		[]any{string(on.AddDays(-othersDays)), string(on.AddDays(forDays)), kind, othersReadings}, func(scan func(dest ...any) error) error {
			var usage string
			var from, to calendar.Date
			if err := scan(&usage, &from, &to); err != nil {
				return err
			}
			daily = append(daily, read.of(usage).Mul(tariff.Ratio(1, days(from, to))))
			return read.err
		})
	if err != nil || len(daily) < sheetMin {
		return yardstick{}, err
	}
	median, spread := measure(daily)
	return yardstick{median: median, spread: spread, known: median.Sign() > 0}, nil
}

// yardOf returns what a reading is compared with: the meter's own past; without one, the other meters of the sheet, then
// those of the book; and where there is nothing at all, what hardly any household uses.
func (w *judging) yardOf(j *Judged) (yardstick, error) {
	own, err := pastOf(w.tx, j.Meter, j.PreviousOn, j.On)
	if err != nil || own.known {
		return own, err
	}
	if yard := w.kinds[j.Kind]; yard.known {
		// The sheet's own figures are differences of dials: this meter's terms make them usage.
		yard.median = j.Terms.used(tariff.Number{}, yard.median, 0)
		return yard, nil
	}
	others, asked := w.others[j.Kind]
	if !asked {
		if others, err = othersOf(w.tx, j.Kind, j.On); err != nil {
			return others, err
		}
		w.others[j.Kind] = others
	}
	length := days(j.PreviousOn, j.On)
	if others.known {
		others.median, others.spread = others.median.Mul(tariff.Whole(length)), others.spread.Mul(tariff.Whole(length))
		return others, nil
	}
	month := tariff.Ratio(max(length, monthsDays), monthsDays)
	return yardstick{most: j.Meter.floor().Mul(tariff.Whole(mostTimes)).Mul(month).Mul(j.Terms.Multiplier.Max(tariff.Whole(1)))}, nil
}

// About writes what is usual for people: to one decimal, because a median over days rarely ends.
func About(usual tariff.Number) string {
	whole, rest, found := strings.Cut(usual.Text(), ".")
	if !found || strings.HasPrefix(rest, "0") {
		return whole
	}
	return whole + "." + rest[:1]
}

// floors are the differences of usage, by kind and in its unit (m³, kWh), below which nobody is asked: a household
// with guests uses a few cubic metres more than usual. floorElse is that of every other kind.
var floors = map[string]int64{"水": 5, "热水": 5, "中水": 5, "燃气": 10, "电": 50}

const floorElse = 20

// floor returns the floor of the meter's kind; a band has that of its base.
func (m Meter) floor() tariff.Number {
	kind, _, _ := cutBand(m.Kind)
	if floor, ok := floors[kind]; ok {
		return tariff.Whole(floor)
	}
	return tariff.Whole(floorElse)
}

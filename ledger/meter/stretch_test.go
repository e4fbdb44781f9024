package meter_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// install brings a dial in that starts at 0 on a day, and hand reads it; for the day the reading closes its own period.
func (o *office) install(kind, number string, on calendar.Date) (id string) {
	o.Helper()
	return o.installIn(1, kind, number, on)
}

func (o *office) installIn(n int, kind, number string, on calendar.Date) (id string) {
	o.Helper()
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: room(n), Kind: kind, Number: number, StartOn: on, Terms: meter.Plain(on)})
		id = m.ID
		return err
	}))
	return id
}

func (o *office) hand(id string, value int64, on, forOn calendar.Date) {
	o.Helper()
	require.Empty(o, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: id, On: on, ForOn: forOn, Value: tariff.Whole(value), Keep: true})
		return err
	}))
}

// spans writes the stretches of a kind as "after..to usage".
func (o *office) spans(kind string, from, to calendar.Date) (spans []string) {
	o.read(func(tx *store.Tx) {
		object := estate.ObjectID(estate.Room, room(1))
		stretches, err := meter.Stretches(tx, object, []string{kind}, from, to)
		require.NoError(o, err)
		all, err := meter.StretchesAll(tx, from, to)
		require.NoError(o, err)
		require.Equal(o, fmt.Sprint(stretches[kind]), fmt.Sprint(all[object][kind]), "of one room and of the estate")
		for _, one := range stretches[kind] {
			spans = append(spans, fmt.Sprintf("%s..%s %s", one.After, one.To, one.Usage))
		}
	})
	return spans
}

func (o *office) cuts(kind string, from, to calendar.Date) (days []calendar.Date, whole meter.Stretch) {
	o.read(func(tx *store.Tx) {
		object := estate.ObjectID(estate.Room, room(1))
		all, err := meter.ReadingDays(tx, object, []string{kind}, from, to)
		require.NoError(o, err)
		covers, err := meter.Covers(tx, object, []string{kind}, from, to)
		require.NoError(o, err)
		days, whole = all[kind], covers[kind]
	})
	return days, whole
}

func TestAReadingInsideAPeriodCutsItsUsage(t *testing.T) {
	o := newOffice(t)
	water := o.install("水", "A", "2026-08-31")
	o.hand(water, 10, "2026-09-30", "2026-09-30")
	o.hand(water, 14, "2026-10-15", "2026-10-15")
	o.hand(water, 20, "2026-10-31", "2026-10-31")
	require.Equal(t, []string{"2026-09-30..2026-10-15 4", "2026-10-15..2026-10-31 6"}, o.spans("水", "2026-10-01", "2026-10-31"))
	days, whole := o.cuts("水", "2026-10-01", "2026-10-31")
	require.Equal(t, []calendar.Date{"2026-10-15"}, days)
	require.Equal(t, int64(31), whole.Days())
	require.Equal(t, "10", whole.Usage.String())

	// A second dial that nobody read on the 15th leaves that day open; one that began there does not.
	started := o.install("水", "B", "2026-10-15")
	o.hand(started, 1, "2026-10-31", "2026-10-31")
	days, _ = o.cuts("水", "2026-10-01", "2026-10-31")
	require.Equal(t, []calendar.Date{"2026-10-15"}, days)
	other := o.install("水", "C", "2026-09-30")
	o.hand(other, 2, "2026-10-31", "2026-10-31")
	require.Equal(t, []string{"2026-09-30..2026-10-31 13"}, o.spans("水", "2026-10-01", "2026-10-31"))
	days, _ = o.cuts("水", "2026-10-01", "2026-10-31")
	require.Empty(t, days)
}

func TestASkippedMonthLiesInTheNextOne(t *testing.T) {
	o := newOffice(t)
	water := o.install("水", "", "2026-07-31")
	o.hand(water, 12, "2026-08-31", "2026-08-31")
	o.hand(water, 36, "2026-10-31", "2026-10-31")
	days, whole := o.cuts("水", "2026-10-01", "2026-10-31")
	require.Empty(t, days)
	require.Equal(t, meter.Stretch{After: "2026-08-31", To: "2026-10-31", Usage: tariff.Whole(24)}, whole)
	require.Equal(t, int64(61), whole.Days())
	_, none := o.cuts("水", "2026-09-01", "2026-09-30")
	require.Zero(t, none)
}

// A changed meter was read on the day of the change, also where it had been read that morning; bands are cut together, and
// the dial that repeats their sum does not count.
func TestChangesAndBandsInStretches(t *testing.T) {
	o := newOffice(t)
	water := o.install("水", "A", "2026-09-30")
	o.hand(water, 5, "2026-10-10", "2026-10-10")
	var next string
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		m, err := o.Book.Meters.In(tx).Replace(tx.Context(), o.Manager, meter.Replacement{RequestID: o.request(), Meter: water, On: "2026-10-10",
			FinalReading: tariff.Whole(6), NextNumber: "B", Reason: "broken"})
		next = m.ID
		return err
	}))
	o.hand(next, 8, "2026-10-31", "2026-10-31")
	require.Equal(t, []string{"2026-09-30..2026-10-10 6", "2026-10-10..2026-10-31 8"}, o.spans("水", "2026-10-01", "2026-10-31"))

	peak, low, sum := o.install("电/峰", "P", "2026-09-30"), o.install("电/谷", "L", "2026-09-30"), o.install("电/总", "S", "2026-09-30")
	for _, day := range []struct {
		on               calendar.Date
		peak, low, total int64
	}{{"2026-10-20", 30, 10, 40}, {"2026-10-31", 50, 15, 65}} {
		o.hand(peak, day.peak, day.on, day.on)
		o.hand(low, day.low, day.on, day.on)
		o.hand(sum, day.total, day.on, day.on)
	}
	require.Equal(t, []string{"2026-09-30..2026-10-20 40", "2026-10-20..2026-10-31 25"}, o.spans("电", "2026-10-01", "2026-10-31"))
	require.Equal(t, []string{"2026-09-30..2026-10-20 30", "2026-10-20..2026-10-31 20"}, o.spans("电/峰", "2026-10-01", "2026-10-31"))
}

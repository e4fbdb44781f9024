package meter_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

// typed enters a figure by hand and gives the code of what was said about it, and whether it stands as looked at.
func (o *office) typed(entry meter.Entry) (code string, kept bool) {
	o.Helper()
	entry.RequestID = o.request()
	code = o.Write(func(tx *store.Tx) error {
		r, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, entry)
		kept = r.Kept
		return err
	})
	return code, kept
}

// A figure that is typed is held against the same past as one of a sheet, also where the meter is new.
func TestATypedReadingIsJudgedAsOneOfASheet(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		kind, first, value, code string
		on                       calendar.Date
	}{
		{"水", "9", "99999", "meter.no_past", "2026-10-31"},
		{"水", "9", "21", "", "2026-10-31"},
		{"水", "9", "209", "", "2026-10-31"},
		{"水", "9", "210", "meter.no_past", "2026-10-31"},
		{"电", "100", "1500", "", "2026-10-31"},
		{"电", "100", "15000", "meter.no_past", "2026-10-31"},
		{"燃气", "0", "900", "meter.no_past", "2026-10-31"},
		{"热水", "9", "8", "meter.goes_back", "2026-10-31"},
		{"中水", "99995", "7", "meter.rolled_guess", "2026-10-31"},
		{"水", "9", "12", "meter.not_after", "2026-10-01"},
		{"水", "9", "12", "meter.not_after", "2026-09-28"},
		{"水", "9", "12", "meter.future", "2026-11-22"},
	} {
		number1 := o.request()
		var id string
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: room(2), Kind: c.kind, Number: number1, StartOn: "2026-10-01",
				StartReading: number(c.first), Terms: meter.Plain("2026-10-01")})
			id = m.ID
			return err
		}))
		entry := meter.Entry{Meter: id, On: c.on, Value: number(c.value)}
		code, kept := o.typed(entry)
		require.Equal(t, c.code, code, "%s %s → %s", c.kind, c.first, c.value)
		require.False(t, kept, "what nobody doubted nobody looked at")
		if code == "meter.no_past" || code == "meter.rolled_guess" {
			entry.Keep = true
			code, kept = o.typed(entry)
			require.Empty(t, code)
			require.True(t, kept)
			require.Empty(t, o.Write(func(tx *store.Tx) error {
				_, err := o.Book.Meters.In(tx).Undo(tx.Context(), o.Manager, meter.Undoing{RequestID: o.request(), Meter: id, Reason: "misread"})
				return err
			}))
		}
	}
}

// One month is little to go by, but a tenfold usage after it is asked about.
func TestAFewReadingsAreAPastAlready(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 0, 9)
	require.EqualValues(t, 9, stood)
	m, next := o.meter(1, "水"), last.AddDays(30)
	code, _ := o.typed(meter.Entry{Meter: m.ID, On: next, Value: number("99999")})
	require.Equal(t, "meter.far_above", code)
	code, _ = o.typed(meter.Entry{Meter: m.ID, On: next, Value: number("99")})
	require.Equal(t, "meter.slip", code)
	code, kept := o.typed(meter.Entry{Meter: m.ID, On: next, Value: number("45")})
	require.Empty(t, code)
	require.False(t, kept)
}

// The last figure of a changed meter, a corrected one and one said to have gone round are judged by the same past.
func TestEveryWayInIsJudged(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 99_900, 10, 11, 10, 9)
	require.EqualValues(t, 99_940, stood)
	m, next := o.meter(1, "水"), last.AddDays(30)
	correct := func(keep bool) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Correct(tx.Context(), o.Manager, meter.Correction{RequestID: o.request(), Meter: m.ID, Value: number("99999"), Reason: "misread", Keep: keep})
			return err
		})
	}
	require.Equal(t, "meter.slip", correct(false))
	replace := func(keep bool) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Replace(tx.Context(), o.Manager, meter.Replacement{RequestID: o.request(), Meter: m.ID, On: next, FinalReading: number("99999"),
				NextNumber: "next", Reason: "broken", Keep: keep})
			return err
		})
	}
	require.Equal(t, "meter.slip", replace(false))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		terms := meter.Plain(next)
		terms.Digits = 5
		_, err := o.Book.Meters.In(tx).SetTerms(tx.Context(), o.Manager, m.ID, terms)
		return err
	}))
	code, _ := o.typed(meter.Entry{Meter: m.ID, On: next, Value: number("5000"), RolledOver: true})
	require.Equal(t, "meter.rolled_far", code)
	require.Empty(t, replace(true))
}

// Where the meter is new and its neighbours are not, they are what it is compared with.
func TestANewMeterIsComparedWithTheOthers(t *testing.T) {
	o := newOffice(t)
	require.Empty(t, func() string { _, code := o.take(october(), meter.Taking{LeaveOut: true}); return code }())
	id := o.installIn(12, "水", "new", "2026-10-31")
	code, _ := o.typed(meter.Entry{Meter: id, On: "2026-11-20", Value: number("120")})
	require.Equal(t, "meter.slip_others", code)
	code, _ = o.typed(meter.Entry{Meter: id, On: "2026-11-20", Value: number("12")})
	require.Empty(t, code)
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

package meter_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// consumer uses what it likes, and turns a dial of so many digits with two decimals.
type consumer struct {
	hundredths, turn int64 // what the dial shows, and where it begins again
	on               calendar.Date
}

// use turns the dial and says whether it went round.
func (c *consumer) use(hundredths int64) (round bool) {
	round = c.hundredths+hundredths >= c.turn
	c.hundredths = (c.hundredths + hundredths) % c.turn
	return round
}

func (c *consumer) shows() tariff.Number { return tariff.Ratio(c.hundredths, 100) }

// Whatever a dial does, round it goes or out it goes, and whatever was corrected on the way: the usages of the readings
// add up to what was really used, times the multiplier and with the loss.
func TestUsagesAddUpToWhatWasUsed(t *testing.T) {
	o := newOffice(t)
	rapid.Check(t, func(rt *rapid.T) {
		// Each try is a meter of its own kind, in one book: making a book for each would take all day.
		kind := "表" + o.request()[len("request-"):]
		digits := rapid.IntRange(3, 6).Draw(rt, "digits")
		turn := int64(100)
		for range digits {
			turn *= 10
		}
		terms := meter.Terms{Digits: digits, DecimalDigits: 2, Multiplier: tariff.Ratio(rapid.Int64Range(1, 40_000).Draw(rt, "multiplier"), 1000),
			LossPercent: tariff.Ratio(rapid.Int64Range(0, 9_999).Draw(rt, "loss"), 1000)}
		dial := &consumer{hundredths: rapid.Int64Range(0, turn-1).Draw(rt, "start"), turn: turn, on: "2026-01-01"}
		var id string
		must := func(work func(tx *store.Tx) error) { require.NoError(rt, o.Book.Store.Write(o.Ctx, work)) }
		must(func(tx *store.Tx) error {
			m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: room(1), Kind: kind, StartOn: dial.on, StartReading: dial.shows(), Terms: terms})
			id = m.ID
			return err
		})
		var used int64
		for range rapid.IntRange(1, 8).Draw(rt, "readings") {
			dial.on = dial.on.AddDays(rapid.IntRange(1, 30).Draw(rt, "days"))
			some := rapid.Int64Range(0, turn-1).Draw(rt, "used")
			used += some
			round := dial.use(some)
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				next := consumer{hundredths: rapid.Int64Range(0, turn-1).Draw(rt, "next start"), turn: turn, on: dial.on}
				must(func(tx *store.Tx) error {
					m, err := o.Book.Meters.In(tx).Replace(tx.Context(), o.Manager, meter.Replacement{RequestID: o.request(), Meter: id, On: dial.on, FinalReading: dial.shows(),
						RolledOver: round, NextNumber: o.request(), StartReading: next.shows(), Reason: "broken", Keep: true})
					id = m.ID
					return err
				})
				dial = &next
			case 1: // misread first: the dial is read as if nothing had been used, and then corrected
				must(func(tx *store.Tx) error {
					history, err := meter.History(tx, id, 1)
					if err != nil {
						return err
					}
					m, err := meter.ByID(tx, id)
					if err != nil {
						return err
					}
					wrong := m.StartReading
					if len(history) > 0 {
						wrong = history[0].Value
					}
					if _, err = o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: id, On: dial.on, Value: wrong, Keep: true}); err != nil {
						return err
					}
					_, err = o.Book.Meters.In(tx).Correct(tx.Context(), o.Manager, meter.Correction{RequestID: o.request(), Meter: id, Value: dial.shows(), RolledOver: round, Reason: "misread", Keep: true})
					return err
				})
			default:
				must(func(tx *store.Tx) error {
					_, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: id, On: dial.on, Value: dial.shows(), RolledOver: round, Keep: true})
					return err
				})
			}
		}
		withLoss := tariff.Whole(1).Add(terms.LossPercent.Mul(tariff.Ratio(1, 100)))
		want := tariff.Ratio(used, 100).Mul(terms.Multiplier).Mul(withLoss)
		require.Equal(rt, want.String(), o.usage(1, []string{kind}, "2026-01-01", "2026-12-31")[kind])
	})
}

func TestChangingAMeter(t *testing.T) {
	o := newOffice(t)
	last, _ := o.months(1, "水", 100, 10, 10, 10)
	m := o.meter(1, "水")
	replace := func(order meter.Replacement) (code string) {
		order.RequestID, order.Meter, order.StartReading = o.request(), m.ID, tariff.Whole(3)
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Replace(tx.Context(), o.Manager, order)
			return err
		})
	}
	on := last.AddDays(10)
	require.Equal(t, "meter.reason", replace(meter.Replacement{On: on, FinalReading: number("134"), NextNumber: "S2"}))
	require.Equal(t, "meter.goes_back", replace(meter.Replacement{On: on, FinalReading: number("129"), NextNumber: "S2", Reason: "broken"}))
	require.Equal(t, "meter.no_round", replace(meter.Replacement{On: on, FinalReading: number("129"), RolledOver: true, NextNumber: "S2", Reason: "broken"}))
	require.Equal(t, "meter.not_after", replace(meter.Replacement{On: last.AddDays(-1), FinalReading: number("131"), NextNumber: "S2", Reason: "broken"}))
	require.Equal(t, "meter.exists", replace(meter.Replacement{On: on, FinalReading: number("134"), Reason: "broken"}))
	require.Empty(t, replace(meter.Replacement{On: on, FinalReading: number("134"), NextNumber: "S2", Reason: "broken"}))
	require.Equal(t, "meter.closed", replace(meter.Replacement{On: on, FinalReading: number("134"), NextNumber: "S3", Reason: "broken"}))

	// The new dial is held against what the room used before, and its number tells it from the old one.
	sheet := offer(2, 1, "水", "3", "9", on.AddDays(20))
	sheet.Number = "S2"
	require.Equal(t, meter.Good, o.judge(sheet)[0].State)
	sheet.Number = "S9"
	require.Equal(t, []string{"meter.other_number"}, codes(o.judge(sheet)[0]))
	_, code := o.take(meter.Sheet{Offers: []meter.Offer{offer(2, 1, "水", "3", "9", on.AddDays(20))}}, meter.Taking{})
	require.Empty(t, code)
	require.Equal(t, map[string]string{"水": "40"}, o.usage(1, []string{"水"}, "2025-01-01", "2026-12-31"))
}

// What comes too late for the bill of its period goes to the next one that is open, if that is near.
func TestAReadingByHandClosesAnOpenPeriod(t *testing.T) {
	o := newOffice(t)
	o.months(1, "水", 100, 10, 10, 10)
	m := o.meter(1, "水")
	enter := func(value string, on, forOn calendar.Date) (reading meter.Reading, code string) {
		code = o.Write(func(tx *store.Tx) (err error) {
			reading, err = o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: m.ID, On: on, ForOn: forOn, Value: number(value), Keep: true})
			return err
		})
		return reading, code
	}
	_, code := enter("135", "2026-11-20", "2027-01-23")
	require.Equal(t, "meter.for_far", code, "63 days from today")
	_, code = enter("135", "2026-11-20", "2099-11-30")
	require.Equal(t, "meter.for_far", code)
	_, code = enter("135", "2026-11-20", "2026-09-18")
	require.Equal(t, "meter.for_far", code, "63 days before it was read")

	var billed calendar.Date
	o.Book.Meters.Billed = func(_ *store.Tx, _ meter.Meter, r meter.Reading) (bool, error) { return r.ForOn <= billed, nil }
	billed = "2027-01-22"
	_, code = enter("135", "2026-11-20", "2026-10-31")
	require.Equal(t, "meter.period_billed", code)
	billed = "2026-11-30"
	reading, code := enter("135", "2026-11-20", "2026-10-31")
	require.Empty(t, code)
	require.EqualValues(t, "2026-12-01", reading.ForOn, "the first day that no bill reaches")
	billed = "2026-10-31"
	reading, code = enter("136", "2026-11-21", "2026-10-31")
	require.Empty(t, code)
	require.EqualValues(t, today, reading.ForOn)
	reading, code = enter("137", "2026-11-22", "")
	require.Equal(t, "meter.future", code)
	require.Zero(t, reading)
}

// A figure typed by hand is looked at as one on a sheet is: what does not fit the meter's past is asked about once.
func TestAnOddReadingByHandIsAskedAbout(t *testing.T) {
	o := newOffice(t)
	id := ""
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: room(1), Kind: "水", StartOn: "2026-01-01",
			StartReading: tariff.Whole(100), Terms: meter.Plain("2026-01-01")})
		id = m.ID
		return err
	}))
	enter := func(on calendar.Date, value int64, keep bool) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: id, On: on, Value: tariff.Whole(value), Keep: keep})
			return err
		})
	}
	for i, on := range []calendar.Date{"2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"} {
		require.Empty(t, enter(on, int64(110+10*i), true))
	}
	require.NotEmpty(t, enter("2026-06-01", 6390, false), "six thousand tons")
	require.Empty(t, enter("2026-06-01", 151, false))
	require.Empty(t, enter("2026-07-01", 6390, true), "somebody has looked")
}

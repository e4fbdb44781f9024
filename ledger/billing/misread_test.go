package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// newWaterworks is the quarter with water at 5 yuan a cubic metre, and one meter, which stood at 100 at the end of September.
func newWaterworks(t *testing.T) (o *office, id string) {
	o = newQuarter(t)
	o.charge(billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 10, Active: true},
		tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: "1-1-101", Kind: "水", Number: "W1", StartOn: "2026-09-30",
			StartReading: tariff.Whole(100), Terms: meter.Plain("2026-09-30")})
		id = m.ID
		return err
	}))
	return o, id
}

// enter reads a meter by hand on one day and types it in on another.
func (o *office) enter(id string, value int64, on, entered calendar.Date) (reading meter.Reading, code string) {
	o.At(entered)
	code = o.Write(func(tx *store.Tx) (err error) {
		reading, err = o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: "read " + string(on), Meter: id, On: on, Value: tariff.Whole(value)})
		return err
	})
	return reading, code
}

// water is the order of one month's water for the one room with a meter.
func water(number string) billing.Order {
	order := month("水费", number)
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	return order
}

// The dial said 108 and 180 was typed, billed and paid.
func TestABilledMisreadingIsPutRight(t *testing.T) {
	o, id := newWaterworks(t)
	_, code := o.enter(id, 180, "2026-10-31", "2026-10-31")
	require.Empty(t, code)
	_, code = o.run(water("2026-10"))
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("水费")[0]
	require.Equal(t, money.Fen(400_00), bill.AmountFen)
	require.Empty(t, o.pay(till.Order{RequestID: "p", Room: o.room, Bills: []till.BillPart{{Bill: bill.ID, Fen: 400_00}},
		Tenders: []till.Tender{{Kind: till.Card, Fen: 400_00, Reference: "000123"}}}))

	require.Equal(t, "meter.billed", o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Undo(tx.Context(), o.Manager, meter.Undoing{RequestID: "undo-" + id, Meter: id, Reason: "misread"})
		return err
	}))
	for range 2 { // the same request again says the same
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			right, err := o.Book.Meters.In(tx).Correct(tx.Context(), o.Manager, meter.Correction{RequestID: "right", Meter: id, Value: tariff.Whole(108), Reason: "typed_wrong"})
			require.True(t, right.Billed, "somebody has to be told that the bill is wrong now")
			return err
		}))
	}
	made, code := o.adjust(water("2026-10"), "adjust")
	require.Empty(t, code)
	require.Equal(t, money.Fen(-360_00), made.SumFen)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		moved, err := o.Book.Till.CreditExcess(tx, o.Manager, bill.ID)
		require.Equal(t, money.Fen(360_00), moved)
		return err
	}))
	_, code = o.enter(id, 116, "2026-11-20", today)
	require.Empty(t, code)
	require.Equal(t, money.Fen(40_00), o.preview(water("2026-11")).SumFen)
	o.Verify()
}

// November's water was billed up to its end when the meter was changed on the 20th: what the old one counted until then is
// December's.
func TestWhatWasUsedAfterItsBillIsBilledNextMonth(t *testing.T) {
	o, id := newWaterworks(t)
	_, code := o.enter(id, 110, "2026-11-15", today)
	require.Empty(t, code)
	made, code := o.run(water("2026-11"))
	require.Empty(t, code)
	require.Equal(t, money.Fen(50_00), made.SumFen)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Replace(tx.Context(), o.Manager, meter.Replacement{RequestID: "x", Meter: id, On: "2026-11-20", FinalReading: tariff.Whole(117),
			NextNumber: "W2", Reason: "broken"})
		return err
	}))
	second := meter.ID(o.room, "水", "W2")
	_, code = o.enter(second, 4, "2026-12-31", "2026-12-31")
	require.Empty(t, code)
	made, code = o.run(water("2026-12"))
	require.Empty(t, code)
	require.Equal(t, money.Fen((7+4)*5_00), made.SumFen)
	o.Verify()
}

// A reading that comes after its bill goes to the month in which it is entered.
func TestALateReadingGoesToTheNextOpenPeriod(t *testing.T) {
	o, id := newWaterworks(t)
	_, code := o.enter(id, 108, "2026-10-20", today)
	require.Empty(t, code)
	_, code = o.run(water("2026-10"))
	require.Empty(t, code)
	late, code := o.enter(id, 111, "2026-10-31", today)
	require.Empty(t, code)
	require.Equal(t, today, late.ForOn)
	require.Equal(t, money.Fen(15_00), o.preview(water("2026-11")).SumFen)
	o.Verify()
}

// A sheet that names a billed month is looked at before it is taken; kept, it is found by an adjustment.
func TestASheetForABilledMonthIsLookedAt(t *testing.T) {
	o, id := newWaterworks(t)
	_, code := o.enter(id, 108, "2026-10-20", today)
	require.Empty(t, code)
	_, code = o.run(water("2026-10"))
	require.Empty(t, code)
	value := tariff.Whole(111)
	taking := meter.Taking{RequestID: "sheet", Sheet: meter.Sheet{FileHash: "aa", ForOn: "2026-10-31", Offers: []meter.Offer{{Line: 2, Room: "1-1-101", Kind: "水", Value: &value, On: "2026-11-01"}}}}
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		judged, err := o.Book.Meters.Judge(tx, taking.Sheet)
		require.Equal(t, meter.Odd, judged[0].State)
		require.Equal(t, "meter.after_bill", store.Code(judged[0].Reasons[0]))
		return err
	}))
	take := func() string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Take(tx.Context(), o.Manager, taking)
			return err
		})
	}
	require.Equal(t, "meter.undecided", take())
	taking.KeepAll = true
	require.Empty(t, take())
	made, code := o.adjust(water("2026-10"), "adjust")
	require.Empty(t, code)
	require.Equal(t, money.Fen(15_00), made.SumFen)
	o.Verify()
}

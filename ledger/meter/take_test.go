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

// october is a sheet of nine good readings, an odd one on row 11 and one that goes back on row 12.
func october() meter.Sheet {
	sheet := meter.Sheet{FileHash: "abcd", ForOn: "2026-10-31"}
	for n := 1; n <= 9; n++ {
		sheet.Offers = append(sheet.Offers, offer(n+1, n, "水", "100", fmt.Sprint(105+n), "2026-11-01"))
	}
	sheet.Offers = append(sheet.Offers, offer(11, 10, "水", "99995", "7", "2026-11-01"), offer(12, 11, "水", "551", "548", "2026-11-01"))
	return sheet
}

func TestNothingComesInByHalves(t *testing.T) {
	o := newOffice(t)
	_, code := o.take(october(), meter.Taking{})
	require.Equal(t, "meter.undecided", code)
	_, code = o.take(october(), meter.Taking{KeepAll: true})
	require.Equal(t, "meter.undecided", code)
	_, code = o.take(october(), meter.Taking{Keep: []int{2}, LeaveOut: true})
	require.Equal(t, "meter.keep", code)
	require.Empty(t, o.usage(1, []string{"水"}, "2026-01-01", "2026-12-31"))

	batch, code := o.take(october(), meter.Taking{RequestID: "once", Keep: []int{11}, LeaveOut: true})
	require.Empty(t, code)
	require.Equal(t, 10, batch.Taken)
	require.Equal(t, 10, batch.Installed)
	require.Equal(t, 1, batch.LeftOut)
	// Read on 1 November, it closes October.
	require.Equal(t, map[string]string{"水": "12"}, o.usage(10, []string{"水", "电"}, "2026-10-01", "2026-10-31"))
	require.Empty(t, o.usage(10, []string{"水"}, "2026-11-01", "2026-11-30"))

	again, code := o.take(october(), meter.Taking{RequestID: "once", Keep: []int{11}, LeaveOut: true})
	require.Empty(t, code)
	require.Equal(t, batch.ID, again.ID)
	_, code = o.take(october(), meter.Taking{RequestID: "once", LeaveOut: true})
	require.Equal(t, "journal.request_reused", code)
	_, code = o.take(october(), meter.Taking{LeaveOut: true})
	require.Equal(t, "meter.file_taken", code)
	require.Equal(t, "staff.may_not", o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Take(tx.Context(), o.Cashier, meter.Taking{RequestID: "x", Sheet: october()})
		return err
	}))
}

// A sheet of more readings than an event carries comes in in parts, and rebuilding gives the same.
func TestALargeSheet(t *testing.T) {
	o := newOffice(t)
	sheet := meter.Sheet{FileHash: "large", ForOn: "2026-10-31"}
	for k := range 60 {
		for n := 1; n <= 12; n++ {
			sheet.Offers = append(sheet.Offers, offer(k*12+n, n, fmt.Sprintf("表%d", k), "1000000000.1234", "1000000001.1234", "2026-10-28"))
		}
	}
	batch, code := o.take(sheet, meter.Taking{})
	require.Empty(t, code)
	require.Equal(t, 720, batch.Taken)
	findings, err := o.Book.Audit().Full(o.Ctx, nil)
	require.NoError(t, err)
	require.Empty(t, findings)
}

func TestUsageForBills(t *testing.T) {
	o := newOffice(t)
	o.months(1, "水", 0, 10, 11, 12, 13)
	_, code := o.take(meter.Sheet{ForOn: "2026-10-31", Offers: []meter.Offer{offer(2, 2, "电/总", "0", "30", "2026-10-28"), offer(3, 2, "电/峰", "0", "20", "2026-10-28"),
		offer(4, 2, "电/谷", "0", "10.5", "2026-10-28")}}, meter.Taking{KeepAll: true})
	require.Empty(t, code)
	require.Equal(t, map[string]string{"电": "30.5", "电/峰": "20", "电/总": "30"}, o.usage(2, []string{"电", "电/峰", "电/总", "水"}, "2026-10-01", "2026-10-31"))
	object := estate.ObjectID(estate.Room, room(1))
	o.read(func(tx *store.Tx) {
		used, err := meter.Usage(tx, object, []string{"水", "电"}, "2026-01-01", "2026-03-27")
		require.NoError(t, err)
		require.Len(t, used, 1)
		require.Equal(t, tariff.Whole(23), used["水"].Used)
		all, err := meter.UsageAll(tx, "2026-01-01", "2026-12-31")
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, "36", all[object]["水"].Used.String())
		require.Equal(t, "30.5", all[estate.ObjectID(estate.Room, room(2))]["电"].Used.String())
		missing, err := meter.MissingOn(tx, "水", "2026-10-01", "2026-10-31")
		require.NoError(t, err)
		require.Equal(t, []string{object}, missing)
		missing, err = meter.MissingOn(tx, "电", "2026-10-01", "2026-10-31")
		require.NoError(t, err)
		require.Empty(t, missing)
		kinds, err := meter.Kinds(tx)
		require.NoError(t, err)
		require.Equal(t, []string{"水", "电/峰", "电/总", "电/谷"}, kinds)
	})
}

func TestOnlyTheNewestReadingIsCorrected(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 100, 10, 10)
	m := o.meter(1, "水")
	correct := func(value, reason string) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Correct(tx.Context(), o.Manager, meter.Correction{RequestID: o.request(), Meter: m.ID, Value: number(value), Reason: reason})
			return err
		})
	}
	undo := func() string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Undo(tx.Context(), o.Manager, meter.Undoing{RequestID: o.request(), Meter: m.ID, Reason: "misread"})
			return err
		})
	}
	year := func() string { return o.usage(1, []string{"水"}, "2025-01-01", "2026-12-31")["水"] }
	require.EqualValues(t, 120, stood)
	require.Equal(t, "meter.reason", correct("118", "because"))
	require.Equal(t, "meter.goes_back", correct("109", "misread"))
	require.Empty(t, correct("118", "misread"))
	require.Equal(t, "18", year())
	again := meter.Undoing{RequestID: "asked twice", Meter: m.ID, Reason: "misread"}
	for range 2 { // the first answer was lost
		taken, err := o.Book.Meters.Undo(o.Ctx, o.Manager, again)
		require.NoError(t, err)
		require.True(t, taken.Undone)
		require.Equal(t, "118", taken.Value.String())
	}
	require.Equal(t, "10", year(), "one reading was taken back, not two")
	j := o.judge(offer(2, 1, "水", "110", "121", last))[0]
	require.Equal(t, meter.Good, j.State, "%v", codes(j))

	o.Book.Meters.Billed = func(*store.Tx, meter.Meter, meter.Reading) (bool, error) { return true, nil }
	require.Equal(t, "meter.billed", undo())
	require.Empty(t, correct("112", "misread"), "its bill is adjusted afterwards")
	require.Equal(t, "12", year())
	o.Book.Meters.Billed = nil
	require.Empty(t, undo())
	require.Equal(t, "meter.no_reading", undo())
}

func TestTermsBeginAfterTheLastReading(t *testing.T) {
	o := newOffice(t)
	last, _ := o.months(1, "电", 1000, 100, 110)
	m := o.meter(1, "电")
	set := func(terms meter.Terms) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).SetTerms(tx.Context(), o.Manager, m.ID, terms)
			return err
		})
	}
	from := calendar.Date("2026-03-01")
	terms := meter.Terms{FromOn: from, Digits: 5, Multiplier: tariff.Whole(40), LossPercent: number("1.5")}
	require.Equal(t, "meter.terms_past", set(meter.Terms{FromOn: last, Multiplier: tariff.Whole(2)}))
	require.Equal(t, "meter.multiplier", set(meter.Terms{FromOn: from}))
	require.Equal(t, "meter.loss", set(meter.Terms{FromOn: from, Multiplier: tariff.Whole(1), LossPercent: number("0.0001")}))
	require.Equal(t, "meter.digits", set(meter.Terms{FromOn: from, Digits: 2, Multiplier: tariff.Whole(1)}))
	require.Equal(t, "meter.too_many_digits", set(meter.Terms{FromOn: from, Digits: 3, Multiplier: tariff.Whole(1)}))
	require.Empty(t, set(terms))
	enter := func(value string, on calendar.Date) string {
		return o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: o.request(), Meter: m.ID, On: on, Value: number(value), Keep: true})
			return err
		})
	}
	require.Empty(t, enter("1220", "2026-02-20"), "before the change the old terms count")
	require.Empty(t, enter("1230", "2026-03-20"))
	require.Equal(t, map[string]string{"电": "10"}, o.usage(1, []string{"电"}, "2026-02-01", "2026-02-28"))
	require.Equal(t, map[string]string{"电": "406"}, o.usage(1, []string{"电"}, "2026-03-01", "2026-03-31"))
}

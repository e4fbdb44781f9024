package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// due lists what is due on a day: item, period, the day, how many are left and what it waits for.
func (o *office) due(today calendar.Date) (all []string) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		runs, err := billing.Due(o.Ctx, tx, today)
		for _, run := range runs {
			all = append(all, run.Item.Name+" "+string(run.Span.From)+" "+string(run.Span.To)+" "+string(run.DueOn)+" "+string(rune('0'+run.Left))+" "+string(run.Waits))
		}
		return err
	}))
	return all
}

// Heat is charged from November on: the months before are no run that anybody forgot.
func TestAMonthInWhichNobodyPaysIsNotDue(t *testing.T) {
	o := newQuarter(t)
	heat := property()
	heat.Name, heat.Advance = "供暖费", true
	o.charge(heat, tariff.Rule{When: []tariff.Condition{{Field: "month", Op: "in", Values: []string{"11", "12"}}}, Lines: []tariff.Line{{Measure: tariff.Area, Price: "3"}}})
	require.Equal(t, []string{"供暖费 2026-11-01 2026-11-30 2026-11-01 3 "}, o.due("2026-11-30"))
	_, code := o.run(month("供暖费", "2026-11"))
	require.Empty(t, code)
	require.Empty(t, o.due("2026-11-30"))
}

// The years of rooms begin on the days on which they were handed over: a run is due from the first of them, for those rooms.
func TestAnAnniversaryIsDueForItsRooms(t *testing.T) {
	o := newQuarter(t)
	o.register("6", estate.Row{Code: "1-1-105", Building: "1", AreaCentiM2: 10000, HandoverOn: "2026-10-05"},
		estate.Row{Code: "1-1-106", Building: "1", AreaCentiM2: 8000, HandoverOn: "2026-10-20"}, estate.Row{Code: "1-1-107", Building: "1", AreaCentiM2: 8000, HandoverOn: "2026-11-25"})
	yearly := property()
	yearly.Cycle, yearly.Advance = tariff.Anniversary, true
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		b := o.Book.Billing.In(tx)
		return b.AddItem(tx.Context(), o.Manager, staff.Approval{}, yearly, billing.NewTariff{Name: "新房", FromOn: "2026-01-01",
			Scope: billing.Scope{Rooms: []string{"1-1-105", "1-1-106", "1-1-107"}}, Rule: byArea("2")})
	}))
	require.Equal(t, []string{"物业费 2026-10-05 2027-10-19 2026-10-05 2 "}, o.due("2026-11-24"))
	require.Len(t, o.due("2026-11-25"), 2)
	var orders []billing.Order
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		runs, err := billing.Due(o.Ctx, tx, "2026-11-25")
		for _, run := range runs {
			order := run.Order
			order.RequestID = string(run.Span.From)
			orders = append(orders, order)
		}
		return err
	}))
	outcomes, err := o.Book.Billing.RunEach(o.Ctx, o.Manager, orders)
	require.NoError(t, err)
	require.Equal(t, []int{2, 1}, []int{outcomes[0].Result.Count, outcomes[1].Result.Count})
	require.Empty(t, o.due("2026-11-25"))
	require.NotEmpty(t, o.due("2027-10-05"))
}

// A tariff may begin long before the book took the estate over: what lies before the first run is nobody's. And a flat that has
// no meter keeps no month open for ever.
func TestABookThatTookOverOwesNoRunsFromBefore(t *testing.T) {
	o := newQuarter(t)
	fee := property()
	fee.Advance = true
	o.charge(fee, byArea("2"))
	require.Len(t, o.due("2026-11-30"), 11, "all of them, before anything is billed")
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	require.Equal(t, []string{"物业费 2026-10-01 2026-10-31 2026-10-01 3 ", "物业费 2026-11-01 2026-11-30 2026-11-01 3 "}, o.due("2026-11-30"))

	water := property()
	water.Name = "水费"
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	install := func(room string) (id string) {
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			m, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: room, Kind: "水", Number: "W" + room, StartOn: "2026-09-30",
				StartReading: tariff.Whole(100), Terms: meter.Plain("2026-09-30")})
			id = m.ID
			return err
		}))
		return id
	}
	_, code = o.enter(install("1-1-101"), 110, "2026-10-31", "2026-10-31")
	require.Empty(t, code)
	october := month("水费", "2026-10")
	october.LeaveOut = true
	made, code := o.run(october)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.Len(t, o.due("2026-11-05"), 2, "the two of the fee: the flats without a meter wait for no reading")
	install("1-1-102")
	require.Contains(t, o.due("2026-11-05"), "水费 2026-10-01 2026-10-31 2026-11-01 1 readings")
}

// What waits, and for what; a deposit and what comes once never come by themselves, and an item that ended asks nobody.
func TestWhatARunThatIsDueWaitsFor(t *testing.T) {
	o := newQuarter(t)
	o.charge(sharing(tariff.Area), split())
	water := property()
	water.Name = "水费"
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	once := property()
	once.Name, once.Cycle = "垃圾清运费", tariff.Once
	o.charge(once, tariff.Rule{Lines: []tariff.Line{{Price: "300"}}})
	gone := property()
	gone.Name, gone.Active = "电视费", false
	o.charge(gone, tariff.Rule{Lines: []tariff.Line{{Price: "20"}}})
	due := o.due("2026-03-02")
	require.Equal(t, []string{"公共电费 2026-01-01 2026-01-31 2026-02-01 3 pool", "水费 2026-01-01 2026-01-31 2026-02-01 3 readings",
		"公共电费 2026-02-01 2026-02-28 2026-03-01 3 pool", "水费 2026-02-01 2026-02-28 2026-03-01 3 readings"}, due)
}

package billing_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

func (o *office) adjust(order billing.Order, id string) (made billing.RunResult, code string) {
	o.Helper()
	order.RequestID = id
	approval := o.agreed(staff.ReduceBill)
	code = o.Write(func(tx *store.Tx) (err error) {
		made, err = o.Book.Billing.In(tx).Adjust(o.Ctx, o.Manager, approval, order, "wrong_area")
		return err
	})
	return made, code
}

func (o *office) feeTo(bill string, on calendar.Date) (fen money.Fen) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		b, err := billing.ByID(tx, bill)
		require.NoError(o, err)
		fees, err := billing.LateFees(tx, []billing.Bill{b}, on)
		for _, fee := range fees {
			fen += fee.Fen
		}
		return err
	}))
	return fen
}

func TestABillIsNotUndoneUnderItsAdjustment(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	_, code := o.run(order)
	require.Empty(t, code)
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 10000})
	_, code = o.adjust(order, "adjust")
	require.Empty(t, code)
	bills := o.bills("物业费")
	require.Equal(t, "billing.answered", o.undo(o.Manager, bills[0].ID, "wrong_amount"))
	require.Empty(t, o.undo(o.Manager, bills[1].ID, "wrong_amount"))
	require.Empty(t, o.undo(o.Manager, bills[0].ID, "wrong_amount"))
	order.RequestID = "again"
	made, code := o.run(order)
	require.Empty(t, code, "the period is billed anew, beside the revision that its adjustment took")
	require.Equal(t, money.Fen(28500), made.SumFen)
	o.Verify()
}

func TestALateFeeIsNotTakenTwiceThroughABillMadeAnew(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("物业费")[0]
	require.Empty(t, o.pay(till.Order{RequestID: "p", LateFees: []till.BillPart{{Bill: bill.ID, Fen: 588}},
		Tenders: []till.Tender{{Kind: till.Card, Fen: 588, Reference: "000123"}}}))
	require.Equal(t, "billing.answered", o.undo(o.Manager, bill.ID, "wrong_amount"))
}

func TestALongSpanIsBilledOnce(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Cycle = tariff.AnySpan
	o.charge(item, tariff.Rule{Lines: []tariff.Line{{Price: "100"}}})
	order := billing.Order{RequestID: "long", Source: billing.ItemSource{Item: item.Name, Only: []string{"1-1-101"}}, FromOn: "2026-01-01", ToOn: "2030-12-31", Approval: o.agreed(staff.IssueFar)}
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, money.Fen(6000_00), made.SumFen)
	order.RequestID, order.FromOn = "within", "2030-01-01"
	_, code = o.run(order)
	require.Equal(t, "billing.exceptions", code)
}

func TestAConcessionIsOnlyEverShortened(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	factor, err := tariff.ParseNumber("0.7")
	require.NoError(t, err)
	grant := func(from, to calendar.Date) (granted billing.Concession) {
		approval := o.agreed(staff.SetPrices)
		require.Empty(t, o.Write(func(tx *store.Tx) (err error) {
			granted, err = o.Book.Billing.In(tx).Grant(tx.Context(), o.Manager, approval, billing.Concession{Object: o.room, Item: "物业费", Name: "空置减免",
				Factor: factor, FromOn: from, ToOn: to})
			return err
		}))
		return granted
	}
	first := grant("2026-01-01", "2026-06-30")
	grant("2026-07-01", "2026-12-31")
	end := func(on calendar.Date) string {
		approval := o.agreed(staff.SetPrices)
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).EndConcession(tx.Context(), o.Manager, approval, first.ID, on)
		})
	}
	require.Equal(t, "billing.end_late", end("2026-12-31"))
	require.Empty(t, end("2026-03-31"))
	require.Equal(t, money.Fen(20643), o.preview(month("物业费", "2026-11")).Bills[0].AmountFen, "seven tenths, once")
}

// More bills than fit one part, and something taken off in the middle of them.
func TestManyRoomsAreAdjustedAtOnce(t *testing.T) {
	o := newQuarter(t)
	rows := make([]estate.Row, 230)
	for i := range rows {
		rows[i] = estate.Row{Code: fmt.Sprintf("3-1-%03d", i+1), Building: "3", Use: "住宅", AreaCentiM2: 10000}
	}
	o.register("8", rows...)
	o.charge(property(), byArea("3"))
	order := month("物业费", "2026-11")
	_, code := o.run(order)
	require.Empty(t, code)
	for i := range rows {
		rows[i].AreaCentiM2 = 10100
	}
	rows[215].AreaCentiM2 = 9900
	o.register("9", rows...)
	made, code := o.adjust(order, "adjust")
	require.Empty(t, code)
	require.Equal(t, 230, made.Count)
	require.Equal(t, money.Fen(229*300-300), made.SumFen)
	o.Verify()
}

func TestAnAdjustmentIsNotBornLate(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-06")
	order = with(order, func(s *billing.ItemSource) { s.Only = []string{"1-1-101"} })
	_, code := o.run(order)
	require.Empty(t, code)
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 19830})
	_, code = o.adjust(order, "adjust")
	require.Empty(t, code)
	more := o.bills("物业费")[1]
	require.Equal(t, calendar.Date("2026-12-01"), more.DueOn, "ten days from today")
	require.Zero(t, o.feeTo(more.ID, today))
}

func TestCollectingAheadLeavesOutWhatMetersStillCount(t *testing.T) {
	o := newQuarter(t)
	water := billing.Item{Name: "水费", Kind: billing.Agency, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true}
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:水", Price: "5"}}})
	water.Name = "污水费"
	o.charge(water, tariff.Rule{Lines: []tariff.Line{{Measure: "item:水费", Price: "0.2"}}})
	read := func(on calendar.Date, value int64) {
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			_, err := o.Book.Meters.In(tx).Enter(tx.Context(), o.Manager, meter.Entry{RequestID: string(on), Meter: meter.ID(o.room, "水", "W1"), On: on, Value: tariff.Whole(value)})
			return err
		}))
	}
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Meters.In(tx).Install(tx.Context(), o.Manager, meter.Installing{Room: "1-1-101", Kind: "水", Number: "W1", StartOn: "2026-10-31",
			StartReading: tariff.Whole(100), Terms: meter.Plain("2026-10-31")})
		return err
	}))
	read("2026-11-05", 110)
	require.Equal(t, "billing.nothing_ahead", o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead", "1-1-101", nil, "2026-12-31"))
		return err
	}))
	o.At("2026-11-30")
	read("2026-11-30", 125)
	require.Equal(t, money.Fen(125_00), o.preview(billing.Order{Source: billing.ItemSource{Item: "水费", Only: []string{"1-1-101"}}, FromOn: "2026-11-01", ToOn: "2026-11-30"}).SumFen)
}
